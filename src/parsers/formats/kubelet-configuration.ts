import type { Document } from '../../model/document.js'
import type { VersionHint } from '../../model/fragment.js'
import { isKubeletFile } from '../../model/kubelet-file.js'
import { lookup, stringAt, type Tree, textAt, unseenMap } from '../../model/tree.js'
import { parsed, type TreeFormat } from '../format.js'
import { configFragment } from './config-fragment.js'
import { apiVersionOf, fileName, kindOf, pathOf } from './object.js'
import { patchName } from './patch-name.js'
import { bounded } from './version-hint.js'

/** What the kubelet's `--config` names, and the files of its `--config-dir`. */
export const kubeletConfiguration: TreeFormat = {
  name: 'kubelet-configuration',
  // what a kubelet answers has the same kind, and is no file that another kubelet loads
  wants: (tree, doc) =>
    (kindOf(tree) === 'KubeletConfiguration' || isBare(tree, doc) || isUnsure(tree, doc)) &&
    doc.live?.part !== 'configz' &&
    patchName(tree, doc) === undefined,
  read: (tree, context) =>
    parsed([
      configFragment(isUnsure(tree, context.doc) ? unseenMap(tree.at) : tree, context, {
        component: 'kubelet',
        layer: isDropIn(context.doc) ? 'drop-in' : 'file',
        kubeadmPath: '/var/lib/kubelet/config.yaml',
        version: versionOf(tree),
      }),
    ]),
}

/** A file that only its place makes one: the kubelet refuses it. */
const isBare = (tree: Tree, doc: Document): boolean =>
  isKubeletFile(doc.path ?? doc.uri) &&
  (tree.kind === 'map' ? !tree.open && lookup(tree, 'kind').state === 'absent' : isNothing(tree))

/** A drop-in whose kind a template prints: it may set anything over what the files before it say. */
const isUnsure = (tree: Tree, doc: Document): boolean =>
  kindOf(tree) === undefined &&
  lookup(tree, 'kind').state !== 'absent' &&
  isDropIn(doc) &&
  (isKubeletFile(doc.path ?? doc.uri) || /^kubelet\.?config/.test(apiVersionOf(tree) ?? ''))

const isNothing = (tree: Tree): boolean => tree.kind === 'scalar' && tree.empty && !tree.quoted

/**
 * True if the name says that the document lies in a directory of drop-ins: `10-limits.conf`, `kubelet.conf.d/x`,
 * `config.json.d/00-nodeadm.conf`. `kubelet.conf` alone is a name people give the file itself. Whether the kubelet
 * takes the file (its name must end in `.conf`) is not decided here.
 */
function isDropIn(doc: Document): boolean {
  const name = fileName(doc)
  const path = pathOf(doc)
  const directory = path.at(-2) ?? ''
  return (
    // k3s and rke2 write a configuration of their own, `agent/etc/kubelet.conf.d/00-k3s-defaults.conf`, and read what people keep
    // for them beside it (docs.k3s.io, advanced options: kubelet configuration).
    path.slice(0, -1).some(part => part === 'k3s' || part === 'rke2') ||
    /^\d+[-_.].*\.conf$/.test(name) ||
    /\.d$|^(?:kubelet-?)?config-?dir$|drop-?ins?/i.test(directory) ||
    /drop-?in/i.test(name)
  )
}

/** v1beta1 came with 1.10, the group was named differently before (kubernetes/kubernetes#53833). */
function versionOf(tree: Tree): VersionHint | undefined {
  const text = textAt(tree, 'apiVersion')
  if (text === undefined) return undefined
  switch (stringAt(tree, 'apiVersion')) {
    case 'kubelet.config.k8s.io/v1beta1':
      return bounded('kubelet', ['1.10', undefined], text)
    case 'kubeletconfig/v1alpha1':
    case 'kubeletconfig.k8s.io/v1alpha1':
    case 'componentconfig/v1alpha1':
      return bounded('kubelet', [undefined, '1.9'], text)
    default:
      return undefined
  }
}
