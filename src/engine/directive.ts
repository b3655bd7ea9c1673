import { isDay } from '../model/day.js'
import type { Edit } from '../model/finding.js'
import type { Location } from '../model/location.js'
import { nearest } from '../model/nearest.js'
import type { Text } from '../model/text.js'

/** Verbs of `klint: VERB[rule] reason`; what each is about is in docs/suppressions.md. */
export const VERBS = ['ignore', 'ignore-file', 'disable', 'enable'] as const
export type Verb = (typeof VERBS)[number]

/** A rule as a directive names it. */
export interface Name {
  readonly written: string
  readonly at: Location
}

/** What somebody wrote to silence rules: a comment, a key of JSON, a part of an annotation. */
export interface Directive {
  readonly by: 'comment' | 'annotation'
  readonly verb: Verb
  /** All of it: the comment with its leader, the entry with its key. */
  readonly at: Location
  readonly names: readonly Name[]
  /** Empty if there is none. */
  readonly reason: string
  /** The last day it counts, YYYY-MM-DD. */
  readonly until?: string
  /** Edits that take names out of it, or all of it if no name is left; undefined where that is not certain. */
  readonly without: (names: ReadonlySet<Name>) => readonly Edit[] | undefined
}

/** A directive that does not count. */
export interface Malformed {
  readonly at: Location
  /** Lower case, no full stop. */
  readonly what: string
  /** What to write instead. */
  readonly help?: string
}

/** The words of a directive, before anybody asks where they stand. */
export interface Words {
  readonly verb: Verb
  /** With its brackets. */
  readonly list: Text
  readonly names: readonly Name[]
  readonly reason: string
  readonly until?: string
}

export const EXAMPLE = '`klint: ignore[rule-id] reason`'

const HEAD = /^klint:[ \t]{0,8}(?:([\w-]{1,40})[ \t]{0,8})?/
/** Characters of a list; klint does not have so many rules. */
const LONGEST_LIST = 4000

/**
 * Reads `klint: ignore[rule-id, other/rule-id] until 2026-12-31: reason` out of a comment without its leader. Undefined for prose:
 * the directive has to be its beginning, and `klint: what the word means` is none.
 */
export function readDirective(text: Text): Words | Omit<Malformed, 'at'> | undefined {
  const found = HEAD.exec(text.value)
  if (found === null) return undefined
  const [head, verb = ''] = found
  const listed = text.value[head.length] === '['
  const known = VERBS.find(name => name === verb)
  if (known === undefined) return verb === '' && !listed ? undefined : unknownVerb(verb, listed)
  if (!listed) return { what: 'a suppression names its rules', help: `write ${EXAMPLE}` }
  const end = text.value.slice(head.length, head.length + LONGEST_LIST).indexOf(']')
  if (end === -1) return { what: `the bracket of \`klint: ${verb}[\` is not closed`, help: `write ${EXAMPLE}` }
  const list = text.slice(head.length, head.length + end + 1)
  const names = namesIn(list)
  if (names === undefined)
    return { what: 'rules are named by their ids, with commas between them', help: `write ${EXAMPLE}` }
  const said = readReason(text.value.slice(head.length + end + 1))
  return 'what' in said ? said : { verb: known, list, names, ...said }
}

function unknownVerb(verb: string, listed: boolean): Omit<Malformed, 'at'> | undefined {
  const near = nearest(verb, VERBS)
  if (near === undefined && !listed) return undefined
  return {
    what: `unknown directive \`klint: ${verb}\``,
    help: near === undefined ? `write ${EXAMPLE}` : `write \`${near}\``,
  }
}

/** Undefined if one is empty, or holds what no id holds. */
function namesIn(list: Text): Name[] | undefined {
  const names: Name[] = []
  for (const part of list.slice(1, -1).split(',')) {
    const name = part.trim()
    if (!/^[^\s[\]]+$/.test(name.value)) return undefined
    names.push({ written: name.value, at: name.at })
  }
  return names
}

/** `until 2026-12-31: reason`. A reason may begin with the word, but neither with a date nor with a word and a colon behind it. */
const UNTIL = /^until[ \t]+(\d{4}[-/.][^\s:]*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|[^\s:]{1,20}(?=[ \t]*:))[ \t]*(.*)$/is

/** A reason, and the last day it is one. */
export function readReason(text: string): { reason: string; until?: string } | Omit<Malformed, 'at'> {
  const said = text.trim()
  const found = UNTIL.exec(said)
  if (found === null) return { reason: said.replace(/\s+/g, ' ') }
  const [, until = '', rest = ''] = found
  if (!isDay(until) || (rest !== '' && !rest.startsWith(':')))
    return { what: `\`until ${until}\` gives no last day`, help: 'write `until 2026-12-31: reason`' }
  return { reason: rest.slice(1).trim().replace(/\s+/g, ' '), until }
}
