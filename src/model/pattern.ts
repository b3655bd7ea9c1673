/*
 * Regular expressions of a configuration. It comes from the repository that is checked, and names come from its files: an
 * expression that backtracks without bound would hang klint. So those are refused that could, and names are cut.
 */

/** A regular expression, in either case, that looks at the beginning of what it is given. */
export interface Pattern {
  test(text: string): boolean
}

/** Characters of an expression, and of a text it looks at. */
const LONGEST = 200

/** Repetitions that one match may run through; each multiplies its steps by the length of the text. */
const MOST_REPEATS = 3

/** Ways through an expression, repetitions aside. */
const MOST_WAYS = 1_000

/** Steps that all texts of a run may take together, as an upper bound. */
const MOST_STEPS = 2e9

/** How often backtracking may branch. */
interface Branching {
  readonly ways: number
  readonly repeats: number
  /** It holds a quantifier, be it one that says how often. */
  readonly quantified: boolean
}

const PLAIN: Branching = { ways: 1, repeats: 0, quantified: false }

/** The expression compiled; undefined if it is none, or refused. */
export function parsePattern(source: string): Pattern | undefined {
  const found = branching(source)
  if (typeof found === 'string') return undefined
  const expression = new RegExp(source, 'i')
  let steps = 0
  return {
    test: text => {
      const seen = text.slice(0, LONGEST)
      steps += found.ways * stepsThrough(seen.length, found.repeats)
      // Only names without end come here.
      return steps <= MOST_STEPS && expression.test(seen)
    },
  }
}

/** Why an expression is refused, as the end of a sentence: "is longer than 200 characters"; undefined if it is not. */
export function patternMisfit(source: string): string | undefined {
  const found = branching(source)
  return typeof found === 'string' ? found : undefined
}

/** Ways to choose where a match begins and where each repetition ends. */
function stepsThrough(length: number, repeats: number): number {
  let steps = length + 1
  for (let i = 1; i <= repeats; i++) steps *= (length + i) / (i + 1)
  return steps
}

const FOREVER = 'which can take forever'

function branching(source: string): Branching | string {
  if (source.length > LONGEST) return `is longer than ${LONGEST} characters`
  try {
    // The first use compiles it, which may find that it is too large.
    new RegExp(source, 'i').test('')
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*: /s, '') : ''
    return `must be a regular expression (${why})`
  }
  const found = walk(source)
  if (found === 'back') return `refers back to a group, ${FOREVER}`
  if (found === 'nested') return `repeats what repeats itself or has alternatives, ${FOREVER}`
  if (found.repeats > MOST_REPEATS) return `has more than ${MOST_REPEATS} repetitions, ${FOREVER}`
  if (found.ways > MOST_WAYS) return `has more than ${MOST_WAYS} ways to match, ${FOREVER}`
  return found
}

type Refused = 'back' | 'nested'

/** One walk along an expression that is known to be valid. */
function walk(source: string): Branching | Refused {
  let at = 0

  /** Up to the end or the `)` of the group. */
  function alternatives(): Branching | Refused {
    let all: Branching = { ways: 0, repeats: 0, quantified: false }
    for (;;) {
      const one = sequence()
      if (typeof one === 'string') return one
      all = {
        ways: all.ways + one.ways,
        repeats: Math.max(all.repeats, one.repeats),
        quantified: all.quantified || one.quantified,
      }
      if (source[at] !== '|') return all
      at++
    }
  }

  function sequence(): Branching | Refused {
    let all = PLAIN
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const one = atom()
      if (typeof one === 'string') return one
      const item = quantified(one)
      if (typeof item === 'string') return item
      all = {
        ways: all.ways * item.ways,
        repeats: all.repeats + item.repeats,
        quantified: all.quantified || item.quantified,
      }
    }
    return all
  }

  function atom(): Branching | Refused {
    const first = source[at]
    if (first === '(') {
      skip(/\((?:\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:))?/y)
      const inner = alternatives()
      at++
      return inner
    }
    if (first === '\\' && /[1-9k]/.test(source[at + 1] ?? '')) return 'back'
    skip(/\[(?:\\.|[^\]\\])*\]|\\.|./sy)
    return PLAIN
  }

  function quantified(atom: Branching): Branching | Refused {
    const quantifier = skip(/[*+?]\??|\{\d+(?:,\d*)?\}\??/y)
    if (quantifier === '') return atom
    if (quantifier.startsWith('?')) return { ...atom, ways: atom.ways + 1, quantified: true }
    if (atom.ways > 1 || atom.quantified) return 'nested'
    return /^\{\d+\}/.test(quantifier) ? { ...atom, quantified: true } : { ways: 1, repeats: 1, quantified: true }
  }

  function skip(expression: RegExp): string {
    expression.lastIndex = at
    const found = expression.exec(source)?.[0] ?? ''
    at += found.length
    return found
  }

  return alternatives()
}
