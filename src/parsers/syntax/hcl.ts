import type { Document } from '../../model/document.js'
import type { Problem } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { firstIndex } from '../../model/search.js'
import type { Text } from '../../model/text.js'
import type { Tree, TreeMap } from '../../model/tree.js'
import type { Remarks } from '../format.js'
import { HclReader } from './hcl-reader.js'
import { type SyntaxNode, withSyntax } from './hcl-syntax.js'

export { prepareHcl } from './hcl-syntax.js'

/** `templatefile("x.tpl", { … })`: the name and the arguments as Trees. */
export interface Call {
  readonly name: string
  readonly args: readonly Tree[]
  readonly at: Location
}

/** `aws_lb.api[0].arn` -> `['aws_lb', 'api', 'arn']`; indexes and splats are left out. */
export interface Reference {
  readonly path: readonly string[]
  readonly at: Location
}

/**
 * A document of HCL. Attributes are entries. Blocks of one type are one entry whose value is a list of maps, in order,
 * whatever their number; labels are not in the tree but in `labels`. `dynamic "x"` is a conditional item of `x`'s list,
 * which it opens. Whatever has to be evaluated is a masked scalar; `jsonencode` and `yamlencode` of one argument are that
 * argument's tree. `local.x` is the local's own value if the same document defines it, as a module defines each local
 * once; variables may be overridden and stay unknown.
 */
export interface Hcl {
  readonly tree: TreeMap
  /** Labels of a block, by its body. A block's `at` is its head: type and labels. */
  readonly labels: ReadonlyMap<Tree, readonly Text[]>
  /** Function calls, by the value that stands for them; in the order of the document. */
  readonly calls: ReadonlyMap<Tree, Call>
  /** All references in expressions, by offset; see `mentions`. */
  readonly references: readonly Reference[]
  readonly problems: readonly Problem[]
}

/**
 * Throws only if `prepareHcl` was not awaited. `wanted` sees the text of each block at the top: reading a block costs more
 * than parsing it, so what no format is interested in is left out. Locals are found wherever they are used.
 */
export function readHcl(doc: Document, wanted: (block: string) => boolean = () => true): Hcl {
  return withSyntax(doc, (root, isCut) => {
    const reader = new HclReader(doc)
    const tree = reader.file(root, wanted)
    const problems = [...reader.problems]
    if (isCut)
      problems.push({ at: { doc, start: 0, end: 0 }, what: 'takes longer to read than klint waits', because: 'limit' })
    else if (root.hasError) problems.push(firstError(doc, root))
    const references = reader.references.sort((a, b) => a.at.start - b.at.start)
    return { tree, labels: reader.labels, calls: reader.calls, references, problems }
  })
}

/** Comments as the grammar knows them, and heredocs. Throws only if `prepareHcl` was not awaited. */
export function hclRemarks(doc: Document): Remarks {
  return withSyntax(doc, root => {
    const found = (type: string) =>
      root.descendantsOfType(type).map(node => ({
        start: node.startIndex,
        end: node.startIndex + doc.source.slice(node.startIndex, node.endIndex).trimEnd().length,
      }))
    return { comments: found('comment'), solid: found('heredoc_template') }
  })
}

/** References inside a value's expression. */
export function mentions(hcl: Hcl, tree: Tree): readonly Reference[] {
  const { references } = hcl
  const low = firstIndex(references, ({ at }) => at.start >= tree.at.start)
  let end = low
  while (end < references.length && references[end]!.at.end <= tree.at.end) end++
  return references.slice(low, end)
}

function firstError(doc: Document, root: SyntaxNode): Problem {
  let at = root
  for (let next: SyntaxNode | undefined = root; next !== undefined; ) {
    at = next
    next =
      at.type === 'ERROR' || at.isMissing ? undefined : at.children.find(child => child.hasError || child.isMissing)
  }
  const templated = doc.holes.some(hole => hole.kind !== 'variable' && !/[$%]/.test(doc.source.charAt(hole.start)))
  const line = doc.source.indexOf('\n', at.startIndex)
  const end = Math.max(at.startIndex, Math.min(at.endIndex, line === -1 ? at.endIndex : line))
  return {
    at: { doc, start: at.startIndex, end },
    what: at.isMissing ? `expected \`${at.type}\`` : 'is no HCL',
    because: templated ? 'template' : 'broken',
  }
}
