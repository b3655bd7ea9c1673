import type { Component } from '../../model/component.js'
import type { Location } from '../../model/location.js'
import { known } from '../../model/rule.js'
import { itemsAt, lookup, type Tree, type TreeMap, textAt } from '../../model/tree.js'
import { rows } from './checks.js'
import { isLabelValue, isQualifiedName } from './label-syntax.js'

const EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** Taints a node registers with, as fields of the file and as words of the flag. */
export const TAINTS = rows('kubelet', [
  {
    // pkg/util/taints/taints.go, CheckTaintValidation: one without effect passes
    id: 'register-taints',
    settings: ['registerWithTaints'],
    versions: '>=1.23',
    reason: 'not all of them are taints: {detail}',
    remedy: 'give each taint a key, an effect of NoSchedule, PreferNoSchedule or NoExecute, and at most a value',
    source: 'pkg/kubelet/apis/config/validation/validation.go',
    *check(kubelet) {
      const taints = yield* known(kubelet.node('registerWithTaints'))
      for (const item of itemsAt(taints.value)) {
        const wrong = wrongWithTaint(item)
        if (wrong !== undefined) yield { at: wrong.at, values: { detail: wrong.detail } }
      }
    },
  },
  {
    // up to 1.22 a flag parsed them otherwise, and passed ones without effect
    id: 'register-taints-flag',
    settings: ['registerWithTaints'],
    versions: '>=1.25',
    reason: 'it is no list of taints: {detail}',
    remedy: 'write `key=value:NoSchedule`, several of them with commas between',
    source: 'pkg/util/taints/taints.go',
    *check(kubelet) {
      // each of them is parsed by itself, also one that another one overrides
      for (const { value, at, spelling } of flagsOf(kubelet)) {
        const detail = value?.known === true ? wrongWithTaints(value.value) : undefined
        if (detail !== undefined) yield { at, values: { spelling, detail } }
      }
    },
  },
])

const flagsOf = ({ assignments }: Component) =>
  assignments.filter(({ layer, key }) => layer === 'flag' && key === 'registerWithTaints')

/** Without a word from a template, which may be more than it looks like. */
const isPlain = ({ entries }: TreeMap): boolean =>
  entries.every(({ value }) => value.kind === 'scalar' && value.text.known)

function wrongWithTaint(item: Tree): { readonly at: Location; readonly detail: string } | undefined {
  if (item.kind !== 'map') return undefined
  const [key, value, effect] = ['key', 'value', 'effect'].map(name => textAt(item, name))
  const added = lookup(item, 'timeAdded')
  // a template may print `null`
  if (added.state === 'found' && (added.value.kind !== 'scalar' || added.value.text.known))
    return { at: item.at, detail: 'a taint must not have timeAdded' }
  if (isPlain(item) && lookup(item, 'key').state === 'absent') return { at: item.at, detail: 'a taint has no key' }
  if (key !== undefined && !isQualifiedName(key.value))
    return { at: key.at, detail: `\`${key.value}\` is not the key of a taint` }
  if (value !== undefined && !isLabelValue(value.value))
    return { at: value.at, detail: `\`${value.value}\` is not the value of a taint` }
  if (effect !== undefined && effect.value !== '' && !EFFECTS.includes(effect.value))
    return { at: effect.at, detail: `\`${effect.value}\` is not the effect of a taint` }
  return undefined
}

function wrongWithTaints(text: string): string | undefined {
  if (text === '') return undefined
  const seen = new Set<string>()
  for (const taint of text.split(',')) {
    const isRemoved = taint.endsWith('-')
    const [first = '', effect, ...more] = (isRemoved ? taint.slice(0, -1) : taint).split(':')
    if (effect === undefined && !isRemoved)
      return taint === '' ? 'a comma stands beside nothing' : `\`${taint}\` has no effect`
    const [key = '', value = '', ...rest] = effect === undefined ? [first] : first.split('=')
    const isWrong = more.length > 0 || rest.length > 0 || !isQualifiedName(key) || !isLabelValue(value)
    if (isWrong) return `\`${taint}\` is not a taint`
    if (effect !== undefined && !EFFECTS.includes(effect)) return `\`${effect}\` is not the effect of a taint`
    if (isRemoved) continue
    if (seen.has(`${key}:${effect}`)) return `\`${key}\` has the effect \`${effect}\` twice`
    seen.add(`${key}:${effect}`)
  }
  return undefined
}
