import { flagDefault, keyOf } from '../facts/settings.js'
import type { Version } from '../model/version.js'
import { readArgv } from './argv.js'
import type { Layers, Resolved } from './component.js'
import { fromFact } from './defaults.js'
import { argvSource } from './kubelet.js'
import type { Source } from './layers.js'

/** `heartbeat-interval` -> `ETCD_HEARTBEAT_INTERVAL` (etcd pkg/flags FlagToEnv). */
export const variableOfFlag = (flag: string): string => `ETCD_${flag.toUpperCase().replaceAll('-', '_')}`

const flagOfVariable = (name: string): string | undefined =>
  name.startsWith('ETCD_') ? name.slice('ETCD_'.length).toLowerCase().replaceAll('_', '-') : undefined

/**
 * With a config file (`--config-file`, `ETCD_CONFIG_FILE`) every other flag and variable is ignored; without one a flag
 * beats its variable (server/etcdmain/config.go). Both for one setting stop etcd from 3.4 on: another rule's business.
 */
export function resolveEtcd(layers: Layers, version: Version): Resolved {
  const steps = layers.argv.state === 'seen' ? readArgv('etcd', layers.argv.value, version) : []
  const fallback = (fact: Parameters<Resolved['precedence']['fallback']>[0]) => ({
    value: fromFact(fact, flagDefault(fact, version)),
  })
  const common = {
    anchor: layers.anchor,
    fallback,
    mapFallback: () => new Map(),
    replaces: () => true,
    isUnset: () => false,
  }
  const { config } = layers
  if (config.state === 'seen' || config.state === 'dangling') {
    const source: Source =
      config.state === 'seen'
        ? { kind: 'tree', layer: 'file', tree: config.value.tree, nullDeletes: false }
        : { kind: 'gap', layer: 'file', gap: { gap: 'dangling', what: config.what, at: config.at } }
    return {
      steps: steps.filter(step => !('gap' in step) && step.assignment.name === 'config-file'),
      configFile: 'yes',
      trees: config.state === 'seen' ? [{ layer: 'file', tree: config.value.tree }] : [],
      fromEnvironment: () => undefined,
      precedence: { ...common, sources: [source] },
    }
  }
  return {
    steps,
    configFile: config.state === 'absent' ? 'no' : 'unknown',
    trees: [],
    fromEnvironment: name => {
      const flag = flagOfVariable(name)
      return flag !== undefined && keyOf('etcd', flag) !== undefined ? flag : undefined
    },
    precedence: {
      ...common,
      sources: [
        ...argvSource(layers, steps),
        { kind: 'environment', environment: layers.environment, variable: variableOfFlag },
      ],
    },
  }
}
