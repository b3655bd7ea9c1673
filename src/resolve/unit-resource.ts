import type { Resource } from '../model/component.js'
import type { Field, ResourceFragment } from '../model/fragment.js'
import { resourceOf } from './resources.js'
import type { MergedUnit } from './units.js'
import { ownerOf } from './units.js'

/** A unit's directives as fields `Service.Restart`, `Unit.After`: the last one counts. */
export function unitResource(unit: MergedUnit, id: string): Resource {
  const owner = ownerOf(unit)
  const fields = new Map<string, Field>()
  for (const { section, key, text, conditional } of unit.all) {
    const { at } = text
    const field: Field = conditional
      ? { state: 'unknown', why: 'is conditional', at }
      : {
          state: 'set',
          tree: { kind: 'scalar', text, quoted: false, empty: text.value === '', at },
          at,
          spelling: `${key}=${text.value}`,
        }
    fields.set(`${section}.${key}`, field)
  }
  const fragment: ResourceFragment = {
    kind: 'resource',
    type: 'unit',
    name: unit.name,
    doc: owner.doc,
    at: owner.at,
    fields,
    open: unit.base === undefined || owner.open === true,
  }
  return resourceOf(fragment, id)
}
