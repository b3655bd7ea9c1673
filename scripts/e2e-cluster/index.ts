// npm run e2e:cluster [-- VERSION...] [--keep]: `klint cluster` against a real kube-apiserver and etcd, which are built as Go modules and
// kept in the user's cache. All runs in a network of its own where the machine allows it; nothing is left behind.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandLine, stop } from '../command-line.js'
import { goVersion, oracle } from '../oracle/build.js'
import { endsWith } from './ends.js'
import { surroundings } from './surroundings.js'

/** The newest minor version and one three older, which is as far as the parts of one cluster may differ. */
const VERSIONS = ['1.37.2', '1.34.4']
const ETCD = '3.6.16'

/** Seconds that building all of them may take: from empty caches and on two cores it is half of that. */
const LIMIT = 40 * 60

const USAGE = `usage: npm run e2e:cluster -- [VERSION...] [--keep]
  VERSION  of Kubernetes, by default ${VERSIONS.join(' and ')}
  --keep   leave the temporary directory, with the logs
  KLINT_ORACLE_BIN=DIR  where the binaries are kept, by default $XDG_CACHE_HOME/klint/oracle`

const { values, positionals } = commandLine(USAGE, {
  allowPositionals: true,
  options: { keep: { type: 'boolean', default: false } },
})
for (const version of positionals)
  if (!/^1\.\d+\.\d+$/.test(version)) stop(`\`${version}\` is no version of Kubernetes, as in ${VERSIONS[0]}`, USAGE)
const klint = join(process.cwd(), 'dist/klint.cjs')
if (!existsSync(klint)) stop('there is no dist/klint.cjs: `npm run bundle` makes it')

let inside: ChildProcess | undefined
for (const [signal, code] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const, ['SIGHUP', 129] as const])
  process.on(signal, () => {
    if (inside === undefined) process.exit(code)
    // it ends by itself, and all it has started before it
    inside.on('exit', () => process.exit(code))
    inside.stdin?.end()
    setTimeout(() => process.exit(code), 10_000)
  })

const go = await goVersion()
if (go === undefined) {
  console.log('skipped: Go is not here, and with it kube-apiserver and etcd would be built')
  console.log('0 passed, 0 failed')
  process.exit(0)
}
const where = await surroundings()
if (where === undefined) stop('there is neither a network namespace (`unshare`, `ip`) nor an address but the loopback')

const start = performance.now()
const terms = () => ({
  limit: LIMIT - (performance.now() - start) / 1000,
  say: (line: string) => console.log(line),
})
const programs: string[] = []
try {
  const etcd = await oracle({ component: 'etcd', version: ETCD }, terms())
  for (const version of positionals.length === 0 ? VERSIONS : positionals)
    programs.push(`${version}=${etcd}=${await oracle({ component: 'kube-apiserver', version }, terms())}`)
} catch (error) {
  console.log(`FAILED  ${error instanceof Error ? error.message : error}`)
  console.log('0 passed, 1 failed')
  process.exit(1)
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'klint-e2e-cluster-')))
process.on('exit', () => {
  inside?.kill('SIGKILL')
  if (values.keep) console.log(`kept: ${folder}`)
  else rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
})
console.log(where.kind === 'namespace' ? 'in a network of its own' : `at ${where.address}`)
const argv = [
  ...(where.kind === 'namespace' ? where.command : []),
  process.execPath,
  ...process.execArgv,
  join(import.meta.dirname, 'inside.ts'),
  where.kind === 'namespace' ? 'namespace' : where.address,
  folder,
  values.keep ? 'keep' : 'remove',
  klint,
  ...programs,
]
const [command = '', ...rest] = argv
inside = spawn(command, rest, { stdio: ['pipe', 'inherit', 'inherit'] })
process.exitCode = await endsWith(inside)
