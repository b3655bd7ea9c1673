import type { Component } from './component.js'
import type { Edit } from './finding.js'
import { lineAround, lineEndAt } from './fix.js'
import { isUnit } from './map-edit.js'
import type { Assignment } from './setting.js'

/** A map setting that nobody wrote yet. */
export interface NewMap {
  /** `kubeReserved` */
  readonly field: string
  /** `kube-reserved` */
  readonly flag: string
  readonly entries: readonly (readonly [name: string, value: string])[]
  /** Between name and value in the flag. */
  readonly separator: '=' | '<'
}

/**
 * Writes a setting where the author of a component writes others: below a key of its configuration file, else behind its last
 * flag. Undefined where neither place is certain.
 */
export function mapAdded({ assignments, configFile }: Component, map: NewMap): Edit | undefined {
  const own = assignments.filter(({ at }) => at.doc.made === undefined)
  const inFile = own.filter(({ layer, entry, key }) => layer === 'file' && entry === undefined && !key.includes('.'))
  for (const beside of inFile.reverse()) {
    const edit = toFile(beside, map)
    if (edit !== undefined) return edit
  }
  // flags beat a file, and the next reader would look for it there
  if (configFile !== 'no') return undefined
  for (const beside of own.filter(({ layer }) => layer === 'flag').reverse()) {
    const edit = toFlags(beside, map)
    if (edit !== undefined) return edit
  }
  return undefined
}

/** Below a key that has its line to itself, as far in as that. */
function toFile({ at, nameText }: Assignment, { field, entries }: NewMap): Edit | undefined {
  const { doc, start, end } = at
  const line = lineAround(doc.source, start, end)
  const [before, text, after] = [
    doc.source.slice(line.start, start),
    doc.source.slice(start, end),
    doc.source.slice(end, line.end),
  ]
  if (nameText.at.doc !== doc || !/^ *$/.test(before) || text.includes('\n')) return undefined
  if (!text.startsWith(`${nameText.value}:`) || !/^["']?\s*(?:#.*)?$/.test(after)) return undefined
  const lineEnd = lineEndAt(doc.source, line.end)
  const place = line.end - (after.endsWith('\r') ? 1 : 0)
  const lines = [`${field}:`, ...entries.map(([name, value]) => `  ${name}: ${value}`)]
  return { at: { doc, start: place, end: place }, text: lines.map(one => `${lineEnd}${before}${one}`).join('') }
}

function toFlags({ at, nameText }: Assignment, { flag, entries, separator }: NewMap): Edit | undefined {
  const { doc, start, end } = at
  const word = doc.source.slice(start, end)
  if (nameText.at.doc !== doc || !/^--?[\w-]+(?:[= ][^\s"']*)?$/.test(word)) return undefined
  const line = lineAround(doc.source, start, end)
  const [before, after] = [doc.source.slice(line.start, start), doc.source.slice(end, line.end)]
  const inUnit = isUnit(doc.source)
  // a shell would read a redirection
  const isItem = /^\s*-\s+["']?$/.test(before)
  if (separator === '<' && !inUnit && !isItem) return undefined
  const value = entries.map(([name, amount]) => `${name}${separator}${amount}`).join(',')
  const added = `--${flag}=${inUnit ? value.replaceAll('%', '%%') : value}`
  if (isItem) {
    if (word.includes(' ') || !/^["']?\s*(?:#.*)?$/.test(after)) return undefined
    const quote = /["']$/.exec(before)?.[0] ?? ''
    const place = line.end - (after.endsWith('\r') ? 1 : 0)
    const text = `${lineEndAt(doc.source, line.end)}${before}${added}${quote}`
    return { at: { doc, start: place, end: place }, text }
  }
  if (!/^(?:["'\s\\]|$)/.test(after)) return undefined
  const lineEnd = lineEndAt(doc.source, line.end)
  // in a command over several lines each word has its own
  const isOwnLine = /^\s+$/.test(before)
  const goesOn = isOwnLine && /^[ \t]*\\\r?$/.test(after)
  const ends = isOwnLine && /^\r?$/.test(after)
  const text = goesOn || ends ? `${goesOn ? after.replace(/\r$/, '') : ' \\'}${lineEnd}${before}${added}` : ` ${added}`
  return { at: { doc, start: end, end }, text }
}
