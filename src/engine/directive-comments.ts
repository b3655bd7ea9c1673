import type { Document, Region } from '../model/document.js'
import { append } from '../model/lists.js'
import { position } from '../model/location.js'
import { firstIndex } from '../model/search.js'
import { Text } from '../model/text.js'
import type { Remarks } from '../parsers/format.js'
import { type Directive, EXAMPLE, type Malformed, type Name, readDirective } from './directive.js'
import { commentRemoved, directiveAt, hasItsLine } from './directive-edits.js'

/** What a directive silences, in its own document. */
export type Scope =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'range'; readonly start: number; readonly end: number }

/** A rule that a directive silences, and where. Without a scope it silences nothing. */
export interface Scoped {
  readonly directive: Directive
  readonly name: Name
  readonly scopes: readonly Scope[]
  /** The name in the `enable` that ends the range, which has no use without it. */
  readonly ends?: { readonly directive: Directive; readonly name: Name }
}

export interface Scanned {
  readonly scoped: readonly Scoped[]
  readonly malformed: readonly Malformed[]
}

export const WHOLE = { kind: 'range', start: 0, end: Number.POSITIVE_INFINITY } as const

/** Leaders of all comments klint reads, those of template languages too, with the directive's word behind them. */
const LEADER = /(?:\{\{[-~]?[ \t]{0,8}(?:\/\*|!(?:--)?)|\{#[-+]?|<%#|\/\*|\/\/|[#;])[ \t]{0,8}(?=klint:)/y
const CLOSER = /(?:\*\/[ \t\r\n]*[-~]?\}\}|(?:--)?[-~]?\}\}|[-+]?#\}|-?%>|\*\/)$/
/** Nobody writes more in a comment for klint. */
const LONGEST = 8000

export interface Scanning {
  /** A comment of a template engine stands in a document inside this one as well, whose business it is. */
  readonly isElsewhere: (start: number) => boolean
  readonly currentId: (id: string) => string
}

/** Directives in the comments of one document. */
export function commentDirectives(
  doc: Document,
  remarks: Remarks | undefined,
  { isElsewhere, currentId }: Scanning,
): Scanned {
  const malformed: Malformed[] = []
  const found: Found[] = []
  const comments = commentsOf(doc, remarks?.comments ?? [])
  for (const comment of comments) {
    LEADER.lastIndex = comment.start
    if (!LEADER.test(doc.source) || isElsewhere(comment.start)) continue
    const read = directiveOf(doc, comment, LEADER.lastIndex)
    if (read === undefined) continue
    if ('what' in read) malformed.push(read)
    else found.push({ directive: read, comment })
  }
  if (remarks?.ownLines === true) append(malformed, misplaced(doc, comments))
  if (found.length === 0) return { scoped: [], malformed }
  const parts = [
    inPlace(doc, found, comments, remarks?.solid ?? []),
    inRanges(
      found.filter(({ directive: { verb } }) => verb === 'disable' || verb === 'enable'),
      currentId,
    ),
  ]
  return {
    scoped: parts.flatMap(({ scoped }) => scoped),
    malformed: [...malformed, ...parts.flatMap(({ malformed }) => malformed)],
  }
}

interface Found {
  readonly directive: Directive
  readonly comment: Region
}

/** `ignore` and `ignore-file`, which are about the place they stand at. */
function inPlace(
  doc: Document,
  found: readonly Found[],
  comments: readonly Region[],
  solid: readonly Region[],
): Scanned {
  const scoped: Scoped[] = []
  const malformed: Malformed[] = []
  const below = linesBelow(doc, comments)
  const top = topOf(doc, comments)
  for (const { directive, comment } of found) {
    const { verb, names, at } = directive
    if (verb === 'ignore') {
      const scopes = linesOf(doc, comment, below, solid)
      for (const name of names) scoped.push({ directive, name, scopes })
    } else if (verb === 'ignore-file' && comment.start <= top)
      for (const name of names) scoped.push({ directive, name, scopes: [WHOLE] })
    else if (verb === 'ignore-file')
      malformed.push({ at, what: '`klint: ignore-file` stands below the first content', help: 'move it to the top' })
  }
  return { scoped, malformed }
}

/** From each `disable` to the `enable` that names the same rule, or to the end of the document. */
function inRanges(found: readonly Found[], currentId: Scanning['currentId']): Scanned {
  const scoped: Scoped[] = []
  const malformed: Malformed[] = []
  /** Rules that are disabled, with the index of what disabled them. */
  const open = new Map<string, number>()
  for (const { directive, comment } of found)
    for (const name of directive.names) {
      const id = currentId(name.written)
      const index = open.get(id)
      const opened = index === undefined ? undefined : scoped[index]
      if (directive.verb === 'disable') {
        const range = { kind: 'range', start: comment.end, end: Number.POSITIVE_INFINITY } as const
        if (opened === undefined) open.set(id, scoped.length)
        // What is disabled already cannot be disabled once more.
        scoped.push({ directive, name, scopes: opened === undefined ? [range] : [] })
      } else if (index === undefined || opened === undefined) {
        const what = `no \`klint: disable[${name.written}]\` stands above this \`enable\``
        malformed.push({ at: name.at, what, help: 'remove it' })
      } else {
        const range = { kind: 'range', start: opened.directive.at.end, end: comment.start } as const
        scoped[index] = { ...opened, scopes: [range], ends: { directive, name } }
        open.delete(id)
      }
    }
  return { scoped, malformed }
}

function directiveOf(doc: Document, comment: Region, from: number): Directive | Malformed | undefined {
  const { start, end } = comment
  const at = { doc, start, end }
  const closer = CLOSER.exec(doc.source.slice(Math.max(from, end - 40), end))?.[0].length ?? 0
  const text = Text.linear(doc, from, Math.max(from, Math.min(end - closer, from + LONGEST)))
  const words = readDirective(text)
  if (words === undefined) return undefined
  if ('what' in words) return { at, ...words }
  return directiveAt(at, words, () => [commentRemoved(at)])
}

/** The syntax's own comments and those of template engines, which no other syntax sees; without the `\r` of a line end. */
function commentsOf({ holes, source }: Document, own: readonly Region[]): readonly Region[] {
  const isInside = (at: number): boolean => {
    const next = own[firstIndex(own, ({ end }) => end > at)]
    return next !== undefined && next.start <= at
  }
  const others = holes.filter(({ kind, start }) => kind === 'comment' && !isInside(start))
  const all = others.length === 0 ? own : [...own, ...others].sort((a, b) => a.start - b.start)
  return all.map(({ start, end }) => ({ start, end: source[end - 1] === '\r' ? end - 1 : end }))
}

/** The line below each comment that has its lines to itself; comments that follow without an empty line are passed over. */
function linesBelow(doc: Document, comments: readonly Region[]): ReadonlyMap<number, number> {
  const below = new Map<number, number>()
  for (let i = comments.length - 1; i >= 0; i--) {
    const { start, end } = comments[i]!
    if (!hasItsLine(doc.source, start, end)) continue
    const next = position(doc, end).line + 1
    below.set(position(doc, start).line, below.get(next) ?? next)
  }
  return below
}

/** The line below a comment of its own; else its line, and the first line of the value or command that ends there. */
function linesOf(
  doc: Document,
  { start, end }: Region,
  below: ReadonlyMap<number, number>,
  solid: readonly Region[],
): readonly Scope[] {
  const { line } = position(doc, start)
  const next = hasItsLine(doc.source, start, end) ? below.get(line) : undefined
  if (next !== undefined) return [{ kind: 'line', line: next }]
  const before = solid[firstIndex(solid, region => region.end > start) - 1]
  if (before === undefined || position(doc, before.end).line !== line) return [{ kind: 'line', line }]
  return [
    { kind: 'line', line },
    { kind: 'line', line: position(doc, before.start).line },
  ]
}

/** Where a document's own content begins: behind comments, statements of templates, `---` and directives of YAML. */
function topOf({ source, holes }: Document, comments: readonly Region[]): number {
  const skipped = /(?:[ \t\r\n]+|---(?=[ \t\r\n]|$)|%(?:YAML|TAG)[^\n]*)/y
  let [at, i, k] = [0, 0, 0]
  for (let before = -1; at !== before; ) {
    before = at
    skipped.lastIndex = at
    if (skipped.test(source)) at = skipped.lastIndex
    while ((comments[i]?.start ?? at) < at) i++
    if (comments[i]?.start === at) at = comments[i]!.end
    while ((holes[k]?.start ?? at) < at) k++
    if (holes[k]?.start === at && holes[k]?.kind === 'statement') at = holes[k]!.end
  }
  return at
}

/** What looks like a comment to its author, and is a word of the value to whoever reads it. */
const BEHIND = /[ \t]([#;][ \t]{0,8}klint:[ \t]{0,8}[\w-]{1,40}\[[^\r\n]*)/g

function misplaced(doc: Document, comments: readonly Region[]): Malformed[] {
  return [...doc.source.matchAll(BEHIND)].flatMap(({ index, 0: found, 1: words = '' }): Malformed[] => {
    const [start, end] = [index + found.length - words.length, index + found.length]
    const comment = comments[firstIndex(comments, comment => comment.end > start)]
    if (comment !== undefined && comment.start <= start) return []
    return [
      {
        at: { doc, start, end },
        what: 'behind a value this is no comment, but a part of it',
        help: `write ${EXAMPLE} on a line of its own above`,
      },
    ]
  })
}
