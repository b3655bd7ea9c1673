import type { Document } from '../../model/document.js'
import type { ComponentKind, PatchFragment } from '../../model/fragment.js'
import type { Tree } from '../../model/tree.js'
import { fileName, kindOf, pathOf } from './object.js'

/** What the name of a file in a kubeadm patches directory says. */
export interface PatchName {
  readonly target: ComponentKind
  readonly type: PatchFragment['type']
}

// kubernetes/kubernetes cmd/kubeadm/app/util/patches/patches.go: TARGET[SUFFIX][+PATCHTYPE].EXT, other names are ignored.
const NAME =
  /^(etcd|kube-apiserver|kube-controller-manager|kube-scheduler|kubeletconfiguration)[^.+\n]*(?:\+(strategic|merge|json))?\.(?:json|yaml)$/

const TARGETS: Readonly<Record<string, ComponentKind>> = {
  etcd: 'etcd',
  'kube-apiserver': 'kube-apiserver',
  'kube-controller-manager': 'kube-controller-manager',
  'kube-scheduler': 'kube-scheduler',
  kubeletconfiguration: 'kubelet',
}

/** Kinds a patch may name; kustomize keeps patches of everything else in folders of the same name. */
const KINDS: readonly (string | undefined)[] = [undefined, 'Pod', 'KubeletConfiguration']

/** What kubeadm takes a file of its patches directory for, by its name alone. */
export function patchFile(name: string): PatchName | undefined {
  const found = NAME.exec(name)
  const target = TARGETS[found?.[1] ?? '']
  if (target === undefined) return undefined
  const type = found?.[2]
  return { target, type: type === 'merge' || type === 'json' ? type : 'strategic' }
}

/** Set if the document is a patch of a kubeadm patches directory. */
export function patchName(tree: Tree, doc: Document): PatchName | undefined {
  const found = patchFile(fileName(doc))
  if (found === undefined || !isAmongPatches(doc) || !KINDS.includes(kindOf(tree))) return undefined
  return found.target === 'kubelet' || ofPod(tree) ? found : undefined
}

/** The carrier says so, or the folder, or the type of a patch in the name of a file that a carrier writes. */
const isAmongPatches = (doc: Document): boolean =>
  (doc.hint?.patch === true && doc.hint.platform === undefined) ||
  /patch/i.test(pathOf(doc).at(-2) ?? '') ||
  (doc.path !== undefined && /\+(?:strategic|merge|json)\./.test(fileName(doc)))

/** A list is a JSON patch; other tools patch their own documents in files of the same names. */
function ofPod(tree: Tree): boolean {
  return (
    tree.kind === 'list' ||
    (tree.kind === 'map' && tree.entries.some(({ key }) => /^(?:spec|metadata)$/.test(key.value)))
  )
}
