import { spawnSync } from 'node:child_process'
import { UserError } from '../../src/model/user-error.js'

export interface Command {
  readonly cwd: string
  readonly input?: string
  /** Besides those of this process. */
  readonly env?: Readonly<Record<string, string>>
  /** Its output goes to the terminal; the answer is empty. */
  readonly shown?: boolean
}

/**
 * What a command prints, without the line end.
 * @throws UserError with what it said if it fails
 */
export function run(
  command: string,
  argv: readonly string[],
  { cwd, input = '', env = {}, shown = false }: Command,
): string {
  const { stdout, stderr, status, error } = spawnSync(command, argv, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
    ...(shown ? { stdio: ['ignore', 'inherit', 'inherit'] } : { input }),
  })
  if (status === 0) return shown ? '' : stdout.trimEnd()
  const why = error?.message ?? (shown ? `exit code ${status}` : `${stdout}${stderr}`.trim())
  throw new UserError(`\`${[command, ...argv.slice(0, 4)].join(' ')}\` failed: ${why}`)
}

/** Hooks of the checkout are for people's commits, not for those of a release. */
export const git = (cwd: string, argv: readonly string[], more: Omit<Command, 'cwd'> = {}): string =>
  run('git', ['-c', 'core.hooksPath=/dev/null', ...argv], { cwd, ...more })

/** Whether a command says yes by its exit code. */
export const agrees = (command: string, argv: readonly string[], cwd: string): boolean =>
  spawnSync(command, argv, { cwd, stdio: 'ignore' }).status === 0
