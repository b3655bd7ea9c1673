/** The next occurrence of `needle`; for ascending offsets all searches together read `source` once. */
export function finder(source: string, needle: string): (from: number) => number {
  let at = -2
  return from => {
    if (at !== -1 && at < from) at = source.indexOf(needle, from)
    return at
  }
}

/**
 * The closing bracket of the `(` or `{` at an offset, -1 if there is none: on the same line, or with `whole` that of a `{` anywhere.
 * Each stretch is matched once with a stack, so that a line of a million `$(` costs no more than its length.
 */
export function closers(source: string, whole: boolean): (open: number) => number {
  const newline = finder(source, '\n')
  let upTo = 0
  let pairs = new Map<number, number>()
  return open => {
    if (open >= upTo) {
      const next = whole ? -1 : newline(open)
      const end = next === -1 ? source.length : next
      pairs = match(source, open - 1, end)
      upTo = end
    }
    return pairs.get(open) ?? -1
  }
}

/** Pairs of brackets a..b that follow a `$` or `%`. Round and curly ones are counted apart: quotes hold lonely ones. */
function match(source: string, a: number, b: number): Map<number, number> {
  const pairs = new Map<number, number>()
  const round: number[] = []
  const curly: number[] = []
  const brackets = /[(){}\n]/g
  brackets.lastIndex = a
  for (let found = brackets.exec(source); found !== null && found.index < b; found = brackets.exec(source)) {
    const { index, 0: sign } = found
    if (sign === '\n') {
      round.length = 0
      continue
    }
    const stack = sign === '(' || sign === ')' ? round : curly
    if (sign === '(' || sign === '{') {
      stack.push(index)
      continue
    }
    const open = stack.pop()
    if (open !== undefined && (source[open - 1] === '$' || source[open - 1] === '%')) pairs.set(open, index)
  }
  return pairs
}
