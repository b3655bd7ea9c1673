import type { Edit } from './finding.js'
import { lineAround, removeFlag, wholeLines } from './fix.js'
import { removeFromBrackets } from './flow-edit.js'
import type { Assignment, ListItem } from './setting.js'

/**
 * Takes an item out of a list that is written: `A,B` of a flag (the only one takes the flag with it), a line of a block list that has a neighbour,
 * an item in brackets. Undefined where it shares its place with something else.
 */
export function removeListItem(list: Assignment, { value, at }: ListItem): Edit | undefined {
  const { doc, start, end } = at
  const { source } = doc
  if (doc.made || value === '' || source.slice(start, end) !== value) return undefined
  if (list.layer === 'flag' || list.layer === 'environment') return fromFlag(list, at)
  const line = lineAround(source, start, end)
  const [before, after] = [source.slice(line.start, start), source.slice(end, line.end)]
  if (/^[ \t]*-[ \t]+["']?$/.test(before) && /^["']?[ \t]*\r?$/.test(after)) return fromBlock(at, before)
  return removeFromBrackets(at, '[]')
}

/** Among words with commas between them; blanks around a comma go too. */
function fromFlag(list: Assignment, { doc, start, end }: ListItem['at']): Edit | undefined {
  const place = list.value?.locate()
  const [whole, ...more] = place ?? []
  if (whole === undefined || more.length > 0 || whole.doc !== doc) return undefined
  // of several occurrences that add up, another one names the item
  if (start < whole.start || end > whole.end) return undefined
  const [before, after] = [doc.source.slice(whole.start, start), doc.source.slice(end, whole.end)]
  const comma = /,[ \t]*$/.exec(before)
  if (comma !== null) return { at: { doc, start: start - comma[0].length, end }, text: '' }
  const next = /^[ \t]*,[ \t]*/.exec(after)
  if (next !== null) return { at: { doc, start, end: end + next[0].length }, text: '' }
  return before === '' && after === '' && list.layer === 'flag' ? removeFlag(list) : undefined
}

/** A line of its own; a list without items would be `null`. */
function fromBlock({ doc, start, end }: ListItem['at'], before: string): Edit | undefined {
  const { source } = doc
  const line = lineAround(source, start, end)
  const next = line.end === source.length ? source.length : line.end + 1
  const head = /^[ \t]*-[ \t]+/.exec(before)?.[0] ?? ''
  const beside = [lineAround(source, line.start - 1, line.start - 1), lineAround(source, next, next)]
  const hasNeighbour = beside.some(other => other.start !== line.start && source.startsWith(head, other.start))
  return hasNeighbour ? wholeLines(doc, line) : undefined
}
