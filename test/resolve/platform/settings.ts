import { isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml'
import type { Document } from '../../../src/model/document.js'
import type { ConfigFragment, Fragment, Platform, SettingsFragment } from '../../../src/model/fragment.js'
import { describe } from '../../../src/model/location.js'
import { MASK, Text } from '../../../src/model/text.js'
import { type Entry, type Item, stringAt, type Tree } from '../../../src/model/tree.js'
import { compareVersions, parseVersion } from '../../../src/model/version.js'
import { platformFragments } from '../../../src/resolve/platform.js'

/**
 * Trees of a document, by a reader of its own so that these tests stand apart from the parsers: `{{ x }}` is a hole, a key
 * that ends in `?` is conditional, a key `~~~` opens its map.
 */
export function trees(uri: string, source: string): { doc: Document; trees: Tree[] } {
  const doc: Document = { uri, source, holes: [], regions: [] }
  const masked = source.replace(/\{\{.*?\}\}/g, hole => MASK.repeat(hole.length))
  return { doc, trees: parseAllDocuments(masked).map(one => tree(doc, masked, one.contents)) }
}

function tree(doc: Document, masked: string, node: Node | null): Tree {
  const [start, end] = node?.range ?? [0, 0]
  const at = { doc, start, end }
  if (isMap(node)) {
    let open = false
    const entries = node.items.flatMap(({ key, value }): Entry[] => {
      const name = isScalar(key) ? key.range : undefined
      const [from, to] = name ?? [start, start]
      if (masked.slice(from, to) === '~~~') open = true
      if (masked.slice(from, to) === '~~~') return []
      const conditional = masked[to - 1] === '?'
      const text = Text.linear(doc, from, conditional ? to - 1 : to, masked.slice(from, conditional ? to - 1 : to))
      return [{ key: text, value: tree(doc, masked, isNode(value) ? value : null), conditional }]
    })
    return { kind: 'map', entries, open, at }
  }
  if (isSeq(node)) {
    const items = node.items.map(
      (item): Item => ({ value: tree(doc, masked, isNode(item) ? item : null), conditional: false }),
    )
    return { kind: 'list', items, open: false, at }
  }
  const value = isScalar(node) ? node.value : null
  const quoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')
  const [from, to] = quoted ? [start + 1, end - 1] : [start, end]
  return { kind: 'scalar', text: Text.linear(doc, from, to, masked.slice(from, to)), quoted, empty: value === null, at }
}

const isNode = (value: unknown): value is Node => isMap(value) || isSeq(value) || isScalar(value) || isAlias(value)

export interface Given {
  readonly platform?: Platform
  readonly kubernetes?: string
  readonly set?: string
}

/** Fragments as the readers give them for a file of one platform, KubeletConfigurations included. */
export function given(uri: string, source: string, options: Given = {}): Fragment[] {
  const { platform = 'kubeadm', kubernetes, set = `set:${uri}` } = options
  const { doc, trees: all } = trees(uri, source)
  const range = kubernetes === undefined ? undefined : parseVersion(kubernetes)
  return all.map((one): SettingsFragment | ConfigFragment => {
    const what = stringAt(one, 'kind') ?? 'values'
    const base = {
      doc,
      at: one.at,
      set,
      ...(range === undefined ? {} : { versions: [{ of: 'kubernetes' as const, range }] }),
    }
    if (what === 'KubeletConfiguration')
      return { ...base, kind: 'config', component: 'kubelet', layer: platform === 'kind' ? 'patch' : 'file', tree: one }
    const name = stringAt(one, 'metadata', 'name')
    const cluster = what === 'Cluster' ? name : stringAt(one, 'metadata', 'labels', 'kops.k8s.io/cluster')
    return {
      ...base,
      kind: 'settings',
      platform: platform === 'kind' && what !== 'Cluster' ? 'kubeadm' : platform,
      what,
      tree: one,
      ...(platform === 'kops' && cluster !== undefined ? { cluster } : {}),
    }
  })
}

/** What holds at the version that is given (of Kubernetes: fragments of etcd are kept at all of theirs). */
export function written(uri: string, source: string, options: Given = {}): Fragment[] {
  return at(platformFragments(given(uri, source, options)), options.kubernetes)
}

export function at(fragments: readonly Fragment[], kubernetes: string | undefined): Fragment[] {
  const version = kubernetes === undefined ? undefined : parseVersion(kubernetes)
  return fragments.filter(one => {
    if (version === undefined || one.when === undefined || (one.kind === 'argv' && one.component === 'etcd'))
      return true
    return compareVersions(one.when.min, version.min) <= 0 && compareVersions(version.min, one.when.max) <= 0
  })
}

/** Words of the command lines of one component, unknown characters as `?`. */
export function words(fragments: readonly Fragment[], component: string): string[] {
  return texts(fragments, component).map(text => text.value.replaceAll(MASK, '?'))
}

export function texts(fragments: readonly Fragment[], component: string): Text[] {
  return fragments.flatMap(one =>
    one.kind === 'argv' && one.component === component
      ? one.words.flatMap(({ parts }) => parts.map(({ text }) => text))
      : [],
  )
}

/** `--name=value` of a component and where it stands. */
export function place(fragments: readonly Fragment[], component: string, flag: string): string | undefined {
  const text = texts(fragments, component).find(({ value }) => value.startsWith(`--${flag}`))
  return text === undefined ? undefined : `${text.value.replaceAll(MASK, '?')} @ ${describe(text.at)}`
}

export const flag = (fragments: readonly Fragment[], component: string, name: string): string[] =>
  words(fragments, component).filter(word => word === `--${name}` || word.startsWith(`--${name}=`))
