import { flagDefault } from '../facts/settings.js'
import type { Version } from '../model/version.js'
import { readArgv } from './argv.js'
import type { Layers, Resolved } from './component.js'
import { fromFact } from './defaults.js'
import { argvSource } from './kubelet.js'

/** kube-apiserver, kube-controller-manager and cluster-autoscaler read flags and nothing else. */
export function resolveFlags(layers: Layers, version: Version): Resolved {
  const steps = layers.argv.state === 'seen' ? readArgv(layers.kind, layers.argv.value, version) : []
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
