import type { Location } from '../model/location.js'
import { MASK, type Text } from '../model/text.js'
import { type Entry, entry, type Scalar, type Tree, type TreeMap } from '../model/tree.js'
import { type Directive, EXAMPLE, type Malformed, readDirective, readReason } from './directive.js'
import { type Scanned, type Scope, type Scoped, WHOLE } from './directive-comments.js'
import { directiveAt, elementRemoved, entryPlace, entryRemoved, type Route } from './directive-edits.js'

/** The annotation of Kubernetes objects, `rule-id: reason`; several are parted by a line end or `;`. */
export const ANNOTATION = 'klint.dev/ignore'
/** The key that stands for a comment where a syntax has none. */
const COMMENT = '//'

interface Draft {
  readonly scoped: Scoped[]
  readonly malformed: Malformed[]
}

/** Directives in keys `//` and in annotations, with what they are about: the map, or the object, that holds them. */
export function keyDirectives(trees: readonly Tree[]): Scanned {
  const draft: Draft = { scoped: [], malformed: [] }
  const seen = new Set<Tree>()
  const taken = new Set<Entry>()
  const [first] = trees
  const walk = (tree: Tree): void => {
    if (tree.kind === 'scalar' || seen.has(tree)) return
    seen.add(tree)
    if (tree.kind === 'list') {
      for (const { value } of tree.items) walk(value)
      return
    }
    for (const part of tree.entries) walk(part.value)
    // A merge key brings in entries of maps that were met before: an anchor stands above its aliases.
    for (const part of tree.entries) {
      if (part.key.value !== COMMENT || taken.has(part)) continue
      taken.add(part)
      readComment(draft, tree, part, tree === first)
    }
    const annotated = annotationOf(tree)
    if (annotated !== undefined) readAnnotation(draft, tree, annotated)
  }
  for (const tree of trees) walk(tree)
  return draft
}

const rangeOf = ({ at: { start, end } }: Tree): Scope => ({ kind: 'range', start, end })

/** One directive, or a list of them: a map has each key once. */
function readComment(draft: Draft, map: TreeMap, entry: Entry, isTop: boolean): void {
  const { value } = entry
  const route: Route = [{ map, entry }]
  const whole = () => entryRemoved(route)
  if (value.kind === 'scalar') readKey(draft, map, { value, at: entryPlace(entry), isTop, removed: whole })
  if (value.kind !== 'list') return
  for (const { value: item } of value.items) {
    if (item.kind !== 'scalar') continue
    const { at } = item
    const removed = () => {
      if (value.items.length === 1) return whole()
      return at.doc.source[value.at.start] === '[' ? [elementRemoved(at)] : undefined
    }
    readKey(draft, map, { value: item, at, isTop, removed })
  }
}

interface Key {
  readonly value: Scalar
  readonly at: Location
  readonly isTop: boolean
  readonly removed: () => ReturnType<Directive['without']>
}

function readKey({ scoped, malformed }: Draft, map: TreeMap, { value, at, isTop, removed }: Key): void {
  const words = readDirective(value.text.trim())
  if (words === undefined) return
  if ('what' in words) {
    malformed.push({ at, ...words })
    return
  }
  const { verb, names } = words
  if (verb === 'disable' || verb === 'enable') {
    malformed.push({ at, what: `\`klint: ${verb}\` needs a comment, a map has no order`, help: `write ${EXAMPLE}` })
    return
  }
  if (verb === 'ignore-file' && !isTop) {
    malformed.push({
      at,
      what: '`klint: ignore-file` stands below the top',
      help: 'write `klint: ignore` for this map',
    })
    return
  }
  const directive = directiveAt(at, words, removed)
  const scopes = [verb === 'ignore-file' ? WHOLE : rangeOf(map)]
  for (const name of names) scoped.push({ directive, name, scopes })
}

/** The way from an object to its annotation, if it has one that somebody can read. */
function annotationOf(object: TreeMap): { readonly route: Route; readonly value: Scalar } | undefined {
  const metadata = entry(object, 'metadata')
  if (metadata?.value.kind !== 'map') return undefined
  const annotations = entry(metadata.value, 'annotations')
  if (annotations?.value.kind !== 'map') return undefined
  const found = entry(annotations.value, ANNOTATION)
  if (found?.value.kind !== 'scalar') return undefined
  const route = [
    { map: metadata.value, entry: annotations },
    { map: annotations.value, entry: found },
  ]
  return { route, value: found.value }
}

/** `rule-id: reason`, `rule-id until 2026-12-31: reason`, `rule-id`. */
const PART = /^([^\s:;,[\]]+)(?:[ \t]+(until\b[^:]*))?[ \t]*(?::(.*))?$/s

function readAnnotation(
  { scoped, malformed }: Draft,
  object: TreeMap,
  { route, value }: { readonly route: Route; readonly value: Scalar },
): void {
  const parts = partsOf(value.text)
  for (const [i, part] of parts.entries()) {
    const { at } = part
    const [, written = '', until, said = ''] = PART.exec(part.value) ?? []
    // What a template prints is nobody's mistake.
    if (written === '' ? part.value.includes(MASK) : written.includes(MASK)) continue
    const reason = readReason(until === undefined ? said : `${until}:${said}`)
    if (written === '' || 'what' in reason) {
      const help = { help: 'write `rule-id: reason`, with `;` or a line end behind it' }
      malformed.push(
        'what' in reason ? { at, ...reason } : { at, what: 'an annotation names a rule and a reason', ...help },
      )
      continue
    }
    const name = { written, at: part.slice(0, written.length).at }
    const directive: Directive = {
      by: 'annotation',
      verb: 'ignore',
      at,
      names: [name],
      ...reason,
      without: () => (parts.length === 1 ? entryRemoved(route) : partRemoved(parts, i)),
    }
    scoped.push({ directive, name, scopes: [rangeOf(object)] })
  }
}

const partsOf = (text: Text): Text[] => {
  const parts: Text[] = []
  for (const { index, 0: part } of text.value.matchAll(/[^;\n]+/g)) {
    const trimmed = text.slice(index, index + part.length).trim()
    if (trimmed.value !== '') parts.push(trimmed)
  }
  return parts
}

/** With what parts it from the next one, or from the one before. */
function partRemoved(parts: readonly Text[], i: number): ReturnType<Directive['without']> {
  const [part, next, before] = [parts[i], parts[i + 1], parts[i - 1]]
  const beside = next ?? before
  if (part === undefined || beside === undefined || !isAsWritten(part) || !isAsWritten(beside)) return undefined
  const { doc, start, end } = part.at
  if (next !== undefined) return [{ at: { doc, start, end: next.at.start }, text: '' }]
  return before === undefined ? undefined : [{ at: { doc, start: before.at.end, end }, text: '' }]
}

const isAsWritten = ({ at: { doc, start, end }, value, pieces }: Text): boolean =>
  pieces.length === 1 && doc.source.slice(start, end) === value
