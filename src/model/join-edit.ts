import type { Edit } from './finding.js'
import { lineAround } from './fix.js'
import type { Assignment } from './setting.js'
import type { Text } from './text.js'

/** What may stand between two words of one command, or two items of one list: quotes, a comma, a line that goes on. */
const BETWEEN = /^["']?(?:[ \t]+|[ \t]*\\\r?\n[ \t]*|[ \t]*,\s*)["']?$/
/** Two items of a block list, with comments of their own. */
const ITEMS = /^["']?[ \t]*(?:#[^\n]*|\r)?(?:\n[ \t]*(?:#[^\n]*|\r)?)*\n[ \t]*-[ \t]+["']?$/

/**
 * `--flag false` becomes `--flag=false`, in whichever way the two words are written: words of a command, items of a list. Undefined where
 * they do not stand next to each other, as they are, in one document of the user.
 */
export function joined({ nameText, value }: Assignment, word: Text): readonly Edit[] | undefined {
  const { doc, end: from } = nameText.at
  const { start, end } = word.at
  const { source } = doc
  if (value !== undefined || doc.made || word.at.doc !== doc || start < from || !/^\w+$/.test(word.value))
    return undefined
  if (!source.slice(0, from).endsWith(nameText.value) || source.slice(start, end) !== word.value) return undefined
  if (start - from > MOST_BETWEEN) return undefined
  const between = source.slice(from, start)
  const added: Edit = { at: { doc, start: from, end: from }, text: `=${word.value}` }
  const quotes = [/^["']/.exec(between)?.[0] ?? '', /["']$/.exec(between)?.[0] ?? '']
  const close = quotes[1] ?? ''
  if (!source.startsWith(close, end)) return undefined
  const wordEnd = end + close.length
  if (BETWEEN.test(between)) {
    const cut = { doc, start: from + (quotes[0] ?? '').length, end: wordEnd }
    // `"--flag` is the beginning of a longer text in quotes
    if (quotes[0] !== '' && !/["']$/.test(source.slice(0, from - nameText.length).replace(/-{1,2}$/, '')))
      return undefined
    return [added, { at: cut, text: '' }]
  }
  if (!ITEMS.test(between)) return undefined
  const line = lineAround(source, start, end)
  const after = source.slice(wordEnd, line.end)
  const indent = /^[ \t]*/.exec(source.slice(line.start, start))?.[0] ?? ''
  // a comment behind it stays, on a line of its own
  if (/^[ \t]+#/.test(after)) {
    const comment = wordEnd + (/^[ \t]+/.exec(after)?.[0].length ?? 0)
    return [added, { at: { doc, start: line.start + indent.length, end: comment }, text: '' }]
  }
  if (!/^\s*$/.test(after)) return undefined
  // the end of the line above goes where this is the last
  const isLast = line.end === source.length
  const cut = isLast
    ? { start: line.start - (source[line.start - 2] === '\r' ? 2 : 1), end: line.end }
    : { start: line.start, end: line.end + 1 }
  return [added, { at: { doc, ...cut }, text: '' }]
}

/** Nobody puts more comments between two words. */
const MOST_BETWEEN = 2_000
