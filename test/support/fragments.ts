import type { Document } from '../../src/model/document.js'
import type { Fragment, Parsed, ResourceFragment } from '../../src/model/fragment.js'
import { describe } from '../../src/model/location.js'
import { MASK } from '../../src/model/text.js'
import type { Tree } from '../../src/model/tree.js'
import { formatRange } from '../../src/model/version.js'
import { open } from '../../src/parsers/embed.js'
import { merge, type TreeFormat } from '../../src/parsers/format.js'
import { objectsOf } from '../../src/parsers/formats/list.js'
import { readYaml } from '../../src/parsers/syntax/yaml.js'

type OfKind<K extends Fragment['kind']> = Extract<Fragment, { kind: K }>

/** Everything one format makes of a file or an embedded document. */
export function readWith(format: TreeFormat, source: string | Document, uri = 'cluster.yaml'): Parsed {
  const doc = typeof source === 'string' ? open(uri, source) : source
  const trees = objectsOf(readYaml(doc).trees)
  return merge(trees.filter(tree => format.wants(tree, doc)).map(tree => format.read(tree, { doc, siblings: trees })))
}

export function fragments<K extends Fragment['kind']>(parsed: Parsed, kind: K): OfKind<K>[] {
  return parsed.fragments.filter((one): one is OfKind<K> => one.kind === kind)
}

/** The one fragment of a kind. */
export function only<K extends Fragment['kind']>(parsed: Parsed, kind: K): OfKind<K> {
  const [first, second] = fragments(parsed, kind)
  if (first === undefined || second !== undefined)
    throw new Error(`expected one ${kind}, found ${parsed.fragments.map(one => one.kind).join(', ') || 'nothing'}`)
  return first
}

const holes = new RegExp(`${MASK}+`, 'g')

/** A tree as plain data: holes as `?`, a map or list that may go on with `…`. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.empty ? null : tree.text.value.replaceAll(holes, '?')
  if (tree.kind === 'list')
    return [
      ...tree.items.map(({ value, conditional }) => (conditional ? '?' : plain(value))),
      ...(tree.open ? ['…'] : []),
    ]
  const entries = tree.entries.map(({ key, value, conditional }) => [key.value, conditional ? '?' : plain(value)])
  return Object.fromEntries(tree.open ? [...entries, ['…', '…']] : entries)
}

/** Fields of a resource as plain data, unknown ones as `?`. */
export function plainFields({ fields }: ResourceFragment): Record<string, unknown> {
  return Object.fromEntries([...fields].map(([name, field]) => [name, field.state === 'set' ? plain(field.tree) : '?']))
}

/** `kubernetes 1.29.3`; a bound with `<=` before it. */
export function versions({ versions: hints = [] }: Fragment): string[] {
  return hints.map(({ of, range, bound }) => `${of} ${bound === true ? '<= ' : ''}${formatRange(range)}`)
}

/** What a fragment says of where it belongs. */
export function belongs({ set, path, cluster, pool, role, platform }: Fragment): Record<string, string> {
  const all = { set, path, cluster, pool, role, platform }
  return Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}

export function child({ embedded }: Parsed, name: string): Document {
  const found = embedded.find(({ uri }) => uri.endsWith(`#${name}`))
  if (found === undefined) throw new Error(`no ${name} in ${embedded.map(({ uri }) => uri).join(' ') || 'nothing'}`)
  return found
}

/** `path:line:column` on disk of the first occurrence of a word. */
export function placeOf(doc: Document, word: string): string {
  const start = doc.source.indexOf(word)
  if (start === -1) throw new Error(`${word} is not in ${doc.uri}`)
  return describe({ doc, start, end: start + word.length })
}
