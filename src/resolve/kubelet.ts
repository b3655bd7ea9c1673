import { evictionHardDefaults } from '../facts/kubelet-defaults.js'
import { fieldDefault, flagDefault, type KeyFact } from '../facts/settings.js'
import type { Why } from '../model/setting.js'
import { lookup, type Tree } from '../model/tree.js'
import { atLeast, before, type Version } from '../model/version.js'
import { assignmentsIn, isEmptyAddress, readArgv, type Step } from './argv.js'
import type { DropIn, Layers, Resolved } from './component.js'
import { fromFact, isZero } from './defaults.js'
import type { Source } from './layers.js'
import { type Gap, isGap, type Part } from './parts.js'

/**
 * Flags beat drop-ins of `--config-dir`, those beat the file of `--config`, that beats the defaults
 * (cmd/kubelet/app/server.go, kubeletConfigFlagPrecedence and mergeKubeletConfigurations).
 */
export function resolveKubelet(layers: Layers, version: Version): Resolved {
  const words = layers.argv.state === 'seen' ? readArgv('kubelet', layers.argv.value, version) : []
  const steps = words.filter(step => !isEmptyAddress(step))
  const configFile = configFileOf(layers, steps)
  const sources: Source[] = [...argvSource(layers, steps), ...dropInSources(layers, version), ...configSource(layers)]
  const trees = [
    ...(layers.config.state === 'seen' ? [{ layer: 'file' as const, tree: layers.config.value.tree }] : []),
    ...(layers.dropIns.state === 'seen'
      ? layers.dropIns.value.map(({ tree }) => ({ layer: 'drop-in' as const, tree }))
      : []),
  ]
  return {
    steps,
    overruled: assignmentsIn(words.filter(isEmptyAddress)),
    configFile,
    trees,
    fromEnvironment: () => undefined,
    precedence: {
      sources,
      anchor: layers.anchor,
      fallback: fact => reportFrequency(fact, layers) ?? scalarFallback(fact, version, configFile),
      unset: fact => {
        const own = reportFrequency(fact, layers)
        return own !== undefined && 'value' in own ? own.value : fromFact(fact, fieldDefault(fact, version))
      },
      mapFallback: fact => mapFallback(fact, version, configFile, layers),
      replaces: (source, fact) => replaces(source, fact, layers, version),
      isUnset: (source, fact, value, node) => {
        if (source.kind !== 'tree' || (source.layer === 'drop-in' && patchesGoNames(version))) return false
        // From 1.32 a --config-dir has the base written with omitempty before defaults are applied again, so that an empty
        // list of the file is the default.
        if (node?.kind === 'list')
          return (
            node.items.length === 0 &&
            !node.open &&
            source.layer === 'file' &&
            layers.dropIns.state === 'seen' &&
            atLeast(version, '1.32')
          )
        return value?.known === true && !fact.pointer && fact.type !== 'map' && isZero(fact.type, value.value)
      },
    },
  }
}

export function argvSource(layers: Layers, steps: readonly Step[]): Source[] {
  const { argv } = layers
  if (argv.state === 'seen') return [{ kind: 'argv', steps }]
  if (argv.state === 'absent') return []
  return [{ kind: 'gap', layer: 'flag', gap: gapOf(argv) }]
}

function dropInSources(layers: Layers, version: Version): Source[] {
  const { dropIns } = layers
  if (dropIns.state === 'absent') return []
  if (dropIns.state !== 'seen') return [{ kind: 'gap', layer: 'drop-in', gap: gapOf(dropIns) }]
  const trees = dropIns.value.map(({ tree }: DropIn) => tree)
  const source = (tree: Tree, i: number): Source => ({
    kind: 'tree',
    layer: 'drop-in',
    tree,
    nullDeletes: atLeast(version, '1.32'),
    ...(patchesGoNames(version) ? { later: trees.slice(i + 1) } : {}),
  })
  return trees.map(source).reverse()
}

/** 1.29 to 1.31 patch names of Go's, so that null meets nothing of the file; and nobody fills in defaults afterwards. */
const patchesGoNames = (version: Version): boolean => atLeast(version, '1.29') && before(version, '1.32')

function configSource(layers: Layers): Source[] {
  const { config } = layers
  if (config.state === 'absent') return []
  if (config.state !== 'seen') return [{ kind: 'gap', layer: 'file', gap: gapOf(config) }]
  return [{ kind: 'tree', layer: 'file', tree: config.value.tree, nullDeletes: false }]
}

/** Whether a `--config` file is loaded: `no` only if every flag is in view; an open layer leaves it at `no` with an assumption. */
export function configFileOf(layers: Layers, steps: readonly Step[]): 'yes' | 'no' | 'unknown' {
  if (layers.config.state === 'seen') return 'yes'
  if (layers.config.state === 'open' || layers.argv.state !== 'seen') return 'unknown'
  if (layers.config.state === 'dangling') {
    // It may be the command line that is not known, and not the file it names.
    const named = steps.findLast(step => (isGap(step) ? step.gap !== 'open' : step.assignment.name === 'config'))
    return named !== undefined && !isGap(named) && named.assignment.value?.known === true ? 'yes' : 'unknown'
  }
  const hard = steps.some(step => isGap(step) && step.gap !== 'open')
  return hard ? 'unknown' : 'no'
}

function scalarFallback(fact: KeyFact, version: Version, configFile: Resolved['configFile']) {
  if (fact.field === undefined) return { value: fromFact(fact, flagDefault(fact, version)) }
  if (fact.flag === undefined || configFile === 'yes') return { value: fromFact(fact, fieldDefault(fact, version)) }
  if (configFile === 'no') return { value: fromFact(fact, flagDefault(fact, version)) }
  const [flag, field] = [flagDefault(fact, version), fieldDefault(fact, version)]
  return flag === field ? { value: fromFact(fact, flag) } : { unknown: noConfigKnown }
}

/** A file that sets how often a status is computed and not how often it is reported means both (SetDefaults_KubeletConfiguration). */
function reportFrequency(
  fact: KeyFact,
  { config }: Layers,
): { value: ReturnType<typeof fromFact> } | { unknown: Why } | undefined {
  if (fact.key !== 'nodeStatusReportFrequency' || config.state !== 'seen') return undefined
  const found = lookup(config.value.tree, 'nodeStatusUpdateFrequency')
  if (found.state === 'absent') return undefined
  if (found.state === 'unknown') return { unknown: { what: found.why, at: found.at } }
  if (found.value.kind !== 'scalar') return undefined
  const { text } = found.value
  if (!text.known) return { unknown: { what: 'comes from a template', at: text.at } }
  return isZero('duration', text.value) ? undefined : { value: fromFact(fact, text.value) }
}

const noConfigKnown: Why = { what: 'depends on whether a --config file is loaded' }

/** evictionHard: up to 1.25 always filled, from 1.26 only while a config file is loaded (kubernetes#110263). */
function mapFallback(
  fact: KeyFact,
  version: Version,
  configFile: Resolved['configFile'],
  layers: Layers,
): ReadonlyMap<string, string> | { unknown: Why } {
  if (fact.key !== 'evictionHard') return new Map()
  const defaults = evictionHardDefaults(version)
  const merge = atLeast(version, '1.33') ? mergesDefaults(layers) : undefined
  if (merge !== undefined && 'unknown' in merge) return merge
  if (before(version, '1.26') || configFile === 'yes') return defaults
  if (configFile === 'no') return new Map()
  // A KubeletConfiguration alone is there to be loaded.
  return layers.config.state === 'seen' ? defaults : { unknown: noConfigKnown }
}

function replaces(source: Source, fact: KeyFact, layers: Layers, version: Version): boolean {
  // Gates of the file that the flag does not name are added back (kubeletConfigFlagPrecedence).
  if (fact.key === 'featureGates') return false
  if (source.kind !== 'tree') return true
  // Drop-ins are merged key by key, onto the already defaulted object if a file is loaded.
  if (source.layer === 'drop-in') return false
  return !(fact.key === 'evictionHard' && atLeast(version, '1.33') && mergesDefaults(layers) !== undefined)
}

/** `mergeDefaultEvictionSettings` counts in the file only. */
function mergesDefaults({ config }: Layers): { merges: true } | { unknown: Why } | undefined {
  if (config.state !== 'seen') return undefined
  if (lookup(config.value.tree, 'evictionHard').state !== 'found') return undefined
  const found = lookup(config.value.tree, 'mergeDefaultEvictionSettings')
  if (found.state === 'absent') return undefined
  if (found.state === 'unknown') return { unknown: { what: found.why, at: found.at } }
  if (found.value.kind !== 'scalar') return undefined
  const { text } = found.value
  if (!text.known) return { unknown: { what: 'comes from a template', at: text.at } }
  return text.value === 'true' ? { merges: true } : undefined
}

type Missing = Extract<Part<unknown>, { state: 'dangling' | 'open' }>

export const gapOf = ({ state, ...rest }: Missing): Gap => ({ gap: state, ...rest })
