import type { NotChecked } from '../../model/finding.js'
import { permissionFor } from '../../sources/cluster/read-cluster.js'
import { readOf } from '../../sources/cluster/reads.js'
import type { Missing, Recording } from '../../sources/cluster/recording.js'
import type { Options } from '../options.js'
import { allRules, type RuleFacts } from '../rule-facts.js'

/** What could not be read of a cluster, in sentences, and the rules that are silent for it. */
export const missingOf = ({ missing }: Recording, options: Options): NotChecked[] =>
  missing.map(one => ({ what: sentence(one), rules: rulesWithout(readOf(one.read).subjects, options) }))

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

/** Groups of the rules that compare the components of a kind with each other: such a rule checks the cluster. */
const GROUPS: Readonly<Record<string, string>> = {
  apiserver: 'kube-apiserver',
  autoscaler: 'cluster-autoscaler',
  etcd: 'etcd',
  kubelet: 'kubelet',
}

/** Of the preset, as far as it is known here. */
function rulesWithout(subjects: readonly string[], { preset = 'recommended' }: Options): string[] {
  const isMeant = (id: string, { checks, preset: of }: RuleFacts): boolean => {
    const subject = checks === 'cluster' ? GROUPS[id.split('/')[0] ?? ''] : checks
    return subject !== undefined && subjects.includes(subject) && (preset === 'all' || of.some(name => name === preset))
  }
  return Object.entries(allRules())
    .flatMap(([id, facts]) => (isMeant(id, facts) ? [id] : []))
    .sort()
}
