import { flag } from '../facts/flags.js'
import { flagDefault, keyOf } from '../facts/settings.js'
import type { Version } from '../model/version.js'
import { readArgv, type Step } from './argv.js'
import type { Layers, Resolved } from './component.js'
import { fromFact } from './defaults.js'
import { argvSource } from './kubelet.js'
import { isGap } from './parts.js'

/** kube-apiserver, kube-controller-manager and cluster-autoscaler read flags and nothing else. */
export function resolveFlags(layers: Layers, version: Version): Resolved {
  const steps = layers.argv.state === 'seen' ? readArgv(layers.kind, layers.argv.value, version) : []
  return fromSteps(layers, version, steps)
}

function fromSteps(layers: Layers, version: Version, steps: readonly Step[]): Resolved {
  return {
    steps,
    configFile: 'no',
    trees: [],
    fromEnvironment: () => undefined,
    precedence: {
      sources: argvSource(layers, steps),
      anchor: layers.anchor,
      fallback: fact => ({ value: fromFact(fact, flagDefault(fact, version)) }),
      unset: fact => fromFact(fact, flagDefault(fact, version)),
      mapFallback: () => new Map(),
      replaces: () => true,
      isUnset: () => false,
    },
  }
}

/**
 * With --config only the leader-election flags count; the deprecated ones are ignored and the file, which klint does
 * not resolve, decides (cmd/kube-scheduler/app/options/options.go, ApplyTo).
 */
export function resolveScheduler(layers: Layers, version: Version): Resolved {
  const steps = layers.argv.state === 'seen' ? readArgv(layers.kind, layers.argv.value, version) : []
  const base = fromSteps(layers, version, steps)
  const config = steps.findLast(step => !isGap(step) && step.assignment.name === 'config')
  if (config === undefined || isGap(config) || config.assignment.value?.value === '') return base
  const why = { what: 'is decided by the file of --config', at: config.assignment.at }
  // What the file may say: everything but the flags that are no part of the component's configuration.
  const decided = (name: string | undefined) => {
    const fact = name === undefined ? undefined : flag(layers.kind, name)
    return name === undefined || fact?.deprecated !== undefined || name.startsWith('leader-elect')
  }
  const ignored = (name: string | undefined) => decided(name) && name?.startsWith('leader-elect') !== true
  return {
    ...base,
    configFile: 'yes',
    precedence: {
      ...base.precedence,
      sources: base.precedence.sources.map(source =>
        source.kind !== 'argv'
          ? source
          : {
              kind: 'argv',
              steps: steps.filter(step => isGap(step) || !ignored(keyOf(layers.kind, step.assignment.name)?.flag)),
            },
      ),
      fallback: fact => (decided(fact.flag) ? { unknown: why } : base.precedence.fallback(fact)),
    },
  }
}
