import { fieldDefault, flagDefault, type KeyFact, keyOf } from '../facts/settings.js'
import type { Why } from '../model/setting.js'
import { lookup, type Tree } from '../model/tree.js'
import { atLeast, type Version } from '../model/version.js'
import { readArgv, type Step } from './argv.js'
import type { Layers, Resolved } from './component.js'
import { fromFact, isZero } from './defaults.js'
import { argvSource, configFileOf } from './kubelet.js'
import type { Source } from './layers.js'
import { isGap } from './parts.js'

/**
 * With `--config` the file decides, and of the flags that say the same only those of the leader election count: from 1.22.4 on, before
 * that none (cmd/kube-scheduler/app/options/options.go, ApplyTo). Flags about serving, authentication, gates, metrics and logs are no
 * part of the file. Without one the flags count, over the defaults of the file.
 */
export function resolveScheduler(layers: Layers, version: Version): Resolved {
  const steps = layers.argv.state === 'seen' ? readArgv('kube-scheduler', layers.argv.value, version) : []
  const { config } = layers
  const tree = config.state === 'seen' ? config.value.tree : undefined
  const named = steps.findLast(step => !isGap(step) && step.assignment.name === 'config')
  const isFileUnseen =
    tree === undefined && named !== undefined && !isGap(named) && named.assignment.value?.value !== ''
  const isFileNamed = tree !== undefined || isFileUnseen
  const leaderFlagsCount = atLeast(version, '1.22.4')
  const counts = (step: Step): boolean =>
    isGap(step) ||
    !isDecidedByFile(keyOf('kube-scheduler', step.assignment.name), step.assignment.name) ||
    (leaderFlagsCount && step.assignment.name.startsWith('leader-elect'))

  const sources: Source[] = argvSource(layers, steps).map(source =>
    source.kind === 'argv' && isFileNamed ? { kind: 'argv', steps: steps.filter(counts) } : source,
  )
  if (tree !== undefined) sources.push({ kind: 'tree', layer: 'file', tree, nullDeletes: false })

  const fallback = (fact: KeyFact) => {
    if (isFileUnseen && isDecidedByFile(fact, fact.flag ?? fact.key))
      return { unknown: { what: 'is decided by the file of --config', ...(named === undefined ? {} : placeOf(named)) } }
    if (tree !== undefined && fact.key === 'enableContentionProfiling') return contentionProfiling(fact, tree, version)
    const text = fact.field === undefined || (!isFileNamed && fact.flag !== undefined) ? flagDefault : fieldDefault
    return { value: fromFact(fact, text(fact, version)) }
  }
  return {
    steps,
    configFile: configFileOf(layers, steps),
    trees: tree === undefined ? [] : [{ layer: 'file', tree }],
    fromEnvironment: () => undefined,
    precedence: {
      sources,
      anchor: layers.anchor,
      fallback,
      unset: fact => fromFact(fact, fieldDefault(fact, version)),
      mapFallback: () => new Map(),
      replaces: () => true,
      // Defaults are filled in for zeros that are no pointers, before the flags are looked at.
      isUnset: (source, fact, value) =>
        source.kind === 'tree' &&
        value?.known === true &&
        !fact.pointer &&
        fact.type !== 'map' &&
        isZero(fact.type, value.value),
    },
  }
}

const placeOf = (step: Step) => (isGap(step) ? { at: step.at } : { at: step.assignment.at })

/** Flags of 1.9 to 1.22 that a file replaces and that have no single field in it (cmd/kube-scheduler/app/options/deprecated.go). */
const WITHOUT_FIELD: readonly string[] = [
  'algorithm-provider',
  'failure-domains',
  'hard-pod-affinity-symmetric-weight',
  'scheduler-name',
]

const isDecidedByFile = (fact: KeyFact | undefined, name: string): boolean =>
  fact?.field !== undefined || WITHOUT_FIELD.includes(name)

/** On wherever profiling is, unless the file says something else (pkg/scheduler/apis/config/v1/defaults.go). */
function contentionProfiling(fact: KeyFact, tree: Tree, version: Version): { value: boolean } | { unknown: Why } {
  const found = lookup(tree, 'enableProfiling')
  const isOn = fromFact(fact, fieldDefault(fact, version)) === true
  if (found.state === 'absent') return { value: isOn }
  if (found.state === 'unknown') return { unknown: { what: found.why, at: found.at } }
  const text = found.value.kind === 'scalar' ? found.value.text : undefined
  if (text?.known !== true) return { unknown: { what: 'comes from a template', at: found.value.at } }
  return { value: isOn && text.value === 'true' }
}
