import type { Document, Hint } from '../../model/document.js'
import { scalarText, type Tree, treeAt } from '../../model/tree.js'
import { embed } from '../embed.js'
import { parsed, type TreeFormat } from '../format.js'
import { kindOf, nameOf } from './object.js'

/** ConfigMaps that kubeadm writes (kubernetes/kubernetes cmd/kubeadm/app/constants/constants.go); up to 1.23 the kubelet's had its minor in the name. */
const KUBEADM = /^(?:kubeadm-config|kubelet-config(?:-1\.\d+)?|kube-proxy)$/

/** Documents kept in ConfigMaps, and in Secrets as plain text; what they are is asked of their content. */
export const configMap: TreeFormat = {
  name: 'configmap',
  wants: tree =>
    (kindOf(tree) === 'ConfigMap' && nameOf(tree) !== 'cluster-autoscaler-status') || kindOf(tree) === 'Secret',
  read(tree, { doc }) {
    const from = kindOf(tree) === 'Secret' ? 'stringData' : 'data'
    const data = treeAt(tree, from)
    if (data?.kind !== 'map') return parsed([])
    const hint = hintOf(tree, doc)
    const name = nameOf(tree)
    const embedded = data.entries.flatMap(({ key, value, conditional }) => {
      const text = scalarText(value)
      // Documents span lines; short values are settings of whatever reads the ConfigMap, but for those of which the name says it.
      if (text === undefined || conditional || !(text.value.includes('\n') || KUBEADM.test(name ?? ''))) return []
      const part = `${name === undefined ? '' : `${name}.`}${from}.${key.value}`
      return [embed(text, { name: part, ...(hint === undefined ? {} : { hint }) })]
    })
    return parsed([], embedded)
  },
}

function hintOf(tree: Tree, doc: Document): Hint | undefined {
  if (!KUBEADM.test(nameOf(tree) ?? '')) return doc.hint
  return { ...doc.hint, platform: 'kubeadm', set: doc.hint?.set ?? `kubeadm:${doc.uri}` }
}
