import { holdsPlaceholder } from '../facts/placeholders.js'
import { isSeenRunning } from '../facts/running.js'
import { keyOf } from '../facts/settings.js'
import { commonRows } from '../facts/start-up/common.js'
import { type Checking, holdsAt, type Validation } from '../facts/start-up/validation.js'
import { isVendorBuild } from '../facts/vendors.js'
import type { Component } from '../model/component.js'
import type { ComponentKind } from '../model/fragment.js'
import {
  type Apart,
  defineRule,
  locationOf,
  type Message,
  type Placed,
  type Read,
  type Report,
  type Rule,
} from '../model/rule.js'

type About = Pick<Rule, 'id' | 'summary' | 'since' | 'kubernetes' | 'evidence' | 'fix'> &
  Partial<Pick<Rule, 'preset' | 'category' | 'severity'>> & {
    /** What it means that the component does not start. */
    readonly why: string
  }

/**
 * A rule of which every message is a check the component makes at start: the rows of a table (facts/start-up). `GROUP/will-not-start` makes
 * those besides that all components make.
 */
export function startUpRule<K extends ComponentKind>(
  kind: K,
  { why, ...about }: About,
  own: readonly Validation<K>[],
): Rule<K> {
  const rows = about.id.endsWith('/will-not-start') ? [...commonRows(kind), ...own] : own
  let messages: Readonly<Record<string, Message>> | undefined
  return defineRule({
    severity: 'error',
    preset: ['recommended'],
    category: 'correctness',
    ...about,
    checks: kind,
    // a run that finds nothing needs none of them
    get messages() {
      messages ??= messagesOf(rows, why)
      return messages
    },
    validations: rows,

    *check(component: Component<K>) {
      // what runs has started, and which checks a vendor's build makes nobody can tell
      if (isSeenRunning(component) || isVendorBuild(component)) return
      const told = new Set<string>()
      const written = writtenIn(component)
      // one of the others stands for all that cannot be told where something is not in view
      let spare = component.isInView ? 0 : 1
      for (const row of rows) {
        const isAsked = concerns(row, written)
        if (!isAsked && (spare <= 0 || row.settings.every(name => PSEUDO.test(name)))) continue
        if (!holdsAt(row.versions, component.version)) continue
        if (!isAsked) spare--
        yield { apart: reports(row, row.check(component), { isOwn: own.includes(row), told, room: { left: MOST } }) }
      }
    },
  } as unknown as Rule<K>)
}

const messagesOf = (
  rows: readonly Pick<Validation, 'id' | 'reason' | 'remedy'>[],
  why: string,
): Readonly<Record<string, Message>> =>
  Object.fromEntries(
    rows.map(({ id, reason, remedy }) => [
      id,
      { what: `\`{spelling}\` stops {component} {version}: ${reason}`, why, help: remedy, effect: 'stops' },
    ]),
  )

/** All names, as rows write them, of what is written. */
function writtenIn({ kind, assignments, overruled, strays, files, runsIn }: Component): ReadonlySet<string> {
  const names = new Set<string>()
  const keys = new Set<string>()
  if (strays.length > 0) names.add('flag')
  if (runsIn?.kind === 'unit') names.add('WatchdogSec')
  for (const { layer, tree } of files) {
    names.add('config')
    if (layer === 'drop-in') names.add('config-dir')
    if (tree.kind === 'map') for (const { key } of tree.entries) names.add(key.value)
  }
  for (const { key, name, layer } of [...assignments, ...overruled]) {
    if (layer === 'flag' || layer === 'environment') names.add('flag')
    // a field may have a second flag
    names.add(name).add(`--${name}`).add(key)
    if (keys.has(key)) continue
    keys.add(key)
    const { flag, field } = keyOf(kind, key) ?? {}
    if (flag !== undefined) names.add(flag).add(`--${flag}`)
    if (field !== undefined) names.add(field)
  }
  return names
}

/** Settings that are no key of the component: any flag, a file it names, what its unit says. */
const PSEUDO = /^--?flag$|^(?:--)?config(?:-dir|-file)?$|^WatchdogSec$/

/** Where none of the settings of a row is written, the component checks its own defaults, or what is not in view. */
const concerns = (
  { settings, always }: Pick<Validation, 'settings' | 'always'>,
  written: ReadonlySet<string>,
): boolean => always === true || settings.some(name => isWritten(name, written))

/** `--log-*` stands for all that begin so, and an item of a list for its list. */
function isWritten(name: string, written: ReadonlySet<string>): boolean {
  if (written.has(name)) return true
  if (PSEUDO.test(name)) return written.has(name.replace(/^-+|-file$/g, ''))
  if (!name.endsWith('*')) return name.includes('[') && written.has(name.slice(0, name.indexOf('[')))
  const start = name.slice(0, -1)
  for (const other of written) if (other.startsWith(start)) return true
  return false
}

interface Telling {
  readonly isOwn: boolean
  /** Places of which a row about decoding has spoken. */
  readonly told: Set<string>
  /** Findings the row may still make, all its parts together. */
  readonly room: { left: number }
}

/** So many findings of one check are enough: the component itself stops at the first. */
const MOST = 50

/** What does not parse has no value that another row could find too small: a place the common rows told of is theirs, or of a row about decoding. */
function* reports<K extends ComponentKind>(
  row: Validation<K>,
  checking: Checking,
  telling: Telling,
): Generator<Read | Report | Apart, void, unknown> {
  const { isOwn, told, room } = telling
  for (const said of checking) {
    if (room.left <= 0) return
    if ('read' in said) yield said
    else if ('apart' in said) yield { apart: reports(row, said.apart, telling) }
    else {
      const { values, ...place } = said
      const { doc, start, end } = locationOf(said.at)
      // a variable is in capitals itself
      if (row.addresses && holdsPlaceholder(doc.source.slice(start, end).replace(/^\w+=/, ''))) continue
      const where = `${doc.uri} ${start} ${end}`
      if (isOwn && told.has(where)) continue
      if (!isOwn || row.decodes) told.add(where)
      room.left--
      yield { ...place, message: row.id, values: { spelling: spellingOf(said.at) ?? row.settings[0], ...values } }
    }
  }
}

/** The author's own text, where there is one. */
function spellingOf(at: Placed): string | undefined {
  if ('spelling' in at && typeof at.spelling === 'string') return at.spelling
  return 'by' in at ? at.by?.spelling : undefined
}
