import type { Edit } from './finding.js'
import { lineEndAt } from './fix.js'
import type { Location } from './location.js'
import type { Assignment } from './setting.js'

/**
 * Edits that add entries to a map where its author wrote it: a block or flow map of YAML, JSON, or the value of a flag.
 * `entries` are what is written in it by now, of other layers too. Undefined where the syntax around the place is not certain.
 */
export function entriesAdded(
  map: Assignment,
  entries: readonly Assignment[],
  added: readonly (readonly [name: string, value: string])[],
  separator: string,
): readonly Edit[] | undefined {
  if (added.length === 0 || map.at.doc.made) return undefined
  if (map.value !== undefined) return toFlag(map, added, separator)
  const own = entries
    .filter(({ at, layer }) => layer === map.layer && at.doc === map.at.doc && at.start > map.at.end)
    .sort((a, b) => a.at.start - b.at.start)
  const [first, last] = [own[0], own[own.length - 1]]
  if (first === undefined && entries.length === 0) return toEmpty(map, added)
  if (first === undefined || last === undefined) return undefined
  const { doc } = map.at
  const between = doc.source.slice(map.at.end, first.nameText.at.start)
  if (/^["']?\s*:\s*\{\s*["']?$/.test(between)) return toFlow(first.nameText.at, between, added)
  const block = /^["']?\s*:[ \t]*(?:#.*)?(?:\r?\n[ \t]*(?:#.*)?)*\r?\n( *)["']?$/.exec(between)
  return block === null ? undefined : toBlock(block[1] ?? '', last, added)
}

/** `a<1,b<2` goes on behind its last character. */
function toFlag(
  { value }: Assignment,
  added: readonly (readonly [string, string])[],
  separator: string,
): readonly Edit[] | undefined {
  const [at, ...more] = value?.locate() ?? []
  if (value === undefined || at === undefined || at.doc.made || more.length > 0) return undefined
  const { source } = at.doc
  const unit = isUnit(source)
  // Whether the place is quoted as `<` needs it is not seen where no value stands: a shell would read a redirection.
  if (value.value === '' && !/\w=$/.test(source.slice(Math.max(0, at.start - 2), at.start))) return undefined
  if (value.value === '' && !unit && separator === '<' && !isItem(source, at.start)) return undefined
  const escaped = (text: string): string => (unit ? text.replaceAll('%', '%%') : text)
  if (source.slice(at.start, at.end) !== escaped(value.value)) return undefined
  const text = added
    .map(([name, amount]) => `,${name}${separator}${escaped(amount)}`)
    .join('')
    .slice(value.value === '' ? 1 : 0)
  return [{ at: { doc: at.doc, start: at.end, end: at.end }, text }]
}

/** A unit writes a percent sign twice (systemd.unit(5), specifiers). */
export const isUnit = (source: string): boolean => /^(?:[ \t\r]*(?:[#;][^\n]*)?\n)*[ \t]*\[\w+\]/.test(source)

/** An item of a YAML list, with nothing but a flag before the place. */
const isItem = (source: string, at: number): boolean =>
  /^\s*-\s+["']?--?[\w-]+=$/.test(source.slice(source.lastIndexOf('\n', at - 1) + 1, at))

/** `{}` gets its first entries. */
function toEmpty({ nameText }: Assignment, added: readonly (readonly [string, string])[]): readonly Edit[] | undefined {
  const { doc, end } = nameText.at
  const found = /^(["']?)\s*:\s*\{(?=\s*\})/.exec(doc.source.slice(end, end + 200))
  if (found === null) return undefined
  const quote = found[1] ?? ''
  const start = end + found[0].length
  const text = added.map(([name, value]) => ` ${quote}${name}${quote}: ${quote}${value}${quote}`).join(',')
  return [{ at: { doc, start, end: start }, text: `${text} ` }]
}

/** In front of the first entry, quoted as that one is. */
function toFlow(key: Location, between: string, added: readonly (readonly [string, string])[]): readonly Edit[] {
  const quote = /["']$/.exec(between)?.[0] ?? ''
  const space = /\{(\s*)/.exec(between)?.[1] ?? ''
  const start = key.start - quote.length
  const text = added
    .map(([name, value]) => `${quote}${name}${quote}: ${quote}${value}${quote},${space || ' '}`)
    .join('')
  return [{ at: { doc: key.doc, start, end: start }, text }]
}

/** Below the line of the last entry, comments of that line included. */
function toBlock(
  indent: string,
  { at }: Assignment,
  added: readonly (readonly [string, string])[],
): readonly Edit[] | undefined {
  const { source } = at.doc
  const end = source.indexOf('\n', at.end)
  const rest = source.slice(at.end, end === -1 ? source.length : end)
  if (!/^["']?\s*(?:#.*)?$/.test(rest.replace(/\r$/, '')) || source.slice(at.start, at.end).includes('\n'))
    return undefined
  const lineEnd = lineEndAt(source, end === -1 ? source.length : end)
  const start = at.end + rest.replace(/\r$/, '').length
  const text = added.map(([name, value]) => `${lineEnd}${indent}${name}: ${quotedIfNeeded(value)}`).join('')
  return [{ at: { doc: at.doc, start, end: start }, text }]
}

/** Quantities and percentages are plain in YAML; everything else is quoted. */
const quotedIfNeeded = (value: string): string => (/^\d+(?:%|[A-Za-z]+)$/.test(value) ? value : JSON.stringify(value))
