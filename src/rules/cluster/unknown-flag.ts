import { flag, knownAt, nearestFlag } from '../../facts/flags.js'
import { isUpstreamImage } from '../../facts/registries.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { hasOneDash, isAuthored } from '../../model/authored.js'
import type { Component } from '../../model/component.js'
import { offer, rename } from '../../model/fix.js'
import type { ComponentKind } from '../../model/fragment.js'
import { defineRule, known } from '../../model/rule.js'
import { formatMinor, formatVersion } from '../../model/version.js'

export default defineRule({
  id: 'cluster/unknown-flag',
  summary: 'a component does not know this flag',
  checks: 'assignment',
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
    },
    noNearest: {
      what: 'no version of {component} has a flag `--{flag}`',
      why: 'the process prints "unknown flag" and exits at start',
      help: 'remove `--{flag}`',
    },
    tooNew: {
      what: '{component} {version} has no `--{flag}`, which exists from {introduced}',
      why: 'the process prints "unknown flag" and exits at start',
      help: 'remove it until {introduced}',
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
    if (options.extraFlags.includes(name) || isLogging(of.kind, name)) return
    const fact = flag(of.kind, name)
    if (fact !== undefined && knownAt(fact, of.version) !== 'too-new') return
    const severity = (yield* isUpstream(of)) ? 'error' : 'warning'
    if (fact !== undefined) {
      yield {
        message: 'tooNew',
        at: written,
        severity,
        values: { flag: name, version: formatVersion(of.version), introduced: formatMinor(fact.introduced) },
      }
      return
    }
    // The newest version that may run, so that every version of a range is told the same.
    const nearest = nearestFlag(of.kind, name, of.range.max)
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

/** klog, logs/api/v1 and the flag library register these at every component but etcd, whichever table lists them. */
const LOGGING =
  /^(?:v|vmodule|help|version|logtostderr|alsologtostderr(?:threshold)?|stderrthreshold|log-(?:dir|file|file-max-size|flush-frequency|backtrace-at)|add-dir-header|skip-(?:log-)?headers|one-output|logging-format|log-(?:json|text)-.*|feature-gates|leader-elect(?:-.*)?)$/

const isLogging = (kind: ComponentKind, name: string): boolean => kind !== 'etcd' && LOGGING.test(name)

/** Whether upstream built it. What runs without an image (a unit's binary) may be anybody's build; an image nobody knows ends the check. */
function* isUpstream(of: Component) {
  const image = of.runsIn?.get('image')
  if (image === undefined) return false
  const { value } = yield* known(image)
  return value !== undefined && isUpstreamImage(value)
}
