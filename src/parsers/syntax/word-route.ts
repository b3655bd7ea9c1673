/** Characters around a place that are looked at. */
const NEAR = 300

const FLAG = /^--?[A-Za-z][\w.-]*/
const VARIABLE = /^([A-Za-z_]\w*)=(?=--?[A-Za-z])/
/** The flag whose value stands in quotes of its own: `--node-labels="`. */
const QUOTED_VALUE = /(?:^|[\s"'`])(--?[A-Za-z][\w.-]*)=["'`]$/
/** The flag before a word of its own: `--v 5`, two items of a list, two words of JSON. */
const VALUE_BEHIND = /(?:^|[\s"'`[])(--?[A-Za-z][\w.-]*)["'`]?(?:[\s\\,]|-\s)+["'`]?$/
const ELEMENT = /^[A-Za-z_][\w./-]*(?=[<=]|:(?!\/\/))/

/**
 * What a place in a command line, or in a list that stands in one word, is called: by flag and element,
 * `--eviction-hard[memory.available]`, whatever stands beside it. Empty where there is nothing to name. `from`: where to stop looking
 * backwards.
 */
export function wordRoute(source: string, from: number, start: number): string {
  const begin = wordBegin(source, Math.max(from, start - 10 * NEAR), start)
  const word = source.slice(begin, Math.max(begin, wordEnd(source, start)))
  const flag = FLAG.exec(word)?.[0]
  if (flag !== undefined) return flag + element(source, begin + flag.length + 1, start)
  const variable = VARIABLE.exec(word)
  if (variable !== null && start >= begin + variable[0].length)
    return `${variable[1]} ${wordRoute(source, begin + variable[0].length, start)}`
  const before = source.slice(Math.max(from, begin - NEAR), begin)
  const carrier = (QUOTED_VALUE.exec(before) ?? VALUE_BEHIND.exec(before))?.[1] ?? ''
  return carrier + element(source, begin, start)
}

/** `[memory.available]` of `memory.available<100Mi,nodefs.available<1Gi`, if the place is in a value of several. */
function element(source: string, value: number, start: number): string {
  if (start < value) return ''
  const comma = source.lastIndexOf(',', start - 1)
  const from = Math.max(value, comma + 1)
  const name = ELEMENT.exec(source.slice(from, from + NEAR))?.[0]
  return name === undefined ? '' : `[${name}]`
}

const BREAK = /[\s"'`]/

function wordBegin(source: string, from: number, at: number): number {
  let begin = at
  // a place that begins with its quote is about what stands in it
  if (/["'`]/.test(source.charAt(begin))) return begin + 1
  while (begin > from && !BREAK.test(source.charAt(begin - 1))) begin--
  return begin
}

function wordEnd(source: string, at: number): number {
  let end = at
  if (/["'`]/.test(source.charAt(end))) end++
  while (end < source.length && end < at + NEAR && !BREAK.test(source.charAt(end))) end++
  return end
}
