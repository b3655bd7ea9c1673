import type { Component } from './component.js'
import type { Edit, Fix } from './finding.js'
import { removeFromBrackets } from './flow-edit.js'
import { sameLocation } from './location.js'
import type { Assignment } from './setting.js'
import type { Text } from './text.js'

/** The part of a report that offers an edit; nothing where there is none. `title` is an imperative, lower case. */
export const offer = (level: Fix['level'], title: string, edit: Edit | undefined): { readonly fix?: Fix } =>
  edit === undefined ? {} : { fix: { level, title, edits: [edit] } }

/** The same for several edits that belong together. */
export const offerAll = (
  level: Fix['level'],
  title: string,
  edits: readonly Edit[] | undefined,
): { readonly fix?: Fix } => (edits === undefined || edits.length === 0 ? {} : { fix: { level, title, edits } })

/** Puts another text in the place of a name. Undefined where the name does not stand as it is in a document of the user. */
export function rename(name: Text, to: string): Edit | undefined {
  const { doc, start, end } = name.at
  if (doc.made || name.pieces.length !== 1 || doc.source.slice(start, end) !== name.value) return undefined
  return { at: { doc, start, end }, text: to }
}

/**
 * Takes a flag out of its command line: a word with the blank before it, a list item or a key of a map that has its line to
 * itself and a neighbour (a list without items would be `null`). Undefined where none is certain.
 */
export function removeFlag({ at, nameText }: Pick<Assignment, 'at' | 'nameText'>): Edit | undefined {
  const { doc, start, end } = at
  const word = doc.source.slice(start, end)
  if (doc.made || nameText.at.doc !== doc) return undefined
  const line = lineAround(doc.source, start, end)
  const [before, after] = [doc.source.slice(line.start, start), doc.source.slice(end, line.end)]
  if (/^[ \t]*-[ \t]+name:[ \t]+["']?$/.test(before)) return removeNamed(at)
  if (isOfLines(before, word) && /^["']?\s*$/.test(after)) return removeItem(at)
  if (before.lastIndexOf('[') > before.lastIndexOf(']') && !/\s/.test(word)) return removeFromFlow(at, before, after)
  if (!/^--?[\w-]+(?:[= ]\S*)?$/.test(word)) return undefined
  if (/^\s*-\s+["']?$/.test(before)) return alone(before, after) && !/\s/.test(word) ? removeItem(at) : undefined
  if (/[ \t]$/.test(before) && /^(?:["'\s]|$)/.test(after) && /[^\s"']/.test(before))
    return { at: { doc, start: line.start + before.trimEnd().length, end }, text: '' }
  if (/^[ \t]*$/.test(before)) return removeContinued(at, after)
  if (/\w=$/.test(before) && /^[ \t]+\S/.test(after)) return { at: { doc, start, end: end + 1 }, text: '' }
  if (/["']$/.test(before) && /^[ \t]+\S/.test(after)) return { at: { doc, start, end: end + 1 }, text: '' }
  return undefined
}

/** Takes a flag out, unless a word that stands apart from it would stay: `false` of `--flag false` then stands behind another flag. */
export function flagRemoved({ strays }: Pick<Component, 'strays'>, flag: Assignment): Edit | undefined {
  const isFollowed = strays.some(({ behind }) => behind !== undefined && sameLocation(behind.at, flag.at))
  return isFollowed ? undefined : removeFlag(flag)
}

/** A line of a command that goes on over several, of which it is not the first. */
function removeContinued({ doc, start, end }: Assignment['at'], after: string): Edit | undefined {
  const line = lineAround(doc.source, start, end)
  const above = lineAround(doc.source, line.start - 1, line.start - 1)
  const lead = /(?<![ \t])[ \t]+\\\r?$/.exec(doc.source.slice(above.start, above.end))
  if (lead === null || line.start === 0) return undefined
  if (/^[ \t]*\\\r?$/.test(after)) return wholeLines(doc, line)
  const blank = /^[ \t]+(?=[^\s#])/.exec(after)
  if (blank !== null) return { at: { doc, start, end: end + blank[0].length }, text: '' }
  return /^\s*$/.test(after) ? { at: { doc, start: above.start + lead.index, end }, text: '' } : undefined
}

/** An item of a list of names and values (kubeadm v1beta4), each on its line. */
function removeNamed({ doc, start, end }: Assignment['at']): Edit | undefined {
  const value = /^["']?[ \t]*\r?\n[ \t]+value:[ \t]+\S[^\n#]*?(?=\r?(?:\n|$))/.exec(doc.source.slice(end))
  return value === null ? undefined : removeItem({ doc, start, end: end + value[0].length })
}

/** An item of `[a, b]`, with its quotes and a comma. The first word of a command is no flag, so one is left. */
function removeFromFlow({ doc, start, end }: Assignment['at'], before: string, after: string): Edit | undefined {
  const lead = /,[ \t]*(["']?)$/.exec(before)
  const quote = lead?.[1] ?? ''
  if (lead === null || !after.startsWith(quote) || !/^[ \t]*[,\]]/.test(after.slice(quote.length))) return undefined
  return { at: { doc, start: start - lead[0].length, end: end + quote.length }, text: '' }
}

/** Whether whole lines hold a flag and nothing else: `name: value` of a map of flags, or two items of a list of words. */
function isOfLines(before: string, word: string): boolean {
  if (/^[ \t]*["']?$/.test(before)) return /^[\w.-]+["']?[ \t]*:[ \t]+\S[^\n]*$/.test(word)
  return /^[ \t]*-[ \t]+["']?$/.test(before) && /^--?[\w-]+["']?[ \t]*\r?\n[ \t]*-[ \t]+["']?[^\s"'][^\n]*$/.test(word)
}

/**
 * Takes an entry out of its map: `,B=false` of a flag, or a line `B: false` beside another entry; the only entry with the flag
 * or key it belongs to. Undefined where it shares its line with something else.
 */
export function removeEntry({ at, layer, nameText }: Assignment): Edit | undefined {
  const { doc, start, end } = at
  if (doc.made || nameText.at.doc !== doc) return undefined
  const line = lineAround(doc.source, start, end)
  const [before, after] = [doc.source.slice(line.start, start), doc.source.slice(end, line.end)]
  const text = doc.source.slice(start, end)
  // some write a flag that is a map as one
  if (layer === 'flag' && !/^[\w-]+["']?[ \t]*:[ \t]/.test(text)) {
    if (!/^[\w-]+=\w+$/.test(text)) return undefined
    if (before.endsWith(',')) return { at: { doc, start: start - 1, end }, text: '' }
    if (after.startsWith(',')) return { at: { doc, start, end: end + 1 }, text: '' }
    const flag = /(?<![\w-])[\w-]+(?:=|["']?[ \t]*:[ \t]+["']?)$/.exec(before)
    if (flag === null) return undefined
    if (/^value\b/.test(flag[0])) return removeNamedAbove(line.start, doc)
    return removeFlag({ at: { doc, start: start - flag[0].length, end }, nameText })
  }
  const bracketed = removeFromBrackets(at, '{}')
  if (bracketed !== undefined || !/^[ \t]+["']?$/.test(before) || !/^["']?\s*$/.test(after)) return bracketed
  return removeItem(at) ?? removeWithParent(at, before.replace(/["']$/, ''))
}

/** The item of a list of names and values (kubeadm v1beta4) of which the value stands on this line, and the name on the one above. */
function removeNamedAbove(line: number, doc: Assignment['at']['doc']): Edit | undefined {
  const above = lineAround(doc.source, line - 1, line - 1)
  const found = /^[ \t]*-[ \t]+name:[ \t]+["']?([\w-]+)/.exec(doc.source.slice(above.start, above.end))
  if (found === null) return undefined
  const end = above.start + found[0].length
  return removeNamed({ doc, start: end - (found[1] ?? '').length, end })
}

/** The only line of a block map goes with the key above it. */
function removeWithParent({ doc, start, end }: Assignment['at'], indent: string): Edit | undefined {
  const { source } = doc
  const line = lineAround(source, start, end)
  const above = lineAround(source, line.start - 1, line.start - 1)
  const next = lineAround(source, line.end + 1, line.end + 1)
  const key = /^([ \t]*)[\w-]+:[ \t]*\r?$/.exec(source.slice(above.start, above.end))
  const below = line.end >= source.length ? '' : source.slice(next.start, next.end)
  if (key === null || (key[1] ?? '').length >= indent.length || below.startsWith(indent)) return undefined
  return removeItem({ doc, start: above.start + (key[1] ?? '').length, end })
}

const alone = (before: string, after: string): boolean =>
  before.endsWith('"') ? /^"\s*$/.test(after) : before.endsWith("'") ? /^'\s*$/.test(after) : /^\s*$/.test(after)

/** The whole line, if what is above or below it begins at the same column in the same way: what is left must not be empty. */
function removeItem({ doc, start, end }: Assignment['at']): Edit | undefined {
  const { source } = doc
  const line = lineAround(source, start, end)
  const next = line.end === source.length ? source.length : line.end + 1
  const head = /^[ \t]*(?:-[ \t]+)?/.exec(source.slice(line.start, line.end))?.[0] ?? ''
  const beside = [lineAbove(source, line.start, head), lineAround(source, next, next)]
  const neighbour = beside.some(({ start: from, end: to }) => {
    const text = source.slice(from, to)
    return from !== line.start && text.startsWith(head) && /^[^\s#-]|^["']|^--/.test(text.slice(head.length))
  })
  return neighbour ? wholeLines(doc, line) : undefined
}

/** Takes lines out with one line end: the one behind them, or the one above where the document ends without. */
export function wholeLines(doc: Assignment['at']['doc'], line: { readonly start: number; readonly end: number }): Edit {
  const { source } = doc
  if (line.end < source.length) return { at: { doc, start: line.start, end: line.end + 1 }, text: '' }
  const lineEnd = /\r?\n$/.exec(source.slice(Math.max(0, line.start - 2), line.start))?.[0] ?? ''
  return { at: { doc, start: line.start - lineEnd.length, end: line.end }, text: '' }
}

/** So many lines of a value or a comment are looked over for the entry above. */
const MOST_ABOVE = 50

/** The line above that is no comment, and no part of the value of an entry above. */
function lineAbove(source: string, start: number, head: string): { start: number; end: number } {
  const indent = /^[ \t]*/.exec(head)?.[0] ?? ''
  let line = lineAround(source, start - 1, start - 1)
  for (let i = 0; i < MOST_ABOVE && line.start > 0; i++) {
    const text = source.slice(line.start, line.end)
    const isPart = text.startsWith(indent) && /^\s/.test(text.slice(indent.length))
    if (!isPart && !/^\s*(?:#.*)?$/.test(text)) break
    line = lineAround(source, line.start - 1, line.start - 1)
  }
  return line
}

/** What ends a line that begins behind the end of another one: as that one does, the last one as the others. */
export const lineEndAt = (source: string, end: number): '\r\n' | '\n' =>
  source.charAt(end - 1) === '\r' || (end === source.length && source.includes('\r\n')) ? '\r\n' : '\n'

/** The line or lines of a range, without the last line end. */
export function lineAround(source: string, start: number, end: number): { start: number; end: number } {
  if (start < 0) return { start: 0, end: 0 }
  const stop = source.indexOf('\n', end)
  return { start: source.lastIndexOf('\n', start - 1) + 1, end: stop === -1 ? source.length : stop }
}
