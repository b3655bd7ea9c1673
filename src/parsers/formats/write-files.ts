import type { Document } from '../../model/document.js'
import { Text } from '../../model/text.js'
import type { Tree, TreeMap } from '../../model/tree.js'
import { decode, encodingOf } from '../decode.js'
import { embed, embedDecoded, hostOf, type Part } from '../embed.js'

/** The last entry of that name; `write-files` and `write_files` are one key to CoreOS (coreos-cloudinit `config/config.go`). */
export function field(map: TreeMap, name: string): Tree | undefined {
  return map.entries.findLast(({ key }) => key.value.replaceAll('-', '_') === name)?.value
}

/** The scalar of that name, holes included; undefined if it is absent or empty. */
export function scalarField(map: TreeMap, name: string): Text | undefined {
  const tree = field(map, name)
  return tree?.kind === 'scalar' && !tree.empty ? tree.text : undefined
}

export const mapsIn = (tree: Tree | undefined): TreeMap[] =>
  tree?.kind === 'list' ? tree.items.map(item => item.value).filter(value => value.kind === 'map') : []

interface Written {
  /** All texts appended so far; undefined where the content is decoded and cannot be joined. */
  readonly text: Text | undefined
  readonly document: Document
}

/** The files of `write_files`: of two to one path the later wins, `append: true` adds to the earlier. Paths that are not known are nobody's. */
export function writtenFiles(doc: Document, list: Tree | undefined): Document[] {
  const files = new Map<string, Written>()
  for (const [index, map] of mapsIn(list).entries()) {
    const path = scalarField(map, 'path')
    const content = scalarField(map, 'content')
    if (path === undefined || content === undefined) continue
    const name = path.known ? path.value : `write_files[${index}]`
    const part: Part = { name, host: hostOf(doc), ...(path.known ? { path: path.value } : {}) }
    const encoding = encodingOf(scalarField(map, 'encoding')?.value)
    const earlier = files.get(name)
    const appends = scalarField(map, 'append')?.value === 'true'
    if (encoding !== 'plain') {
      const source = content.known ? decode(content.value, encoding) : undefined
      // What does not decode still stands in the place of an earlier file.
      if (source === undefined) files.delete(name)
      else files.set(name, { text: undefined, document: embedDecoded(content, source, part) })
    } else if (appends && earlier !== undefined) {
      if (earlier.text === undefined) continue
      const text = Text.join([earlier.text, content])
      files.set(name, { text, document: embed(text, part) })
    } else files.set(name, { text: content, document: embed(content, part) })
  }
  return [...files.values()].map(file => file.document)
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
