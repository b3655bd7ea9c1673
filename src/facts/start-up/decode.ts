import type { Component, ConfigurationFile } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { isKubeletFile } from '../../model/kubelet-file.js'
import { isWithin, type Location, span } from '../../model/location.js'
import type { Text } from '../../model/text.js'
import { type Entry, entriesInForce, lookup, type Tree, type TreeMap } from '../../model/tree.js'
import { atLeast } from '../../model/version.js'
import { nearestField } from '../fields.js'
import { type Kind, written } from './checks.js'
import { type Shape, Shapes } from './decode-shapes.js'
import { type Mismatch, mismatch } from './decode-value.js'
import { type Broken, type Checking, holdsAt } from './validation.js'

/**
 * Whether configuration files decode (sigs.k8s.io/yaml turns them to JSON, sigs.k8s.io/json reads that into the types of the
 * component). Findings fill `{detail}`, what is wrong, and `{cure}`, an imperative.
 */
export interface Decoding {
  /** Versions in which an unknown or a repeated field stops the component as well (runtime/serializer, EnableStrict). */
  readonly strict?: string
  /** Versions in which a repeated field alone does. */
  readonly unique?: string
  /** Files it looks at; all if absent. */
  readonly layers?: readonly ConfigurationFile['layer'][]
  /** Versions that check the kinds of values; all if absent. */
  readonly versions?: string
}

/** A value of a kind that its field does not take; of a strict component an unknown or a repeated field too. */
export const undecodable = <K extends ComponentKind>({ strict, unique, layers, versions }: Decoding = {}): Kind<K> =>
  function* (component: Component<K>): Checking {
    const { kind, version, files } = component
    const holds = (column: string | undefined) => column !== undefined && holdsAt(column, version)
    if (versions !== undefined && !holds(versions)) return
    const isStrict = holds(strict)
    const isUnique = isStrict || holds(unique)
    const shapes = new Shapes(kind, version)
    for (const [i, { layer, tree }] of files.entries()) {
      if (layers?.includes(layer) === false || tree.kind !== 'map') continue
      const later = files.slice(i + 1)
      // A patch that a later one changes never reaches the types (cmd/kubelet/app/server.go, mergeKubeletConfigurations).
      const isReplaced = (route: readonly string[]) =>
        layer === 'drop-in' && later.some(({ tree }) => mayReach(tree, route))
      yield* readMap(tree, { shapes, isStrict, isUnique, isPatch: layer === 'drop-in', isReplaced }, '', [])
    }
  }

/** `apiVersion` or `kind` is missing, or one that this version has not (runtime.NewMissingKindErr, NewNotRegisteredErrForKind). */
export const unknownKind = <K extends ComponentKind>(
  wanted: string,
  apiVersions: Readonly<Record<string, string>>,
  layers?: readonly ConfigurationFile['layer'][],
): Kind<K> =>
  function* ({ files, version }: Component<K>): Checking {
    const current = Object.keys(apiVersions).findLast(name => holdsAt(apiVersions[name] ?? '', version))
    if (current === undefined) return
    for (const { layer, tree, at } of files) {
      if (layers?.includes(layer) === false) continue
      const hasNoKind = lookup(tree, 'kind').state === 'absent'
      if (hasNoKind && isBare(tree, at)) {
        const spelling = tree.kind === 'map' ? (tree.entries[0]?.key.value ?? '{}') : 'a file of comments'
        const place = tree.kind === 'map' ? (tree.entries[0]?.key ?? at) : at
        yield { at: place, values: { spelling, detail: 'it has no kind', cure: `write \`kind: ${wanted}\`` } }
      }
      // without a kind it is else what a platform makes a file of
      if (hasNoKind || tree.kind !== 'map') continue
      yield* unknownWord(tree, 'kind', word => word === wanted, wanted)
      yield* unknownWord(
        tree,
        'apiVersion',
        word => Object.hasOwn(apiVersions, word) && holdsAt(apiVersions[word] ?? '', version),
        current,
      )
    }
  }

function* unknownWord(
  tree: TreeMap,
  name: string,
  isFine: (word: string) => boolean,
  wanted: string,
): Generator<Broken> {
  const found = lookup(tree, name)
  const cure = `write \`${name}: ${wanted}\``
  if (found.state === 'unknown') return
  if (found.state === 'absent') {
    yield { at: tree.entries[0]?.key ?? tree.at, values: { spelling: name, detail: `it has no ${name}`, cure } }
    return
  }
  const { value, key } = found
  if (value.kind !== 'scalar' || !value.text.known || isFine(value.text.value)) return
  yield {
    at: key === undefined ? value.at : span(key.at, value.at),
    values: { spelling: spell(key, value), detail: `this version has no such ${name}`, cure },
  }
}

/** A document that nothing but its place makes one of the kubelet; one that is empty is another row's. */
const isBare = (tree: Tree, { doc }: Location): boolean =>
  isKubeletFile(doc.path ?? doc.uri) && doc.source !== '' && !(tree.kind === 'map' && tree.open)

/** A file without a single character in it. */
export const emptyFile = (layer: ConfigurationFile['layer'], key: 'config' | 'config-dir'): Kind<'kubelet'> =>
  function* (kubelet): Checking {
    for (const file of kubelet.files) {
      const { doc } = file.at
      if (file.layer !== layer || doc.source !== '' || !isKubeletFile(doc.path ?? doc.uri)) continue
      if (file.tree.kind === 'map' && file.tree.open) continue
      const named = yield* written(kubelet, key)
      // one that nobody names may be there to be filled
      if (named !== undefined) yield { at: named, related: [{ at: file.at, label: 'the file' }] }
    }
  }

interface Reading {
  readonly shapes: Shapes
  readonly isStrict: boolean
  readonly isUnique: boolean
  /** `null` removes what the files before it say. */
  readonly isPatch: boolean
  readonly isReplaced: (route: readonly string[]) => boolean
}

function* readMap(map: TreeMap, reading: Reading, path: string, route: readonly string[]): Generator<Broken> {
  const { shapes, isStrict, isUnique } = reading
  const isRecorded = shapes.hasFields(path)
  if (isUnique) yield* repeated(map)
  for (const entry of entriesInForce(map)) {
    const { key, value } = entry
    const name = key.value
    if (path === '' && (name === 'apiVersion' || name === 'kind')) continue
    const isPath = /[.[\]]/.test(name)
    const written = path === '' ? name : `${path}.${name}`
    // what is merged is read without regard to case (encoding/json)
    const inner = !isPath && reading.isPatch && atLeast(shapes.version, '1.32') ? shapes.spelled(written) : written
    const shape = isPath ? undefined : shapes.of(inner)
    if (shape !== undefined) yield* readValue(value, key, shape, reading, inner, [...route, name])
    else if (isStrict && isRecorded) yield unknownField(reading, entry, inner)
  }
}

function unknownField({ shapes }: Reading, { key, value }: Entry, path: string): Broken {
  const meant = nearestField(shapes.kind, path)
  const known = meant !== undefined && shapes.of(meant) !== undefined ? meant : undefined
  return {
    at: value.kind === 'scalar' ? span(key.at, value.at) : key.at,
    values: {
      spelling: spell(key, value),
      detail: 'this version has no such field',
      cure: known === undefined ? 'remove it' : `write \`${known.split('.').at(-1)}\``,
    },
  }
}

/** Fields that stand twice in the text of one map; what `<<` brings in stands elsewhere. */
function* repeated({ entries, at }: TreeMap): Generator<Broken> {
  const first = new Map<string, Text>()
  for (const { key, value, conditional } of entries) {
    if (conditional || !key.known || !isWithin(key.at, at)) continue
    const other = first.get(key.value)
    if (other === undefined) first.set(key.value, key)
    else
      yield {
        at: value.kind === 'scalar' ? span(key.at, value.at) : key.at,
        values: { spelling: spell(key, value), detail: 'the field stands twice', cure: 'remove one of them' },
        related: [{ at: other, label: 'the first' }],
      }
  }
}

function* readValue(
  value: Tree,
  key: Text | undefined,
  shape: Shape,
  reading: Reading,
  path: string,
  route: readonly string[],
): Generator<Broken> {
  // a schema of its own makes something else of it
  if (value.tag !== undefined || hasCoreTag(value) || shape === 'any') return
  if (reading.isPatch && value.kind === 'scalar' && value.empty) return
  const wrong = mismatch(value, shape, atLeast(reading.shapes.version, '1.21'))
  if (wrong !== undefined) {
    if (!reading.isReplaced(route)) yield report(value, key, wrong, isPrivate(path))
    return
  }
  if (typeof shape === 'string') {
    if (shape === 'object' && value.kind === 'map') yield* readMap(value, reading, path, route)
  } else if (shape.of === 'list' && value.kind === 'list') {
    for (const { value: item, conditional } of value.items)
      if (!conditional) yield* readValue(item, undefined, shape.items, reading, `${path}[]`, route)
  } else if (shape.of === 'map' && value.kind === 'map') {
    for (const { key, value: inner } of entriesInForce(value))
      yield* readValue(inner, key, shape.items, reading, path, [...route, key.value])
  }
}

function report(value: Tree, key: Text | undefined, { detail, cure }: Mismatch, isHidden: boolean): Broken {
  const at = key === undefined ? value.at : value.kind === 'scalar' ? span(key.at, value.at) : key.at
  const spelling = isHidden ? (key?.value ?? 'an entry') : spell(key, value)
  return { at, values: { spelling, detail, cure } }
}

/** Headers of a request, which may hold a token, and keys. */
const isPrivate = (path: string): boolean => /header|token|secret|data$/i.test(path)

/** On one line; who wrote more sees the place. */
function spell(key: Text | undefined, value: Tree): string {
  const name = key?.value ?? ''
  if (value.kind !== 'scalar') return name === '' ? `a ${value.kind}` : name
  const { doc, start, end } = value.at
  const text = doc.source.slice(start, end)
  if (text.length > 60 || /[\r\n`]/.test(text)) return name === '' ? 'an entry' : name
  return name === '' ? text : `${name}: ${text}`
}

/** `!!int "5"`: what the reader of trees does not tell from a string. */
const hasCoreTag = ({ at: { doc, start } }: Tree): boolean =>
  /!!\w+\s+$/.test(doc.source.slice(Math.max(0, start - 40), start))

/** Whether a file says something about a path or a part of it, or may do so. */
function mayReach(tree: Tree, route: readonly string[]): boolean {
  let here = tree
  for (const name of route) {
    if (here.kind !== 'map' || here.entries.some(({ key }) => !key.known)) return true
    const found = here.entries.findLast(({ key }) => key.value === name)
    if (found === undefined) return here.open
    if (found.conditional) return true
    here = found.value
  }
  return true
}
