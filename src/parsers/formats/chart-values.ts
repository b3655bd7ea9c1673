import type { Document } from '../../model/document.js'
import type { SettingsFragment } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'
import { entry, type Tree, type TreeMap, textAt } from '../../model/tree.js'
import { belonging } from './belonging.js'
import { stated } from './version-hint.js'

export const CHART = 'cluster-autoscaler'

/** `repo/cluster-autoscaler`, `oci://…/cluster-autoscaler`, `cluster-autoscaler`. */
export const isChart = (name: string | undefined): boolean =>
  name !== undefined && /(?:^|\/)cluster-autoscaler$/.test(name)

/** What a person would call the place of a release's values: where its flags are, else what it scales, else its image. */
const TELLING: readonly string[] = ['extraArgs', 'autoDiscovery', 'autoscalingGroups', 'image']

function anchorOf(tree: Tree): Location {
  const keys = tree.kind === 'map' ? TELLING.map(name => entry(tree, name)?.key.at) : []
  return keys.find(at => at !== undefined) ?? tree.at
}

/** Values of one release of the chart. */
export function chartValues(tree: Tree, doc: Document, at: Location = anchorOf(tree)): SettingsFragment {
  const tag = textAt(tree, 'image', 'tag')
  return {
    kind: 'settings',
    ...belonging(doc, at, { versions: [stated('cluster-autoscaler', tag, 'image.tag')] }),
    platform: 'cluster-autoscaler-chart',
    what: 'values',
    tree,
  }
}

/** A release without values of its own; `open` where some come from a place that is not read. */
export const noValues = (at: Location, open = false): TreeMap => ({ kind: 'map', entries: [], open, at })

const STRONG: readonly string[] = ['autoDiscovery', 'autoscalingGroups', 'autoscalingGroupsnamePrefix']
const WEAK: readonly string[] = [
  ...STRONG,
  'extraArgs',
  'expanderPriorities',
  'awsRegion',
  'cloudProvider',
  'azureVMType',
  'magnumClusterName',
  'clusterAPIMode',
  'cloudConfigPath',
  'rbac',
]

/** True if only this chart has such keys: `extraArgs` alone is in half of all charts. */
export function looksLikeValues(tree: Tree): boolean {
  if (tree.kind !== 'map' || entry(tree, 'kind') !== undefined || entry(tree, 'apiVersion') !== undefined) return false
  const has = (name: string) => entry(tree, name) !== undefined
  return STRONG.some(has) && WEAK.filter(has).length >= 2
}
