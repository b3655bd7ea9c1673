import type { Document } from '../../model/document.js'
import { Text } from '../../model/text.js'
import type { Tree, TreeMap } from '../../model/tree.js'
import { decode, encodingOf } from '../decode.js'
import { embed, embedDecoded, hostOf, type Part } from '../embed.js'

/** The last entry of that name; `write-files` and `write_files` are one key to CoreOS (coreos-cloudinit `config/config.go`). */
export function field(map: TreeMap, name: string): Tree | undefined {
  return map.entries.findLast(({ key }) => key.value.replaceAll('-', '_') === name)?.value
}

/** The scalar of that name, holes included; undefined if it is absent, empty or stands in a template block. */
export function scalarField(map: TreeMap, name: string): Text | undefined {
  const entry = map.entries.findLast(({ key }) => key.value.replaceAll('-', '_') === name)
  if (entry === undefined || entry.conditional) return undefined
  return entry.value.kind === 'scalar' && !entry.value.empty ? entry.value.text : undefined
}

export const mapsIn = (tree: Tree | undefined): TreeMap[] =>
  tree?.kind === 'list' ? tree.items.map(item => item.value).filter(value => value.kind === 'map') : []

interface Written {
  /** Undefined where the content is decoded and cannot be joined. */
  readonly content: Content | undefined
  /** Made when all is appended: there may be thousands of pieces. */
  readonly document: () => Document
}

/** A text, and what it is appended to. */
interface Content {
  readonly text: Text
  readonly to: Content | undefined
}

function whole(content: Content): Text {
  const texts: Text[] = []
  for (let one: Content | undefined = content; one !== undefined; one = one.to) texts.push(one.text)
  return Text.join(texts.reverse())
}

/** So many alternatives of one file are kept; that it is not certain shows with two. */
const MOST_ALTERNATIVES = 100

/**
 * The files of `write_files`: of two to one path the later wins, `append: true` adds to the earlier. A path that is not known
 * names no file. `filled` replaces what is filled in before the file is written. Alternatives of template blocks all stay: whoever looks for the path sees that it is not certain.
 */
export function writtenFiles(doc: Document, list: Tree | undefined, filled = (text: Text): Text => text): Document[] {
  if (list?.kind !== 'list') return []
  const files = new Map<string, Written[]>()
  for (const [index, { value: map, conditional }] of list.items.entries()) {
    if (map.kind !== 'map') continue
    const path = scalarField(map, 'path')
    if (path === undefined) continue
    const name = path.known ? path.value : `write_files[${index}]`
    const earlier = files.get(name) ?? []
    const written = writtenFile(
      map,
      { name, host: hostOf(doc), ...(path.known ? { path: path.value } : {}) },
      earlier,
      filled,
    )
    if (written === 'unknown' && conditional) continue
    const later = written === 'unknown' ? [] : [written]
    files.set(name, conditional ? [...earlier, ...later].slice(0, MOST_ALTERNATIVES) : later)
  }
  return [...files.values()].flat().map(file => file.document())
}

const SETTINGS = new Set(['content', 'encoding', 'append'])

/** What does not decode, or what a template block decides, still stands in the place of an earlier file. */
function writtenFile(
  map: TreeMap,
  part: Part,
  earlier: readonly Written[],
  filled: (text: Text) => Text,
): Written | 'unknown' {
  const scalar = scalarField(map, 'content')
  const content = scalar && filled(scalar)
  if (content === undefined || map.entries.some(({ key, conditional }) => conditional && SETTINGS.has(key.value)))
    return 'unknown'
  const encoding = encodingOf(scalarField(map, 'encoding')?.value)
  if (encoding !== 'plain') {
    const source = content.known ? decode(content.value, encoding) : undefined
    return source === undefined
      ? 'unknown'
      : { content: undefined, document: () => embedDecoded(content, source, part) }
  }
  const last = earlier.at(-1)
  if (scalarField(map, 'append')?.value !== 'true' || last === undefined)
    return { content: { text: content, to: undefined }, document: () => embed(content, part) }
  if (last.content === undefined) return 'unknown'
  const appended: Content = { text: content, to: last.content }
  return { content: appended, document: () => embed(whole(appended), part) }
}

/** `runcmd` and `bootcmd` as the one script cloud-init makes of them; a list item is a command whose words are literal. */
export function commandScript(doc: Document, tree: Tree | undefined, name: string): Document[] {
  if (tree?.kind !== 'list') return []
  const parts: Text[] = []
  for (const { value } of tree.items) {
    if (value.kind === 'scalar') parts.push(value.text, glue(value.text, '\n'))
    if (value.kind !== 'list') continue
    for (const { value: word } of value.items) {
      if (word.kind !== 'scalar') continue
      const quote = word.text.value.includes("'") ? '"' : "'"
      parts.push(glue(word.text, quote), word.text, glue(word.text, quote), glue(word.text, ' '))
    }
    parts.push(Text.whole(value.at.doc, value.at.end, value.at.end, '\n'))
  }
  if (parts.length === 0) return []
  return [embed(Text.join(parts), { name, host: hostOf(doc), hint: { ...doc.hint, format: 'script' } })]
}

/** A character the carrier puts beside `text`; it stands nowhere, so it points behind it. */
function glue(text: Text, value: string): Text {
  const { doc, end } = text.at
  return Text.whole(doc, end, end, value)
}
