import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Command {
  readonly name: string
  readonly argv: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Exit codes that are no failure; 0 alone if absent. */
  readonly allowed?: readonly number[]
}

/** Minima over all rounds, in milliseconds. `cpu` is user and system time together. */
export interface Measured {
  readonly name: string
  readonly wall: number
  readonly cpu: number
}

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

/**
 * Runs the commands in turn, one of each and again, and keeps the minima: what disturbs a machine disturbs all of them.
 * bash measures, because its `time` asks wait4 for the child alone, to the millisecond. Without NODE_OPTIONS and
 * NODE_EXTRA_CA_CERTS, which make bare node slower and every ratio look better.
 */
export function measure(commands: readonly Command[], rounds: number): Measured[] {
  const folder = mkdtempSync(join(tmpdir(), 'klint-bench-'))
  const times = join(folder, 'times')
  const lines = commands.map(({ argv, env = {}, allowed = [0] }) => {
    const given = Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`)
    const words = ['env', ...given, ...argv.map(quote)].slice(given.length === 0 ? 1 : 0)
    return `{ time ${words.join(' ')} >/dev/null 2>${quote(join(folder, 'stderr'))}; } 2>>${quote(times)}; check $? ${allowed.join(' ')}`
  })
  const script = `
unset NODE_OPTIONS NODE_EXTRA_CA_CERTS CI FORCE_COLOR KLINT_NO_CODE_CACHE NODE_COMPILE_CACHE
TIMEFORMAT='%3R %3U %3S'
check() {
  local status=$1
  shift
  for code; do if [ "$status" -eq "$code" ]; then return; fi; done
  cat ${quote(join(folder, 'stderr'))} >&2
  exit 9
}
for ((i = 0; i < ${rounds}; i++)); do
${lines.join('\n')}
done
`
  try {
    writeFileSync(join(folder, 'run.sh'), script)
    const { status, stderr } = spawnSync('bash', [join(folder, 'run.sh')], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`a measured command failed: ${stderr}`)
    const rows = readFileSync(times, 'utf8')
      .trim()
      .split('\n')
      .map(line => line.split(' ').map(Number))
    return commands.map(({ name }, i) => {
      const own = rows.filter((_, row) => row % commands.length === i)
      const wall = Math.min(...own.map(([real = 0]) => real)) * 1000
      const cpu = Math.min(...own.map(([, user = 0, system = 0]) => user + system)) * 1000
      return { name, wall, cpu }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A script to require in front of others: writes the peak resident memory of the process in kB when it ends. */
export const hook = (report: string): string =>
  `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)))`

/** Without what makes bare node slower. */
export function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_EXTRA_CA_CERTS: __, ...env } = process.env
  return env
}

/** Peak resident memory of a node process in MB. */
export function maxRss(argv: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'klint-bench-'))
  const [script, report] = [join(folder, 'hook.cjs'), join(folder, 'rss')]
  writeFileSync(script, hook(report))
  spawnSync(process.execPath, ['--require', script, ...argv], { stdio: 'ignore', env: environment() })
  const kilobytes = Number(readFileSync(report, 'utf8'))
  rmSync(folder, { recursive: true })
  return kilobytes / 1024
}
