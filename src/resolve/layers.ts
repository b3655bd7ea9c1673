import { type KeyFact, keyOf } from '../facts/settings.js'
import type { ComponentKind } from '../model/fragment.js'
import { type Location, span } from '../model/location.js'
import type { Assignment, Assumption, Layer, Why } from '../model/setting.js'
import { MASK, type Text } from '../model/text.js'
import { type Entry, entry, lookup, nameless, otherCase, type Tree, type TreeMap } from '../model/tree.js'
import type { Step } from './argv.js'
import { variableOf } from './environment.js'
import { type Environment, type Gap, isGap } from './parts.js'
import { readMap } from './read-value.js'
import { spell } from './spelling.js'

/** One layer of a component, as its precedence orders them. */
export type Source =
  | { readonly kind: 'argv'; readonly steps: readonly Step[] }
  | { readonly kind: 'environment'; readonly environment: Environment; readonly variable: (flag: string) => string }
  | {
      readonly kind: 'tree'
      readonly layer: TreeLayer
      readonly tree: Tree
      readonly nullDeletes: boolean
      /** `null` takes away what earlier trees of this layer say and nothing else: those behind this one. */
      readonly later?: readonly Tree[]
    }
  | { readonly kind: 'reservation'; readonly isNothing: boolean | undefined; readonly at: Location }
  | { readonly kind: 'gap'; readonly layer: Layer; readonly gap: Gap }
  /** A layer that says something of some settings only, whatever is written in it of others. */
  | { readonly kind: 'partly'; readonly source: Source; readonly counts: (fact: KeyFact) => boolean }

/** An observed tree is complete: what is not there is unset, whatever weaker layers say. */
export type TreeLayer = 'file' | 'drop-in' | 'observed'

/** What one layer says about a scalar or list. */
export interface ScalarAnswer {
  /** In the order of the component; a list accumulates, of a scalar the last wins. */
  readonly assignments: readonly Assignment[]
  /** Found in a tree: the node itself, since lists have no single text. */
  readonly node?: Tree
  readonly unknown?: Why
  readonly assuming: readonly Assumption[]
  /** `null` in a drop-in: weaker layers are gone. */
  readonly deletes?: true
  /** The component itself shows that it is not set: neither weaker layers nor defaults count. */
  readonly unset?: true
}

export interface MapEntry {
  readonly assignment: Assignment
  /** undefined: written without a value. */
  readonly value: Text | undefined
  readonly unknown?: Why
  /** `null` in a drop-in removes the entry. */
  readonly deletes?: true
  /** `null` in the file itself. */
  readonly isNull?: true
  /** Earlier assignments of the same layer. */
  readonly beaten?: readonly Assignment[]
}

export interface MapAnswer {
  /** The assignment that makes this layer say something about the map, even if it is empty. */
  readonly by?: Assignment
  readonly entries: ReadonlyMap<string, MapEntry>
  /** One more entry may exist. */
  readonly open?: Why
  readonly assuming: readonly Assumption[]
  /** `null` in a drop-in: weaker layers and defaults are gone. */
  readonly deletes?: boolean
  /** The component itself shows that nothing more is set. */
  readonly unset?: true
}

const NOTHING: ScalarAnswer = { assignments: [], assuming: [] }

const whyOf = (gap: Gap): Why => ({
  what: gap.because ?? `${gap.what} ${gap.gap === 'hole' ? 'fills it' : 'is not in view'}`,
  at: gap.at,
})

const assume = (layer: Layer, gap: Gap): Assumption => ({ layer, what: gap.what })

/** Environment variable of a flag at etcd and only there; undefined elsewhere. */
export function askScalar(source: Source, fact: KeyFact): ScalarAnswer {
  switch (source.kind) {
    case 'gap':
      return source.gap.gap === 'open'
        ? { ...NOTHING, assuming: [assume(source.layer, source.gap)] }
        : { ...NOTHING, unknown: whyOf(source.gap) }
    case 'argv':
      return askArgv(source.steps, fact)
    case 'environment':
      return askEnvironment(source, fact)
    case 'tree':
      return askTree(source, fact)
    case 'reservation':
      return NOTHING
    case 'partly':
      return source.counts(fact) ? askScalar(source.source, fact) : NOTHING
  }
}

function askArgv(steps: readonly Step[], fact: KeyFact): ScalarAnswer {
  if (fact.flag === undefined) return NOTHING
  const assignments: Assignment[] = []
  const assuming: Assumption[] = []
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!
    if (isGap(step)) {
      if (step.gap === 'open') {
        if (assignments.length === 0) assuming.push(assume('flag', step))
      } else if (assignments.length === 0 || fact.type === 'list')
        return { assignments, assuming, unknown: whyOf(step) }
      continue
    }
    if (step.assignment.key === fact.key) assignments.unshift(step.assignment)
  }
  return { assignments, assuming }
}

function askEnvironment(source: Extract<Source, { kind: 'environment' }>, fact: KeyFact): ScalarAnswer {
  if (fact.flag === undefined) return NOTHING
  const { variable, gaps } = variableOf(source.variable(fact.flag), source.environment)
  const hard = gaps.find(gap => gap.gap !== 'open')
  if (hard !== undefined) return { ...NOTHING, unknown: whyOf(hard) }
  const assuming = gaps.map(gap => assume('environment', gap))
  // An empty variable counts as unset (etcd pkg/flags SetFlagsFromEnv).
  if (variable === undefined || variable.text.value === '') return { ...NOTHING, assuming }
  return { assignments: [environmentAssignment(fact.key, variable.name, variable.text, variable.at, 'etcd')], assuming }
}

export function environmentAssignment(
  key: string,
  name: string,
  value: Text,
  at: Assignment['at'],
  component: ComponentKind,
): Assignment {
  const place = span(at, value.at)
  return {
    component,
    key,
    name,
    nameText: value.slice(0, 0),
    value,
    layer: 'environment',
    spelling: spell(place, `${name}=${value.value}`),
    at: place,
  }
}

function askTree(source: Extract<Source, { kind: 'tree' }>, fact: KeyFact): ScalarAnswer {
  if (fact.field === undefined) return NOTHING
  const route = fact.field.split('.')
  const found = lookup(source.tree, ...route)
  const behind = found.state === 'found' ? nameless(source.tree, ...route) : undefined
  if (behind !== undefined) return { ...NOTHING, unknown: { what: 'comes from a template', at: behind } }
  if (found.state === 'absent') {
    if (source.layer === 'observed') return { ...NOTHING, unset: true }
    const by = source.nullDeletes ? deletedBy(source, fact, route) : undefined
    if (by !== undefined) return { assignments: [by], assuming: [], deletes: true }
    const unknown = respelt(source, route)
    return unknown === undefined ? NOTHING : { ...NOTHING, unknown }
  }
  if (found.state === 'unknown') return { ...NOTHING, unknown: { what: found.why, at: found.at } }
  if (isTakenAway(source, route)) return NOTHING
  const { value, key } = found
  const text = value.kind === 'scalar' ? value.text : undefined
  if (key === undefined) return NOTHING
  return { assignments: [treeAssignment(fact, source.layer, key, value, text)], node: value, assuming: [] }
}

/** What drop-ins are merged into is read by encoding/json from 1.32 on, which takes any case; of two spellings the merge keeps both. */
function respelt({ layer, nullDeletes, tree }: TreeSource, route: readonly string[]): Why | undefined {
  if (layer !== 'drop-in' || !nullDeletes) return undefined
  const key = otherCase(tree, ...route)
  return key === undefined ? undefined : { what: 'is written in other letters', at: key.at }
}

function treeAssignment(
  fact: KeyFact,
  layer: TreeLayer,
  key: Text,
  node: Tree,
  value: Text | undefined,
  entryName?: string,
): Assignment {
  const whole = span(key.at, node.at)
  return {
    component: fact.component,
    key: fact.key,
    ...(entryName === undefined ? {} : { entry: entryName }),
    name: key.value,
    nameText: key,
    value,
    layer,
    spelling: spell(whole, value === undefined ? key.value : `${key.value}: ${value.value}`),
    at: node.kind === 'scalar' ? whole : key.at,
  }
}

export function askMap(source: Source, fact: KeyFact): MapAnswer {
  switch (source.kind) {
    case 'gap':
      return source.gap.gap === 'open'
        ? { entries: new Map(), assuming: [assume(source.layer, source.gap)] }
        : { entries: new Map(), open: whyOf(source.gap), assuming: [] }
    case 'argv':
      return mapFromArgv(source.steps, fact)
    case 'environment': {
      const answer = askEnvironment(source, fact)
      const [by] = answer.assignments
      const entries = by?.value === undefined ? new Map<string, MapEntry>() : entriesOf(by, by.value, fact).entries
      return {
        ...(by === undefined ? {} : { by }),
        entries,
        ...(answer.unknown === undefined ? {} : { open: answer.unknown }),
        assuming: answer.assuming,
      }
    }
    case 'tree':
      return mapFromTree(source, fact)
    case 'reservation':
      return reservation(source, fact)
    case 'partly':
      return source.counts(fact) ? askMap(source.source, fact) : { entries: new Map(), assuming: [] }
  }
}

/**
 * Capacity less allocatable is what is reserved, for whomever, and for memory the hard eviction threshold
 * (kubernetes/kubernetes pkg/kubelet/cm/node_container_manager_linux.go, getNodeAllocatableAbsolute).
 */
function reservation({ isNothing, at }: Extract<Source, { kind: 'reservation' }>, fact: KeyFact): MapAnswer {
  const nothing: MapAnswer = { entries: new Map(), assuming: [] }
  if (isNothing === undefined || (fact.key !== 'kubeReserved' && fact.key !== 'systemReserved')) return nothing
  return isNothing
    ? { ...nothing, unset: true }
    : { ...nothing, open: { what: 'a node shows that something is reserved, but not for whom', at } }
}

/** Map flags: the first occurrence clears the default, then keys accumulate (component-base/cli/flag map_string_string.go). */
function mapFromArgv(steps: readonly Step[], fact: KeyFact): MapAnswer {
  const entries = new Map<string, MapEntry>()
  const assuming: Assumption[] = []
  let by: Assignment | undefined
  let open: Why | undefined
  let room = MOST_ENTRIES
  for (const step of steps) {
    if (isGap(step)) {
      if (step.gap === 'open') {
        assuming.push(assume('flag', step))
        continue
      }
      open = whyOf(step)
      for (const [name, value] of entries) entries.set(name, { ...value, unknown: open })
      continue
    }
    if (step.assignment.key !== fact.key || fact.flag === undefined) continue
    by = step.assignment
    if (by.value === undefined) continue
    const read = entriesOf(by, by.value, fact, room)
    room -= read.entries.size
    // what a template prints may name any of those before
    const { printed } = read
    if (printed !== undefined) for (const [name, value] of entries) entries.set(name, { ...value, unknown: printed })
    for (const [name, value] of read.entries) {
      const before = entries.get(name)
      entries.set(name, before === undefined ? value : { ...value, beaten: [before.assignment] })
    }
    open = read.open ?? open
  }
  return { ...(by === undefined ? {} : { by }), entries, ...(open === undefined ? {} : { open }), assuming }
}

/** No map of a component has more entries; what stands behind them is unknown. */
const MOST_ENTRIES = 1_000
const tooMany = (at: Location): Why => ({ what: 'has more entries than klint reads', at })

function entriesOf(
  by: Assignment,
  value: Text,
  fact: KeyFact,
  room = MOST_ENTRIES,
): { entries: Map<string, MapEntry>; open?: Why; printed?: Why } {
  let left = room
  const entries = new Map<string, MapEntry>()
  let open: Why | undefined
  let printed: Why | undefined
  for (const { name, value: text } of readMap(value, fact.mapSyntax ?? '=')) {
    if (!name.known) {
      printed = { what: 'comes from a template', at: name.at }
      open = printed
      continue
    }
    if (left <= 0) return { entries, open: tooMany(by.at) }
    left--
    const at = text === undefined || text.length === 0 ? name.at : span(name.at, text.at)
    // `kube:Name=true`: a component of the process (k8s.io/component-base/compatibility/registry.go, 1.31 on)
    const entry =
      by.key === 'feature-gates' || by.key === 'featureGates' ? name.value.replace(/^kube:/, '') : name.value
    const spelling = name.value + (text === undefined ? '' : (fact.mapSyntax ?? '=') + text.value)
    const assignment: Assignment = {
      ...by,
      entry,
      nameText: name,
      value: text,
      at,
      spelling: spell(at, spelling.replaceAll(MASK, '')),
    }
    entries.set(entry, { assignment, value: text })
  }
  return {
    entries,
    ...(open === undefined ? {} : { open }),
    ...(printed === undefined ? {} : { printed }),
  }
}

function mapFromTree(source: Extract<Source, { kind: 'tree' }>, fact: KeyFact): MapAnswer {
  const nothing: MapAnswer = { entries: new Map(), assuming: [] }
  if (fact.field === undefined) return nothing
  const route = fact.field.split('.')
  const found = lookup(source.tree, ...route)
  if (found.state === 'unknown') return { ...nothing, open: { what: found.why, at: found.at } }
  const behind = found.state === 'found' ? nameless(source.tree, ...route) : undefined
  if (behind !== undefined) return { ...nothing, open: { what: 'comes from a template', at: behind } }
  if (found.state === 'absent') {
    if (source.layer === 'observed') return { ...nothing, unset: true }
    const by = source.nullDeletes ? deletedBy(source, fact, route) : undefined
    if (by !== undefined) return { ...nothing, by, deletes: true }
    const open = respelt(source, route)
    return open === undefined ? nothing : { ...nothing, open }
  }
  const { value: node, key } = found
  if (key === undefined || isTakenAway(source, route)) return nothing
  const by = treeAssignment(fact, source.layer, key, node, undefined)
  // in etcd's file a map is what it is as a flag
  if (fact.component === 'etcd' && node.kind === 'scalar' && node.text.known)
    return { by, assuming: [], ...entriesOf(by, node.text, fact) }
  if (node.kind !== 'map') {
    const why = node.kind === 'scalar' && !node.text.known ? 'comes from a template' : 'is no map'
    return { ...nothing, by, open: { what: why, at: node.at } }
  }
  return { by, assuming: [], ...readEntries(node, source, fact, route) }
}

function readEntries(
  node: TreeMap,
  source: Pick<TreeSource, 'layer' | 'nullDeletes' | 'later' | 'tree'>,
  fact: KeyFact,
  route: readonly string[],
): { entries: Map<string, MapEntry>; open?: Why } {
  const entries = new Map<string, MapEntry>()
  let open: Why | undefined = node.open ? { what: 'may come from a template', at: node.at } : undefined
  for (const { key, value, conditional } of node.entries) {
    if (!key.known) {
      open = { what: 'comes from a template', at: key.at }
      // it may name any of those before
      for (const [name, entry] of entries) entries.set(name, { ...entry, unknown: open })
      continue
    }
    if (entries.size >= MOST_ENTRIES) return { entries, open: tooMany(node.at) }
    if (isTakenAway(source, [...route, key.value])) continue
    const text = value.kind === 'scalar' ? value.text : undefined
    const assignment = treeAssignment(fact, source.layer, key, value, text, key.value)
    const unknown: Why | undefined = conditional ? { what: 'is conditional', at: key.at } : undefined
    const isNull = value.kind === 'scalar' && value.empty
    const deletes = source.nullDeletes && isNull
    entries.set(key.value, {
      assignment,
      value: text,
      ...(unknown === undefined ? {} : { unknown }),
      ...(deletes ? { deletes } : {}),
      ...(isNull && source.layer === 'file' ? { isNull } : {}),
    })
  }
  return { entries, ...(open === undefined ? {} : { open }) }
}

/** `null` in a drop-in: a JSON merge patch removes the key, or the map around it (kubelet 1.32 on, cmd/kubelet/app/server.go). */
function deletedBy(source: TreeSource, fact: KeyFact, route: readonly string[]): Assignment | undefined {
  const written = nullAt(source.tree, route)
  return written === undefined ? undefined : treeAssignment(fact, source.layer, written.key, written.value, undefined)
}

type TreeSource = Extract<Source, { kind: 'tree' }>

/** A `null` in the tree itself, or in one that is merged over it. */
const isTakenAway = ({ tree, later }: Pick<TreeSource, 'tree' | 'later'>, route: readonly string[]): boolean =>
  later !== undefined && [tree, ...later].some(one => nullAt(one, route) !== undefined)

/** The `null` on the way to a place. */
function nullAt(tree: Tree, route: readonly string[]): Entry | undefined {
  let here = tree
  for (const name of route) {
    const written: Entry | undefined = here.kind === 'map' ? entry(here, name) : undefined
    if (written === undefined || written.conditional) return undefined
    if (written.value.kind === 'scalar' && written.value.empty) return written
    here = written.value
  }
  return undefined
}

/** An assignment of a map flag (or variable) with one more for each entry its value names; as they stand in a tree. */
function withEntries(written: Assignment, room: number): Assignment[] {
  const fact = keyOf(written.component, written.key)
  if (written.value === undefined || fact?.entryType === undefined) return [written]
  const { entries } = entriesOf(written, written.value, fact, Math.min(room, MOST_ENTRIES))
  return [written, ...[...entries.values()].map(({ assignment }) => assignment)]
}

/** No component has more entries in all its map flags together. */
const MOST_IN_ALL = 5_000

/** All of them, with their entries; of a flag behind too many entries of others only itself. */
export function allWithEntries(written: readonly Assignment[]): Assignment[] {
  let room = MOST_IN_ALL
  return written.flatMap(assignment => {
    const found = withEntries(assignment, room)
    room -= found.length - 1
    return found
  })
}

/** Every key a configuration tree writes, for table rules and `klint show`; maps give their entries too. */
export function treeAssignments(component: ComponentKind, layer: TreeLayer, tree: Tree): Assignment[] {
  const found: Assignment[] = []
  const walk = (node: Tree, prefix: string) => {
    if (node.kind !== 'map') return
    for (const { key, value } of node.entries) {
      if (!key.known) continue
      const path = prefix === '' ? key.value : `${prefix}.${key.value}`
      const fact = keyOf(component, path)
      const text = value.kind === 'scalar' ? value.text : undefined
      if (fact === undefined) {
        if (path !== 'apiVersion' && path !== 'kind') walk(value, path)
        continue
      }
      found.push(treeAssignment(fact, layer, key, value, text))
      if (fact.entryType === undefined) continue
      if (value.kind === 'map')
        for (const { assignment } of readEntries(
          value,
          { tree: value, layer, nullDeletes: false },
          fact,
          [],
        ).entries.values())
          found.push(assignment)
    }
  }
  walk(tree, '')
  return found
}
