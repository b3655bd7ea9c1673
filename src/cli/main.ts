import { lstatSync } from 'node:fs'
import { resolve } from 'node:path'
import { UserError } from '../model/user-error.js'
import { visible } from '../reporters/safe-text.js'
import { lint } from './commands/lint.js'
import { crashed } from './crash.js'
import type { Env, Io } from './io.js'
import { type CommandName, type Options, options } from './options.js'
import { checkNames, type Invocation, parse } from './parse.js'

/** Runs one command line; the exit code. Everything but what the process itself is comes in. */
export async function main(argv: readonly string[], env: Env, io: Io): Promise<number> {
  try {
    checkNames(argv, word => isThere(resolve(io.cwd, word)))
    return await dispatch(await parse(argv, { name: io.name, width: () => helpWidth(env, io) }), env, io)
  } catch (error) {
    io.err(said(error, env))
    return 2
  }
}

/** A link to nothing as well. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** Columns: what somebody says, what the terminal has, or plenty. */
const helpWidth = ({ COLUMNS }: Env, io: Io): number =>
  Number(COLUMNS) > 0 ? Number(COLUMNS) : ((io.outIsTerminal ? io.columns() : undefined) ?? Number.POSITIVE_INFINITY)

/** What standard error says of what was thrown. */
export const said = (error: unknown, env: Env): string =>
  error instanceof UserError ? told(error) : crashed(error, env)

async function dispatch(asked: Invocation, env: Env, io: Io): Promise<number> {
  if (asked.command === 'print') {
    io.out(asked.text)
    return 0
  }
  const { command, unused } = asked
  if (unused !== undefined)
    throw new UserError(`\`klint ${command}\` does not look at \`${unused}\``, `see \`klint help ${command}\``)
  // KLINT_FORMAT is about reports: lists and pages have formats of their own
  const seen = asked.command === 'lint' ? env : { ...env, KLINT_FORMAT: undefined }
  const given = options(asked.words, asked.options, seen)
  if (!given.silent) for (const assumed of given.assumed) io.err(`klint: ${visible(assumed)}\n`)
  if (asked.command === 'lint') return check(given, env, io)
  return (await COMMAND_OF[asked.command]())(given, env, io)
}

async function check(given: Options, env: Env, io: Io): Promise<number> {
  try {
    if (given.cache === undefined) return await lint(given, env, io)
    return await (await import('./cache/cached-lint.js')).cachedLint(given, env, io, lint)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw (await import('./mistyped.js')).orCommand(error, given.paths)
  }
}

type Command = (options: Options, env: Env, io: Io) => number | Promise<number>

/** Each is loaded where it is asked for. */
const COMMAND_OF: Readonly<Record<Exclude<CommandName, 'lint'>, () => Promise<Command>>> = {
  cluster: async () => (await import('./commands/cluster.js')).cluster,
  upgrade: async () => (await import('./commands/upgrade.js')).upgrade,
  show: async () => (await import('./commands/show.js')).show,
  explain: async () => (await import('./commands/explain.js')).explain,
  rules: async () => (await import('./commands/rules.js')).rules,
  files: async () => (await import('./commands/files.js')).files,
  baseline: async () => (await import('./commands/baseline.js')).baseline,
  init: async () => (await import('./commands/init.js')).init,
  'print-config': async () => (await import('./commands/print-config.js')).printConfig,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
  completion: async () => (await import('./commands/completion.js')).completion,
  clean: async () => (await import('./commands/clean.js')).clean,
}

/** Line ends are klint's own, where there are several mistakes; the rest may quote a file. */
function told({ what, help }: UserError): string {
  const lines = what.split('\n').map(line => `klint: ${visible(line)}\n`)
  return lines.join('') + (help === undefined ? '' : `       ${visible(help)}\n`)
}
