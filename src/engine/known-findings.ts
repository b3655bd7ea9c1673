import type { Document } from '../model/document.js'
import type { Finding, Silenced } from '../model/finding.js'
import { type Location, place } from '../model/location.js'
import { UserError } from '../model/user-error.js'
import { safeJson } from '../reporters/safe-text.js'
import { placed } from './configuration-data.js'
import { type Identity, partsOf } from './identity-parts.js'
import { itemPlace, jsonBreaksAt } from './json-place.js'
import { isLiveIdentity } from './live-identity.js'

/** A finding somebody has decided to live with for now. No line numbers, so that text may move. */
export interface Known extends Identity {
  /** How many places look like this, at least 1. */
  readonly count: number
}

export interface Baseline {
  /** The file; known findings point at its beginning. */
  readonly doc: Document
  readonly entries: readonly Known[]
  readonly seenFrom: Seen
}

/** The path of a file as a baseline has it, seen from its directory; `uri` is seen from the working directory. */
export type Seen = (uri: string) => string

const VERSION = 1
const MOST = 1_000_000

const keyOf = ({ rule, path, route, hash }: Identity): string => `${rule}\0${path}\0${route}\0${hash}`

/** The identity of a finding as a baseline has it. */
function identityIn(seenFrom: Seen, { identity = '' }: Finding): Identity {
  const parts = partsOf(identity)
  return isLiveIdentity(parts.path) ? parts : { ...parts, path: seenFrom(parts.path) }
}

/** Places by what they are: several findings at one place, of several components that read it, are one. In the order of their places. */
function grouped(
  findings: readonly Finding[],
  seenFrom: Seen,
): Map<string, { identity: Identity; places: Finding[][] }> {
  const groups = new Map<string, { identity: Identity; places: Map<string, Finding[]> }>()
  for (const finding of findings) {
    const identity = identityIn(seenFrom, finding)
    const key = keyOf(identity)
    const group = groups.get(key) ?? { identity, places: new Map<string, Finding[]>() }
    groups.set(key, group)
    const { doc, start, end } = finding.at
    const at = `${doc.uri}\0${start}\0${end}`
    const here = group.places.get(at)
    if (here === undefined) group.places.set(at, [finding])
    else here.push(finding)
  }
  return new Map(
    [...groups].map(([key, { identity, places }]) => [
      key,
      { identity, places: [...places.values()].sort(([a], [b]) => byPlace(a!.at, b!.at)) },
    ]),
  )
}

function byPlace(a: Location, b: Location): number {
  const [left, right] = [place(a), place(b)]
  return left.start - right.start || a.start - b.start
}

/** Takes out what a baseline knows. Where there is more of something than it knows, the later by place are reported. */
export function withoutKnown(
  findings: readonly Finding[],
  { doc, entries, seenFrom }: Baseline,
): { readonly findings: readonly Finding[]; readonly silenced: readonly Silenced[] } {
  const counts = new Map(entries.map(entry => [keyOf(entry), entry.count]))
  const known = new Set<Finding>()
  for (const [key, { identity, places }] of grouped(findings, seenFrom)) {
    const count = counts.get(key) ?? 0
    // into how many groups the nodes of a pool fall changes with every upgrade
    const most = count > 0 && isLiveIdentity(identity.path) ? places.length : count
    for (const here of places.slice(0, most)) for (const finding of here) known.add(finding)
  }
  const at = { doc, start: 0, end: 0 }
  return {
    findings: findings.filter(finding => !known.has(finding)),
    silenced: [...known].map(finding => ({ finding, silencing: { by: 'baseline', at } })),
  }
}

/** What was found, as entries of a baseline, sorted. */
export const entriesOf = (findings: readonly Finding[], seenFrom: Seen): readonly Known[] =>
  sorted(
    [...grouped(findings, seenFrom).values()].map(({ identity, places }) => ({ ...identity, count: places.length })),
  )

/** Of what a baseline knows, what was found again and what is gone. `judged`: whether this run would have found it. */
export function compared(
  { entries, seenFrom }: Pick<Baseline, 'entries' | 'seenFrom'>,
  findings: readonly Finding[],
  judged: (entry: Known) => boolean,
): { readonly left: readonly Known[]; readonly gone: readonly Known[]; readonly notSeen: readonly Known[] } {
  const found = grouped(findings, seenFrom)
  const left: Known[] = []
  const gone: Known[] = []
  const notSeen: Known[] = []
  for (const entry of entries) {
    const again = Math.min(entry.count, found.get(keyOf(entry))?.places.length ?? 0)
    if (!judged(entry)) {
      notSeen.push(entry)
      continue
    }
    if (again > 0) left.push({ ...entry, count: again })
    if (again < entry.count) gone.push({ ...entry, count: entry.count - again })
  }
  return { left, gone, notSeen }
}

/** Some entries, and those of `more` that are others. */
export function united(entries: readonly Known[], more: readonly Known[]): readonly Known[] {
  const byKey = new Map(more.map(entry => [keyOf(entry), entry]))
  for (const entry of entries) byKey.set(keyOf(entry), entry)
  return sorted([...byKey.values()])
}

function sorted(entries: readonly Known[]): readonly Known[] {
  const keys = new Map(entries.map(entry => [entry, `${entry.path}\0${entry.rule}\0${entry.route}\0${entry.hash}`]))
  // by code units: the order must be the same on every machine
  return [...entries].sort((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1))
}

/** The file: an entry is a line, so that differences can be read and merged. */
export function formatBaseline(entries: readonly Known[]): string {
  const lines = sorted(entries).map(({ path, rule, route, hash, count }) => {
    const fields = Object.entries({ path, rule, route, hash, count })
    return `    { ${fields.map(([name, value]) => `${JSON.stringify(name)}: ${safeJson(value)}`).join(', ')} }`
  })
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`
  return `{\n  "version": ${VERSION},\n  "findings": ${list}\n}\n`
}

/**
 * Reads a baseline. `currentRule` gives the id a rule has today.
 * @throws UserError with file, line and column where it is none
 */
export function parseBaseline(doc: Document, seenFrom: Seen, currentRule: (id: string) => string = id => id): Baseline {
  const { source } = doc
  const conflict = /^(?:<{7}|={7}|>{7}|\|{7})(?:[ \r\n]|$)/m.exec(source)
  if (conflict !== null)
    fail(doc, conflict.index, 'is in the middle of a merge', 'keep the lines of both sides and drop the markers')
  const { version, findings } =
    record(json(doc)) ?? fail(doc, 0, 'a baseline is an object with `version` and `findings`')
  if (version !== VERSION)
    fail(
      doc,
      keyAt(source, 'version'),
      version === undefined
        ? '`version` is missing'
        : `version ${JSON.stringify(version)?.slice(0, 40)} is unknown, this klint reads version ${VERSION}`,
      'update klint, or remove the file and run `klint baseline`',
    )
  if (!Array.isArray(findings)) return fail(doc, keyAt(source, 'findings'), '`findings` is a list')
  if (findings.length > MOST) fail(doc, keyAt(source, 'findings'), `holds more than ${MOST} findings`)
  const byKey = new Map<string, Known>()
  for (const [i, found] of findings.entries()) {
    const entry = known(found) ?? fail(doc, itemPlace(source, '"findings"', i), ENTRY)
    const current = { ...entry, rule: currentRule(entry.rule) }
    const key = keyOf(current)
    // two branches that both knew of something, merged: still as many
    const count = Math.max(current.count, byKey.get(key)?.count ?? 0)
    byKey.set(key, { ...current, count })
  }
  return { doc, seenFrom, entries: [...byKey.values()] }
}

const ENTRY = 'a finding has `path`, `rule`, `route` and `hash` in quotes, and `count`, a whole number from 1'

function known(found: unknown): Known | undefined {
  const { path, rule, route, hash, count } = record(found) ?? {}
  if (typeof path !== 'string' || typeof rule !== 'string') return undefined
  if (typeof route !== 'string' || typeof hash !== 'string') return undefined
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1) return undefined
  return { path, rule, route, hash, count }
}

const record = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined

function json(doc: Document): unknown {
  try {
    return JSON.parse(doc.source)
  } catch {
    return fail(doc, jsonBreaksAt(doc.source), 'is no JSON', HELP)
  }
}

const HELP = 'mend it, or remove the file and run `klint baseline`'

function fail(doc: Document, offset: number, what: string, help = HELP): never {
  const start = Math.min(offset, doc.source.length)
  throw new UserError(`${placed({ doc, start, end: start })}: ${what}`, help)
}

const keyAt = (source: string, name: string): number => Math.max(0, source.indexOf(`"${name}"`))
