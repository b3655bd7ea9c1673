import type { CST } from 'yaml'
import type { Document } from '../../model/document.js'
import { Text } from '../../model/text.js'
import { blockPieces } from './yaml-block.js'
import { doubleQuoted, folding } from './yaml-flow.js'
import { type Pieces, pieces } from './yaml-pieces.js'

export interface ScalarToken {
  readonly text: Text
  /** Behind the last character that is part of the value, in the document. */
  readonly end: number
  /** Of a block scalar: where further lines of it would stand, and how far they would be indented. */
  readonly block?: { readonly resume: number; readonly indent: number }
}

/**
 * The Text of a scalar token that begins at `base + token.offset` of the document; `value` is what the parser made of it.
 * A map that does not rebuild the parser's own value stands for the whole scalar (docs/ARCHITECTURE.md, Positions).
 */
export function readScalar(
  doc: Document,
  base: number,
  token: CST.FlowScalar | CST.BlockScalar,
  value: string,
): ScalarToken {
  const start = base + token.offset
  if (token.type === 'block-scalar') {
    const block = blockPieces(doc, start, token)
    return { text: built(block.built, doc, start, block.end, value), end: block.end, block }
  }
  const { source, type } = token
  const end = start + source.length
  const quotes = type === 'scalar' ? 0 : 1
  if (value.length === source.length - 2 * quotes && source.startsWith(value, quotes))
    return { text: Text.linear(doc, start + quotes, end - quotes, value), end }
  const made = pieces(doc)
  if (type === 'double-quoted-scalar') doubleQuoted(source, start, made)
  else folding(source.slice(quotes, source.length - quotes), start + quotes, quotes === 1, made)
  return { text: built(made, doc, start, end, value), end }
}

function built(made: Pieces, doc: Document, start: number, end: number, value: string): Text {
  return made.value() === value ? made.text(end) : Text.whole(doc, start, end, value)
}
