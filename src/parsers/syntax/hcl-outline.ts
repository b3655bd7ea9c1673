import type { Document } from '../../model/document.js'
import { type SyntaxNode, withSyntax } from './hcl-syntax.js'
import { type Outline, ordered, type Step } from './outline.js'
import { entryName, itemName } from './tree-outline.js'

/** Levels of syntax; what is nested deeper has no names of its own. */
const DEEPEST = 400

/** The outline of HCL: blocks by type and labels, or by the name in them, and attributes. Throws only if `prepareHcl` was not awaited. */
export function hclOutline(doc: Document): Outline {
  return withSyntax(doc, root => {
    const steps: Step[] = []
    const descend = (node: SyntaxNode, outer: Step | undefined, depth: number, name = nameOf(node)): void => {
      if (depth > DEEPEST || node.type === 'template_expr' || node.type === 'literal_value') return
      let inner = outer
      if (name !== undefined) {
        const { startIndex: start, endIndex: end } = node
        inner = { start, end, value: valueIn(node), name, isEntry: true, ...(outer && { outer }) }
        steps.push(inner)
      }
      for (const child of node.children) {
        const object = node.type === 'tuple' && child.type === 'expression' ? objectIn(child) : undefined
        descend(child, inner, depth + 1, object === undefined ? nameOf(child) : itemName(attributeOf(object)))
      }
    }
    descend(root, undefined, 0)
    return ordered(steps)
  })
}

function nameOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'attribute':
      return entryName(node.children[0]?.text ?? '')
    case 'object_elem':
      return entryName(unquoted(expression(node)?.text ?? ''))
    case 'block':
      return blockName(node)
    default:
      return undefined
  }
}

function blockName(block: SyntaxNode): string {
  const { children } = block
  const stop = children.findIndex(({ type }) => type === 'block_start')
  const [type = '', ...labels] = children
    .slice(0, stop === -1 ? 1 : stop)
    .filter(child => child.type !== 'comment')
    .map(child => unquoted(child.text))
  if (labels.length > 0) return [type, ...labels].map(entryName).join('')
  const body = children.find(child => child.type === 'body')
  return entryName(type) + itemName(body === undefined ? undefined : attributeOf(body))
}

const NAMING = ['name', 'key', 'device_name', 'path', 'id']

/** What a block without labels, or an object of a list, is called: it may have siblings. */
function attributeOf(body: SyntaxNode): string | undefined {
  for (const wanted of NAMING)
    for (const child of body.children) {
      const [first, ...others] = child.children
      if (child.type !== 'attribute' && child.type !== 'object_elem') continue
      if (unquoted(first?.text ?? '') !== wanted) continue
      const value = others.find(({ type }) => type === 'expression')?.text
      if (value !== undefined) return unquoted(value).replace(/\s+/g, ' ')
    }
  return undefined
}

function objectIn(item: SyntaxNode): SyntaxNode | undefined {
  const value = item.children.find(({ type }) => type === 'collection_value')
  return value?.children.find(({ type }) => type === 'object')
}

const expression = (node: SyntaxNode): SyntaxNode | undefined => node.children.find(({ type }) => type === 'expression')

/** Behind the key; of a block, its braces. */
function valueIn(node: SyntaxNode): number {
  const [, ...rest] = node.children
  return (rest.findLast(({ type }) => type === 'expression' || type === 'body') ?? node).startIndex
}

const unquoted = (text: string): string => text.replace(/^"(.*)"$/s, '$1')
