import type { Component } from '../../model/component.js'
import type { Location } from '../../model/location.js'
import { parseQuantity } from '../../model/quantity.js'
import { known } from '../../model/rule.js'
import { itemsAt, type Tree, textAt } from '../../model/tree.js'
import { rows } from './checks.js'
import type { Checking } from './validation.js'

/** Memory set aside for each NUMA node, as fields of the file and as words of the flag. */
export const MEMORY = rows('kubelet', [
  {
    id: 'reserved-memory',
    settings: ['reservedMemory'],
    versions: '>=1.21',
    reason: 'memory cannot be reserved so: {detail}',
    remedy: 'reserve `memory` or `hugepages-2Mi` once for each NUMA node, and more than 0',
    source: 'pkg/kubelet/apis/config/validation/validation_reserved_memory.go',
    *check(kubelet) {
      const flags = kubelet.assignments.filter(({ layer, key }) => layer === 'flag' && key === 'reservedMemory')
      if (flags.length > 0) {
        yield* ofFlags(flags)
        return
      }
      const reserved = yield* known(kubelet.node('reservedMemory'))
      const seen = new Set<string>()
      for (const item of itemsAt(reserved.value))
        for (const limit of limitsOf(item)) {
          const detail = wrongWith(limit, seen)
          if (detail !== undefined) yield { at: limit.at, values: { detail } }
        }
    },
  },
])

interface Limit {
  readonly node: number
  readonly name: string
  readonly amount: number
  readonly at: Location
}

function wrongWith({ node, name, amount }: Limit, seen: Set<string>): string | undefined {
  if (name !== 'memory' && !name.startsWith('hugepages-')) return `\`${name}\` is no kind of memory`
  if (amount === 0) return `it reserves no \`${name}\` on NUMA node ${node}`
  const isTwice = seen.has(`${node} ${name}`)
  seen.add(`${node} ${name}`)
  return isTwice ? `\`${name}\` is reserved twice on NUMA node ${node}` : undefined
}

function limitsOf(item: Tree): Limit[] {
  if (item.kind !== 'map') return []
  const written = item.entries.find(({ key }) => key.value === 'numaNode')
  const text = textAt(item, 'numaNode')
  const node = written === undefined && !item.open ? 0 : Number(text?.value ?? Number.NaN)
  const limits = item.entries.findLast(({ key }) => key.value === 'limits')
  if (!Number.isInteger(node) || limits === undefined || limits.conditional || limits.value.kind !== 'map') return []
  const { entries } = limits.value
  return entries.flatMap(({ key, value, conditional }): Limit[] => {
    const amount = value.kind === 'scalar' && value.text.known ? parseQuantity(value.text.value) : undefined
    if (conditional || !key.known || amount === undefined) return []
    return [
      {
        node,
        name: key.value,
        amount,
        at: { ...key.at, end: value.at.doc === key.at.doc ? value.at.end : key.at.end },
      },
    ]
  })
}

type Flags = Component['assignments']

/** Flags add up, and each is read by itself first (pkg/util/flag/flags.go, ReservedMemoryVar). */
function* ofFlags(flags: Flags): Checking {
  const seen = new Set<string>()
  for (const { value, at, spelling } of flags) {
    if (value?.known !== true || value.value === '') continue
    for (const part of value.value.split(';')) {
      const read = readPart(part)
      const detail =
        typeof read === 'string'
          ? read
          : read.map(limit => wrongWith({ ...limit, at }, seen)).find(found => found !== undefined)
      if (detail !== undefined) {
        yield { at, values: { spelling, detail } }
        break
      }
    }
  }
}

/** `0:memory=1Gi,hugepages-2Mi=4Mi`; of a name that stands twice the last counts. */
function readPart(part: string): readonly Omit<Limit, 'at'>[] | string {
  const [id = '', list, ...more] = part.split(':')
  if (list === undefined || more.length > 0 || !/^[+-]?\d+$/.test(id))
    return `\`${part}\` does not begin with a NUMA node`
  const limits = new Map<string, number>()
  for (const limit of list.split(',')) {
    const [name = '', text, ...rest] = limit.split('=')
    const amount = text === undefined || rest.length > 0 ? undefined : parseQuantity(text)
    if (amount === undefined) return `\`${limit}\` is no name and quantity`
    limits.set(name, amount)
  }
  return [...limits].map(([name, amount]) => ({ node: Number(id), name, amount }))
}
