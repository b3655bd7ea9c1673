import { type FlagFact, flag, knownAt, nearestFlag } from '../../facts/flags.js'
import { isSeenRunning } from '../../facts/running.js'
import { isUnlistedFlag } from '../../facts/unlisted-flags.js'
import { isUpstreamBuild, isVendorBuild } from '../../facts/vendors.js'
import { hasOneDash, isAuthored } from '../../model/authored.js'
import { offer, rename } from '../../model/fix.js'
import { defineRule } from '../../model/rule.js'
import { formatMinor, formatVersion, minorOf, type Version } from '../../model/version.js'

/** Nobody writes so many flags by hand: a generated file gets no names to choose from, which would take long to find. */
const MANY = 500

/** The minor, or the patch of this one that brought it. */
function cameWith({ introduced, patches }: FlagFact, version: Version): string {
  const minor = minorOf(version)
  const patch = patches?.get(minor)
  return patch === undefined ? formatMinor(introduced) : `${formatMinor(minor)}.${patch}`
}

export default defineRule({
  id: 'cluster/unknown-flag',
  summary: 'a component does not know this flag',
  checks: 'assignment',
  overruled: true,
  severity: 'error',
  preset: ['recommended'],
  category: 'correctness',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kubernetes/kubeadm/issues/1690',
    'https://github.com/spf13/pflag/blob/master/flag.go',
    'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/config/flags/flags.go',
  ],
  messages: {
    unknown: {
      what: 'no version of {component} has a flag `--{flag}`',
      why: 'the process prints "unknown flag" and exits at start',
      help: 'use `--{nearest}`',
      effect: 'stops',
    },
    noNearest: {
      what: 'no version of {component} has a flag `--{flag}`',
      why: 'the process prints "unknown flag" and exits at start',
      help: 'remove `--{flag}`',
      effect: 'stops',
    },
    tooNew: {
      what: '{component} {version} has no `--{flag}`, which exists from {introduced}',
      why: 'the process prints "unknown flag" and exits at start',
      help: 'remove it until {introduced}',
      effect: 'stops',
    },
  },
  options: {
    extraFlags: { type: 'strings', default: [], why: 'flags that a build of your own adds' },
  },
  fix: 'unsafe',

  *check(written, { options }) {
    const { of, name } = written
    if (isVendorBuild(of) || written.layer !== 'flag' || written.entry !== undefined || !isAuthored(written)) return
    if (of.kind !== 'etcd' && hasOneDash(written)) return
    if (options.extraFlags.includes(name) || isUnlistedFlag(of.kind, name)) return
    const fact = flag(of.kind, name)
    if (fact !== undefined && knownAt(fact, of.version) !== 'too-new') return
    if (isSeenRunning(of)) return
    const severity = (yield* isUpstreamBuild(of)) ? 'error' : 'warning'
    if (fact !== undefined) {
      yield {
        message: 'tooNew',
        at: written,
        severity,
        values: { flag: name, version: formatVersion(of.version), introduced: cameWith(fact, of.version) },
      }
      return
    }
    // The newest version that may run, so that every version of a range is told the same.
    const nearest = of.assignments.length > MANY ? undefined : nearestFlag(of.kind, name, of.range.max)
    if (nearest === undefined) {
      yield { message: 'noNearest', at: written, severity, values: { flag: name } }
      return
    }
    const repeated = of.assignments.some(other => other.name === nearest)
    yield {
      message: 'unknown',
      at: written,
      severity,
      values: { flag: name, nearest },
      ...offer('unsafe', `use \`--${nearest}\``, repeated ? undefined : rename(written.nameText, nearest)),
    }
  },
})
