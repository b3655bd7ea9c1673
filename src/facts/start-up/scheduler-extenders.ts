import type { Component } from '../../model/component.js'
import type { TreeMap } from '../../model/tree.js'
import { rows } from './checks.js'
import { configurationOf, placed } from './scheduler-profiles.js'
import type { Checking } from './validation.js'
import { certainText, integerOf, lacksField, mapsOf, type WrittenField, writtenField } from './written-fields.js'

const VALIDATION = 'pkg/scheduler/apis/config/validation/validation.go'

function extendersOf(component: Component): readonly TreeMap[] {
  const tree = configurationOf(component)
  return tree === undefined ? [] : mapsOf(writtenField(tree, 'extenders'))
}

const isNamed = (field: WrittenField | undefined): field is WrittenField => (certainText(field) ?? '') !== ''

export const EXTENDERS = rows('kube-scheduler', [
  {
    id: 'extender-weight',
    settings: ['extenders[].weight', 'extenders[].prioritizeVerb'],
    versions: '>=1.18',
    reason: 'an extender that scores nodes needs a weight greater than 0',
    remedy: 'set `weight: 1`',
    source: VALIDATION,
    *check(scheduler): Checking {
      for (const extender of extendersOf(scheduler)) {
        const verb = writtenField(extender, 'prioritizeVerb')
        if (!isNamed(verb)) continue
        const weight = writtenField(extender, 'weight')
        const value = lacksField(extender, 'weight') ? 0 : integerOf(weight)
        if (value === undefined || value > 0) continue
        yield { ...placed(weight ?? verb), related: weight === undefined ? [] : [{ at: verb, label: 'it scores' }] }
      }
    },
  },
  {
    id: 'extender-binders',
    settings: ['extenders[].bindVerb'],
    versions: '>=1.18',
    reason: 'only one extender may bind pods',
    remedy: 'keep the `bindVerb` of one of them',
    source: VALIDATION,
    *check(scheduler): Checking {
      const [first, second] = extendersOf(scheduler)
        .map(extender => writtenField(extender, 'bindVerb'))
        .filter(isNamed)
      if (first !== undefined && second !== undefined)
        yield { ...placed(second), related: [{ at: first, label: 'binds as well' }] }
    },
  },
  {
    id: 'extender-resources',
    settings: ['extenders[].managedResources[].name'],
    versions: '>=1.18',
    reason: 'another entry manages that resource',
    remedy: 'remove one of them',
    source: VALIDATION,
    *check(scheduler): Checking {
      const first = new Map<string, WrittenField>()
      for (const extender of extendersOf(scheduler))
        for (const resource of mapsOf(writtenField(extender, 'managedResources'))) {
          const name = writtenField(resource, 'name')
          const text = certainText(name)
          if (name === undefined || text === undefined) continue
          const other = first.get(text)
          if (other === undefined) first.set(text, name)
          else yield { ...placed(name), related: [{ at: other, label: 'the other entry' }] }
        }
    },
  },
])
