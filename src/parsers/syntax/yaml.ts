import { Alias, type Document as YamlDocument, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type Scalar as YamlScalar } from 'yaml'
import type { Document, Region } from '../../model/document.js'
import type { Problem } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { MASK, Text } from '../../model/text.js'
import type { Entry, Item, Scalar, Tree, TreeMap } from '../../model/tree.js'
import { maskWith } from './mask.js'
import { scalarText, type Style } from './yaml-scalar.js'

export interface YamlReading {
  readonly trees: readonly Tree[]
  readonly problems: readonly Problem[]
}

/** Aliases may make a small file describe an endless one: no document may stand for more nodes than this. */
const MOST_NODES = 200_000
const DEEPEST = 200

/**
 * Reads YAML and JSON. Documents are cut at `---` without parsing, so that `wanted` can leave out what no format is
 * interested in; one that cannot be read does not lose the others. Merge keys are merged, aliases share their tree.
 */
export function readYaml(doc: Document, wanted: (part: string) => boolean = () => true): YamlReading {
  const { text, openings: lines } = maskWith(doc, 'structure')
  const openings = lines.map(({ start }) => start)
  const trees: Tree[] = []
  const problems: Problem[] = []
  for (const { start, end } of parts(text)) {
    if (!wanted(doc.source.slice(start, end))) continue
    const read = readPart(doc, text, start, end, openings)
    if (read === undefined) continue
    if ('because' in read) problems.push(read)
    else trees.push(read)
  }
  return { trees, problems }
}

/** `---` at column 0 ends a document even inside a block scalar. Directives and comments belong to the document below. */
function parts(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  let start = 0
  const push = (end: number, next: number) => {
    const lead = text.slice(start, Math.min(end, start + 2000))
    if (/^(?:\s*(?:[#%][^\n]*)?\n?)*$/.test(lead) && end - start <= 2000) {
      // Only directives and comments: kept with what follows, if they are needed to read it.
      if (!/^%/m.test(lead)) start = next
      return
    }
    found.push({ start, end })
    start = next
  }
  const separator = /^(?:---(?=[ \t\r\n]|$)|\.\.\.(?=[ \t\r\n]|$))/gm
  for (let match = separator.exec(text); match !== null; match = separator.exec(text)) {
    if (match.index === start) continue
    push(match.index, match[0] === '...' ? match.index + 3 : match.index)
  }
  push(text.length, text.length)
  return found
}

function readPart(
  doc: Document,
  text: string,
  start: number,
  end: number,
  openings: readonly number[],
): Tree | Problem | undefined {
  const raw = text.slice(start, end)
  // JSON may be indented by tabs, YAML may not; a blank has the same length.
  const part = /^\s*(?:#[^\n]*\n\s*)*[{[]/.test(raw) ? raw.replaceAll('\t', ' ') : raw
  if (tooDeep(part)) return { at: { doc, start, end: start }, what: `nested deeper than ${DEEPEST} levels`, because: 'limit' }
  try {
    const parsed = parseDocument(part, {
      schema: 'failsafe',
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent',
      prettyErrors: false,
      keepSourceTokens: false,
      stringKeys: false,
    })
    const [error] = parsed.errors
    if (error !== undefined) return broken(doc, start, end, error.pos[0], error.message)
    if (parsed.contents === null) return undefined
    return new Reader(doc, text, start, openings, parsed).tree(parsed.contents, 0)
  } catch (error) {
    if (error instanceof TooLarge)
      return { at: { doc, start, end: start }, what: 'aliases describe more than klint reads', because: 'limit' }
    // The parser's own recursion; nothing else in there throws.
    return broken(doc, start, end, 0, 'the document cannot be parsed')
  }
}

function broken(doc: Document, start: number, end: number, offset: number, message: string): Problem {
  const at = Math.min(start + offset, end)
  const place = { doc, start: at, end: Math.min(end, at + 1) }
  if (doc.holes.some(hole => hole.start < end && hole.end > start))
    return { at: place, what: 'is a template that does not read as YAML', because: 'template' }
  return { at: place, what: `is no valid YAML: ${plain(message)}`, because: 'broken' }
}

/** The parser's message in one lower-case line. */
function plain(message: string): string {
  const line = (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '')
  return line.charAt(0).toLowerCase() + line.slice(1)
}

/** Flow brackets or indentation alone: a bound before the recursive parser sees the text. */
function tooDeep(text: string): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x5b || code === 0x7b) depth++
    else if ((code === 0x5d || code === 0x7d) && depth > 0) depth--
    if (depth > 2000) return true
  }
  return false
}

class TooLarge extends Error {}

/** Turns the parser's nodes into trees; holds what all of them share. */
class Reader {
  private nodes = 0
  private readonly shared = new Map<Node, { tree: Tree; nodes: number }>()
  private readonly inProgress = new Set<Node>()

  constructor(
    private readonly doc: Document,
    private readonly source: string,
    private readonly base: number,
    private readonly openings: readonly number[],
    private readonly parsed: YamlDocument,
  ) {}

  tree(node: unknown, depth: number): Tree {
    if (++this.nodes > MOST_NODES) throw new TooLarge()
    if (depth > DEEPEST) return this.unknown(node)
    if (isAlias(node)) return this.alias(node, depth)
    if (isScalar(node)) return this.scalar(node)
    if (isMap(node) || isSeq(node)) {
      if (node.anchor === undefined) return this.collection(node, depth)
      const before = this.nodes
      this.inProgress.add(node)
      const tree = this.collection(node, depth)
      this.inProgress.delete(node)
      this.shared.set(node, { tree, nodes: this.nodes - before })
      return tree
    }
    return this.unknown(node)
  }

  private alias(node: Alias, depth: number): Tree {
    const target = node.resolve(this.parsed)
    if (target === undefined || this.inProgress.has(target)) return this.unknown(node)
    const known = this.shared.get(target)
    if (known === undefined) return this.tree(target, depth)
    this.nodes += known.nodes
    if (this.nodes > MOST_NODES) throw new TooLarge()
    return known.tree
  }

  private collection(node: Node, depth: number): Tree {
    const at = this.at(node)
    const tag = ownTag(node)
    if (isSeq(node)) {
      const items: Item[] = node.items.map(item => {
        const value = this.tree(item, depth + 1)
        return { value, conditional: this.conditional(value.at.start, at) }
      })
      return { kind: 'list', items, open: this.opened(at, items.map(({ value }) => value.at)), at, ...tag }
    }
    if (!isMap(node)) return this.unknown(node)
    const entries: Entry[] = []
    const merged: Entry[] = []
    for (const pair of node.items) {
      const keyTree = this.tree(pair.key, depth + 1)
      const key = keyTree.kind === 'scalar' ? keyTree.text : Text.whole(this.doc, keyTree.at.start, keyTree.at.end, MASK)
      const value = pair.value === null ? this.nothing(key) : this.tree(pair.value, depth + 1)
      if (key.value === '<<' && keyTree.kind === 'scalar' && !keyTree.quoted) {
        merged.push(...mergeEntries(value))
        continue
      }
      entries.push({ key, value: this.filled(key, value), conditional: this.conditional(key.at.start, at) })
    }
    const own = new Set(entries.map(({ key }) => key.value))
    const all = merged.length === 0 ? entries : [...merged.filter(({ key }) => !own.has(key.value)), ...entries]
    return { kind: 'map', entries: all, open: this.opened(at, entries.map(({ value }) => value.at)), at, ...tag }
  }

  /** `key:` with nothing behind it but a line that a template prints: its value is unknown, not empty. */
  private filled(key: Text, value: Tree): Tree {
    if (value.kind !== 'scalar' || !value.empty || this.openings.length === 0) return value
    const from = key.at.end
    const opening = this.openings.find(offset => offset >= from)
    if (opening === undefined || this.source.slice(from, opening).replace(/^["']?\s*:/, '').trim() !== '') return value
    const end = this.doc.holes.find(hole => hole.start === opening)?.end ?? opening
    const at = { doc: this.doc, start: opening, end }
    return { kind: 'scalar', text: Text.whole(this.doc, opening, end, MASK), quoted: false, empty: false, at }
  }

  private scalar(node: YamlScalar): Scalar {
    const [start = 0, end = start] = node.range ?? []
    const value = String(node.value ?? '')
    const style = styleOf(node)
    const [from, to] = [this.base + start, this.base + end]
    const text = scalarText(this.doc, this.source, style, from, to, value)
    const empty = style === 'plain' && (value === '' || value === '~' || /^(?:null|Null|NULL)$/.test(value))
    return { kind: 'scalar', text, quoted: style !== 'plain', empty, at: this.at(node), ...ownTag(node) }
  }

  private nothing(key: Text): Scalar {
    const at = { doc: this.doc, start: key.at.end, end: key.at.end }
    return { kind: 'scalar', text: Text.linear(this.doc, at.start, at.end, ''), quoted: false, empty: true, at }
  }

  private unknown(node: unknown): Scalar {
    const at = this.at(node)
    return { kind: 'scalar', text: Text.whole(this.doc, at.start, at.end, MASK), quoted: false, empty: false, at }
  }

  private at(node: unknown): Location {
    const range = typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? node.range : [0, 0]
    const start = this.base + Number(range[0] ?? 0)
    let end = this.base + Number(range[1] ?? range[0] ?? 0)
    while (end > start && /\s/.test(this.source[end - 1] ?? '')) end--
    return { doc: this.doc, start, end }
  }

  /** In an `{{ if }}` that does not enclose the whole map or list. */
  private conditional(offset: number, inside: Location): boolean {
    return this.doc.regions.some(region => encloses(region, offset) && !(region.start <= inside.start && region.end >= inside.end))
  }

  /** A line that prints something of unknown shape stands where this collection is still open, and not in one of its scalars. */
  private opened(at: Location, inside: readonly Location[]): boolean {
    if (this.openings.length === 0) return false
    const column = this.columnOf(at.start)
    return this.openings.some(offset => {
      if (inside.some(place => place.start <= offset && offset < place.end)) return this.inCollection(offset)
      if (offset >= at.start && offset < at.end) return true
      return offset >= at.end && this.stillOpen(at.end, offset, column)
    })
  }

  /** A hole in a block scalar prints text of that scalar, nothing else. */
  private inCollection(offset: number): boolean {
    const scalar = this.blockScalarAt(offset)
    return !scalar
  }

  private blockScalarAt(offset: number): boolean {
    return this.blocks().some(({ start, end }) => start <= offset && offset < end)
  }

  private known: { start: number; end: number }[] | undefined

  /** Ranges of all block and quoted scalars of this part. */
  private blocks(): { start: number; end: number }[] {
    if (this.known !== undefined) return this.known
    const found: { start: number; end: number }[] = []
    const walk = (node: unknown, depth: number): void => {
      if (depth > DEEPEST) return
      if (isScalar(node)) {
        if (styleOf(node) !== 'plain' && node.range) found.push({ start: this.base + node.range[0], end: this.base + node.range[1] })
      } else if (isMap(node)) for (const pair of node.items) walk(pair.value, depth + 1)
      else if (isSeq(node)) for (const item of node.items) walk(item, depth + 1)
    }
    walk(this.parsed.contents, 0)
    this.known = found
    return found
  }

  private columnOf(offset: number): number {
    return offset - (this.source.lastIndexOf('\n', offset - 1) + 1)
  }

  /** Between the end of the collection and the hole stand only blanks, comments and lines that are no less indented. */
  private stillOpen(end: number, offset: number, column: number): boolean {
    const between = this.source.slice(end, offset)
    return between.split('\n').every(line => line.trim() === '' || line.trimStart().startsWith('#') || line.length - line.trimStart().length >= column)
  }
}

const encloses = (region: Region, offset: number): boolean => region.start <= offset && offset < region.end

/** Entries of `<<: *a` or `<<: [*a, *b]`: of several, the first wins, so it stands last. */
function mergeEntries(value: Tree): Entry[] {
  const maps: readonly Tree[] = value.kind === 'list' ? value.items.map(item => item.value).reverse() : [value]
  return maps.flatMap(tree => (tree.kind === 'map' ? (tree satisfies TreeMap).entries : []))
}

function styleOf(node: YamlScalar): Style {
  switch (node.type) {
    case 'BLOCK_LITERAL':
      return 'literal'
    case 'BLOCK_FOLDED':
      return 'folded'
    case 'QUOTE_DOUBLE':
      return 'double'
    case 'QUOTE_SINGLE':
      return 'single'
    default:
      return 'plain'
  }
}

/** Tags such as `!Sub`; those of YAML itself mean nothing here. */
function ownTag(node: Node): { tag?: string } {
  const { tag } = node
  return typeof tag === 'string' && tag.startsWith('!') ? { tag } : {}
}
