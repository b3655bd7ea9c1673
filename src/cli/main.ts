import { UserError } from '../model/user-error.js'
import { visible } from '../reporters/safe-text.js'
import { lint } from './commands/lint.js'
import { crashed } from './crash.js'
import type { Env, Io } from './io.js'
import { options } from './options.js'
import { type Invocation, parse } from './parse.js'

/** Runs one command line; the exit code. Everything but what the process itself is comes in. */
export async function main(argv: readonly string[], env: Env, io: Io): Promise<number> {
  try {
    return await dispatch(await parse(argv), env, io)
  } catch (error) {
    io.err(error instanceof UserError ? told(error) : crashed(error, env))
    return 2
  }
}

async function dispatch(asked: Invocation, env: Env, io: Io): Promise<number> {
  if (asked.command === 'print') {
    io.out(asked.text)
    return 0
  }
  const given = options(asked.words, asked.options, env)
  if (asked.command === 'lint') return lint(given, env, io)
  if (asked.command === 'show') return (await import('./commands/show.js')).show(given, env, io)
  if (asked.command === 'explain') return (await import('./commands/explain.js')).explain(given, env, io)
  return (await import('./commands/rules.js')).rules(given, io)
}

/** Line ends are klint's own, where there are several mistakes; the rest may quote a file. */
function told({ what, help }: UserError): string {
  const lines = what.split('\n').map(line => `klint: ${visible(line)}\n`)
  return lines.join('') + (help === undefined ? '' : `       ${visible(help)}\n`)
}
