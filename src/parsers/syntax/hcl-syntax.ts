import type { Node, Parser, Tree } from 'web-tree-sitter'
import type { Document } from '../../model/document.js'
import { loadParser } from './hcl-wasm.js'

export type SyntaxNode = Node

let parser: Parser | undefined

/** Loads the grammar; awaited once before anything is read with it. */
export async function prepareHcl(): Promise<void> {
  parser ??= await loadParser()
}

/** What the grammar makes of a document, for as long as `use` runs. Throws only if `prepareHcl` was not awaited. */
export function withSyntax<T>(doc: Document, use: (root: SyntaxNode) => T): T {
  if (parser === undefined) throw new Error('HCL is read before prepareHcl')
  const syntax = parsed(parser, doc.source)
  try {
    return use(syntax.rootNode)
  } finally {
    syntax.delete()
  }
}

/** Terraform before 0.12 took `"${f(\"a\")}"` for `"${f("a")}"` (hashicorp/hcl v1, scanner); offsets stay. */
const INTERPOLATION = /\$\{[^{}\n]*\}/g

function parsed(parser: Parser, source: string): Tree {
  const syntax = parser.parse(source)
  if (syntax === null) throw new Error('no grammar')
  if (!syntax.rootNode.hasError) return syntax
  const mended = source.replace(INTERPOLATION, found => found.replaceAll('\\"', ' "'))
  if (mended === source) return syntax
  const again = parser.parse(mended)
  if (again === null) return syntax
  syntax.delete()
  return again
}
