import { isSeenRunning } from '../../facts/running.js'
import { refusesStrays, refusesStraysFrom } from '../../facts/stray-words.js'
import { isVendorBuild } from '../../facts/vendors.js'
import type { Component } from '../../model/component.js'
import { offerAll } from '../../model/fix.js'
import { joined } from '../../model/join-edit.js'
import { defineRule, type Report } from '../../model/rule.js'
import { parseBool } from '../../model/scalar.js'
import { compareVersions } from '../../model/version.js'

/** One word is enough to see that something is wrong; a generated file with hundreds of them is told the first. */
const MOST = 20

export default defineRule({
  id: 'cluster/flag-value-detached',
  summary: 'a boolean flag is followed by a separate true or false, or a word belongs to no flag',
  checks: 'assignment',
  severity: 'error',
  preset: ['recommended'],
  category: 'correctness',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kubernetes/kubernetes/blob/v1.36.0/cmd/kube-apiserver/app/server.go',
    'https://github.com/kubernetes/kubernetes/blob/v1.36.0/cmd/kubelet/app/server.go',
    'https://github.com/etcd-io/etcd/blob/v3.6.0/server/etcdmain/config.go',
    'https://github.com/spf13/pflag/blob/master/flag.go',
  ],
  messages: {
    detached: {
      what: '`{token}` stands apart from `--{flag}`',
      why: 'the flag is read as true, and {consequence}',
      help: 'write `--{flag}={token}`',
    },
    stray: {
      what: '`{token}` belongs to no flag of {component}',
      why: '{component} takes no arguments, so it exits at start',
      help: 'remove `{token}`, or put quotes around the value it is a part of',
      effect: 'stops',
    },
  },
  fix: 'safe',

  *check(written) {
    const { of } = written
    // the words of a component are told with the first thing that is written for it
    if (written.at !== of.assignments[0]?.at || isVendorBuild(of)) return
    const refuses = refusesStrays(of.kind, of.version)
    // it would not
    if (refuses && isSeenRunning(of)) return
    for (const { text, behind } of of.strays.slice(0, MOST)) {
      // most read past a word without a character
      if (text.value === '' || text.at.doc.made) continue
      const value = behind === undefined ? undefined : parseBool(text.value)
      if (behind === undefined || value === undefined) {
        if (refuses) yield { message: 'stray', at: text, values: { token: text.value } }
      } else if (refuses || !value)
        yield {
          message: 'detached',
          at: text,
          ...effectOn(of),
          values: { token: text.value, flag: behind.name, consequence: consequence(of) },
          ...offerAll(refuses ? 'safe' : 'unsafe', `write \`--${behind.name}=${text.value}\``, joined(behind, text)),
        }
    }
  },
})

/** The release from which on the component exits, where not all versions that may run do. */
function exitsSince({ kind, version, range }: Component): string | undefined {
  if (compareVersions(version, range.max) > 0 || !refusesStrays(kind, range.max)) return undefined
  return refusesStraysFrom(kind, range)
}

function effectOn(of: Component): Pick<Report, 'severity' | 'effect'> {
  if (exitsSince(of) !== undefined) return { severity: 'warning' }
  return refusesStrays(of.kind, of.version) ? { effect: 'stops' } : { severity: 'warning', effect: 'ignored' }
}

function consequence(of: Component): string {
  const since = exitsSince(of)
  if (since !== undefined) return `from ${since} on the stray word makes ${of.kind} exit`
  return refusesStrays(of.kind, of.version)
    ? `the stray word makes ${of.kind} exit`
    : `${of.kind} reads past the stray word`
}
