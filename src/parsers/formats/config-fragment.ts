import type { ComponentKind, ConfigFragment, VersionHint } from '../../model/fragment.js'
import type { Tree } from '../../model/tree.js'
import type { TreeContext } from '../format.js'
import { belonging } from './belonging.js'
import { kubeadmSet, ofKubeadm } from './kubeadm-set.js'
import { anchorOf, apiVersionOf } from './object.js'

/** What a format knows of a component's configuration file. */
export interface ConfigOf {
  readonly component: ComponentKind
  readonly layer: ConfigFragment['layer']
  /** Where kubeadm puts the file on the nodes, if it does. */
  readonly kubeadmPath: string | undefined
  readonly version: VersionHint | undefined
}

/**
 * A component's configuration document. In a file of kubeadm it is kubeadm's: written to every node at a fixed path;
 * in `kubeadmConfigPatches` of kind it patches the one that kind generates.
 */
export function configFragment(tree: Tree, { doc, siblings }: TreeContext, of: ConfigOf): ConfigFragment {
  const { hint } = doc
  const kubeadm = hint?.platform === 'kubeadm' || ofKubeadm(siblings)
  const kind = hint?.platform === 'kind'
  const apiVersion = apiVersionOf(tree)
  return {
    kind: 'config',
    ...belonging(doc, anchorOf(tree), {
      platform: kind ? 'kind' : kubeadm ? 'kubeadm' : undefined,
      set: kubeadm ? kubeadmSet(doc) : undefined,
      path: kubeadm || kind ? of.kubeadmPath : undefined,
      versions: [of.version],
    }),
    component: of.component,
    layer: hint?.patch === true ? 'patch' : of.layer,
    tree,
    ...(apiVersion === undefined ? {} : { apiVersion }),
  }
}
