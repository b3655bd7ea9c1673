import { type AddressRange, parseRange } from '../../model/address.js'
import type { Component } from '../../model/component.js'
import { known, type Read } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import { before } from '../../model/version.js'
import { beside } from './beside.js'
import { gateOf, rows } from './checks.js'
import { isEnabled } from './controllers.js'
import type { Checking } from './validation.js'

type Manager = Component<'kube-controller-manager'>

const CORE = 'cmd/kube-controller-manager/app/core.go'
const CONTROLLER = 'pkg/controller/nodeipam/node_ipam_controller.go'

/** What nodes get their ranges from. */
interface Given {
  readonly allocate: KnownSetting<boolean | undefined>
  readonly setting: KnownSetting<string | undefined>
  /** As written, commas between them. */
  readonly words: readonly string[]
}

/** Undefined where no node gets a range from it: a range is not even read then. */
function* givenTo(manager: Manager): Generator<Read, Given | undefined, unknown> {
  const allocate = yield* known(manager.get('allocate-node-cidrs'))
  if (allocate.value !== true) return undefined
  const migration = manager.get('enable-leader-migration')
  // another process may have that controller
  if (migration !== undefined && (yield* known(migration)).value === true) return undefined
  if (!(yield* isEnabled(manager, ['nodeipam', 'node-ipam-controller']))) return undefined
  const setting = yield* known(manager.get('cluster-cidr'))
  return { allocate, setting, words: (setting.value ?? '').trim().split(',') }
}

/** The ranges, all of them readable and of families of their own. */
function* rangesOf(manager: Manager): Generator<Read, (Given & { ranges: AddressRange[] }) | undefined, unknown> {
  const given = yield* givenTo(manager)
  if (given === undefined) return undefined
  const ranges = given.words.map(word => parseRange(word)).filter(range => range !== undefined)
  const families = new Set(ranges.map(({ family }) => family))
  return ranges.length === given.words.length && families.size === ranges.length ? { ...given, ranges } : undefined
}

interface Masks {
  readonly plain: KnownSetting<number | undefined>
  readonly four: KnownSetting<number | undefined>
  readonly six: KnownSetting<number | undefined>
}

function* masksOf(manager: Manager): Generator<Read, Masks, unknown> {
  return {
    plain: yield* known(manager.get('node-cidr-mask-size')),
    four: yield* known(manager.get('node-cidr-mask-size-ipv4')),
    six: yield* known(manager.get('node-cidr-mask-size-ipv6')),
  }
}

const isSet = ({ value, by }: KnownSetting<number | undefined>): boolean =>
  by !== undefined && value !== undefined && value !== 0

/** The mask of a node's range of each family, and who sets it (setNodeCIDRMaskSizes). */
const maskOf = ({ plain, four, six }: Masks, { family }: AddressRange) => {
  const own = isSet(plain) ? plain : family === 6 ? six : four
  return { size: isSet(own) ? (own.value ?? 0) : family === 6 ? 64 : 24, by: isSet(own) ? own : undefined }
}

/** Only RangeAllocator, the default, cuts the ranges itself. */
function* cutsRanges(manager: Manager): Generator<Read, boolean, unknown> {
  const { value } = yield* known(manager.get('cidr-allocator-type'))
  return value === undefined || value === '' || value === 'RangeAllocator'
}

/** Whether flags of masks are used together that exclude each other: the sizes do not matter then. */
function maskConflict({ plain, four, six }: Masks, ranges: readonly AddressRange[], isOld: boolean) {
  const isDual = ranges.length > 1
  if (isSet(plain) && isDual) return { row: 'flag', at: plain, other: undefined }
  if (isSet(plain) && (isSet(four) || isSet(six))) return { row: 'flag', at: plain, other: isSet(four) ? four : six }
  if (isDual) return undefined
  if (isSet(four) && (isOld || ranges[0]?.family === 6)) return { row: 'family', at: four, other: undefined }
  if (isSet(six) && (isOld || ranges[0]?.family === 4)) return { row: 'family', at: six, other: undefined }
  return undefined
}

function* conflicts(manager: Manager, row: 'flag' | 'family'): Checking {
  const given = yield* rangesOf(manager)
  if (given === undefined) return
  const conflict = maskConflict(yield* masksOf(manager), given.ranges, before(manager.version, '1.23'))
  if (conflict?.row !== row) return
  const { at, other } = conflict
  yield {
    at,
    related: [
      other !== undefined
        ? { at: other, label: 'the mask of one family' }
        : { at: given.setting, label: given.ranges.length > 1 ? 'two families' : 'one family' },
    ],
  }
}

/** What a node gets of a range, and who says so. */
interface Slice {
  readonly range: AddressRange
  readonly size: number
  readonly at: KnownSetting<unknown>
  readonly related: { readonly at: KnownSetting<unknown>; readonly label: string }[]
}

/** Of every range that is cut up, if somebody wrote how. */
function* slicesOf(manager: Manager): Generator<Read, readonly Slice[], unknown> {
  const given = yield* rangesOf(manager)
  if (given === undefined || !(yield* cutsRanges(manager))) return []
  const { ranges, setting } = given
  const masks = yield* masksOf(manager)
  if (maskConflict(masks, ranges, before(manager.version, '1.23')) !== undefined) return []
  return ranges.flatMap((range): Slice[] => {
    const { size, by } = maskOf(masks, range)
    if (by === undefined) return setting.by === undefined ? [] : [{ range, size, at: setting, related: [] }]
    const related = setting.by === undefined ? [] : [{ at: setting, label: 'the cluster range' }]
    return [{ range, size, at: by, related }]
  })
}

/** Ranges of nodes, which the controller of node ranges checks when it starts: the whole process ends with it. */
export const NODE_RANGES = rows('kube-controller-manager', [
  {
    id: 'cluster-cidr',
    settings: ['--cluster-cidr', '--allocate-node-cidrs'],
    addresses: true,
    versions: '>=1.16',
    reason: '`{value}` is not a range of addresses',
    remedy: 'write one range per family, for example 10.244.0.0/16',
    source: CORE,
    *check(manager) {
      const given = yield* givenTo(manager)
      const bad = given?.words.find(word => parseRange(word) === undefined)
      if (given?.setting.by === undefined || bad === undefined || given.setting.value === '') return
      yield {
        at: given.setting,
        values: { value: bad },
        ...beside([given.allocate, 'cuts it up']),
      }
    },
  },
  {
    id: 'cluster-cidr-missing',
    settings: ['--allocate-node-cidrs', '--cluster-cidr'],
    versions: '>=1.9',
    reason: 'there is no `--cluster-cidr` to give nodes a range of',
    remedy: 'set `--cluster-cidr` to the range of the pods',
    source: CONTROLLER,
    *check(manager) {
      const given = yield* givenTo(manager)
      if (given === undefined || given.words.join('') !== '') return
      // what is not in view may well set it
      if (given.setting.assuming.length > 0) return
      const at = given.setting.by === undefined ? given.allocate : given.setting
      if (at.by !== undefined) yield { at }
    },
  },
  {
    id: 'cluster-cidr-families',
    settings: ['--cluster-cidr', '--allocate-node-cidrs'],
    versions: '>=1.16',
    reason: 'it takes one range, or one of each family',
    remedy: 'keep one range per family',
    source: CORE,
    *check(manager) {
      const given = yield* givenTo(manager)
      if (given?.setting.by === undefined || given.words.length < 2) return
      const ranges = given.words.map(word => parseRange(word))
      if (ranges.includes(undefined)) return
      const families = new Set(ranges.map(range => range?.family))
      if (families.size < ranges.length) yield { at: given.setting }
    },
  },
  {
    id: 'cluster-cidr-dual-stack',
    settings: ['--cluster-cidr', '--feature-gates'],
    versions: '1.16 - 1.22',
    reason: 'two ranges need the gate IPv6DualStack',
    remedy: 'enable the gate or keep one range',
    source: CORE,
    *check(manager) {
      const given = yield* rangesOf(manager)
      if (given?.setting.by === undefined || given.ranges.length < 2) return
      const gate = yield* gateOf(manager, 'IPv6DualStack')
      if (gate?.value === false && gate.assuming.length === 0)
        yield { at: given.setting, ...beside([gate, 'the gate']) }
    },
  },
  {
    id: 'node-cidr-mask',
    settings: ['--node-cidr-mask-size', '--node-cidr-mask-size-ipv4', '--node-cidr-mask-size-ipv6', '--cluster-cidr'],
    versions: '>=1.17',
    reason: 'a node would get a /{size}, which is more than the whole cluster has (/{prefix})',
    remedy: 'choose a mask longer than that of the cluster range',
    source: CONTROLLER,
    *check(manager) {
      for (const { range, size, at, related } of yield* slicesOf(manager))
        if (range.prefix > size) yield { at, related, values: { size, prefix: range.prefix } }
    },
  },
  {
    id: 'node-cidr-mask-ipv6',
    settings: ['--node-cidr-mask-size-ipv6', '--node-cidr-mask-size', '--cluster-cidr'],
    versions: '>=1.17',
    reason: 'of a /{prefix} of IPv6 no node may get a /{size}: they may differ by 16 bits',
    remedy: 'choose a mask at most 16 longer than that of the cluster range',
    source: 'pkg/controller/nodeipam/ipam/cidrset/cidr_set.go',
    *check(manager) {
      for (const { range, size, at, related } of yield* slicesOf(manager))
        if (range.family === 6 && size - range.prefix > 16)
          yield { at, related, values: { size, prefix: range.prefix } }
    },
  },
  {
    id: 'node-cidr-mask-flag',
    settings: ['--node-cidr-mask-size', '--node-cidr-mask-size-ipv4', '--node-cidr-mask-size-ipv6', '--cluster-cidr'],
    versions: '>=1.17',
    reason: 'one mask is for a single family, and excludes those of the families',
    remedy: 'use `--node-cidr-mask-size-ipv4` and `--node-cidr-mask-size-ipv6` alone',
    source: CORE,
    check: manager => conflicts(manager, 'flag'),
  },
  {
    id: 'node-cidr-mask-family',
    settings: ['--node-cidr-mask-size-ipv4', '--node-cidr-mask-size-ipv6', '--cluster-cidr'],
    versions: '>=1.17',
    reason: 'it is no mask for this cluster range',
    remedy: 'remove it, or use the flag of the family that the range has',
    source: CORE,
    check: manager => conflicts(manager, 'family'),
  },
])
