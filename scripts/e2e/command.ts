import { spawn } from 'node:child_process'

export interface Ran {
  /** Undefined if it was ended, at the time limit or by who heard it. */
  readonly status: number | undefined
  /** Standard output. */
  readonly out: string
  /** Standard error. */
  readonly err: string
  /** Both outputs, as they came. */
  readonly said: string
  readonly ms: number
}

export interface Place {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Time limit in seconds; 120 unless given. */
  readonly limit?: number
  /** Gets what is said as it comes; `end` ends the command at once. */
  readonly heard?: (text: string, end: () => void) => void
}

/** Process groups: who is ended ends them. */
const running = new Set<number>()

process.on('exit', () => {
  for (const group of running) endGroup(group)
})

function endGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // it has ended by itself
  }
}

/** Runs a command without standard input; at the time limit, and with this process, it is ended with all it has started. */
export function run([command = '', ...argv]: readonly string[], { cwd, env, limit = 120, heard }: Place): Promise<Ran> {
  const start = performance.now()
  return new Promise(resolve => {
    const child = spawn(command, argv, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const { pid } = child
    if (pid !== undefined) running.add(pid)
    let [said, ended] = ['', false]
    const end = (): void => {
      ended = true
      if (pid !== undefined) endGroup(pid)
    }
    const timer = setTimeout(() => {
      said += `\nended after ${limit} s`
      end()
    }, limit * 1000)
    const texts = { out: '', err: '' }
    for (const [name, stream] of [['out', child.stdout] as const, ['err', child.stderr] as const])
      stream.setEncoding('utf8').on('data', (text: string) => {
        texts[name] += text
        said += text
        heard?.(text, end)
      })
    const done = (status: number | undefined): void => {
      clearTimeout(timer)
      if (pid !== undefined) running.delete(pid)
      resolve({ status: ended ? undefined : status, ...texts, said, ms: performance.now() - start })
    }
    child.on('error', error => {
      said += error.message
      done(undefined)
    })
    child.on('close', code => done(code ?? undefined))
  })
}

/** What a command says. @throws Error if it fails */
export async function output(argv: readonly string[], place: Place): Promise<string> {
  const { status, said } = await run(argv, place)
  if (status !== 0) throw new Error(`\`${argv.slice(0, 4).join(' ')}\` failed:\n${said.slice(-4000)}`)
  return said.trimEnd()
}
