import type { Variable, Word } from '../model/fragment.js'
import { MASK, Text } from '../model/text.js'
import { type Argument, type Environment, type Gap, isGap, MOST_WORDS, TOO_LONG } from './parts.js'

interface Found {
  readonly variable?: Variable
  readonly gaps: readonly Gap[]
}

/** What a name is: the variable, and how many of the open gaps beat it. */
interface Entry {
  readonly variable: Variable
  readonly behind: number
}

interface Index {
  readonly variables: ReadonlyMap<string, Entry>
  readonly gaps: readonly Gap[]
  /** What hides everything before it, so that a name which is not behind it is unknown. */
  readonly end?: Gap
}

/** An environment is asked for hundreds of names at every version. */
const indexes = new WeakMap<Environment, Index>()

/** No unit loads more files that may be missing; every finding would have to name them all. */
const MOST_GAPS = 100

/**
 * Strongest first (the last of the list wins). A file that is loaded but not in view may set anything: a gap. One that
 * may be missing is noted after the value, because it would beat it.
 */
function indexOf(environment: Environment): Index {
  const variables = new Map<string, Entry>()
  const gaps: Gap[] = []
  for (let i = environment.length - 1; i >= 0; i--) {
    const item = environment[i]!
    if (!isGap(item)) {
      // An assignment whose name a template prints may be any of those before it.
      if (item.name.includes(MASK)) return { variables, gaps, end: { gap: 'hole', what: 'a template', at: item.at } }
      if (!variables.has(item.name)) variables.set(item.name, { variable: item, behind: gaps.length })
      continue
    }
    if (item.gap !== 'open') return { variables, gaps, end: item }
    if (gaps.length === MOST_GAPS)
      return { variables, gaps, end: { gap: 'hole', what: 'more environment files than klint follows', at: item.at } }
    gaps.push(item)
  }
  return { variables, gaps }
}

function find(name: string, environment: Environment): Found {
  const index = indexes.get(environment) ?? indexOf(environment)
  indexes.set(environment, index)
  const entry = index.variables.get(name)
  if (entry !== undefined) return { variable: entry.variable, gaps: index.gaps.slice(0, entry.behind) }
  return { gaps: index.end === undefined ? index.gaps : [index.end] }
}

/** What Linux takes for arguments and environment together (ARG_MAX), in characters of variables. */
const MOST_CHARACTERS = 2 * 1024 * 1024

/**
 * Expands the variables of a command line as systemd does: `$FOO` alone becomes 0..n arguments, `${FOO}` exactly one.
 * A variable that nothing in view sets is open (docs/ARCHITECTURE.md, idea 2), never empty for certain.
 * Small variables that are named often grow without bound: the result ends behind the last word that `readArgv` reads, or
 * with a hole where the variables are longer than a process may take.
 */
export function expand(words: readonly Word[], environment: Environment): Argument[] {
  const expanded: Argument[] = []
  let room = MOST_CHARACTERS
  for (const word of words) {
    if (expanded.length > MOST_WORDS) break
    room -= lengthOfVariables(word, environment)
    const [first] = word.parts
    if (room < 0 && first !== undefined) {
      expanded.push({ gap: 'hole', what: TOO_LONG, at: first.text.at })
      break
    }
    for (const argument of expandWord(word, environment)) expanded.push(argument)
  }
  return expanded
}

function lengthOfVariables({ parts }: Word, environment: Environment): number {
  let length = 0
  for (const part of parts)
    if ('variable' in part) length += find(part.variable, environment).variable?.text.length ?? 0
  return length
}

function expandWord(word: Word, environment: Environment): Argument[] {
  const [only] = word.parts
  if (only !== undefined && word.parts.length === 1) {
    if (!('variable' in only)) return [literal(only.text)]
    if (word.splits) return split(only, environment)
  }
  const texts: Text[] = []
  for (const part of word.parts) {
    if (!('variable' in part)) {
      texts.push(part.text)
      continue
    }
    const { variable, gaps } = find(part.variable, environment)
    const known = variable !== undefined && gaps.length === 0
    // An unknown piece of a word makes the value unknown, not the flag it belongs to.
    texts.push(known ? variable.text : part.text.withValue(MASK.repeat(part.text.length)))
  }
  return texts.length === 0 ? [] : [literal(Text.join(texts))]
}

function split(part: { variable: string; text: Text }, environment: Environment): Argument[] {
  const { variable, gaps } = find(part.variable, environment)
  const { at } = part.text
  const spelling = part.text.value
  if (variable === undefined) {
    const worst = gaps.find(gap => gap.gap !== 'open') ?? gaps[0]
    return [worst === undefined ? { gap: 'open', what: spelling, at } : { ...worst, at }]
  }
  return [...variable.words.map(literal), ...gaps.map(gap => ({ ...gap, at }))]
}

function literal(text: Text): Argument {
  return { text }
}

/** The value of one variable of the process, for settings a component reads from its environment. */
export function variableOf(name: string, environment: Environment): Found {
  return find(name, environment)
}
