import type { Variable, Word } from '../model/fragment.js'
import { MASK, Text } from '../model/text.js'
import { type Argument, type Environment, type Gap, isGap } from './parts.js'

/**
 * Looks a variable up, strongest first (the last of the list wins). A file that is loaded but not in view may set it:
 * a gap. One that may be missing is noted after the value, because it would beat it.
 */
function find(name: string, environment: Environment): { variable?: Variable; gaps: Gap[] } {
  const gaps: Gap[] = []
  for (let i = environment.length - 1; i >= 0; i--) {
    const item = environment[i]!
    if (!isGap(item)) {
      if (item.name === name) return { variable: item, gaps }
      // An assignment whose name a template prints may be this one.
      if (item.name.includes(MASK)) return { gaps: [{ gap: 'hole', what: 'a template', at: item.at }] }
      continue
    }
    gaps.push(item)
    if (item.gap !== 'open') return { gaps: [item] }
  }
  return { gaps }
}

/**
 * Expands the variables of a command line as systemd does: `$FOO` alone becomes 0..n arguments, `${FOO}` exactly one.
 * A variable that nothing in view sets is open (docs/ARCHITECTURE.md, idea 2), never empty for certain.
 */
export function expand(words: readonly Word[], environment: Environment): Argument[] {
  return words.flatMap(word => expandWord(word, environment))
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
export function variableOf(name: string, environment: Environment): { variable?: Variable; gaps: readonly Gap[] } {
  return find(name, environment)
}
