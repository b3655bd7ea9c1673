import type { Location } from '../../model/location.js'
import { MASK, Text } from '../../model/text.js'
import { type Entry, type Item, type Scalar, scalarText, type Tree } from '../../model/tree.js'
import { firstHole } from '../embed.js'
import { slicer } from '../syntax/words.js'
import { joinTexts, unknownText } from './trees.js'

/** An intrinsic function: `!Sub x`, `{ "Fn::Sub": x }`, `!Ref x`, `{ "Ref": x }`. */
export interface Intrinsic {
  readonly name: string
  readonly argument: Tree
}

const SHORT =
  /^!(Base64|Cidr|FindInMap|GetAtt|GetAZs|If|ImportValue|Join|Length|Ref|Select|Split|Sub|ToJsonString|Transform|And|Equals|Not|Or)$/

export function intrinsicOf(tree: Tree): Intrinsic | undefined {
  const [, short] = tree.tag === undefined ? [] : (SHORT.exec(tree.tag) ?? [])
  if (short !== undefined) return { name: short, argument: untagged(tree) }
  if (tree.kind !== 'map' || tree.entries.length !== 1) return undefined
  const [only] = tree.entries
  const key = only?.key.value ?? ''
  if (only === undefined || !(key === 'Ref' || key.startsWith('Fn::'))) return undefined
  return { name: key.replace('Fn::', ''), argument: only.value }
}

function untagged(tree: Tree): Tree {
  const { tag: _, ...rest } = tree
  return rest
}

/** The logical id that a `Ref` or `GetAtt` names. */
export function referenceOf(tree: Tree | undefined): string | undefined {
  const found = tree === undefined ? undefined : intrinsicOf(tree)
  if (found?.name !== 'Ref' && found?.name !== 'GetAtt') return undefined
  const first = found.argument.kind === 'list' ? found.argument.items[0]?.value : found.argument
  const text = first === undefined ? undefined : scalarText(first)
  return text?.known ? text.value.split('.')[0] : undefined
}

/** Nodes one template's values may come to: aliases share nodes, a walk does not. */
const BUDGET = 100_000
const DEPTH = 40

/** Evaluates the values of one template; what only CloudFormation can know becomes a masked scalar. */
export function evaluator(): (tree: Tree) => Tree {
  let budget = BUDGET
  const evaluate = (tree: Tree, depth: number): Tree => {
    if (--budget < 0 || depth > DEPTH) return unknownAt(tree.at)
    const found = intrinsicOf(tree)
    if (found !== undefined) return call(found, tree.at, depth)
    if (tree.kind === 'scalar') return tree
    if (tree.kind === 'list') {
      const items: Item[] = []
      for (const item of tree.items)
        if (!absent(item.value)) items.push({ ...item, value: evaluate(item.value, depth + 1) })
      return { ...tree, items }
    }
    const entries: Entry[] = []
    for (const entry of tree.entries)
      if (!absent(entry.value)) entries.push({ ...entry, value: evaluate(entry.value, depth + 1) })
    return { ...tree, entries }
  }
  const call = ({ name, argument }: Intrinsic, at: Location, depth: number): Tree => {
    if (name === 'Base64') return evaluate(argument, depth + 1)
    if (name === 'Sub') {
      const template = argument.kind === 'list' ? argument.items[0]?.value : argument
      const text = template === undefined ? undefined : scalarText(template)
      return text === undefined ? unknownAt(at) : string(substituted(text), at)
    }
    if (name === 'Join' && argument.kind === 'list') {
      const [separator, list] = argument.items.map(item => item.value)
      const between = separator === undefined ? undefined : scalarText(separator)
      const items = list === undefined ? undefined : evaluate(list, depth + 1)
      if (between !== undefined && items?.kind === 'list' && !items.open)
        return string(joinTexts(between, items.items, at), at)
    }
    return unknownAt(at)
  }
  return tree => evaluate(tree, 0)
}

const string = (text: Text, at: Location): Scalar => ({ kind: 'scalar', text, quoted: true, empty: false, at })

/** `Ref: AWS::NoValue` takes the property away. */
const absent = (tree: Tree): boolean => referenceOf(tree) === 'AWS::NoValue'

const unknownAt = (at: Location): Scalar => string(unknownText(at), at)

/**
 * `Fn::Sub`: `${X}` is unknown, `${!X}` is the text `${X}`. A reader that takes every `${X}` for a hole has masked both,
 * so the characters come from the source.
 */
export function substituted(text: Text): Text {
  const written = unmasked(text)
  const cut = slicer(written)
  const parts: Text[] = []
  let from = 0
  const upTo = (end: number): void => {
    if (end > from) parts.push(cut(from, end))
  }
  for (const { index, 0: reference, 1: literal } of written.value.matchAll(/\$\{(!?)[^{}]*\}/g)) {
    const end = index + reference.length
    if (literal === '!') {
      upTo(index + 2)
      from = index + 3
    } else {
      upTo(index)
      const [first] = cut(index, end).locate()
      if (first !== undefined) parts.push(Text.whole(first.doc, first.start, first.end, MASK.repeat(end - index)))
      from = end
    }
  }
  upTo(written.length)
  return parts.length === 0 ? text : Text.join(parts)
}

/** Gives `${…}` back to a text in which it is masked as a variable; holes of template engines stay. */
function unmasked(text: Text): Text {
  if (text.known) return text
  let value = ''
  let offset = 0
  for (const { length, doc, start, linear } of text.pieces) {
    const part = text.value.slice(offset, offset + length)
    if (linear && part.includes(MASK)) {
      const source = doc.source.slice(start, start + length)
      let at = 0
      for (let i = firstHole(doc.holes, start); i < doc.holes.length; i++) {
        const { start: a, end: b, kind } = doc.holes[i]!
        if (b > start + length) break
        if (kind !== 'variable' || a < start) continue
        value += part.slice(at, a - start) + source.slice(a - start, b - start)
        at = b - start
      }
      value += part.slice(at)
    } else value += part
    offset += length
  }
  return text.withValue(value)
}
