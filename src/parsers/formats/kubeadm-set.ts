import type { Document } from '../../model/document.js'
import { lookup, type Tree } from '../../model/tree.js'
import { groupOf, kindOf } from './object.js'
import { perFile } from './per-file.js'

const KINDS: readonly (string | undefined)[] = [
  'MasterConfiguration',
  'NodeConfiguration',
  'ClusterConfiguration',
  'InitConfiguration',
  'JoinConfiguration',
  'UpgradeConfiguration',
]

/** A document of kubeadm's own API. */
export const isKubeadm = (tree: Tree): boolean => groupOf(tree) === 'kubeadm.k8s.io' && KINDS.includes(kindOf(tree))

/**
 * A patch of a kind cluster finds its document by kind, and by apiVersion only if it has one (kubernetes-sigs/kind
 * pkg/internal/patch/resource.go, v0.27.0).
 */
export const isKindPatch = (tree: Tree, { hint }: Document): boolean =>
  hint?.patch === true &&
  hint.platform === 'kind' &&
  lookup(tree, 'apiVersion').state === 'absent' &&
  KINDS.includes(kindOf(tree))

/** True if one of the documents of a file is kubeadm's. */
export const ofKubeadm = perFile(siblings => siblings.some(isKubeadm))

/** kubeadm reads all documents of one file together; a carrier (a kind cluster, ConfigMaps of one file) may group more. */
export const kubeadmSet = (doc: Document): string => doc.hint?.set ?? `kubeadm:${doc.uri}`
