import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from '../e2e/command.js'
import { READY } from './configz.js'
import type { Machine } from './host.js'

/*
 * A component is started where it can do no harm: in namespaces of its own, on a machine of which only the case is left (inside.sh). A
 * kubelet writes sysctls, cgroups, /var/lib/kubelet and rules of iptables; nothing of this reaches the machine outside.
 */

const UNSHARE = [
  'unshare',
  '--mount',
  '--net',
  '--pid',
  '--fork',
  '--ipc',
  '--uts',
  '--cgroup',
  '--mount-proc',
  '--kill-child',
]
const SCRIPT = join(import.meta.dirname, 'inside.sh')

/** How a process ended: it said what it says when it runs, and still ran a little later; by itself; or neither in time. */
export interface Trial {
  readonly ended: 'runs' | 'itself' | 'late'
  /** Of one that ended by itself. */
  readonly status?: number
  readonly said: string
  /** What it wrote to /mnt/out, by name. */
  readonly written: ReadonlyMap<string, string>
}

export interface Start {
  readonly machine: Machine
  readonly program: string
  /** Programs in /mnt/bin besides, by name: `runtime` and `etcd` are started before. */
  readonly beside: Readonly<Record<string, string>>
  /** What it says once it runs. */
  readonly runs?: RegExp
  /** It goes on until this was written to /mnt/out, after it runs. */
  readonly awaits?: string
  /** A module for node that runs inside, beside it. */
  readonly watch?: string
  /** So long it must live on after it said that it runs, in milliseconds. */
  readonly linger?: number
  /** Seconds. */
  readonly limit: number
}

/** Milliseconds: 1.37 of kube-apiserver refuses some values after it said that it serves. */
const LINGER = 700

/** Where a machine's files may be: what of it is nobody's but the case's. */
const PRIVATE = /^\/(?:etc|var\/lib|var\/log|usr\/libexec|run|tmp)\//

let folder: string | undefined
let count = 0

function newFolder(): string {
  if (folder === undefined) {
    const made = realpathSync(mkdtempSync(join(tmpdir(), 'klint-oracle-')))
    folder = made
    process.on('exit', () => rmSync(made, { recursive: true, force: true, maxRetries: 10 }))
  }
  return join(folder, `${count++}`)
}

/** Whether a machine may be made here: undefined if so, else why not. */
export async function noNamespaces(): Promise<string | undefined> {
  const place = { cwd: '/', env: { PATH: process.env.PATH }, limit: 20 }
  const { status, said } = await run([...UNSHARE, 'sh', '-c', 'mount --make-rprivate / && ip link set lo up'], place)
  return status === 0 ? undefined : said.trim().split('\n').at(-1) || 'unshare does not work here'
}

export async function trial({
  machine,
  program,
  beside,
  runs,
  awaits,
  watch,
  linger = LINGER,
  limit,
}: Start): Promise<Trial> {
  const place = newFolder()
  mkdirSync(join(place, 'out'), { recursive: true })
  mkdirSync(join(place, 'root'))
  for (const [path, source] of machine.files) {
    if (!PRIVATE.test(path) || path.includes('/../')) throw new Error(`no place for ${path} on a machine for trials`)
    mkdirSync(dirname(join(place, 'root', path)), { recursive: true })
    writeFileSync(join(place, 'root', path), source)
  }
  if (watch !== undefined) writeFileSync(join(place, 'watch.mjs'), watch)
  writeFileSync(join(place, 'ready.mjs'), READY)
  const programs = { component: program, ...beside, node: process.execPath }
  const variables = Object.entries(machine.environment).map(([name, value]) => `${name}=${value}`)
  let [heard, isRunning, ending] = ['', false, false]
  const { status, said } = await run(
    [...UNSHARE, 'sh', SCRIPT, place, ...variables, '/mnt/bin/component', ...machine.argv],
    {
      cwd: '/',
      env: {
        PATH: process.env.PATH,
        PROGRAMS: Object.entries(programs)
          .map(entry => entry.join('='))
          .join('\n'),
      },
      limit,
      heard: (text, end) => {
        if (ending || runs === undefined) return
        heard = (heard + text).slice(-20_000)
        if (!runs.test(heard)) return
        ending = true
        const settle = (left: number): void => {
          if (awaits === undefined || left <= 0 || readdirSync(join(place, 'out')).includes(awaits)) {
            isRunning = true
            end()
          } else setTimeout(settle, 200, left - 200)
        }
        setTimeout(settle, linger, 8000)
      },
    },
  )
  const written = new Map(
    readdirSync(join(place, 'out')).map(name => [name, readFileSync(join(place, 'out', name), 'utf8')]),
  )
  rmSync(place, { recursive: true, force: true, maxRetries: 10 })
  if (status !== undefined) return { ended: 'itself', status, said, written }
  return { ended: isRunning ? 'runs' : 'late', said, written }
}
