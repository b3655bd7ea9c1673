import type { Component } from '../../model/component.js'
import { offer } from '../../model/fix.js'
import { removeListItem } from '../../model/list-edit.js'
import { known, type Read } from '../../model/rule.js'
import type { ListItem } from '../../model/setting.js'
import { MASK } from '../../model/text.js'
import { atLeast, before } from '../../model/version.js'
import { beside } from './beside.js'
import { items, rows, written } from './checks.js'

const VALIDATION = 'pkg/kubelet/apis/config/validation/validation.go'

const CGROUPS = { 'system-reserved': 'systemReservedCgroup', 'kube-reserved': 'kubeReservedCgroup' } as const
const COMPRESSIBLE = '-compressible'

/** What a node keeps for itself, and for whom (pkg/kubelet/types/constants.go). */
export const ALLOCATABLE = rows('kubelet', [
  {
    id: 'enforce-word',
    settings: ['enforceNodeAllocatable'],
    versions: '>=1.8',
    reason: '`{entry}` is nothing that can be enforced',
    remedy: 'use {words}',
    source: VALIDATION,
    *check(kubelet) {
      const words = wordsOf(kubelet)
      for (const { value, at, spelling } of yield* enforced(kubelet))
        if (!words.includes(value)) yield { at, values: { spelling, entry: value, words: listed(words) } }
    },
  },
  {
    id: 'enforce-none',
    settings: ['enforceNodeAllocatable'],
    versions: '>=1.10',
    reason: '`none` stands beside other entries',
    remedy: 'remove `none`, or all others',
    source: VALIDATION,
    *check(kubelet) {
      const all = yield* enforced(kubelet)
      const none = all.find(({ value }) => value === 'none')
      if (none !== undefined && all.length > 1) yield { at: none.at, values: { spelling: none.spelling } }
    },
  },
  {
    id: 'enforce-duplicate',
    settings: ['enforceNodeAllocatable'],
    versions: '>=1.31',
    reason: '`{entry}` stands there twice',
    remedy: 'remove one of them',
    source: VALIDATION,
    *check(kubelet) {
      const list = (yield* written(kubelet, 'enforceNodeAllocatable'))?.by
      const seen = new Set<string>()
      for (const { value, at, spelling } of yield* enforced(kubelet)) {
        // beside another one `none` is at fault by itself
        if (seen.has(value) && value !== 'none')
          yield {
            at,
            values: { spelling, entry: value },
            ...offer(
              'safe',
              `remove the second \`${value}\``,
              list === undefined ? undefined : removeListItem(list, { value, at }),
            ),
          }
        seen.add(value)
      }
    },
  },
  {
    id: 'enforce-compressible',
    settings: ['enforceNodeAllocatable'],
    versions: '>=1.32',
    reason: '`{entry}` and its compressible form exclude each other',
    remedy: 'keep one of the two',
    source: VALIDATION,
    *check(kubelet) {
      const all = yield* enforced(kubelet)
      for (const entry of Object.keys(CGROUPS)) {
        const whole = all.find(({ value }) => value === entry)
        const part = all.find(({ value }) => value === entry + COMPRESSIBLE)
        if (whole === undefined || part === undefined) continue
        yield {
          at: part.at,
          values: { spelling: part.spelling, entry },
          related: [{ at: whole.at, label: 'all of it' }],
        }
      }
    },
  },
  {
    id: 'enforce-without-cgroup',
    settings: ['enforceNodeAllocatable', 'systemReservedCgroup', 'kubeReservedCgroup'],
    versions: '>=1.15',
    reason: '`{entry}` needs {field}, and that is empty',
    remedy: 'set {field} to an existing cgroup, or remove the entry',
    source: VALIDATION,
    *check(kubelet) {
      const words = wordsOf(kubelet)
      for (const { value, at, spelling } of yield* enforced(kubelet)) {
        const field = words.includes(value) ? cgroupOf(value) : undefined
        if (field === undefined) continue
        const cgroup = yield* known(kubelet.get(field))
        if ((cgroup.value ?? '') === '')
          yield { at, values: { spelling, entry: value, field }, ...beside([cgroup, 'empty']) }
      }
    },
  },
  {
    id: 'enforce-without-qos',
    settings: ['cgroupsPerQOS', 'enforceNodeAllocatable'],
    versions: '>=1.8',
    reason: 'without cgroups per QoS class nothing can be enforced, and {what} stands in enforceNodeAllocatable',
    remedy: 'remove it, or set enforceNodeAllocatable to {nothing}',
    source: VALIDATION,
    *check(kubelet) {
      const cgroups = yield* written(kubelet, 'cgroupsPerQOS')
      if (cgroups?.value !== false) return
      const enforce = yield* known(kubelet.get('enforceNodeAllocatable'))
      // only the kubelet of a Linux node enforces something by default (pkg/kubelet/apis/config/v1beta1/defaults_others.go)
      if (enforce.state === 'default' && mayBeWindows(kubelet)) return
      const all = (enforce.value ?? []).map(({ value }) => value)
      const first = all.find(value => value !== 'none' || before(kubelet.version, '1.31'))
      if (first === undefined || !wordsOf(kubelet).includes(first)) return
      const nothing = atLeast(kubelet.version, '1.31') ? '`none`' : 'an empty list'
      const what = enforce.state === 'default' ? `by default \`${first}\`` : `\`${first}\``
      yield { at: cgroups, values: { what, nothing }, ...beside([enforce, 'what is enforced']) }
    },
  },
  {
    id: 'reserved-cpus-cgroup',
    settings: ['reservedSystemCPUs', 'systemReservedCgroup', 'kubeReservedCgroup'],
    versions: '>=1.17',
    reason: 'reserved CPUs exclude {field}',
    remedy: 'keep one of the two',
    source: VALIDATION,
    *check(kubelet) {
      const cpus = yield* written(kubelet, 'reservedSystemCPUs')
      if (typeof cpus?.value !== 'string' || cpus.value === '') return
      for (const field of Object.values(CGROUPS)) {
        const cgroup = yield* written(kubelet, field)
        if (cgroup === undefined || cgroup.value === '') continue
        yield { at: cpus, values: { field }, ...beside([cgroup, 'the cgroup']) }
        return
      }
    },
  },
  {
    // k8s.io/utils/cpuset, Parse; up to 1.26 pkg/kubelet/cm/cpuset
    id: 'reserved-cpus-list',
    settings: ['reservedSystemCPUs'],
    versions: '>=1.17',
    reason: '`{part}` is neither a CPU nor a range of them',
    remedy: 'write numbers and ranges without blanks, for example `0-1,8`',
    source: VALIDATION,
    *check(kubelet) {
      const cpus = yield* written(kubelet, 'reservedSystemCPUs')
      if (typeof cpus?.value !== 'string' || cpus.value === '') return
      const part = cpus.value.split(',').find(one => !isCpuRange(one))
      if (part !== undefined) yield { at: cpus, values: { part } }
    },
  },
])

/** The field a word needs, compressible or not. */
const cgroupOf = (word: string): (typeof CGROUPS)[keyof typeof CGROUPS] | undefined =>
  Object.entries(CGROUPS).find(([name]) => word === name || word === name + COMPRESSIBLE)?.[1]

interface Enforced extends ListItem {
  readonly spelling: string
}

function wordsOf({ version }: Component): readonly string[] {
  const words = ['pods', 'system-reserved', 'kube-reserved']
  const none = atLeast(version, '1.10') ? ['none'] : []
  const compressible = atLeast(version, '1.32') ? Object.keys(CGROUPS).map(word => word + COMPRESSIBLE) : []
  return [...words, ...compressible, ...none]
}

const listed = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

/** The entries that are written, with the setting they are part of. */
function* enforced(kubelet: Component<'kubelet'>): Generator<Read, readonly Enforced[], unknown> {
  const all = yield* items(kubelet, 'enforceNodeAllocatable')
  const by = (yield* written(kubelet, 'enforceNodeAllocatable'))?.by
  return all.map(item => ({ ...item, spelling: by?.spelling ?? 'enforceNodeAllocatable' }))
}

function isCpuRange(text: string): boolean {
  const dash = text.indexOf('-')
  const ends = dash === -1 ? [text] : [text.slice(0, dash), text.slice(dash + 1)]
  if (!ends.every(end => /^[+-]?\d+$/.test(end))) return false
  return ends.length === 1 || Number(ends[0]) <= Number(ends[1])
}

/** Paths and pipes as only Windows has them, or where a template may print one. */
const mayBeWindows = ({ assignments }: Component): boolean =>
  assignments.some(
    ({ key, value }) =>
      value !== undefined &&
      (/^(?:[A-Za-z]:[\\/]|npipe:)/.test(value.value) || (PLACES.test(key) && value.value.startsWith(MASK))),
  )

const PLACES = /endpoint|path|file|dir$|conf$|root/i
