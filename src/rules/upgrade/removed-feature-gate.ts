import { versionOfGates } from '../../facts/emulated-version.js'
import { versions } from '../../facts/flags.js'
import { type GateFact, gate, gateAt, nearestGate } from '../../facts/gates.js'
import { isSeenRunning } from '../../facts/running.js'
import { gateSetting, gatesKey } from '../../facts/start-up/checks.js'
import { isUpstreamBuild, isVendorBuild } from '../../facts/vendors.js'
import { isAuthored } from '../../model/authored.js'
import type { Component, Written } from '../../model/component.js'
import { offer, removeEntry } from '../../model/fix.js'
import type { ComponentKind } from '../../model/fragment.js'
import { sameLocation } from '../../model/location.js'
import { defineRule, known, type Read } from '../../model/rule.js'
import { isYamlNull, parseBool, parseYamlBool } from '../../model/scalar.js'
import type { Assignment, KnownSetting } from '../../model/setting.js'
import { before, formatMinor, minorOf, parseVersion, type Version } from '../../model/version.js'

/** A generated file with more assignments gets no names to choose from, which would take long to find. */
const MANY = 500

export default defineRule({
  id: 'upgrade/removed-feature-gate',
  summary: 'a feature gate is unknown to, or locked in, this version',
  checks: 'assignment',
  overruled: true,
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kubernetes/kops/issues/17252',
    'https://github.com/siderolabs/talos/issues/13480',
    'https://github.com/kubernetes/kubernetes/issues/100988',
    'https://github.com/gardener/gardener/issues/3140',
    'https://github.com/gardener/gardener/issues/5362',
    'https://github.com/kubernetes/component-base/blob/master/featuregate/feature_gate.go',
    'https://github.com/kubernetes/kubernetes/blob/master/test/compatibility_lifecycle/reference/versioned_feature_list.yaml',
  ],
  messages: {
    removed: {
      what: 'feature gate `{gate}` was removed in {removed}',
      why: 'the component exits at start on a gate it does not know',
      help: 'remove `{gate}`',
      effect: 'stops',
    },
    locked: {
      what: 'feature gate `{gate}` is locked to {locked} since {since}',
      why: 'the component exits when a locked gate is set to the other value',
      help: 'remove `{gate}`',
      effect: 'stops',
    },
    unknown: {
      what: '{component} {version} has no feature gate `{gate}`',
      why: 'the component exits at start on a gate it does not know',
      help: '{remedy}',
      effect: 'stops',
    },
    tooNew: {
      what: 'feature gate `{gate}` exists only from {introduced}',
      why: 'the component exits at start on a gate it does not know',
      help: 'remove it until {introduced}',
      effect: 'stops',
    },
  },
  options: {
    targetVersion: {
      type: 'string',
      default: undefined,
      why: 'a planned version: gates removed on the way there warn',
    },
  },
  fix: 'safe',

  *check(written, { options }) {
    const { of, entry: name } = written
    // Which gates cluster-autoscaler links is not recorded.
    if (name === undefined || isVendorBuild(of) || of.kind === 'cluster-autoscaler' || !isAuthored(written)) return
    if (written.key !== gatesKey(of)) return
    const fact = gate(name)
    // What it runs with it knows, whatever is recorded of its release: only the next one may not.
    const runs = isSeenRunning(of)
    const state = fact === undefined ? undefined : gateAt(fact, of.kind, of.version)
    if (fact === undefined || state === undefined || state.known === 'never') {
      if (runs) return
      const severity = (yield* isUpstreamBuild(of)) ? 'error' : 'warning'
      yield { message: 'unknown', at: written, severity, values: unknownValues(of, name) }
      return
    }
    if (runs && state.known !== 'yes') return
    const value = told(written)
    // a name is refused whatever is said of it elsewhere, but for what a drop-in takes away
    const isLocked = state.known === 'yes' && state.locked && value !== undefined && value !== state.default
    const standing = isLocked || written.layer === 'drop-in' ? yield* standingOf(written, name) : 'counts'
    if (standing === 'gone') return
    if (state.known === 'too-new') {
      yield { message: 'tooNew', at: written, values: { gate: name, introduced: formatMinor(fact.introduced) } }
    } else if (state.known === 'removed' && fact.removed !== undefined) {
      yield {
        message: 'removed',
        at: written,
        values: removedValues(name, fact.removed),
        ...fixOf(written, fact, value),
      }
    } else if (!runs && value !== undefined && isLocked && standing === 'counts') {
      // one that emulates an older minor has its locks
      const version = yield* versionOfGates(of)
      if (version === undefined || !isLockedAgainst(fact, of.kind, version, value)) return
      const since = fact.stages.findLast(stage => stage.locked && stage.since <= minorOf(version))?.since
      if (since === undefined) return
      yield {
        message: 'locked',
        at: written,
        values: { gate: name, locked: `${!value}`, since: formatMinor(since) },
        // it runs with what its author does not want, or not at all
        ...(minorOf(of.range.min) < since ? {} : offer('unsafe', `remove \`${name}\``, removeEntry(written))),
      }
    } else if (
      state.known === 'yes' &&
      fact.removed !== undefined &&
      fact.removed <= horizon(of, options.targetVersion)
    ) {
      yield {
        message: 'removed',
        at: written,
        severity: 'warning',
        bites: fact.removed,
        values: removedValues(name, fact.removed),
        ...fixOf(written, fact, value),
      }
    }
  },
})

/** What an entry says: Go reads `null` of a file as false. */
function told({ value, layer }: Written): boolean | undefined {
  if (value?.known !== true) return undefined
  const flag = parseBool(value.value)
  if (flag !== undefined || (layer !== 'file' && layer !== 'drop-in')) return flag
  return layer === 'file' && isYamlNull(value.value) ? false : parseYamlBool(value.value)
}

/**
 * Whether the component gets to see an entry: not if it is `gone`; another value of a stronger layer has `beaten` it otherwise. From
 * 1.32 on a kubelet checks the gates of its file, then those of the file with all drop-ins in it, then the flags'
 * (SetDefaults_KubeletConfiguration, mergeKubeletConfigurations of cmd/kubelet/app/server.go); before only what comes of it.
 */
function* standingOf(
  { of, layer, at, value }: Written,
  entry: string,
): Generator<Read, 'counts' | 'beaten' | 'gone', unknown> {
  const isPatched = of.kind === 'kubelet' && !before(of.version, '1.32')
  // up to 1.31 what is null in a drop-in is read past
  if (layer === 'drop-in' && value?.known === true && isYamlNull(value.value)) return 'gone'
  if (layer === 'file' && isPatched) return 'counts'
  const setting = gateSetting(of, entry)
  if (setting === undefined) return 'counts'
  const found: KnownSetting<unknown> = yield* known(setting)
  const all = [found.by, ...found.beaten].filter(one => one !== undefined)
  if (layer === 'drop-in' && !all.some(one => sameLocation(one.at, at))) return 'gone'
  const [first] = layer === 'drop-in' && isPatched ? all.filter(one => one.layer === layer) : all
  if (first === undefined || sameLocation(first.at, at)) return 'counts'
  return first.layer === 'drop-in' && (first.entry === undefined || isNull(first)) ? 'gone' : 'beaten'
}

const isNull = ({ value }: Assignment): boolean => value?.known === true && isYamlNull(value.value)

const removedValues = (name: string, removed: number) => ({ gate: name, removed: formatMinor(removed) })

function unknownValues(of: Component, name: string) {
  const nearest = of.assignments.length > MANY ? undefined : nearestGate(name, of.kind)
  const remedy = nearest === undefined ? `remove \`${name}\`` : `use \`${nearest}\` or remove \`${name}\``
  return { gate: name, remedy }
}

/** The next minor, or the planned version. etcd's own versions say nothing about a planned Kubernetes. */
function horizon({ kind, version }: Component, target: string | undefined): number {
  const here = minorOf(version)
  const next = versions(kind).find(minor => minor > here) ?? here
  const planned = target === undefined || kind === 'etcd' ? undefined : parseVersion(target)
  return Math.max(next, planned === undefined ? 0 : minorOf(planned.max))
}

/** Safe where the gate asked for what holds without it, at every version that may run. */
function fixOf(written: Written, fact: GateFact, value: boolean | undefined) {
  const { of } = written
  if (fact.removed === undefined || value === undefined) return {}
  const isGone = minorOf(of.range.min) >= fact.removed
  if (!isGone && !(isLockedTo(fact, of, value) && value === fact.stages.at(-1)?.default)) return {}
  const level = value === fact.stages.at(-1)?.default ? 'safe' : 'unsafe'
  return offer(level, `remove \`${fact.name}\``, removeEntry(written))
}

/** Whether a version knows the gate, and only with the other value. */
function isLockedAgainst(fact: GateFact, kind: ComponentKind, version: Version, value: boolean): boolean {
  const { known, locked, default: own } = gateAt(fact, kind, version)
  return known === 'yes' && locked === true && own !== value
}

/** Whether the oldest version that may run knows the gate, and only with this value: without it nothing changes. */
function isLockedTo(fact: GateFact, { kind, range }: Component, value: boolean): boolean {
  const { known, locked, default: own } = gateAt(fact, kind, range.min)
  return known === 'yes' && locked === true && own === value
}
