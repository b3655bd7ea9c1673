import { visible } from '../reporters/safe-text.js'
import { about } from './about.js'
import type { Env } from './io.js'

/** What to say of an internal error: the rule it happened in, and how to report it. The stack only on demand. */
export function crashed(error: unknown, env: Env): string {
  const { version, issues } = about()
  const rule = error instanceof Error && 'rule' in error ? ` in the rule ${String(error.rule)}` : ''
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error && (env.KLINT_DEBUG ?? '') !== '' ? `${visibleLines(error.stack ?? '')}\n` : ''
  const where = issues === undefined ? 'please report it' : `please report it: ${issues}`
  const how = stack === '' ? '       KLINT_DEBUG=1 prints the stack\n' : ''
  return `klint: internal error${rule}: ${visible(message)}\n       this is a bug of klint ${version}, ${where}\n${how}${stack}`
}

const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n')
