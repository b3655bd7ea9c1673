import type { Location } from '../model/location.js'
import { didYouMean } from '../model/nearest.js'
import type { Tree } from '../model/tree.js'
import { UserError } from '../model/user-error.js'
import { keyPlace, placed, pointed, stepsOf } from './configuration-data.js'
import { KEYS, type MapKind, SYNONYMS } from './configuration-keys.js'
import type { ValidationError } from './configuration-schema.generated.js'

/** Something in klint.yaml that cannot be. The words are made for those that are told: a hostile file may hold a hundred thousand. */
export interface Mistake {
  readonly at: Location
  /** Lower case, no full stop. */
  readonly what: () => string
}

export const mistake = (at: Location, what: string): Mistake => ({ at, what: () => what })

/** How many mistakes one message names. */
const NAMED = 5

/** How many errors of the validator are looked up in the file: each costs a walk from its root. */
export const LOOKED_UP = 500

/**
 * `others` is how many more there are that nobody looked at.
 * @throws UserError that names the first mistakes, in the order of the file
 */
export function fail(mistakes: readonly Mistake[], others = 0): void {
  if (mistakes.length === 0) return
  const byPlace = [...mistakes].sort((a, b) => a.at.start - b.at.start)
  const lines = new Set(byPlace.slice(0, NAMED).map(({ at, what }) => `${placed(at)}: ${what()}`))
  const rest = Math.max(0, mistakes.length - NAMED) + others
  const more = rest === 0 ? [] : [`and ${rest} more`]
  throw new UserError([...lines, ...more].join('\n'))
}

/** What the validator dislikes, at its places. */
export function explained(errors: readonly ValidationError[], root: Tree): Mistake[] {
  return errors.slice(0, LOOKED_UP).flatMap(error => explain(error, root))
}

/** Words for one error of the validator; none for those that only say that a part of a condition failed. */
function explain({ keyword, instancePath, params }: ValidationError, root: Tree): Mistake[] {
  const { at, tree } = pointed(root, instancePath)
  const name = () => nameOf(instancePath)
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty)
      const what = () => `unknown key \`${key}\`${nearestKey(key, instancePath, root)}`
      return [{ at: keyPlace(root, instancePath, key), what }]
    }
    case 'required':
      return [{ at, what: () => `${name()} lacks \`${String(params.missingProperty)}\`` }]
    case 'type':
      return [{ at, what: () => `${name()} must be ${article(String(params.type))}` }]
    case 'enum':
      return [{ at, what: () => notOf(name(), words(params.allowedValues), tree, kindOf(instancePath)) }]
    case 'minItems':
      return [mistake(at, `${name()} is an empty list`)]
    case 'pattern':
      return [mistake(at, `${name()} is empty`)]
    default:
      return []
  }
}

const words = (values: unknown): string[] => (Array.isArray(values) ? values.map(String) : [])

function notOf(name: string, allowed: readonly string[], tree: Tree, kind: string): string {
  const all = `known are ${allowed.join(', ')}`
  if (tree.kind !== 'scalar') return `${name} must be one ${kind}, ${all}`
  const said = tree.text.value
  if (said === '') return `${name} is empty, ${all}`
  return `unknown ${kind} \`${said}\`${didYouMean(said, allowed) || `, ${all}`}`
}

/** What the values of a place are called. */
function kindOf(pointer: string): string {
  const [first, , third] = stepsOf(pointer)
  if (first === 'extends') return 'preset'
  return third === 'where' ? 'component' : 'severity'
}

/** A value as its author would call it: its key, or which entry of a list it is. */
function nameOf(pointer: string): string {
  const steps = stepsOf(pointer)
  const [last, before] = [steps.at(-1), steps.at(-2)]
  if (last === undefined) return 'the configuration'
  return /^\d+$/.test(last) && before !== undefined ? `entry ${Number(last) + 1} of \`${before}\`` : `\`${last}\``
}

function nearestKey(key: string, pointer: string, root: Tree): string {
  const known: readonly string[] = KEYS[mapAt(pointer, root)]
  const synonym = Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key] : undefined
  if (synonym !== undefined && known.includes(synonym)) return `, did you mean \`${synonym}\`?`
  return didYouMean(key, known) || `, known are ${known.filter(name => name !== '$schema').join(', ')}`
}

/** Which kind of map a pointer of the validator leads to. */
function mapAt(pointer: string, root: Tree): MapKind {
  const steps = stepsOf(pointer)
  const [first, , third] = steps
  if (first === 'overrides') return third === undefined ? 'override' : 'setting'
  if (first === 'ignores') return third === undefined ? 'ignore' : 'where'
  if (first === 'clusters') return pointed(root, '/clusters').tree.kind === 'list' ? 'namedCluster' : 'cluster'
  return first === 'rules' ? 'setting' : 'root'
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  boolean: '`true` or `false`',
  string: 'a string',
  number: 'a number',
}

const article = (types: string): string =>
  types === 'string,number'
    ? 'a word'
    : types
        .split(',')
        .map(type => TYPES[type] ?? type)
        .join(' or ')
