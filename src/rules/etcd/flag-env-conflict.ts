import { variableOfFlag } from '../../facts/etcd-variables.js'
import { isSeenRunning } from '../../facts/running.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { flagRemoved, offer } from '../../model/fix.js'
import { defineRule, known } from '../../model/rule.js'
import type { Assignment } from '../../model/setting.js'
import { atLeast } from '../../model/version.js'

/** `ETCD_VERSION` is taken out of the environment before anything is compared (server/etcdmain/config.go). */
const EXEMPT: readonly string[] = ['version', 'config-file']

export default defineRule({
  id: 'etcd/flag-env-conflict',
  summary: 'a setting is given as flag and as environment variable',
  checks: 'etcd',
  severity: 'error',
  preset: ['recommended'],
  category: 'correctness',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/etcd-io/etcd/issues/11111',
    'https://github.com/etcd-io/etcd/issues/9382',
    'https://github.com/etcd-io/etcd/issues/8380',
    'https://github.com/etcd-io/etcd/blob/v3.6.10/pkg/flags/flag.go',
  ],
  messages: {
    conflict: {
      what: '`--{flag}` and `{variable}` set the same thing',
      why: 'from 3.4 on etcd exits over it, even where both say the same, so the member does not come back after its next restart',
      help: 'keep one of the two',
      effect: 'stops',
    },
    shadowed: {
      what: '`{variable}` does not count beside `--{flag}`, which says something else',
      why: 'etcd {version} takes the flag and only logs it, and from 3.4 on it exits over it',
      help: 'keep one of the two',
      severity: 'warning',
      effect: 'ignored',
    },
  },
  fix: 'safe',

  *check(etcd) {
    if (isSeenRunning(etcd) || isVendorBuild(etcd)) return
    const flags = new Map<string, Assignment>()
    for (const written of etcd.assignments)
      if (written.layer === 'flag' && written.entry === undefined && !EXEMPT.includes(written.name))
        flags.set(variableOfFlag(written.name), written)
    const both = new Map<string, Assignment>()
    for (const written of etcd.assignments)
      if (written.layer === 'environment' && written.entry === undefined && flags.has(written.name))
        both.set(written.name, written)
    if (both.size === 0) return
    // with a file nobody looks at either
    const file = yield* known(etcd.get('config-file'))
    if (etcd.configFile !== 'no' || (file.value ?? '') !== '') return
    for (const [name, variable] of both) {
      const flag = flags.get(name)
      if (flag === undefined) continue
      const isSame = isKnown(flag) && isKnown(variable) && flag.value?.value === variable.value?.value
      const stops = atLeast(etcd.version, '3.4')
      // up to 3.3 an empty variable is none, and what nobody knows may be the same
      if (!stops && (isSame || !isKnown(flag) || !isKnown(variable) || variable.value?.value === '')) continue
      yield {
        message: stops ? 'conflict' : 'shadowed',
        at: flag,
        values: { flag: flag.name, variable: name },
        related: [{ at: variable, label: 'the variable' }],
        ...(isSame ? offer('safe', `remove \`--${flag.name}\``, flagRemoved(etcd, flag)) : {}),
      }
    }
  },
})

const isKnown = ({ value }: Assignment): boolean => value?.known === true
