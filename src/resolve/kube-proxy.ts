import { fieldDefault, flagDefault, type KeyFact, keyOf } from '../facts/settings.js'
import type { Why } from '../model/setting.js'
import { atLeast, type Version } from '../model/version.js'
import { assignmentsIn, isEmptyAddress, readArgv, type Step } from './argv.js'
import type { Layers, Resolved } from './component.js'
import { fromFact, isZero } from './defaults.js'
import { argvSource, configFileOf, gapOf } from './kubelet.js'
import type { Source } from './layers.js'
import { isGap } from './parts.js'
import type { AnyValue } from './read-value.js'
import { type Precedence, scalarSetting } from './settings.js'

/**
 * With `--config` the file decides. Of the flags that say the same as one of its fields those of the logs count, and from 1.13 on
 * --hostname-override (cmd/kube-proxy/app/options.go, Complete); flags without a field are no part of it.
 */
export function resolveProxy(layers: Layers, version: Version): Resolved {
  const steps = layers.argv.state === 'seen' ? readArgv('kube-proxy', layers.argv.value, version) : []
  const configFile = configFileOf(layers, steps)
  const { config } = layers
  const isFileNone = configFile === 'no' || config.state === 'absent'
  const counts = (fact: KeyFact): boolean => isFileNone || !isDecidedByFile(fact, version)
  const sources: Source[] = argvSource(
    layers,
    steps.filter(step => !isEmptyAddress(step)),
  ).map(source => ({ kind: 'partly', source, counts }))
  if (config.state === 'seen')
    sources.push({ kind: 'tree', layer: 'file', tree: config.value.tree, nullDeletes: false })
  else if (config.state !== 'absent') sources.push({ kind: 'gap', layer: 'file', gap: gapOf(config) })

  const precedence: Precedence = {
    sources,
    anchor: layers.anchor,
    fallback: fact => fallbackOf(fact),
    unset: fact => (fact.field === undefined ? undefined : fileDefault(fact)),
    mapFallback: () => new Map(),
    replaces: () => true,
    // defaults are filled in for zeros that are no pointers (pkg/proxy/apis/config/v1alpha1/defaults.go)
    isUnset: (source, fact, value) =>
      source.kind === 'tree' &&
      value?.known === true &&
      !fact.pointer &&
      fact.type !== 'map' &&
      isZero(fact.type, value.value),
  }

  function fallbackOf(fact: KeyFact): { value: AnyValue | undefined } | { unknown: Why } {
    if (fact.field === undefined || (isFileNone && fact.flag !== undefined))
      return { value: platformDefault(fact, fromFact(fact, flagDefault(fact, version))) }
    return { value: fileDefault(fact) }
  }
  const fileDefault = (fact: KeyFact): AnyValue | undefined =>
    platformDefault(fact, addressDefault(fact) ?? fromFact(fact, fieldDefault(fact, version)))

  /** Served on all addresses and on loopback, of the family that bindAddress has (getDefaultAddresses). */
  function addressDefault({ key }: KeyFact): string | undefined {
    const own = ADDRESSES[key]
    return own !== undefined && asked('bindAddress')?.includes(':') ? own : undefined
  }

  /** What platformApplyDefaults fills in on Linux, whatever was read before. */
  function platformDefault({ key }: KeyFact, value: AnyValue | undefined): AnyValue | undefined {
    if (value !== undefined || !atLeast(version, '1.28')) return value
    if (key === 'mode') return 'iptables'
    if (key === 'detectLocalMode') return 'ClusterCIDR'
    const isPrimary = key === 'nodePortAddresses' && atLeast(version, '1.31') && asked('mode') === 'nftables'
    const fact = isPrimary ? keyOf('kube-proxy', key) : undefined
    return fact === undefined ? value : fromFact(fact, 'primary')
  }

  function asked(key: string): string | undefined {
    const fact = keyOf('kube-proxy', key)
    const setting = fact === undefined ? undefined : scalarSetting(precedence, fact)
    return setting?.state !== 'unknown' && typeof setting?.value === 'string' ? setting.value : undefined
  }

  // what a template names may be a file
  const maySkipGates = configFile === 'yes' || (configFile === 'unknown' && steps.some(isFileStep))
  const isSkipped = (step: Step): boolean => isEmptyAddress(step) || (maySkipGates && isGateStep(step))
  return {
    steps: steps.filter(step => !isSkipped(step)),
    overruled: assignmentsIn(steps.filter(isSkipped)),
    configFile,
    trees: config.state === 'seen' ? [{ layer: 'file', tree: config.value.tree }] : [],
    fromEnvironment: () => undefined,
    precedence,
  }
}

const isFileStep = (step: Step): boolean => !isGap(step) && step.assignment.name === 'config'

/** Beside a file nobody asks whether the gates of the flag exist: they are no gates of this component. */
const isGateStep = (step: Step): boolean => !isGap(step) && step.assignment.key === 'featureGates'

const ADDRESSES: Readonly<Record<string, string>> = {
  healthzBindAddress: '[::]:10256',
  metricsBindAddress: '[::1]:10249',
}

/** Flags of which a field has another name, or two (addressFromDeprecatedFlags). */
const OTHER_FIELDS: readonly string[] = ['healthz-port', 'metrics-port']

function isDecidedByFile({ key, field, flag }: KeyFact, version: Version): boolean {
  // o.master is no part of the configuration that the file replaces
  if (flag === 'master' || field?.startsWith('logging.')) return false
  if (key === 'hostnameOverride') return !atLeast(version, '1.13')
  return field !== undefined || (flag !== undefined && OTHER_FIELDS.includes(flag))
}
