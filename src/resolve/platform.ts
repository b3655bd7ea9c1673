import type { Fragment } from '../model/fragment.js'
import { chartFragment } from './platform/chart.js'
import { kindFragments } from './platform/kind.js'
import { kopsFragments } from './platform/kops.js'
import { kubeadmFragments } from './platform/kubeadm.js'
import { finalValues } from './platform/layered.js'
import { sets } from './platform/set.js'

/**
 * What the platforms write for the settings among the fragments of a run: command lines, units, environment files and
 * configuration documents in the shapes readers give. What the user wrote keeps its place; what a platform
 * adds stands on documents of its own. Nothing here knows which layer wins.
 *
 * A fragment with `when` holds at those versions only; one with `insteadOf` replaces a fragment of the input.
 */
export function platformFragments(fragments: readonly Fragment[]): Fragment[] {
  const settings = fragments.flatMap(fragment => (fragment.kind === 'settings' ? [fragment] : []))
  if (settings.length === 0) return []
  const charts = settings.filter(({ platform }) => platform === 'cluster-autoscaler-chart')
  const nodes = sets(fragments).flatMap(set => {
    const kind = set.settings.find(({ platform, what }) => platform === 'kind' && what === 'Cluster')
    return kind === undefined ? kubeadmFragments(set, fragments) : kindFragments(set, kind, fragments)
  })
  return [...nodes, ...kopsFragments(settings), ...finalValues(charts, fragments).map(chartFragment)]
}
