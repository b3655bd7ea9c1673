import { type CST, isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar as YamlScalar } from 'yaml'
import type { Document } from '../../model/document.js'
import { append } from '../../model/lists.js'
import type { Location } from '../../model/location.js'
import { MASK, Text } from '../../model/text.js'
import type { Entry, Item, Scalar, Tree, TreeMap } from '../../model/tree.js'
import { firstAt, type Openings, type Regions } from './yaml-places.js'
import { readScalar, type ScalarToken } from './yaml-scalar.js'
import { type Range, unknownAt } from './yaml-unmask.js'

export interface Part {
  readonly doc: Document
  /** The masked source of the whole document. */
  readonly text: string
  readonly start: number
  readonly end: number
  readonly openings: Openings
  readonly regions: Regions
  /** Nodes that an alias turns out to name are added. */
  readonly aliased: Set<Location>
}

export interface Failure {
  readonly failure: string
  readonly because: 'limit' | 'broken'
  readonly at: number
}

/** Levels of nesting, aliases followed. */
export const DEEPEST = 200
/** Nodes that all aliases and merges of one document stand for. */
const MOST_ALIASED = 100_000

/** What an anchor stands for: its tree, the nodes in it with aliases followed, the levels below it. */
interface Anchored {
  readonly tree: Tree
  readonly nodes: number
  readonly height: number
}

/** Where a value may stand: from behind its key or dash to the next key of whatever encloses it. */
type Extent = Range

/** The tree of one parsed document, or why it has none. */
export function treeOf(part: Part, root: ParsedNode): Tree | Failure {
  const { doc, text, start: base, openings, regions } = part
  const anchors = new Map<string, Anchored | 'open'>()
  let failed: Failure | undefined
  let nodes = 0
  let aliased = 0
  let deepest = 0

  const fail = (failure: string, because: Failure['because'], at: number): Scalar => {
    failed ??= { failure, because, at }
    return unknown(at, at)
  }

  function build(node: ParsedNode, extent: Extent, depth: number): Tree {
    const start = base + node.range[0]
    if (failed !== undefined) return unknown(start, start)
    if (depth > DEEPEST) return fail(`is nested more than ${DEEPEST} levels deep`, 'limit', start)
    nodes++
    if (depth > deepest) deepest = depth
    if (isAlias(node)) return alias(node.source, start, depth)
    const { anchor } = node
    if (anchor === undefined) return content(node, extent, depth)
    const before = { nodes, deepest }
    deepest = depth
    anchors.set(anchor, 'open')
    const tree = content(node, extent, depth)
    anchors.set(anchor, { tree, nodes: nodes - before.nodes + 1, height: deepest - depth })
    deepest = Math.max(deepest, before.deepest)
    return tree
  }

  function alias(name: string, start: number, depth: number): Tree {
    const target = anchors.get(name)
    if (target === undefined) return fail(`\`*${name}\` names an anchor that does not exist`, 'broken', start)
    if (target === 'open') return fail(`\`*${name}\` stands inside the anchor it names`, 'broken', start)
    part.aliased.add(target.tree.at)
    nodes += target.nodes
    aliased += target.nodes
    deepest = Math.max(deepest, depth + target.height)
    if (aliased > MOST_ALIASED || deepest > DEEPEST)
      return fail('aliases describe more than klint reads', 'limit', start)
    return target.tree
  }

  function content(node: Exclude<ParsedNode, { source: string; type?: never }>, extent: Extent, depth: number): Tree {
    const tree = isMap(node)
      ? map(node, extent, depth)
      : isSeq(node)
        ? list(node, extent, depth)
        : isScalar(node)
          ? scalar(node, extent)
          : unknown(base, base)
    const { tag } = node
    // Tags of a schema such as `!Sub`; those of YAML itself say nothing a reader of trees needs.
    return tag !== undefined && tag.length > 1 && tag.startsWith('!') ? { ...tree, tag } : tree
  }

  function map(node: Extract<ParsedNode, { items: unknown[] }>, around: Extent, depth: number): Tree {
    const extent = node.flow ? own(node) : around
    const entries: Entry[] = []
    const merged: Tree[] = []
    let end = base + node.range[0]
    let open = false
    for (let i = 0; i < node.items.length; i++) {
      const pair = node.items[i]!
      if (!('key' in pair)) continue
      const following = node.items[i + 1]
      const next = following !== undefined && 'key' in following ? startOf(following.key) : extent.end
      const keyTree = build(pair.key, { start: startOf(pair.key), end: startOf(pair.key) }, depth + 1)
      const from = base + pair.key.range[1]
      const inside = { start: from, end: Math.max(from, next) }
      const value = pair.value === null ? nothing(from, inside) : build(pair.value, inside, depth + 1)
      end = Math.max(from, pair.value === null ? from : endOf(pair.value, value))
      if (keyTree.kind !== 'scalar') {
        open = true
        continue
      }
      if (keyTree.text.value === '<<' && !keyTree.quoted) {
        merged.push(value)
        continue
      }
      if (!keyTree.text.known) open = true
      entries.push({ key: keyTree.text, value, conditional: unsure(startOf(pair.key), extent) })
    }
    const at = { doc, start: base + node.range[0], end: node.flow ? base + node.range[1] : end }
    const tree: TreeMap = {
      kind: 'map',
      entries,
      open: open || openings.within(extent.start, extent.end),
      at,
    }
    return merged.length === 0 ? tree : withMerged(tree, merged)
  }

  /** Entries that `<<` brings in stand before the map's own, for the last of a name wins; of several maps the first wins. */
  function withMerged(tree: TreeMap, values: readonly Tree[]): TreeMap {
    const written = new Set(tree.entries.filter(({ conditional }) => !conditional).map(({ key }) => key.value))
    const sources = values.flatMap(value => (value.kind === 'list' ? value.items.map(item => item.value) : [value]))
    const entries: Entry[] = []
    for (const source of sources.reverse()) {
      if (source.kind !== 'map') continue
      aliased += source.entries.length
      if (aliased > MOST_ALIASED) {
        fail('aliases describe more than klint reads', 'limit', tree.at.start)
        break
      }
      append(
        entries,
        source.entries.filter(({ key }) => !written.has(key.value)),
      )
    }
    const open = tree.open || sources.some(source => (source.kind === 'map' ? source.open : !isEmpty(source)))
    return { ...tree, entries: [...entries, ...tree.entries], open }
  }

  function list(node: Extract<ParsedNode, { items: unknown[] }>, around: Extent, depth: number): Tree {
    const extent = node.flow ? own(node) : around
    const items: Item[] = []
    let end = base + node.range[0]
    let open = false
    for (let i = 0; i < node.items.length; i++) {
      const item = node.items[i]!
      if ('key' in item) continue
      const start = startOf(item)
      const following = node.items[i + 1]
      const next = following !== undefined && !('key' in following) ? startOf(following) : extent.end
      const value = build(item, { start, end: Math.max(start, next) }, depth + 1)
      const conditional = unsure(start, extent)
      // A loop prints any number of items, a hole without quotes in `[…]` a whole row of them.
      if (conditional || (node.flow && value.kind === 'scalar' && !value.quoted && allHole(value.text))) open = true
      items.push({ value, conditional })
      end = Math.max(end, endOf(item, value))
    }
    const at = { doc, start: base + node.range[0], end: node.flow ? base + node.range[1] : end }
    return { kind: 'list', items, open: open || openings.within(extent.start, extent.end), at }
  }

  function scalar(node: YamlScalar.Parsed, extent: Extent): Tree {
    const token = node.srcToken
    const value = node.source
    // An empty node has no token of its own.
    if (token === undefined || !isScalarToken(token) || (value === '' && node.type === 'PLAIN'))
      return nothing(base + node.range[0], extent)
    const read = readScalar(doc, base, token, value)
    const start = base + token.offset
    const quoted = node.type !== 'PLAIN' || node.tag === 'tag:yaml.org,2002:str' || node.tag === '!'
    const empty = !quoted && (value === '~' || value === 'null' || value === 'Null' || value === 'NULL')
    const body: Scalar = {
      kind: 'scalar',
      text: read.text,
      quoted,
      empty,
      at: { doc, start, end: read.end },
    }
    if (node.tag === '!vault') return { ...body, text: Text.whole(doc, start, read.end, MASK) }
    if (regions.none && !openings.some(start, extent.end)) return body
    return templated(body, node.type === 'BLOCK_LITERAL', read.block, extent)
  }

  /** What templates print inside a scalar, behind its last line, or in place of it. */
  function templated(body: Scalar, literal: boolean, block: ScalarToken['block'], extent: Extent): Scalar {
    const { start, end } = body.at
    openings.take(start, end)
    if (block === undefined && unsure(start, extent))
      return { ...body, text: Text.whole(doc, start, end, MASK), empty: false }
    const reach = block === undefined ? end : reachOf(start, block, extent)
    const ranges: Range[] = [...openings.list(start, reach)]
    // A literal block is read line by line by someone who knows its statements; elsewhere the lines are joined.
    if (!literal)
      append(
        ranges,
        regions.list(start, end).map(region => clipped(region, end)),
      )
    ranges.sort((a, b) => a.start - b.start || b.end - a.end)
    const disjoint: Range[] = []
    for (const range of ranges) if (range.start >= (disjoint[disjoint.length - 1]?.end ?? 0)) disjoint.push(range)
    const text =
      block !== undefined && literal && reach > block.resume
        ? Text.join([body.text, Text.linear(doc, block.resume, reach, part.text.slice(block.resume, reach))])
        : body.text
    return { ...body, text: unknownAt(text, disjoint) }
  }

  /**
   * How far a block scalar reaches over lines of templates behind its last line of text: over those that print, those indented
   * like it, and the ends of what began in it. For the parser they are empty lines, which it drops.
   */
  function reachOf(start: number, { resume, indent }: { resume: number; indent: number }, extent: Extent): number {
    const { holes } = doc
    const ends = new Set(regions.list(start, resume).map(region => region.end))
    let reach = resume
    for (let i = firstAt(holes, resume), at = resume; i < holes.length && holes[i]!.start < extent.end; i++) {
      const hole = holes[i]!
      while (at < hole.start && isSpace(text[at])) at++
      if (at < hole.start) break
      at = hole.end
      const column = hole.start - (doc.source.lastIndexOf('\n', hole.start - 1) + 1)
      const prints = hole.kind === 'value' || hole.kind === 'variable'
      if (!prints && column < indent && !ends.has(hole.end)) continue
      const newline = doc.source.indexOf('\n', hole.end)
      reach = newline === -1 ? hole.end : Math.min(newline + 1, part.end)
    }
    return reach
  }

  /** No value at all, unless a template prints one below. */
  function nothing(start: number, extent: Extent): Scalar {
    const [hole] = openings.list(extent.start, extent.end)
    if (hole !== undefined) return unknown(hole.start, hole.end)
    const at = { doc, start, end: start }
    return { kind: 'scalar', text: Text.linear(doc, start, start, ''), quoted: false, empty: true, at }
  }

  function unknown(start: number, end: number): Scalar {
    const value = Text.whole(doc, start, end, MASK)
    return { kind: 'scalar', text: value, quoted: false, empty: false, at: { doc, start, end } }
  }

  /** In a template block that began inside this map or list. */
  function unsure(offset: number, extent: Extent): boolean {
    const region = regions.none ? undefined : regions.at(offset)
    return region !== undefined && region.start >= extent.start
  }

  const startOf = (node: ParsedNode) => base + node.range[0]
  const own = (node: ParsedNode): Extent => ({ start: base + node.range[0], end: base + node.range[1] })
  const endOf = (node: ParsedNode, tree: Tree) => (isAlias(node) ? base + node.range[1] : tree.at.end)

  /** Statements around the whole document make nothing in it conditional. */
  function rootExtent(): Extent {
    const first = base + root.range[0]
    let last = base + root.range[1]
    while (last > first && /\s/.test(text[last - 1]!)) last--
    let region = regions.none ? undefined : regions.at(first)
    for (let i = 0; region !== undefined && region.end < last && i < DEEPEST; i++) region = regions.parent(region)
    return { start: region === undefined ? part.start : Math.max(part.start, region.start + 1), end: part.end }
  }

  const tree = build(root, rootExtent(), 0)
  return failed ?? tree
}

const isEmpty = (tree: Tree): boolean => tree.kind === 'scalar' && tree.empty

const allHole = (text: Text): boolean => text.value !== '' && [...text.value].every(sign => sign === MASK)

const isSpace = (sign: string | undefined): boolean => sign === '\n' || sign === ' ' || sign === '\r' || sign === '\t'

const clipped = (range: Range, end: number): Range => ({ start: range.start, end: Math.min(range.end, end) })

const isScalarToken = (token: CST.Token): token is CST.FlowScalar | CST.BlockScalar =>
  token.type === 'block-scalar' || token.type === 'scalar' || token.type.endsWith('-quoted-scalar')
