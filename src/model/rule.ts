import type { Cluster, Component, Resource, Written } from './component.js'
import type { Effect, Fix, RelatedPlace, Severity } from './finding.js'
import type { ComponentKind, ResourceKind } from './fragment.js'
import type { Location } from './location.js'
import type { Pattern } from './pattern.js'
import type { KnownSetting, Setting } from './setting.js'
import type { Text } from './text.js'

export type SubjectKind = ComponentKind | ResourceKind | 'cluster' | 'assignment'

export type SubjectOf<S extends SubjectKind> = S extends ComponentKind
  ? Component<S>
  : S extends ResourceKind
    ? Resource
    : S extends 'cluster'
      ? Cluster
      : Written

export type Preset = 'talk' | 'recommended' | 'strict' | 'cis'
export type Category = 'reliability' | 'upgrade' | 'security' | 'performance' | 'correctness'

/**
 * The three parts (CONTRIBUTING.md, The message). Placeholders are `{name}`; `{spelling}`, `{version}` and `{component}` are filled
 * by the engine unless the report gives them.
 */
export interface Message {
  readonly what: string
  readonly why: string
  readonly help: string
  /** A severity of its own. */
  readonly severity?: Severity
  /** What becomes of the component; absent where it starts, and with all that is written. */
  readonly effect?: Effect
}

/** Values of the rule's options after defaults. Durations, quantities and patterns are written as users write them and parsed once, by the engine. */
export type OptionType = 'string' | 'number' | 'boolean' | 'duration' | 'quantity' | 'pattern' | 'strings' | 'numbers'
export interface OptionTypes {
  string: string
  number: number
  boolean: boolean
  /** milliseconds */
  duration: number
  /** base units */
  quantity: number
  pattern: Pattern
  strings: readonly string[]
  numbers: readonly number[]
}
export interface Option<T extends OptionType = OptionType> {
  readonly type: T
  /** As a user would write it (`10m`, `250Mi`); undefined where there is none. */
  readonly default: string | number | boolean | readonly string[] | readonly number[] | undefined
  readonly why: string
}
export type Options = Readonly<Record<string, Option>>
type OptionValues<O extends Options> = {
  readonly [P in keyof O]: undefined extends O[P]['default']
    ? OptionTypes[O[P]['type']] | undefined
    : OptionTypes[O[P]['type']]
}

/** What a rule yields about a bad thing: a message and a place. */
export interface Report<M extends string = string> {
  readonly message: M
  /** A setting, an assignment, a resource or a component stands for its own place. */
  readonly at: Placed
  readonly values?: Readonly<Record<string, string | number>>
  readonly related?: readonly { readonly at: Placed; readonly label: string }[]
  readonly severity?: Severity
  /** Where it is not that of the message. */
  readonly effect?: Effect
  readonly label?: string
  /** Where the rule looks ahead of the version it sees: the component's minor (as minorOf) from which on it is true. */
  readonly bites?: number
  /** It holds for what runs and for no version ahead: whoever upgrades has it mended on the way. */
  readonly isOnlyNow?: boolean
  readonly fix?: Fix
}

export type Placed = Location | Text | { readonly at: Location } | { readonly anchor: Location } | Setting<unknown>

/** What `known` tells the engine. */
export interface Read {
  readonly read: Setting<unknown> | undefined
}

/** A part of a check that stands by itself: what it cannot tell ends it alone, and what it assumes is not said of the others. */
export interface Apart<M extends string = string> {
  readonly apart: Generator<Read | Report<M> | Apart<M>, void, unknown>
}

export type Check<S extends SubjectKind, M extends string, O extends Options> = (
  subject: SubjectOf<S>,
  context: { readonly cluster: Cluster; readonly options: OptionValues<O>; readonly strict: boolean },
) => Generator<Read | Report<M> | Apart<M>, void, unknown>

export interface Rule<S extends SubjectKind = SubjectKind, M extends string = string, O extends Options = Options> {
  readonly id: string
  /** At most 90 characters, lower case: the title of its page. */
  readonly summary: string
  readonly checks: S
  readonly severity: Severity
  /** What a preset raises the severity to. */
  readonly presetSeverity?: Partial<Record<Preset, Severity>>
  readonly preset: readonly Preset[]
  readonly category: Category
  /** klint release that brought it. */
  readonly since: string
  /** Kubernetes versions it can fire on, in words: `any`, `<1.7.8`, `1.3 - 1.10`. */
  readonly kubernetes: string
  readonly evidence: readonly [string, ...string[]]
  readonly messages: Readonly<Record<M, Message>>
  readonly options?: O
  readonly fix?: 'safe' | 'unsafe'
  /** Of a rule about assignments: it is asked of those as well that set nothing (`Component.overruled`). */
  readonly overruled?: true
  /** What its page lists of a rule whose messages are the rows of a table. */
  readonly validations?: readonly Validated[]
  /** No comment and no annotation silences it; klint.yaml still may. */
  readonly ignorable?: false
  /** A method, so that rules over different subjects fit into one list (parameters of methods are bivariant). */
  check(...given: Parameters<Check<S, M, O>>): ReturnType<Check<S, M, O>>
}

/** A check that a component makes at start, in words. */
export interface Validated {
  readonly settings: readonly string[]
  readonly versions: string
  readonly reason: string
  readonly source: string
}

/** Types a rule and returns it; an unknown message id or option does not compile. */
// biome-ignore lint/complexity/noBannedTypes: {} is the type of no options
export function defineRule<const S extends SubjectKind, const M extends string, const O extends Options = {}>(
  rule: Omit<Rule<S, M, O>, 'check'> & { readonly check: Check<S, NoInfer<M>, NoInfer<O>> },
): Rule<S, M, O> {
  return rule
}

/**
 * Reads a setting a rule cannot do without: on unknown the engine notes why and ends the check there;
 * on a default it notes which open layers that assumes and caps the severity at warning (docs/ARCHITECTURE.md, idea 2).
 * A setting this version does not have ends the check as well.
 */
export function* known<T>(setting: Setting<T> | undefined): Generator<Read, KnownSetting<T>, unknown> {
  yield { read: setting }
  if (setting === undefined || setting.state === 'unknown') throw new Error('the engine ends a check here')
  return setting
}

/** Ends a check where what is in view does not say enough, in words for the summary: "the number of apiservers is not known". */
export function* cannotTell(what: string, place: Placed): Generator<Read, never, unknown> {
  const at = locationOf(place)
  yield { read: { state: 'unknown', why: [{ what, at }], at } }
  throw new Error('the engine ends a check here')
}

export function locationOf(placed: Placed): Location {
  if ('anchor' in placed) return placed.anchor
  if ('at' in placed) return placed.at
  return placed
}

export type { RelatedPlace }
