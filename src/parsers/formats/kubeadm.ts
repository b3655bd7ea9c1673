import type { SettingsFragment, VersionHint } from '../../model/fragment.js'
import { lookup, stringAt, type Tree, textAt } from '../../model/tree.js'
import { parsed, type TreeContext, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { isKindPatch, isKubeadm, kubeadmSet } from './kubeadm-set.js'
import { anchorOf, apiVersionOf, kindOf } from './object.js'
import { perFile } from './per-file.js'
import { bounded, stated } from './version-hint.js'

/** kubeadm's own documents, of every API version there was. */
export const kubeadm: TreeFormat = {
  name: 'kubeadm',
  wants: (tree, doc) => isKubeadm(tree) || isKindPatch(tree, doc),
  read: (tree, context) => parsed([settings(tree, context)]),
}

function settings(tree: Tree, { doc, siblings }: TreeContext): SettingsFragment {
  const what = kindOf(tree) ?? ''
  const apiVersion = apiVersionOf(tree)
  const cluster = stringAt(tree, 'clusterName')
  return {
    kind: 'settings',
    ...belonging(doc, anchorOf(tree), {
      set: kubeadmSet(doc),
      // What every cluster is called whose owner did not name it joins nothing.
      cluster: cluster === 'kubernetes' ? undefined : cluster,
      role: doc.hint?.patch === true && what === 'JoinConfiguration' ? undefined : roleOf(tree, what),
      development: ofMinikube(siblings),
      versions: [statedVersion(tree), boundOf(tree)],
    }),
    platform: 'kubeadm',
    what,
    tree,
    ...(apiVersion === undefined ? {} : { apiVersion }),
  }
}

/** minikube keeps the certificates of its nodes in a directory of its own (pkg/minikube/vmpath/constants.go). */
const ofMinikube = perFile(siblings =>
  siblings.some(sibling => stringAt(sibling, 'certificatesDir')?.startsWith('/var/lib/minikube/') ?? false),
)

/** A JoinConfiguration with `controlPlane` joins a control-plane node. */
function roleOf(tree: Tree, what: string): 'control-plane' | 'worker' | undefined {
  if (what === 'NodeConfiguration') return 'worker'
  if (what !== 'JoinConfiguration') return what === 'UpgradeConfiguration' ? undefined : 'control-plane'
  const { state } = lookup(tree, 'controlPlane')
  return state === 'unknown' ? undefined : state === 'found' ? 'control-plane' : 'worker'
}

/** A release, or a channel that names its minor (`stable-1.29`); `stable` and `ci/latest` name none. */
function statedVersion(tree: Tree): VersionHint | undefined {
  const text = textAt(tree, 'kubernetesVersion')
  const channel = text === undefined ? null : /^(?:release\/)?(?:stable|latest)-(?=\d)/.exec(text.value)
  return stated('kubernetes', channel === null ? text : text?.slice(channel[0].length), 'kubernetesVersion')
}

// Which releases of kubeadm read which version: kubernetes/kubernetes cmd/kubeadm/app/util/config/common.go, per release.
const RELEASES: Readonly<Record<string, readonly [string | undefined, string | undefined]>> = {
  v1alpha1: [undefined, '1.11'],
  v1alpha2: ['1.11', '1.12'],
  v1alpha3: ['1.12', '1.14'],
  v1beta1: ['1.13', '1.21'],
  v1beta2: ['1.15', '1.26'],
  v1beta3: ['1.22', '1.36'],
  v1beta4: ['1.31', undefined],
}

function boundOf(tree: Tree): VersionHint | undefined {
  const text = textAt(tree, 'apiVersion')
  const release = text?.value.slice('kubeadm.k8s.io/'.length) ?? ''
  const releases = Object.hasOwn(RELEASES, release) ? RELEASES[release] : undefined
  return text === undefined || releases === undefined ? undefined : bounded('kubernetes', releases, text)
}
