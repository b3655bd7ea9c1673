import { type Document, type Hint, type Hole, type Host, outermost } from '../model/document.js'
import type { Input } from '../model/input.js'
import { firstIndex } from '../model/search.js'
import { MASK, type Text } from '../model/text.js'
import { scan } from './syntax/holes.js'

/** What a carrier says of a document it holds. */
export interface Part {
  /** A few words for the uri of the child: `write_files[3]`, `kubelet.service`. */
  readonly name: string
  readonly path?: string
  readonly host?: Host
  readonly hint?: Hint
}

/** What a running cluster says: nobody fills in templates there, only the kubelet expands `$(NAME)` in commands. */
export function openLive({ uri, source, ...rest }: Input): Document {
  const { holes } = scan(source, uri, [])
  return { uri, source, holes: holes.filter(({ kind }) => kind === 'variable'), regions: [], ...rest }
}

/** A document on disk or from standard input. A byte order mark is dropped, and remembered. */
export function open(uri: string, source: string, hint?: Hint): Document {
  const bom = source.charCodeAt(0) === 0xfeff ? 1 : 0
  const text = bom === 1 ? source.slice(1) : source
  return { uri, source: text, ...scan(text, uri, []), ...(bom === 1 ? { bom } : {}), ...(hint && { hint }) }
}

/**
 * A document inside another one: its offsets map through `text`. It is cut from the unmasked source of
 * its parents and inherits their holes, so that `$${X}` stays the literal it was and `${X}` of a Terraform heredoc
 * stays a hole even where the child's own reader would look the variable up.
 */
export function embed(text: Text, part: Part): Document {
  let source = ''
  const inherited: Hole[] = []
  let offset = 0
  for (const { doc, start, end, length, linear } of text.pieces) {
    if (!linear) {
      const piece = text.value.slice(offset, offset + length)
      if (piece.includes(MASK)) inherited.push({ start: offset, end: offset + length, kind: 'value' })
      source += piece
    } else {
      source += doc.source.slice(start, end)
      for (let i = firstHole(doc.holes, start); i < doc.holes.length; i++) {
        const hole = doc.holes[i]!
        if (hole.start >= end) break
        if (hole.kind === 'variable') continue
        inherited.push({
          start: offset + Math.max(hole.start, start) - start,
          end: offset + Math.min(hole.end, end) - start,
          kind: hole.kind,
        })
      }
    }
    offset += length
  }
  return child(text, source, inherited, part, false)
}

/** Index of the first hole that reaches beyond `offset`; holes are sorted and do not overlap. */
export const firstHole = (holes: readonly Hole[], offset: number): number =>
  firstIndex(holes, ({ end }) => end > offset)

/** A document whose positions cannot be mapped (base64, gzip): on disk it is the whole of `outer`. */
export function embedDecoded(outer: Text, source: string, part: Part): Document {
  return child(outer, source, [], part, true)
}

function child(text: Text, source: string, inherited: readonly Hole[], part: Part, decoded: boolean): Document {
  const { name, ...rest } = part
  const first = text.pieces[0]
  const uri = `${first === undefined ? '' : first.doc.uri}#${name}`
  return { uri, source, ...scan(source, rest.path ?? uri, inherited), ...rest, parent: { text, decoded } }
}

/** Names of hosts for carriers: one per carrier document. */
export const hostOf = (doc: Document): Host => doc.host ?? { id: doc.uri }

/** How deep a document is nested; the engine stops at a bound. */
export function depth(doc: Document): number {
  let n = 0
  for (let at: Document | undefined = doc; at?.parent !== undefined; at = at.parent.text.pieces[0]?.doc) n++
  return n
}

export { outermost }
