import { parsed, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { anchorOf, apiVersionOf } from './object.js'
import { patchName } from './patch-name.js'

/** Files of the directory that `kubeadm --patches` and `patches.directory` name. */
export const kubeadmPatches: TreeFormat = {
  name: 'kubeadm-patches',
  wants: (tree, doc) => patchName(tree, doc) !== undefined,
  read(tree, { doc }) {
    const name = patchName(tree, doc)
    if (name === undefined) return parsed([])
    const { target, type } = name
    const place = belonging(doc, anchorOf(tree), {
      platform: 'kubeadm',
      role: target === 'kubelet' ? undefined : 'control-plane',
    })
    if (target !== 'kubelet' || type === 'json') return parsed([{ kind: 'patch', ...place, target, type, tree }])
    const apiVersion = apiVersionOf(tree)
    return parsed([
      {
        kind: 'config',
        ...place,
        component: target,
        layer: 'patch',
        tree,
        ...(apiVersion === undefined ? {} : { apiVersion }),
      },
    ])
  },
}
