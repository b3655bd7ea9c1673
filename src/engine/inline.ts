import { type Document, outermost } from '../model/document.js'
import type { Edit, Finding, Silencing } from '../model/finding.js'
import { offer } from '../model/fix.js'
import { append } from '../model/lists.js'
import type { Location } from '../model/location.js'
import { nearest } from '../model/nearest.js'
import { renamedNote } from '../model/renamed.js'
import type { Directive, Malformed, Name } from './directive.js'
import type { Scoped } from './directive-comments.js'
import type { Known } from './inline-rules.js'
import { ownFinding } from './own.js'
import { keyOf, readSuppressions, type Suppressions } from './suppressions.js'

export { knownRules } from './inline-rules.js'

export interface Asking {
  /** All rules by id, whether they run or not. */
  readonly rules: ReadonlyMap<string, Known>
  /** Old ids; klint's own table where absent. */
  readonly renamed?: Readonly<Record<string, string>>
  /** YYYY-MM-DD; without it no directive has expired. */
  readonly today?: string
  readonly requireReason?: boolean
}

export type Undecided = (rule: string, file: Document) => boolean

/** Comments and annotations of a run. */
export interface Inline {
  readonly silence: (finding: Finding) => Silencing | undefined
  /**
   * What is wrong with them, once all findings went through `silence`. Where a rule could not tell about something that stands in
   * a file, whether its directives there are of use is unknown.
   */
  readonly findings: (undecided: Undecided) => readonly Finding[]
  /** Rules that directives name. */
  readonly named: ReadonlySet<string>
  /** Sentences for whoever still writes old ids, each once. */
  readonly notes: readonly string[]
}

/** Reads the directives of the documents that may hold some. */
export function inlineSuppressions(documents: readonly Document[], asking: Asking): Inline {
  const { rules, renamed, today } = asking
  const isOver = ({ until }: Directive) => until !== undefined && today !== undefined && until < today
  const suppressions = readSuppressions(documents, {
    acts: (id, directive) => rules.get(id)?.ignorable === true && !isOver(directive),
    ...(renamed === undefined ? {} : { renamed }),
  })
  const written = new Set(
    [...suppressions.scanned()].flatMap(([, { scoped }]) => scoped.map(({ name }) => name.written)),
  )
  return {
    silence: finding => {
      const found = suppressions.find(finding)
      if (found === undefined) return undefined
      const { by, at, reason } = found.directive
      return { by, at, ...(reason === '' ? {} : { reason }) }
    },
    findings: undecided =>
      [...directivesOf(suppressions)].flatMap(found => judged(found, { ...asking, suppressions, isOver, undecided })),
    named: new Set([...written].map(suppressions.idOf)),
    notes: [...written].flatMap(id => renamedNote(id, renamed) ?? []),
  }
}

/** A directive with what it names, or what is wrong with it. */
type Found = Malformed | { readonly directive: Directive; readonly named: readonly Scoped[] }

/** Each comment once, though two readers may have cut the text around it out of its parent. */
function* directivesOf(suppressions: Suppressions): Generator<Found> {
  const seen = new Set<string>()
  const isNew = (at: Location) => {
    const key = keyOf(at)
    return !seen.has(key) && seen.add(key) !== undefined
  }
  for (const [, { scoped }] of suppressions.scanned()) {
    const byDirective = new Map<Directive, Scoped[]>()
    for (const one of scoped) {
      const known = byDirective.get(one.directive)
      if (known === undefined) byDirective.set(one.directive, [one])
      else known.push(one)
    }
    for (const [directive, named] of byDirective) if (isNew(directive.at)) yield { directive, named }
  }
  for (const [, { malformed }] of suppressions.scanned()) for (const one of malformed) if (isNew(one.at)) yield one
}

interface Judging extends Asking {
  readonly suppressions: Suppressions
  readonly isOver: (directive: Directive) => boolean
  readonly undecided: Undecided
}

function judged(found: Found, judging: Judging): Finding[] {
  if ('what' in found) return [ownFinding('klint/malformed-suppression', found.what, found.at, found.help)]
  const { directive, named } = found
  const { rules, requireReason, suppressions, isOver } = judging
  const { at, names, reason, until } = directive
  const findings = named.flatMap(({ name }) => misnamed(name, suppressions.idOf(name.written), rules))
  if (isOver(directive)) {
    if (!named.some(({ name }) => rules.get(suppressions.idOf(name.written))?.enabled === true)) return findings
    findings.push({
      ...ownFinding('klint/expired-suppression', `the suppression of ${listed(names)} ended with ${until}`, at),
      ...removal('unsafe', named),
    })
  } else append(findings, unused(directive, named, judging))
  if (requireReason === true && reason === '')
    findings.push(
      ownFinding('klint/suppression-without-reason', `the suppression of ${listed(names)} gives no reason`, at),
    )
  return findings
}

function misnamed(name: Name, id: string, rules: Asking['rules']): Finding[] {
  const { at, written } = name
  const known = rules.get(id)
  if (known?.ignorable === true) return []
  if (known !== undefined)
    return [
      ownFinding(
        'klint/malformed-suppression',
        `\`${written}\` cannot be suppressed where it is found`,
        at,
        `give \`${id}\` another severity in klint.yaml, or \`off\``,
      ),
    ]
  const near = nearest(written, rules.keys())
  const finding = ownFinding(
    'klint/unknown-suppression',
    `unknown rule \`${written}\` in a suppression`,
    at,
    near === undefined ? undefined : `write \`${near}\``,
  )
  const isAsWritten = at.doc.source.slice(at.start, at.end) === written
  return [
    {
      ...finding,
      ...(near !== undefined && isAsWritten ? offer('unsafe', `write \`${near}\``, { at, text: near }) : {}),
    },
  ]
}

/** Names of a directive that silenced nothing though their rules ran, and could tell. */
function unused(
  { at, names }: Directive,
  named: readonly Scoped[],
  { rules, suppressions, undecided }: Judging,
): Finding[] {
  const file = outermost(at.doc)
  const gone = named.filter(one => {
    const id = suppressions.idOf(one.name.written)
    const known = rules.get(id)
    return known?.enabled === true && known.ignorable && !undecided(id, file) && !suppressions.isUsed(one)
  })
  const [first] = gone
  if (first === undefined) return []
  const place = gone.length === names.length ? at : first.name.at
  const what = `the suppression of ${listed(gone.map(({ name }) => name))} silences nothing`
  return [{ ...ownFinding('klint/unused-suppression', what, place), ...removal('safe', gone) }]
}

const listed = (names: readonly Name[]): string => {
  const said = names.slice(0, 3).map(({ written }) => `\`${written}\``)
  const more = names.length - said.length
  if (more > 0) return `${said.join(', ')} and ${more} more`
  return said.length === 1 ? said.join('') : `${said.slice(0, -1).join(', ')} and ${said[said.length - 1]}`
}

/** Takes names out of their directive, and out of the `enable` that ends it. */
function removal(level: 'safe' | 'unsafe', gone: readonly Scoped[]): Pick<Finding, 'fix'> {
  const byDirective = new Map<Directive, Set<Name>>()
  for (const one of gone)
    for (const { directive, name } of one.ends === undefined ? [one] : [one, one.ends])
      byDirective.set(directive, (byDirective.get(directive) ?? new Set()).add(name))
  const edits: Edit[] = []
  for (const [directive, names] of byDirective) {
    const found = directive.without(names)
    if (found === undefined) return {}
    append(edits, found)
  }
  return { fix: { level, title: 'remove the suppression', edits } }
}
