import type { Node } from 'web-tree-sitter'
import type { Document } from '../../model/document.js'
import type { Problem } from '../../model/fragment.js'
import { append } from '../../model/lists.js'
import type { Location } from '../../model/location.js'
import { MASK, Text } from '../../model/text.js'
import {
  type Entry,
  type Item,
  type Scalar,
  type Tree,
  type TreeList,
  type TreeMap,
  unseenList,
  unseenMap,
} from '../../model/tree.js'
import type { Call, Reference } from './hcl.js'
import { heredocText, type Insert, quotedText } from './hcl-template.js'

/** Nesting of expressions beyond this is not read. */
const DEPTH = 100
/** Characters of locals that one document may repeat elsewhere: `local.a` in `local.b` in … must not multiply. */
const REPEATED = 1_000_000

const INTERPOLATION = 'template_interpolation'
const TAGS: ReadonlySet<string> = new Set([
  'template_if_intro',
  'template_else_intro',
  'template_if_end',
  'template_for_start',
  'template_for_end',
])

/** A local: its expression, then its value; `size` counts the characters of what it repeats too. */
interface Local {
  readonly node: Node
  value?: { readonly tree: Tree; readonly size: number }
  busy: boolean
}

/** State of one reading of a document: the side tables, the locals, the budget. */
export class HclReader {
  readonly labels = new Map<Tree, readonly Text[]>()
  readonly calls = new Map<Tree, Call>()
  readonly references: Reference[] = []
  readonly problems: Problem[] = []
  private readonly masked: string
  private readonly locals = new Map<string, Local>()
  private repeated = 0
  /** How many locals are being read because another one names them. */
  private chain = 0

  constructor(private readonly doc: Document) {
    this.masked = masked(doc)
  }

  file(root: Node, wanted: (block: string) => boolean): TreeMap {
    const at = this.at(root)
    const [only] = named(root)
    if (only?.type === 'object') return this.object(only, 0)
    const { source } = this.doc
    const nodes: Node[] = []
    for (const child of root.children) {
      for (const node of child.type === 'body' ? child.children : [child]) {
        if (node.type !== 'block') nodes.push(node)
        else {
          const text = source.slice(node.startIndex, node.endIndex)
          if (text.startsWith('locals')) this.collectLocals(node)
          if (wanted(text)) nodes.push(node)
        }
      }
    }
    return this.body(nodes, at, 0)
  }

  private at(node: Node): Location {
    return { doc: this.doc, start: node.startIndex, end: node.endIndex }
  }

  private collectLocals(block: Node): void {
    if (block.children[0]?.text !== 'locals') return
    const inner = block.children.find(child => child.type === 'body')
    for (const attribute of inner?.children ?? []) {
      const [name] = attribute.children
      const node = expressionOf(attribute)
      if (attribute.type === 'attribute' && name !== undefined && node !== undefined && !attribute.hasError)
        this.locals.set(name.text, { node, busy: false })
    }
  }

  private body(nodes: readonly Node[], at: Location, depth: number): TreeMap {
    const entries: Entry[] = []
    const blocks = new Map<string, { index: number; items: Item[]; open: boolean }>()
    let open = false
    for (const node of nodes) {
      const [head] = node.children
      if (node.type === 'ERROR') open = true
      else if (node.type === 'attribute' && head !== undefined) {
        const key = this.linear(head)
        entries.push({ key, value: this.attribute(key.value, node, depth), conditional: false })
      } else if (node.type === 'block' && head !== undefined) {
        const { key, item } = this.block(node, depth)
        let list = blocks.get(key.value)
        if (list === undefined) {
          list = { index: entries.length, items: [], open: false }
          blocks.set(key.value, list)
          entries.push({ key, value: item.value, conditional: false })
        }
        list.items.push(item)
        if (item.conditional) list.open = true
      }
    }
    for (const { index, ...list } of blocks.values()) {
      const { key, value } = entries[index]!
      entries[index] = { key, value: { kind: 'list', ...list, at: value.at }, conditional: false }
    }
    return { kind: 'map', entries, open, at }
  }

  /** The value of a local is read once, wherever it is asked for first. */
  private attribute(name: string, node: Node, depth: number): Tree {
    const value = expressionOf(node)
    if (value === undefined) return this.unknown(node, depth)
    const local = this.locals.get(name)
    return local !== undefined && local.node.id === value.id
      ? (this.local(local)?.tree ?? this.unknown(value, depth))
      : this.expression(value, depth)
  }

  private block(node: Node, depth: number): { key: Text; item: Item } {
    const [type, ...rest] = node.children
    const stop = rest.findIndex(child => child.type === 'block_start')
    const labelNodes = rest.slice(0, stop === -1 ? 0 : stop).filter(child => child.type !== 'comment')
    const labels = labelNodes.map(child =>
      child.type === 'identifier' ? this.linear(child) : this.template(child, depth),
    )
    const last = labelNodes[labelNodes.length - 1] ?? type ?? node
    const at = { doc: this.doc, start: node.startIndex, end: last.endIndex }
    const inner = rest.filter(child => child.type === 'body').flatMap(child => child.children)
    const errors = rest.filter(child => child.type === 'ERROR')
    const key = this.linear(type ?? node)
    if (depth >= DEPTH) {
      this.tooDeep(node)
      return { key, item: { value: unseenMap(at), conditional: false } }
    }
    const [label] = labels
    const content =
      key.value === 'dynamic' && label !== undefined
        ? inner.find(child => child.type === 'block' && child.children[0]?.text === 'content')
        : undefined
    if (content !== undefined && label !== undefined) {
      for (const child of inner) if (child !== content) this.walk(child, depth + 1)
      return {
        key: label,
        item: { value: this.block(content, depth + 1).item.value, conditional: true },
      }
    }
    const value = this.body([...inner, ...errors], at, depth + 1)
    this.labels.set(value, labels)
    return { key, item: { value, conditional: false } }
  }

  private linear(node: Node): Text {
    return Text.linear(this.doc, node.startIndex, node.endIndex, this.masked.slice(node.startIndex, node.endIndex))
  }

  private tooDeep(node: Node): void {
    if (this.problems.length === 0)
      this.problems.push({ at: this.at(node), what: 'is nested too deeply', because: 'limit' })
  }

  /** What only Terraform can know; references and calls inside it are noted. */
  private unknown(node: Node, depth: number, noted = false): Scalar {
    const at = this.at(node)
    if (!noted) this.walkChildren(node, depth)
    const text = Text.whole(this.doc, at.start, at.end, MASK.repeat(Math.max(1, at.end - at.start)))
    return { kind: 'scalar', text, quoted: false, empty: false, at }
  }

  /** Notes references and calls below an expression whose value nobody needs. */
  private walk(node: Node, depth: number): void {
    if (depth >= DEPTH) this.tooDeep(node)
    else if (node.type === 'expression') this.expression(node, depth)
    else if (node.type === 'function_call') this.call(node, depth)
    else this.walkChildren(node, depth)
  }

  private walkChildren(node: Node, depth: number): void {
    const children = node.children
    for (const [i, child] of children.entries()) {
      if (child.type === 'variable_expr') this.traversal(children, i)
      else if (child.childCount > 0) this.walk(child, depth + 1)
    }
  }

  /** Notes `a.b[0].c`, which stands in siblings: the variable, then its attributes and indexes. */
  private traversal(nodes: readonly Node[], from = 0): readonly string[] {
    const head = nodes[from]
    if (head === undefined) return []
    const path = [head.text]
    let { endIndex: end } = head
    for (let i = from + 1; i < nodes.length; i++) {
      const node = nodes[i]!
      if (node.type === 'get_attr') path.push(node.children[1]?.text ?? '')
      else if (node.type === 'splat') append(path, attributes(node))
      else if (node.type !== 'index') break
      end = node.endIndex
    }
    this.references.push({ path, at: { doc: this.doc, start: head.startIndex, end } })
    return path
  }

  private expression(node: Node, depth: number): Tree {
    if (depth >= DEPTH) {
      this.tooDeep(node)
      return this.unknown(node, depth, true)
    }
    const children = node.children.filter(child => child.type !== 'comment')
    const [first, second, third] = children
    if (first === undefined || node.hasError) return this.unknown(node, depth)
    if (first.type === '(' && second !== undefined && third?.type === ')' && children.length === 3)
      return this.expression(second, depth + 1)
    if (children.length === 1) return this.term(first, depth + 1)
    if (first.type !== 'variable_expr') return this.unknown(node, depth)
    const path = this.traversal(children)
    for (const child of children.slice(1)) if (child.type === 'index') this.walk(child, depth + 1)
    if (path.length === 2 && children.length === 2 && path[0] === 'local') {
      const value = this.resolve(path[1] ?? '')
      if (value !== undefined) return value
    }
    return this.unknown(node, depth, true)
  }

  private term(node: Node, depth: number): Tree {
    const [child] = named(node)
    switch (node.type) {
      case 'literal_value':
        return child === undefined ? this.unknown(node, depth) : this.literal(child, depth)
      case 'template_expr':
        return child === undefined ? this.unknown(node, depth) : this.string(child, depth)
      case 'collection_value':
        if (child?.type === 'tuple') return this.tuple(child, depth)
        return child?.type === 'object' ? this.object(child, depth) : this.unknown(node, depth)
      case 'for_expr': {
        this.walk(node, depth)
        const at = this.at(node)
        return child?.type === 'for_object_expr' ? unseenMap(at) : unseenList(at)
      }
      case 'variable_expr':
        this.traversal([node])
        return this.unknown(node, depth, true)
      case 'function_call':
        return this.call(node, depth)
      case 'operation':
        return /^-\s*[\d.]+$/.test(node.text) ? this.bare(node) : this.unknown(node, depth)
      default:
        return this.unknown(node, depth)
    }
  }

  private bare(node: Node): Scalar {
    return {
      kind: 'scalar',
      text: this.linear(node),
      quoted: false,
      empty: node.type === 'null_lit',
      at: this.at(node),
    }
  }

  private literal(node: Node, depth: number): Tree {
    return node.type === 'string_lit' ? this.string(node, depth) : this.bare(node)
  }

  /** `"${x}"` alone is x itself, whatever its type (hashicorp/hcl hclsyntax, TemplateWrapExpr). */
  private string(node: Node, depth: number): Tree {
    const parts = named(node).filter(({ type }) => type !== 'quoted_template_start' && type !== 'quoted_template_end')
    const [only] = parts
    if (node.type === 'quoted_template' && parts.length === 1 && only?.type === INTERPOLATION) {
      const bare = only.startIndex === node.startIndex + 1 && only.endIndex === node.endIndex - 1
      const inner = only.children.find(child => child.type === 'expression')
      if (bare && inner !== undefined) return this.expression(inner, depth + 1)
    }
    return { kind: 'scalar', text: this.template(node, depth), quoted: true, empty: false, at: this.at(node) }
  }

  private template(node: Node, depth: number): Text {
    const inserts: Insert[] = []
    this.inserts(node, depth, inserts)
    const { source } = this.doc
    if (node.type !== 'heredoc_template')
      return quotedText(
        this.doc,
        this.masked,
        node.startIndex + 1,
        Math.max(node.startIndex + 1, node.endIndex - 1),
        inserts,
      )
    const [marker, ...others] = node.children.filter(({ type }) => type === 'heredoc_identifier')
    const start = source.indexOf('\n', marker?.endIndex ?? node.startIndex) + 1
    const closing = others[others.length - 1]?.startIndex ?? node.endIndex
    const end = Math.max(start, source.lastIndexOf('\n', closing - 1) + 1)
    return heredocText(this.doc, this.masked, start, end, inserts, node.children[0]?.text === '<<-')
  }

  private inserts(node: Node, depth: number, into: Insert[]): void {
    if (depth >= DEPTH) {
      this.tooDeep(node)
      return
    }
    for (const child of node.children) {
      if (TAGS.has(child.type)) {
        this.walk(child, depth + 1)
        into.push({ start: child.startIndex, end: child.endIndex, kind: 'tag' })
      } else if (child.type === INTERPOLATION) into.push(this.interpolation(child, depth))
      else if (child.type.startsWith('template_') && child.childCount > 0) this.inserts(child, depth + 1, into)
      else if (child.type === 'ERROR') into.push({ start: child.startIndex, end: child.endIndex, kind: 'value' })
    }
  }

  /** `${~ x ~}` takes the white space of its line along. */
  private interpolation(node: Node, depth: number): Insert {
    const { source } = this.doc
    let [start, end] = [node.startIndex, node.endIndex]
    if (source.startsWith('${~', start)) while (/[ \t]/.test(source.charAt(start - 1))) start--
    if (source.startsWith('~}', end - 2))
      end += /^[ \t]*(?:\r?\n)?/.exec(source.slice(end, end + 1000))?.[0].length ?? 0
    const inner = node.children.find(child => child.type === 'expression')
    const value = inner === undefined ? undefined : this.expression(inner, depth + 1)
    const known = value?.kind === 'scalar' && !value.empty && value.text.known ? { text: value.text } : {}
    return { start, end, kind: 'value', ...known }
  }

  private tuple(node: Node, depth: number): TreeList {
    const items: Item[] = []
    for (const child of node.children)
      if (child.type === 'expression') items.push({ value: this.expression(child, depth + 1), conditional: false })
    return { kind: 'list', items, open: node.children.some(({ type }) => type === 'ERROR'), at: this.at(node) }
  }

  private object(node: Node, depth: number): TreeMap {
    const entries: Entry[] = []
    for (const child of node.children) {
      if (child.type !== 'object_elem') continue
      const expressions = child.children.filter(({ type }) => type === 'expression')
      const [key, value] = expressions
      if (key === undefined || value === undefined) continue
      entries.push({ key: this.key(key, depth), value: this.expression(value, depth + 1), conditional: false })
    }
    return { kind: 'map', entries, open: node.children.some(({ type }) => type === 'ERROR'), at: this.at(node) }
  }

  /** A bare word as a key is that word; in parentheses it is an expression. */
  private key(node: Node, depth: number): Text {
    const [only, more] = node.children
    if (only?.type === 'variable_expr' && more === undefined) return this.linear(only)
    const value = this.expression(node, depth + 1)
    return value.kind === 'scalar' ? value.text : this.unknown(node, depth, true).text
  }

  private call(node: Node, depth: number): Tree {
    if (depth >= DEPTH) {
      this.tooDeep(node)
      return this.unknown(node, depth, true)
    }
    const name = node.children[0]?.text ?? ''
    const list = node.children.find(({ type }) => type === 'function_arguments')
    const expressions = list?.children.filter(({ type }) => type === 'expression') ?? []
    const args = expressions.map(one => this.expression(one, depth + 1))
    const [only] = args
    const value = /^(?:json|yaml)encode$/.test(name) && only !== undefined ? only : this.unknown(node, depth, true)
    this.calls.set(value, { name, args, at: this.at(node) })
    return value
  }

  /** The value of `local.name`, if it is certain and may still be repeated. */
  private resolve(name: string): Tree | undefined {
    const local = this.locals.get(name)
    if (local === undefined) return undefined
    const value = this.local(local)
    if (value === undefined || this.repeated + value.size > REPEATED) return undefined
    this.repeated += value.size
    return value.tree
  }

  private local(local: Local): { readonly tree: Tree; readonly size: number } | undefined {
    if (local.value !== undefined) return local.value
    if (local.busy || this.chain >= DEPTH / 2) return undefined
    local.busy = true
    this.chain++
    const before = this.repeated
    const tree = this.expression(local.node, 1)
    local.busy = false
    this.chain--
    local.value = { tree, size: local.node.endIndex - local.node.startIndex + this.repeated - before }
    return local.value
  }
}

const named = (node: Node): readonly Node[] => node.namedChildren.filter(child => child.type !== 'comment')

function attributes(node: Node): string[] {
  return node.children.flatMap(child =>
    child.type === 'get_attr' ? [child.children[1]?.text ?? ''] : child.childCount > 0 ? attributes(child) : [],
  )
}

const expressionOf = (attribute: Node): Node | undefined =>
  attribute.children.find(child => child.type === 'expression' && !child.isMissing)

/** The source with the holes of other template engines masked; Terraform's own are this reader's business. */
function masked(doc: Document): string {
  let text = ''
  let at = 0
  for (const { start, end, kind } of doc.holes) {
    if (kind === 'variable' || start < at || /[$%]/.test(doc.source.charAt(start))) continue
    text += doc.source.slice(at, start) + MASK.repeat(end - start)
    at = end
  }
  return text + doc.source.slice(at)
}
