import type { Document } from '../model/document.js'
import type { Location } from '../model/location.js'
import { position } from '../model/location.js'
import { nearest } from '../model/nearest.js'

/** `# klint: ignore[rule-id, other/rule] reason` */
export interface Directive {
  readonly at: Location
  /** The line (from 1) whose findings it silences, in its own document. */
  readonly line: number
  readonly rules: readonly { readonly id: string; readonly at: Location }[]
  readonly reason: string
}

/** A directive that does nothing, for the engine's own findings. */
export interface DirectiveProblem {
  readonly at: Location
  readonly kind: 'unknown-rule' | 'malformed'
  /** Lower case, no full stop. */
  readonly what: string
  readonly nearest?: string
}

/**
 * The directive must start its comment: prose that mentions one is none. A comment of its own line may stand below others like it.
 * Groups: what stands before, the leader, the verb, the brackets, the reason.
 */
const DIRECTIVE =
  /^(.*?)(?:^|(?<=\s))(#|\/\/|;)[ \t]{0,8}klint:[ \t]{0,8}([\w-]{1,40})[ \t]{0,8}(\[[^\]\n]{0,2000}\])?[ \t]*(.*)$/
const OWN_LINE = /^\s*(?:#|\/\/|;)/
/** Longer lines are data; nobody writes a comment behind them. */
const LONGEST_LINE = 10_000

interface Scanned {
  readonly byLine: ReadonlyMap<number, readonly Directive[]>
  readonly directives: readonly Directive[]
  readonly malformed: readonly DirectiveProblem[]
}

const NONE: Scanned = { byLine: new Map(), directives: [], malformed: [] }
const scans = new WeakMap<Document, Scanned>()

function scan(doc: Document): Scanned {
  const known = scans.get(doc)
  if (known !== undefined) return known
  const found = doc.source.includes('klint:') ? scanLines(doc) : NONE
  scans.set(doc, found)
  return found
}

function scanLines(doc: Document): Scanned {
  const directives: Directive[] = []
  const malformed: DirectiveProblem[] = []
  const lines = doc.source.split('\n')
  let offset = 0
  for (const [i, raw] of lines.entries()) {
    const start = offset
    offset += raw.length + 1
    if (raw.length > LONGEST_LINE || !raw.includes('klint:')) continue
    const found = DIRECTIVE.exec(raw.replace(/\r$/, ''))
    if (found === null) continue
    const [whole, before = '', , verb = '', brackets, reason = ''] = found
    // a comment that begins earlier in a line of comment is prose
    if (OWN_LINE.test(before)) continue
    const at = { doc, start: start + before.length, end: start + whole.length }
    const rules = brackets === undefined ? [] : names(doc, brackets, start + whole.indexOf(brackets, before.length))
    const problem = malformation(verb, brackets, rules.length)
    if (problem !== undefined) malformed.push({ at, kind: 'malformed', what: problem })
    else directives.push({ at, line: before.trim() === '' ? lineBelow(lines, i) : i + 1, rules, reason: reason.trim() })
  }
  const byLine = new Map<number, Directive[]>()
  for (const directive of directives) byLine.set(directive.line, [...(byLine.get(directive.line) ?? []), directive])
  return { byLine, directives, malformed }
}

function malformation(verb: string, brackets: string | undefined, rules: number): string | undefined {
  if (verb !== 'ignore') return `unknown directive \`klint: ${verb}\`, known is \`klint: ignore[rule] reason\``
  if (brackets === undefined || rules === 0) return 'a suppression names its rules: `klint: ignore[rule] reason`'
  return undefined
}

/** The line a comment on its own line is about: the next that is no directive itself. Lines count from 1, `i` from 0. */
function lineBelow(lines: readonly string[], i: number): number {
  let below = i + 1
  while (below < lines.length && below < i + 20 && OWN_LINE.test(lines[below]!) && lines[below]!.includes('klint:'))
    below++
  return below + 1
}

function names(doc: Document, brackets: string, offset: number): Directive['rules'] {
  return [...brackets.matchAll(/[^\s,[\]]+/g)].map(({ 0: id, index }) => ({
    id,
    at: { doc, start: offset + index, end: offset + index + id.length },
  }))
}

/**
 * The directive that silences a rule at a place: on the first line of the place itself, or of the place it has in any document
 * around it. Decoded documents count too: what is written in them is all their author can annotate.
 */
export function suppressed({ rule, at }: { readonly rule: string; readonly at: Location }): Directive | undefined {
  const { doc, start, end } = at
  const { byLine } = scan(doc)
  if (byLine.size > 0) {
    const here = byLine.get(position(doc, start).line)
    const found = here?.find(({ rules }) => rules.some(({ id }) => id === rule))
    if (found !== undefined) return found
  }
  if (doc.parent === undefined) return undefined
  const { text, decoded } = doc.parent
  const [outer] = decoded ? text.locate() : text.locate(start, end)
  return outer === undefined ? undefined : suppressed({ rule, at: outer })
}

/** Directives of a document, and those that do nothing. Ask the documents on disk and the decoded ones; others repeat their parent's. */
export function directives(doc: Document): readonly Directive[] {
  return scan(doc).directives
}

/** Malformed directives, and names in the others that are no rule. `ids` are all rules klint has, whether they run or not. */
export function directiveProblems(doc: Document, ids: ReadonlySet<string>): readonly DirectiveProblem[] {
  const { directives, malformed } = scan(doc)
  const unknown = directives.flatMap(({ rules }) =>
    rules.flatMap(({ id, at }): DirectiveProblem[] => {
      if (ids.has(id)) return []
      const near = nearest(id, ids)
      return [
        {
          at,
          kind: 'unknown-rule',
          what: `unknown rule \`${id}\` in a suppression`,
          ...(near === undefined ? {} : { nearest: near }),
        },
      ]
    }),
  )
  return [...malformed, ...unknown].sort((a, b) => a.at.start - b.at.start)
}
