import type { Document } from '../../model/document.js'
import { append } from '../../model/lists.js'
import { MASK, Text } from '../../model/text.js'

/** A `${…}` or a tag of a directive (`%{ if x }`, `%{ endif }`) in a template; offsets of the document. */
export interface Insert {
  readonly start: number
  readonly end: number
  readonly kind: 'value' | 'tag'
  /** What the value is, where that is certain. */
  readonly text?: Text
}

const ESCAPES = /\\(?:[nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|\$\$(?=\{)|%%(?=\{)/g
const HEREDOC_ESCAPES = /\$\$(?=\{)|%%(?=\{)/g
const NAMED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$', '%': '%' }

/** What `\n`, `\u00e9`, `$$` or `%%` stands for. */
function unescaped(sequence: string): string {
  const named = NAMED[sequence.charAt(1)]
  if (named !== undefined) return named
  const code = Number.parseInt(sequence.slice(2), 16)
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD'
}

/** Literal characters a..b: linear but for escapes. `masked` is the source with the holes of other template engines masked. */
function literal(doc: Document, masked: string, a: number, b: number, escapes: RegExp, into: Text[]): void {
  const raw = doc.source.slice(a, b)
  let from = 0
  for (const { 0: sequence, index } of raw.matchAll(escapes)) {
    if (index > from) into.push(Text.linear(doc, a + from, a + index, masked.slice(a + from, a + index)))
    from = index + sequence.length
    into.push(Text.whole(doc, a + index, a + from, unescaped(sequence)))
  }
  if (from < raw.length) into.push(Text.linear(doc, a + from, b, masked.slice(a + from, b)))
}

/**
 * An unknown value stands as a whole for its `${…}`, as long as it is written, so that a child cut from the Text has a
 * hole there. A tag prints nothing but makes what it encloses conditional: it stays linear, so that the child's own
 * scan finds the statement.
 */
function insert(doc: Document, { start, end, kind, text }: Insert): Text {
  if (text !== undefined) return text
  const mask = MASK.repeat(end - start)
  return kind === 'tag' ? Text.linear(doc, start, end, mask) : Text.whole(doc, start, end, mask)
}

/** The content of a quoted string, without its quotes. */
export function quotedText(
  doc: Document,
  masked: string,
  start: number,
  end: number,
  inserts: readonly Insert[],
): Text {
  const parts: Text[] = []
  let at = start
  for (const one of inserts) {
    if (one.start > at) literal(doc, masked, at, one.start, ESCAPES, parts)
    parts.push(insert(doc, one))
    at = one.end
  }
  if (end > at) literal(doc, masked, at, end, ESCAPES, parts)
  return parts.length === 0 ? Text.linear(doc, start, end) : Text.join(parts)
}

interface Run {
  readonly start: number
  readonly end: number
  /** First on its line, so that `<<-` strips here. */
  readonly first: boolean
}

/** Literal stretches of a heredoc, cut at line ends: the tokens `<<-` looks at. */
function* runs(source: string, start: number, end: number, first: boolean): Generator<Run> {
  let at = start
  let leading = first
  while (at < end) {
    const newline = source.indexOf('\n', at)
    const stop = newline === -1 || newline >= end ? end : newline + 1
    yield { start: at, end: stop, first: leading }
    at = stop
    leading = true
  }
}

const INDENT = /^[ \t]*/

/**
 * The content of a heredoc, from the line after its marker to the start of the line that ends it. `strip` (`<<-`)
 * removes the smallest indentation from every line but blank ones (hashicorp/hcl v2.24.0 hclsyntax/parser_template.go,
 * flushHeredocTemplateParts); a line that begins with `${` or `%{` has none.
 */
export function heredocText(
  doc: Document,
  masked: string,
  start: number,
  end: number,
  inserts: readonly Insert[],
  strip: boolean,
): Text {
  const { source } = doc
  const tokens: (Run | Insert)[] = []
  let at = start
  let first = true
  for (const one of inserts) {
    append(tokens, runs(source, at, one.start, first))
    tokens.push(one)
    at = one.end
    first = false
  }
  append(tokens, runs(source, at, end, first))
  const indentation = strip ? smallest(source, tokens) : 0
  const parts: Text[] = []
  for (const token of tokens) {
    if ('kind' in token) parts.push(insert(doc, token))
    else {
      const skip = token.first && !blank(source, token) ? indentation : 0
      literal(doc, masked, token.start + skip, token.end, HEREDOC_ESCAPES, parts)
    }
  }
  return parts.length === 0 ? Text.linear(doc, start, start) : Text.join(parts)
}

const blank = (source: string, { start, end }: Run): boolean =>
  source.charCodeAt(end - 1) === 10 && source.slice(start, end).trim() === ''

function smallest(source: string, tokens: readonly (Run | Insert)[]): number {
  let least = Number.POSITIVE_INFINITY
  let newline = true
  for (const token of tokens) {
    if ('kind' in token) {
      if (newline) return 0
      continue
    }
    if (token.first && !blank(source, token))
      least = Math.min(least, INDENT.exec(source.slice(token.start, token.end))?.[0].length ?? 0)
    newline = source.charCodeAt(token.end - 1) === 10
  }
  return Number.isFinite(least) ? least : 0
}
