import type { NotChecked } from '../../model/finding.js'
import { providerOf } from '../../sources/cluster/documents.js'
import { permissionFor } from '../../sources/cluster/read-cluster.js'
import { readOf } from '../../sources/cluster/reads.js'
import type { Missing, Recording } from '../../sources/cluster/recording.js'
import type { Options } from '../options.js'
import { allRules, type RuleFacts } from '../rule-facts.js'

/** What could not be read of a cluster, in sentences, and the rules that are silent for it. */
export const missingOf = (recording: Recording, options: Options): NotChecked[] => [
  ...hiddenIn(recording, options),
  ...recording.missing.map(one => ({ what: sentence(one), rules: rulesWithout(readOf(one.read).subjects, options) })),
]

/** What a running kube-apiserver, which is a component all the same, does not stand for. */
const HIDDEN = ['kube-controller-manager', 'kube-scheduler', 'etcd']

function hiddenIn(recording: Recording, options: Options): NotChecked[] {
  const managedBy = providerOf(recording)
  const hidden = `${HIDDEN.slice(0, -1).join(', ')} and ${HIDDEN.at(-1)}`
  const rules = rulesWithout(HIDDEN, options)
  if (managedBy !== undefined) return [{ what: `${managedBy} runs ${hidden} and shows nothing of them`, rules }]
  if (recording.distribution !== 'k3s') return []
  return [{ what: `k3s runs ${hidden} within itself and shows only the arguments it was given for them`, rules }]
}

function sentence(one: Missing): string {
  const { tells } = readOf(one.read)
  const many = one.count > 1 ? ` (${one.count} times)` : ''
  switch (one.why) {
    case 'forbidden':
      return `${tells}: \`${permissionFor(one)}\` is forbidden`
    case 'unauthorized':
      return `${tells}: the apiserver does not accept the credentials for ${one.path}`
    case 'not-found':
      return `${tells}: there is no ${one.path}`
    default:
      return `${tells}: ${one.said} for ${one.path}${many}`
  }
}

/** Of the preset, as far as it is known here. */
function rulesWithout(subjects: readonly string[], { preset = 'recommended' }: Options): string[] {
  const isMeant = ({ checks, preset: of }: RuleFacts): boolean =>
    checks !== undefined && subjects.includes(checks) && (preset === 'all' || of.some(name => name === preset))
  return Object.entries(allRules())
    .flatMap(([id, facts]) => (isMeant(facts) ? [id] : []))
    .sort()
}
