import type { Document, Hint } from '../../model/document.js'
import { type Item, itemsAt, lookup, scalarText, stringAt, type Tree, textAt, treeAt } from '../../model/tree.js'
import { embed } from '../embed.js'
import { parsed, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { anchorOf, apiVersionOf, kindOf } from './object.js'
import { stated } from './version-hint.js'

/** A kind cluster: its own keys, and the patches over the kubeadm documents it generates. */
export const kind: TreeFormat = {
  name: 'kind',
  wants: tree => kindOf(tree) === 'Cluster' && /^kind\.(?:x-|sigs\.)k8s\.io\//.test(apiVersionOf(tree) ?? ''),
  read(tree, { doc }) {
    const set = doc.hint?.set ?? `kind:${doc.uri}`
    const name = stringAt(tree, 'name')
    const apiVersion = apiVersionOf(tree)
    const nodes = itemsAt(tree, 'nodes')
    const embedded = [
      ...patches(tree, set, undefined, ''),
      ...nodes.flatMap((node, i) => patches(node, set, roleOf(node), `nodes[${i}].`)),
    ]
    const place = belonging(doc, anchorOf(tree), {
      set,
      cluster: name === 'kind' ? undefined : name,
      versions: [versionOf(nodes)],
    })
    return parsed(
      [
        {
          kind: 'settings',
          ...place,
          platform: 'kind',
          what: 'Cluster',
          tree,
          ...(apiVersion === undefined ? {} : { apiVersion }),
        },
      ],
      embedded,
    )
  },
}

function patches(tree: Tree, set: string, role: Hint['role'], prefix: string): readonly Document[] {
  const list = treeAt(tree, 'kubeadmConfigPatches')
  if (list?.kind !== 'list') return []
  // Keys stand in any order, and need not name a component.
  const hint: Hint = { format: 'yaml', platform: 'kind', patch: true, set, ...(role === undefined ? {} : { role }) }
  return list.items.flatMap(({ value, conditional }: Item, i) => {
    const text = scalarText(value)
    return text === undefined || conditional ? [] : [embed(text, { name: `${prefix}kubeadmConfigPatches[${i}]`, hint })]
  })
}

/** A node without a role is a control plane's (kubernetes-sigs/kind pkg/apis/config/v1alpha4/default.go). */
function roleOf(node: Tree): Hint['role'] {
  const found = lookup(node, 'role')
  if (found.state === 'absent') return 'control-plane'
  const role = stringAt(node, 'role')
  return role === 'worker' || role === 'control-plane' ? role : undefined
}

/** The nodes' image, if all that name one name the same version. */
function versionOf(nodes: readonly Tree[]) {
  const tags = nodes.flatMap(node => {
    const image = textAt(node, 'image')
    const found = image === undefined ? null : /kindest\/node:(v[\d.]+)/.exec(image.value)
    if (image === undefined || found === null) return []
    const start = found.index + 'kindest/node:'.length
    return [image.slice(start, start + (found[1]?.length ?? 0))]
  })
  const [first] = tags
  return tags.every(tag => tag.value === first?.value) ? stated('kubernetes', first, 'image') : undefined
}
