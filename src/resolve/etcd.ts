import { variableOfFlag } from '../facts/etcd-variables.js'
import { flagDefault, keyOf } from '../facts/settings.js'
import type { Version } from '../model/version.js'
import { assignmentsIn, readArgv, type Step } from './argv.js'
import type { Layers, Resolved } from './component.js'
import { fromFact } from './defaults.js'
import { argvSource, gapOf } from './kubelet.js'
import { allWithEntries, type Source } from './layers.js'
import { isGap } from './parts.js'

const flagOfVariable = (name: string): string | undefined =>
  name.startsWith('ETCD_') ? name.slice('ETCD_'.length).toLowerCase().replaceAll('_', '-') : undefined

/**
 * With a config file (`--config-file`, `ETCD_CONFIG_FILE`) every other flag and variable is ignored; without one a flag
 * beats its variable (server/etcdmain/config.go); flags are parsed before that. Both for one setting stop etcd from 3.4 on: another rule's business.
 */
export function resolveEtcd(layers: Layers, version: Version): Resolved {
  const steps = layers.argv.state === 'seen' ? readArgv('etcd', layers.argv.value, version) : []
  const fallback = (fact: Parameters<Resolved['precedence']['fallback']>[0]) => ({
    value: fromFact(fact, flagDefault(fact, version)),
  })
  const common = {
    anchor: layers.anchor,
    fallback,
    unset: (fact: Parameters<typeof fallback>[0]) => fallback(fact).value,
    mapFallback: () => new Map(),
    replaces: () => true,
    isUnset: () => false,
  }
  const { config } = layers
  if (config.state === 'seen' || (config.state === 'dangling' && namesFile(layers, steps))) {
    const source: Source =
      config.state === 'seen'
        ? { kind: 'tree', layer: 'file', tree: config.value.tree, nullDeletes: false }
        : { kind: 'gap', layer: 'file', gap: gapOf(config) }
    const flags = assignmentsIn(steps)
    return {
      steps: steps.filter(step => !isGap(step) && step.assignment.name === 'config-file'),
      overruled: allWithEntries(flags.filter(({ name }) => name !== 'config-file')),
      configFile: 'yes',
      trees: config.state === 'seen' ? [{ layer: 'file', tree: config.value.tree }] : [],
      fromEnvironment: () => undefined,
      precedence: {
        ...common,
        sources: [source],
        isUnset: (_, { key }, value) => value?.known === true && value.value === '' && EMPTY_IS_NONE.includes(key),
      },
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
        // Fields without a flag: a file nobody sees named may set them.
        ...(config.state === 'dangling'
          ? [{ kind: 'gap' as const, layer: 'file' as const, gap: { ...config, gap: 'dangling' as const } }]
          : []),
      ],
    },
  }
}

/** Fields of which an empty text leaves the default as it is (server/embed/config.go, configFromFile). */
const EMPTY_IS_NONE: readonly string[] = [
  'listen-peer-urls',
  'listen-client-urls',
  'listen-client-http-urls',
  'listen-metrics-urls',
  'initial-advertise-peer-urls',
  'advertise-client-urls',
  'cors',
  'host-whitelist',
  'initial-cluster-state',
]

/** A command line that a template fills may name a file as well; what is written on it counts until that is in view. */
function namesFile({ environment }: Layers, steps: readonly Step[]): boolean {
  return (
    steps.some(step => !isGap(step) && step.assignment.name === 'config-file') ||
    environment.some(item => !isGap(item) && item.name === 'ETCD_CONFIG_FILE' && item.text.value !== '')
  )
}
