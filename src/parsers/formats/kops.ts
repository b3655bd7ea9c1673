import type { Document } from '../../model/document.js'
import type { SettingsFragment, VersionHint } from '../../model/fragment.js'
import { itemsAt, stringAt, type Tree, textAt } from '../../model/tree.js'
import { parsed, type TreeContext, type TreeFormat } from '../format.js'
import { type Belongs, belonging } from './belonging.js'
import { kopsFiles } from './kops-files.js'
import { kopsResources } from './kops-resources.js'
import { apiVersionOf, kindOf, nameOf } from './object.js'
import { perFile } from './per-file.js'
import { stated } from './version-hint.js'

/** Clusters and instance groups of kops; v1alpha1 (2016) has the same keys at the places that are read here. */
export const kops: TreeFormat = {
  name: 'kops',
  wants: tree =>
    /^kops(?:\.k8s\.io)?\/v1alpha[1-3]$/.test(apiVersionOf(tree) ?? '') &&
    (kindOf(tree) === 'Cluster' || kindOf(tree) === 'InstanceGroup'),
  read(tree, context) {
    const what = kindOf(tree) ?? ''
    const place = belongs(tree, context, what)
    return parsed(
      [settings(tree, context.doc, what, place), ...kopsResources(tree, context.doc, place)],
      kopsFiles(tree, context.doc, place),
    )
  },
}

function settings(tree: Tree, doc: Document, what: string, place: Belongs): SettingsFragment {
  const apiVersion = apiVersionOf(tree)
  return {
    kind: 'settings',
    ...belonging(doc, textAt(tree, 'metadata', 'name')?.at ?? tree.at, place),
    platform: 'kops',
    what,
    tree,
    ...(apiVersion === undefined ? {} : { apiVersion }),
  }
}

function belongs(tree: Tree, { doc, siblings }: TreeContext, what: string): Belongs {
  const name = nameOf(tree)
  const cluster = what === 'Cluster' ? name : stringAt(tree, 'metadata', 'labels', 'kops.k8s.io/cluster')
  // One file may hold several clusters; their groups name theirs by label.
  const several = clusters(siblings) > 1
  const set = several ? (cluster === undefined ? undefined : `kops:${doc.uri}:${cluster}`) : `kops:${doc.uri}`
  if (what === 'Cluster') return { set, cluster, versions: versionsOf(tree) }
  return { set, cluster, pool: name, role: roleOf(tree) }
}

const isCluster = (tree: Tree): boolean => kindOf(tree) === 'Cluster' && /^kops/.test(apiVersionOf(tree) ?? '')

const clusters = perFile(siblings => siblings.filter(isCluster).length)

function versionsOf(cluster: Tree): readonly (VersionHint | undefined)[] {
  const etcd = itemsAt(cluster, 'spec', 'etcdClusters').find(item => stringAt(item, 'name') === 'main')
  return [
    stated('kubernetes', textAt(cluster, 'spec', 'kubernetesVersion'), 'kubernetesVersion'),
    etcd === undefined ? undefined : stated('etcd', textAt(etcd, 'version'), 'version'),
  ]
}

/** `Master` was renamed `ControlPlane` in 1.26; an `APIServer` group runs an apiserver and nothing else of the control plane. */
function roleOf(group: Tree): 'control-plane' | 'worker' | undefined {
  switch (stringAt(group, 'spec', 'role')) {
    case 'Master':
    case 'ControlPlane':
    case 'APIServer':
      return 'control-plane'
    case 'Node':
      return 'worker'
    default:
      return undefined
  }
}
