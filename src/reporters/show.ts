import type { NotChecked } from '../model/finding.js'
import { OWN_RELEASES } from '../model/fragment.js'
import { largest } from '../model/lists.js'
import type { Location } from '../model/location.js'
import type { Assignment, KnownSetting, Setting } from '../model/setting.js'
import { formatRange, type VersionRange } from '../model/version.js'
import { liveWords } from './live-words.js'
import { type Paint, paint } from './paint.js'
import type { ReportContext } from './reporter.js'
import { leadingWords, message, safe, safeJson, visible } from './safe-text.js'
import { maskMessage, maskSecrets } from './secrets.js'
import { type Naming, placeAfter, printed, where } from './where.js'

export interface ShownSetting {
  readonly key: string
  /** Entry of a map: `memory.available` of `evictionHard`. */
  readonly entry?: string
  readonly setting: Setting<unknown>
  /** The value as a person would write it; else it is made from the assignment or the value. */
  readonly spelling?: string
  /** What is to be said of it beside its value: "not a flag of this version". */
  readonly note?: string
}

/** A component or a resource. */
export interface ShownThing {
  /** `kubelet`, `load-balancer` */
  readonly kind: string
  readonly name?: string
  readonly anchor: Location
  /** A few words: "worker", "pool a", "kubeadm". */
  readonly traits: readonly string[]
  readonly range?: VersionRange
  readonly settings: readonly ShownSetting[]
}

export interface ShownCluster {
  readonly name?: string
  readonly things: readonly ShownThing[]
}

/** What `klint show` found. */
export interface Shown {
  readonly clusters: readonly ShownCluster[]
  readonly notChecked: readonly NotChecked[]
}

/** Every component and resource with its effective settings: value, layer and place, what was overridden, what is unknown and why. */
export function showText({ clusters, notChecked }: Shown, context: ReportContext): string {
  const drawing: Drawing = { ...paint(context), place: at => visible(routed(at, context)) }
  const blocks = clusters.flatMap((cluster, i) => {
    const things = cluster.things.map(one => thing(one, drawing))
    const named =
      cluster.name === undefined
        ? clusters.length > 1
          ? `cluster ${i + 1}, not named`
          : undefined
        : `cluster ${safe(cluster.name)}`
    return [...(named === undefined ? [] : [`${drawing.bold(named)}\n`]), ...things]
  })
  const rest = notChecked.map(
    ({ what, at }) => `not checked: ${message(what)}${visible(placeAfter(what, at, context))}\n`,
  )
  return [...blocks, ...(rest.length === 0 ? [] : [rest.join('')])].join('\n')
}

/** How things look, and what places are called. */
interface Drawing extends Paint {
  place(at: Location): string
}

function thing({ kind, name, anchor, traits, range, settings }: ShownThing, draw: Drawing): string {
  const version =
    range === undefined
      ? []
      : [`${product(kind)} ${formatRange(range)}${range.source === undefined ? '' : ` (${visible(range.source)})`}`]
  const heading = [
    draw.bold([kind, ...(name === undefined ? [] : [safe(name)])].join(' ')),
    ...traits.map(safe),
    ...version,
  ].join(', ')
  const width = Math.min(
    40,
    largest(
      settings.map(one => leadingWords(keyOf(one)).length),
      0,
    ),
  )
  const lines = settings.flatMap(one => setting(one, width, draw))
  return `${[heading, `  ${draw.quiet('-->')} ${draw.place(anchor)}`, ...lines].join('\n')}\n`
}

/** Whose releases a version is one of: some components have their own. */
export const product = (kind: string): string => (OWN_RELEASES.some(own => own === kind) ? kind : 'Kubernetes')

/** `evictionHard.memory.available` */
export const keyOf = ({ key, entry }: ShownSetting): string => visible(entry === undefined ? key : `${key}.${entry}`)

function setting(shown: ShownSetting, width: number, draw: Drawing): string[] {
  const { setting } = shown
  const head = `    ${leadingWords(keyOf(shown)).padEnd(width)}  `
  const below = ' '.repeat(8)
  if (setting.state === 'unknown') {
    const reasons = setting.why.map(
      ({ what, at }) => `${below}${message(liveWords(what, at))}${at === undefined ? '' : ` - ${draw.place(at)}`}`,
    )
    return [`${head}${draw.dim('unknown')}`, ...reasons]
  }
  return [
    head + valueAndSource(shown, setting, draw),
    ...(shown.note === undefined ? [] : [`${below}${shown.note}`]),
    ...setting.beaten.map(one => `${below}overrides ${one.layer} ${spelled(one)} - ${draw.place(one.at)}`),
    ...[...new Set(setting.assuming.map(({ what }) => what))].map(
      what => `${below}assuming nothing in ${message(what)}`,
    ),
  ]
}

function valueAndSource(shown: ShownSetting, { by, at, state, value }: KnownSetting<unknown>, draw: Drawing): string {
  if (by !== undefined && isRemoved(shown))
    return `${draw.bold(`unset by ${by.layer} ${spelled(by)}`)} - ${draw.quiet(draw.place(at))}`
  const from = by === undefined ? 'default' : `${by.layer} - ${draw.place(at)}`
  if (by !== undefined && state === 'default' && shown.entry === undefined && shown.spelling === undefined)
    return `${draw.bold(visible(plainValue(value)))} - default, for ${by.layer} ${spelled(by)} counts as not set - ${draw.quiet(draw.place(at))}`
  return `${draw.bold(shownValue(shown))} - ${draw.quiet(from)}`
}

/** An assignment took it away, such as a map of a stronger layer that does not name the entry. */
export const isRemoved = ({ setting, spelling }: ShownSetting): boolean =>
  setting.state === 'set' && setting.value === undefined && setting.by !== undefined && spelling === undefined

/** Secrets are told by the key, so it stands before the value while they are masked. */
export function shownValue({ key, entry, setting, spelling }: ShownSetting): string {
  if (setting.state === 'unknown') return 'unknown'
  // a list may be the sum of several flags
  const single = Array.isArray(setting.value) || setting.state === 'default' ? undefined : setting.by?.value?.value
  const written = spelling ?? single ?? plainValue(setting.value)
  const head = `${entry ?? key}=`
  return visible(maskSecrets(`${head}"${written.replaceAll('"', "'")}"`, 'code').slice(head.length + 1, -1)) || '""'
}

/** The author's text of an assignment, without its secrets. */
export const spelled = ({ spelling }: Assignment): string => visible(maskSecrets(spelling, 'code'))

export function plainValue(value: unknown): string {
  if (value === undefined) return 'not set'
  if (Array.isArray(value)) return value.map(plainValue).join(',')
  if (typeof value !== 'object' || value === null) return String(value)
  if ('value' in value) return plainValue(value.value)
  if ('percent' in value) return `${String(value.percent)}%`
  if ('amount' in value) return String(value.amount)
  return JSON.stringify(value)
}

/** `stack.yaml:12:3 (UserData, kubelet.service)`: the place on disk, and through which documents it was reached. */
export function routed(location: Location, naming: Naming = {}): string {
  const parts = location.doc.uri.split('#').slice(1)
  const { decoded: _, ...outer } = where(location, naming)
  if (outer.route !== undefined) return printed(outer)
  return parts.length === 0 ? printed(outer) : `${printed(outer)} (${parts.join(', ')})`
}

/** The same for machines; places as in the report's JSON. */
export function showJson({ clusters, notChecked }: Shown, context: ReportContext): string {
  return `${safeJson({
    version: 1,
    klint: context.version,
    clusters: clusters.map(({ name, things }) => ({
      ...(name === undefined ? {} : { name }),
      things: things.map(({ kind, name, anchor, traits, range, settings }) => ({
        kind,
        ...(name === undefined ? {} : { name }),
        location: where(anchor, context),
        traits,
        ...(range === undefined
          ? {}
          : product(kind) === 'Kubernetes'
            ? { kubernetes: formatRange(range) }
            : { version: formatRange(range) }),
        settings: settings.map(one => settingJson(one, context)),
      })),
    })),
    notChecked: notChecked.map(({ what, at }) => ({
      what: maskMessage(what),
      ...(at === undefined ? {} : { location: where(at, context) }),
    })),
  })}\n`
}

function settingJson(shown: ShownSetting, context: ReportContext): object {
  const { key, entry, setting } = shown
  const name = { key, ...(entry === undefined ? {} : { entry }) }
  if (setting.state === 'unknown')
    return {
      ...name,
      state: 'unknown',
      why: setting.why.map(({ what, at }) => ({
        what: maskMessage(liveWords(what, at)),
        ...(at === undefined ? {} : { location: where(at, context) }),
      })),
    }
  return {
    ...name,
    state: setting.state,
    ...(setting.value === undefined && (setting.by === undefined || isRemoved(shown))
      ? {}
      : { value: shownValue(shown) }),
    ...(isRemoved(shown) ? { unset: true } : {}),
    ...(shown.note === undefined ? {} : { note: shown.note }),
    ...(setting.by === undefined ? {} : { layer: setting.by.layer, location: where(setting.at, context) }),
    overrides: setting.beaten.map(one => ({
      layer: one.layer,
      spelling: spelled(one),
      location: where(one.at, context),
    })),
    assuming: setting.assuming.map(({ what }) => maskMessage(what)),
  }
}
