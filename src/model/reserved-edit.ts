import type { Component } from './component.js'
import type { Edit } from './finding.js'
import { entriesAdded } from './map-edit.js'
import type { KnownSetting, Setting } from './setting.js'
import { mapAdded } from './setting-edit.js'

const FLAGS = { kubeReserved: 'kube-reserved', systemReserved: 'system-reserved' } as const

/** Edits that reserve what of `wanted` is not reserved yet: in the map its author wrote, else in a new one. */
export function reservedAdded(
  kubelet: Component<'kubelet'>,
  field: keyof typeof FLAGS,
  { by, value }: KnownSetting<ReadonlyMap<string, Setting<unknown>>>,
  wanted: readonly (readonly [name: string, amount: string])[],
): readonly Edit[] | undefined {
  if (by === undefined) {
    const edit = mapAdded(kubelet, { field, flag: FLAGS[field], entries: wanted, separator: '=' })
    return edit && [edit]
  }
  const written = [...value.values()].flatMap(entry => (entry.state === 'set' && entry.by ? [entry.by] : []))
  const missing = wanted.filter(([name]) => !value.has(name))
  return missing.length === 0 ? undefined : entriesAdded(by, written, missing, '=')
}
