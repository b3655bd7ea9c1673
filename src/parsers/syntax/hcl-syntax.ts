import type { Node, Parser, Tree } from 'web-tree-sitter'
import type { Document } from '../../model/document.js'
import { loadParser } from './hcl-wasm.js'

export type SyntaxNode = Node

let parser: Parser | undefined
let clock: (() => number) | undefined

/** Loads the grammar; awaited once before anything is read with it. With `elapsed`, milliseconds from anywhere, no text takes for ever. */
export async function prepareHcl(elapsed?: () => number): Promise<void> {
  clock ??= elapsed
  parser ??= await loadParser()
}

/**
 * What the grammar makes of a document, for as long as `use` runs; nothing, and `isCut`, where it looks at the same characters again and
 * again. Throws only if `prepareHcl` was not awaited.
 */
export function withSyntax<T>(doc: Document, use: (root: SyntaxNode, isCut: boolean) => T): T {
  if (parser === undefined) throw new Error('HCL is read before prepareHcl')
  const found = parsed(parser, doc.source)
  const syntax = found ?? parser.parse('')
  if (syntax === null) throw new Error('no grammar')
  try {
    return use(syntax.rootNode, found === undefined)
  } finally {
    syntax.delete()
  }
}

/** Terraform before 0.12 took `"${f(\"a\")}"` for `"${f("a")}"` (hashicorp/hcl v1, scanner); offsets stay. */
const INTERPOLATION = /\$\{[^{}\n]*\}/g

function parsed(parser: Parser, source: string): Tree | undefined {
  const syntax = bounded(parser, source)
  if (syntax === undefined || !syntax.rootNode.hasError) return syntax
  const mended = source.replace(INTERPOLATION, found => found.replaceAll('\\"', ' "'))
  if (mended === source) return syntax
  const again = bounded(parser, mended)
  if (again === undefined) return syntax
  syntax.delete()
  return again
}

/** Characters the parser is handed at once; fewer make the count of what it reads finer. */
const CHUNK = 1024
/** How often it may read a text, and characters it may read on top. What is not made to hang it is read twice, what is broken a few times. */
const MOST_READINGS = 64
const FREE = 4_000_000

/** Milliseconds a text may take, and for each of its characters on top: thirty times what it takes otherwise. */
const PATIENCE = 2_000
const PER_CHARACTER = 0.02

/**
 * Behind an error the grammar skips a character and reads on, up to where its token would end: of a line of 20,000 blanks it reads 200
 * million characters. What it reads is counted, and a text of which it reads too much ends there; undefined then. What only takes longer
 * with each token (`"a" "a" …`) shows in nothing but the time.
 */
function bounded(parser: Parser, source: string): Tree | undefined {
  let left = FREE + MOST_READINGS * source.length
  let isParsing = true
  const now = clock
  const last = now === undefined ? 0 : now() + PATIENCE + PER_CHARACTER * source.length
  const isLate = (): boolean => now !== undefined && now() > last
  const syntax = parser.parse(
    index => {
      const chunk = source.slice(index, index + CHUNK)
      if (isParsing) left -= chunk.length
      return left < 0 ? undefined : chunk
    },
    null,
    { progressCallback: isLate },
  )
  if (syntax === null) {
    // else the next text is read as the rest of this one
    parser.reset()
    return undefined
  }
  // the tree asks as well, for the text of its nodes
  isParsing = false
  if (left >= 0) return syntax
  syntax.delete()
  return undefined
}
