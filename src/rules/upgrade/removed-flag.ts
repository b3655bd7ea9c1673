import { type FlagFact, flag, knownAt, versions } from '../../facts/flags.js'
import { isTakenOutByKubeadm } from '../../facts/kubeadm-flags.js'
import { isSeenRunning } from '../../facts/running.js'
import { fieldKnownAt, keyOf } from '../../facts/settings.js'
import { refusesFields } from '../../facts/strict-files.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { hasOneDash, isAuthored } from '../../model/authored.js'
import type { Component, Written } from '../../model/component.js'
import { defineRule } from '../../model/rule.js'
import { formatMinor, minorOf, parseVersion } from '../../model/version.js'
import { fixOfEtcd, fixOfFlag } from '../flag-fixes.js'

export default defineRule({
  id: 'upgrade/removed-flag',
  summary: 'a flag was removed in the version that runs it',
  checks: 'assignment',
  overruled: true,
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kubernetes/kops/issues/10279',
    'https://github.com/kubermatic/kubeone/issues/2924',
    'https://github.com/kubernetes/kubernetes/issues/124948',
    'https://github.com/rancher/rke2/issues/4183',
    'https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.24.md',
    'https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.27.md',
    'https://github.com/etcd-io/website/blob/main/content/en/docs/v3.7/upgrades/upgrade_3_7.md',
    'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.33.0/cluster-autoscaler/config/flags/flags.go',
  ],
  messages: {
    removed: {
      what: '`--{flag}` was removed in {component} {removed}',
      why: 'the process prints "unknown flag" and exits, so it is down wherever the upgrade arrives',
      help: '{remedy}',
      effect: 'stops',
    },
    field: {
      what: '`{field}` was removed from the configuration of {component} in {removed}',
      why: 'the component reads past it, so what it asked for no longer happens',
      help: 'delete `{field}`',
      severity: 'warning',
      effect: 'ignored',
    },
    variable: {
      what: '`{variable}` was removed in {component} {removed}',
      why: 'etcd warns about a variable it does not know and runs without it',
      help: 'use `{instead}`',
      severity: 'warning',
      effect: 'ignored',
    },
  },
  options: {
    targetVersion: {
      type: 'string',
      default: undefined,
      why: 'a planned version: flags removed on the way there warn',
    },
    warnAhead: { type: 'number', default: 1, why: 'minors ahead whose removals warn already' },
  },
  fix: 'safe',

  *check(written, context) {
    const { options } = context
    const { of } = written
    if (isVendorBuild(of) || written.entry !== undefined) return
    // a variable has its name in front of what is assigned
    if (written.layer !== 'environment' && !isAuthored(written)) return
    if (written.layer === 'file' || written.layer === 'drop-in') {
      // who refuses the file does not read past the field: scheduler/will-not-start tells it
      const removed = refusesFields(of.kind, of.version) ? undefined : removedField(written)
      if (removed !== undefined)
        yield {
          message: 'field',
          at: written,
          values: { field: written.key, removed: formatMinor(removed) },
          ...mendedInEtcd(written),
        }
      return
    }
    if (written.layer === 'environment' && of.kind === 'etcd') {
      const gone = goneVariable(written)
      if (gone !== undefined)
        yield {
          message: 'variable',
          at: written,
          values: { variable: written.name, removed: formatMinor(gone.removed), instead: gone.instead },
          ...mendedInEtcd(written),
        }
      return
    }
    // etcd only warns about variables it does not know, and one dash is a letter to all others.
    if (written.layer !== 'flag' || (of.kind !== 'etcd' && hasOneDash(written))) return
    const fact = flag(of.kind, written.name)
    if (fact?.removed === undefined) return
    const target = of.kind === 'etcd' ? undefined : minorIn(options.targetVersion)
    const known = knownAt(fact, of.version)
    const gone = known === 'removed' && minorOf(of.version) >= fact.removed
    if (gone && isSeenRunning(of)) return
    if (!gone && isTakenOutByKubeadm(written)) return
    if (!gone && !(known === 'yes' && fact.removed <= horizon(of, options.warnAhead, target))) return
    yield {
      message: 'removed',
      at: written,
      severity: gone ? 'error' : 'warning',
      ...(gone ? {} : { bites: fact.removed }),
      isOnlyNow: isTakenOutByKubeadm(written),
      values: { flag: fact.name, removed: formatMinor(fact.removed), remedy: remedyFor(fact) },
      ...fixOfFlag(written, fact, () => context.cluster),
    }
  },
})

const minorIn = (version: string | undefined): number | undefined => {
  const range = version === undefined ? undefined : parseVersion(version)
  return range === undefined ? undefined : minorOf(range.max)
}

const remedyFor = ({ remedy, name }: FlagFact): string => remedy?.text ?? `delete \`--${name}\``

/** The newest minor whose removals count: so many ahead, or the planned version. */
function horizon({ kind, version }: Component, ahead: number, target: number | undefined): number {
  const here = minorOf(version)
  const next = versions(kind).filter(minor => minor > here)[ahead - 1]
  return Math.max(target ?? 0, next ?? 0, here)
}

/** Most read fields leniently: what is unknown is dropped. */
function removedField({ component, key, of }: Written): number | undefined {
  const life = keyOf(component, key)?.fieldLife
  if (life?.removed === undefined || minorOf(of.version) < life.removed) return undefined
  return fieldKnownAt(life, of.version) ? undefined : life.removed
}

/** A variable of a flag that only changed its name: what it asks for no longer happens. */
function goneVariable(written: Written): { readonly removed: number; readonly instead: string } | undefined {
  const { of, key, at } = written
  const fact = flag(of.kind, keyOf(of.kind, key)?.flag ?? '')
  const [target, ...more] = fact?.remedy?.targets ?? []
  if (at.doc.made || fact?.removed === undefined || minorOf(of.version) < fact.removed) return undefined
  if (fact.remedy?.kind !== 'rename' || target === undefined || more.length > 0) return undefined
  return { removed: fact.removed, instead: `ETCD_${target.replace(/^--/, '').toUpperCase().replaceAll('-', '_')}` }
}

function mendedInEtcd(written: Written) {
  const fact = written.of.kind === 'etcd' ? flag('etcd', keyOf('etcd', written.key)?.flag ?? '') : undefined
  return fact === undefined ? {} : fixOfEtcd(written, fact)
}
