import { flag, knownAt } from '../facts/flags.js'
import { keyOf } from '../facts/settings.js'
import type { Stray } from '../model/component.js'
import type { ComponentKind } from '../model/fragment.js'
import { type Location, span } from '../model/location.js'
import type { Assignment } from '../model/setting.js'
import { Text } from '../model/text.js'
import type { Version } from '../model/version.js'
import { type Argument, type Gap, isGap, MOST_WORDS, TOO_LONG } from './parts.js'
import { shorten, spell } from './spelling.js'

/** A command line read at one version: assignments and gaps in the order the component meets them. */
export type Step = { readonly assignment: Assignment } | Gap

/** Flags of kubelet and kube-proxy (pkg/util/flag/flags.go, IPVar and IPPortVar). */
const ADDRESSES: readonly string[] = ['address', 'bindAddress', 'healthzBindAddress', 'metricsBindAddress']

/** An address that is empty leaves what was there before, a default or a field of the file. */
export const isEmptyAddress = (step: Step): boolean =>
  'assignment' in step &&
  ADDRESSES.includes(step.assignment.key) &&
  step.assignment.value?.known === true &&
  step.assignment.value.value === ''

export const assignmentsIn = (steps: readonly Step[]): readonly Assignment[] =>
  steps.flatMap(step => ('assignment' in step ? [step.assignment] : []))

/** Types whose flag takes no separate value: `--flag false` is `--flag=true` and a stray word (pflag, Go's flag). */
const takesNoValue = (component: ComponentKind, name: string, version: Version): boolean | undefined => {
  const fact = flag(component, name)
  if (fact === undefined || knownAt(fact, version) === 'too-new') return undefined
  return fact.type === 'bool'
}

/**
 * Reads arguments the way the component's flag library does. A flag nobody knows takes the next word only if that does
 * not look like a flag; what such a word means stays the business of the rule about unknown flags.
 */
export function readArgv(
  component: ComponentKind,
  args: readonly Argument[],
  version: Version,
  onStray: (stray: Stray) => void = () => {},
): Step[] {
  const steps: Step[] = []
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!
    if (i === MOST_WORDS) {
      const at = isGap(argument) ? argument.at : argument.text.at
      steps.push({ gap: 'hole', what: TOO_LONG, at })
      break
    }
    if (isGap(argument)) {
      steps.push(argument)
      continue
    }
    const { text } = argument
    if (text.value === '--') {
      for (const rest of args.slice(i + 1, MOST_WORDS)) if (!isGap(rest)) onStray({ text: rest.text })
      break
    }
    const dashes = /^-{1,2}(?=[^-])/.exec(text.value)?.[0].length
    if (dashes === undefined) {
      // A word from a template may be anything; a literal stray word sets nothing.
      if (text.known) {
        if (!mayTakeMore(args[i - 1])) onStray(strayOf(text, steps.at(-1)))
      } else steps.push({ gap: 'hole', what: 'a template', at: text.at })
      continue
    }
    const equals = text.value.indexOf('=')
    // `-v2`: pflag knows one letter, and what stands behind it is its value
    const isShort = component !== 'etcd' && text.known && /^-v\d{1,10}$/.test(text.value)
    const nameText = text.slice(dashes, isShort ? dashes + 1 : equals === -1 ? text.length : equals)
    if (!nameText.known) {
      steps.push({ gap: 'hole', what: 'a template', at: text.at })
      continue
    }
    const next = args[i + 1]
    let value = isShort ? text.slice(dashes + 1) : equals === -1 ? undefined : text.slice(equals + 1)
    const name = normalise(component, nameText.value)
    if (value === undefined) {
      const bare = takesNoValue(component, name, version)
      const follows = next !== undefined && !isGap(next) ? next.text : undefined
      if (bare === false && next !== undefined && isGap(next)) {
        i++
        steps.push({ assignment: assignment(component, name, nameText, text, maskedBy(next, text)) })
        continue
      }
      // Behind a flag nobody knows a template may print the next flag as well: it is read as a word of its own.
      if (
        follows !== undefined &&
        (bare === false || (bare === undefined && follows.known && !follows.value.startsWith('-')))
      ) {
        value = follows
        i++
      }
    }
    steps.push({ assignment: assignment(component, name, nameText, text, value) })
  }
  return steps
}

/** What fills the place before a word may end in a flag that takes it. */
const mayTakeMore = (before: Argument | undefined): boolean =>
  before !== undefined && (isGap(before) || !before.text.known)

function strayOf(text: Text, before: Step | undefined): Stray {
  const behind = before !== undefined && !isGap(before) && before.assignment.value === undefined
  return behind ? { text, behind: before.assignment } : { text }
}

/** Kubernetes components and the autoscaler take `_` for `-` (component-base/cli/flag WordSepNormalizeFunc); etcd does not. */
export function normalise(component: ComponentKind, name: string): string {
  return component === 'etcd' ? name : name.replaceAll('_', '-')
}

/** A value whose opening quote lies inside the place takes the closing one along: `snapshot-count: "5"`. */
function closed(at: Location, value: Location): Location {
  const { source } = at.doc
  const quote = source[value.start - 1]
  const opens = (quote === '"' || quote === "'") && value.doc === at.doc && value.start - 1 >= at.start
  return opens && at.end === value.end && source[value.end] === quote ? { ...at, end: at.end + 1 } : at
}

function assignment(
  component: ComponentKind,
  name: string,
  nameText: Text,
  word: Text,
  value: Text | undefined,
): Assignment {
  const fact = keyOf(component, name)
  const together = value === undefined || value.length === 0 || adjoins(nameText.at, value.at)
  const at =
    !together || value === undefined || value.length === 0
      ? whereNamed(word, nameText, together)
      : closed(span(word.at, value.at), value.at)
  return {
    component,
    key: fact?.key ?? name,
    name,
    nameText,
    value,
    layer: 'flag',
    spelling: together
      ? spell(at, value === undefined ? word.value : `--${name}=${value.value}`)
      : shorten(`--${name}=${value.value}`),
    at,
  }
}

/** What may stand between a name and its value: quotes, blanks, a line that goes on, the next item of a list. */
const BETWEEN = /^[\s=:"'\\,\-[\]]*$/

/** False if a variable that is written somewhere else gives the value: one range over both would cover what lies between. */
function adjoins(name: Location, value: Location): boolean {
  if (name.doc !== value.doc || value.start < name.end || value.start - name.end > 200) return false
  return BETWEEN.test(name.doc.source.slice(name.end, value.start))
}

/** The word itself, or as much of it as its name takes where the rest stands elsewhere. */
function whereNamed(word: Text, nameText: Text, together: boolean): Location {
  if (together) return word.at
  const dashes = word.value.indexOf(nameText.value)
  return word.slice(0, dashes + nameText.length).at
}

function maskedBy(gap: Gap, word: Text): Text {
  return Text.whole(gap.at.doc, gap.at.start, gap.at.end, '\uFDD0'.repeat(Math.max(1, word.length)))
}
