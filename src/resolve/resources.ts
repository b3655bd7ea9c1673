import type { Resource } from '../model/component.js'
import type { Field, ResourceFragment } from '../model/fragment.js'
import type { Location } from '../model/location.js'
import type { Assignment, Setting } from '../model/setting.js'
import { Text } from '../model/text.js'
import { entry, type Found, lookup, type Tree } from '../model/tree.js'

/** Fields of a resource as Settings: three-valued, dots lead into maps, numbers into lists. */
export function resourceOf(fragment: ResourceFragment, id: string): Resource {
  return view(fragment, id, fragment.at, path => fieldAt(fragment, path))
}

type Answer =
  | { state: 'found'; tree: Tree; spelling: string }
  | { state: 'absent' }
  | { state: 'unknown'; why: string; at: Location }

function fieldAt(fragment: ResourceFragment, path: string): Answer {
  const [first = '', ...rest] = path.split('.')
  const field: Field | undefined = fragment.fields.get(path) ?? fragment.fields.get(first)
  if (field === undefined)
    return fragment.open ? { state: 'unknown', why: 'may be set by a template', at: fragment.at } : { state: 'absent' }
  if (field.state === 'unknown') return { state: 'unknown', why: field.why, at: field.at }
  const found = fragment.fields.has(path) ? lookup(field.tree) : follow(field.tree, rest)
  if (found.state === 'unknown') return { state: 'unknown', why: found.why, at: found.at }
  if (found.state === 'absent') return { state: 'absent' }
  return { state: 'found', tree: found.value, spelling: field.spelling }
}

/** Keys of tags, labels and annotations have dots of their own (`k8s.io/…`): of several readings the longest key that is written counts. */
function follow(tree: Tree, route: readonly string[]): Found {
  if (route.length === 0) return lookup(tree)
  let taken = 1
  if (tree.kind === 'map')
    for (let length = route.length; length > 1; length--)
      if (entry(tree, route.slice(0, length).join('.')) !== undefined) {
        taken = length
        break
      }
  const found = lookup(tree, route.slice(0, taken).join('.'))
  return found.state === 'found' && taken < route.length ? follow(found.value, route.slice(taken)) : found
}

function view(fragment: ResourceFragment, id: string, anchor: Location, at: (path: string) => Answer): Resource {
  const scalar = <T>(path: string, read: (text: string) => T | undefined): Setting<T | undefined> => {
    const answer = at(path)
    if (answer.state === 'unknown')
      return { state: 'unknown', why: [{ what: answer.why, at: answer.at }], at: answer.at }
    if (answer.state === 'absent') return { state: 'default', value: undefined, beaten: [], at: anchor, assuming: [] }
    const { tree } = answer
    if (tree.kind !== 'scalar') return unknownAt(tree.at, 'is no single value')
    if (!tree.text.known) return unknownAt(tree.at, 'comes from a template')
    const value = read(tree.text.value)
    if (value === undefined) return unknownAt(tree.at, 'cannot be read')
    const by = assignmentOf(path, tree, answer.spelling)
    return { state: 'set', value, by, beaten: [], at: by.at, assuming: [] }
  }
  return {
    kind: fragment.type,
    id,
    ...(fragment.name === undefined ? {} : { name: fragment.name }),
    anchor,
    get: path => scalar(path, text => text),
    get written() {
      return paths(fragment)
    },
    number: path => scalar(path, text => (/^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined)),
    items: path => {
      const answer = at(path)
      if (answer.state === 'unknown')
        return { state: 'unknown', why: [{ what: answer.why, at: answer.at }], at: answer.at }
      if (answer.state === 'absent') return { state: 'default', value: undefined, beaten: [], at: anchor, assuming: [] }
      const { tree } = answer
      if (tree.kind !== 'list' || tree.open || tree.items.some(item => item.conditional))
        return unknownAt(tree.at, tree.kind === 'list' ? 'the list comes from a template' : 'is no list')
      const items = tree.items.map((item, index) =>
        nested(fragment, `${id}.${path}[${index}]`, item.value, answer.spelling),
      )
      return { state: 'set', value: items, beaten: [], at: tree.at, assuming: [] }
    },
  }
}

/** An element of a list as a Resource: the empty path is the element itself. */
function nested(fragment: ResourceFragment, id: string, tree: Tree, spelling: string): Resource {
  const { name: _, ...rest } = fragment
  return view(rest, id, tree.at, path => {
    const found = path === '' ? lookup(tree) : follow(tree, path.split('.'))
    if (found.state === 'unknown') return { state: 'unknown', why: found.why, at: found.at }
    if (found.state === 'absent') return { state: 'absent' }
    return { state: 'found', tree: found.value, spelling }
  })
}

function unknownAt(at: Location, what: string): Setting<never> {
  return { state: 'unknown', why: [{ what, at }], at }
}

function assignmentOf(path: string, tree: Extract<Tree, { kind: 'scalar' }>, spelling: string): Assignment {
  return {
    component: 'kubelet',
    key: path,
    name: path,
    nameText: new Text('', tree.text.pieces.slice(0, 1)),
    value: tree.text,
    layer: 'file',
    spelling,
    at: tree.text.at,
  }
}

/** More of one resource nobody reads on a terminal. */
const MOST_PATHS = 60

function paths(fragment: ResourceFragment): string[] {
  const found: string[] = []
  const walk = (path: string, tree: Tree): void => {
    if (found.length >= MOST_PATHS) return
    if (tree.kind === 'scalar') found.push(path)
    else if (tree.kind === 'list')
      for (const [index, { value }] of tree.items.entries()) walk(`${path}.${index}`, value)
    else for (const { key, value } of tree.entries) if (key.known) walk(`${path}.${key.value}`, value)
  }
  for (const [name, field] of fragment.fields) {
    if (field.state === 'unknown') found.push(name)
    else walk(name, field.tree)
  }
  return found
}
