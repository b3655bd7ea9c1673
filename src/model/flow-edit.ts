import type { Edit } from './finding.js'
import type { Location } from './location.js'

/** Blanks and line ends, on either side of an entry. */
const isBlank = (char: string | undefined): boolean => char !== undefined && /\s/.test(char)

/**
 * Takes an entry or item out of brackets, with its quotes and one comma: `{A: true, B: false}`, a list, an object of JSON over lines. The only one
 * leaves the brackets behind. Undefined where none of this stands around it; comments between entries are such a case.
 */
export function removeFromBrackets({ doc, start, end }: Location, brackets: '{}' | '[]'): Edit | undefined {
  const { source } = doc
  let [from, to] = [start, end]
  const quote = source[from - 1]
  if (quote === '"' || quote === "'") from--
  // a name in quotes ends within the range, a value in quotes behind it
  const closing = source[to]
  if ((closing === '"' || closing === "'") && (brackets === '[]' ? closing === quote : true)) to++
  let [before, after] = [from - 1, to]
  while (isBlank(source[before])) before--
  while (isBlank(source[after])) after++
  const [opens, closes] = [source[before] === brackets[0], source[after] === brackets[1]]
  if (source[before] === ',' && (closes || source[after] === ','))
    return { at: { doc, start: before, end: to }, text: '' }
  if (opens && source[after] === ',') {
    let next = after + 1
    while (isBlank(source[next])) next++
    return { at: { doc, start: from, end: next }, text: '' }
  }
  return opens && closes ? { at: { doc, start: before + 1, end: after }, text: '' } : undefined
}
