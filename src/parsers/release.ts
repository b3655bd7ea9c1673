import type { ComponentKind, VersionHint } from '../model/fragment.js'
import type { Text } from '../model/text.js'
import { imageComponent, imageVersion, tagVersion } from './image.js'

/** Downloads of a release: `…/kubernetes-release/release/v1.7.6/bin/linux/amd64/kubelet`, `dl.k8s.io/v1.34.1/…`, etcd's and Kubernetes' release pages. */
const KUBERNETES =
  /(?:kubernetes-release\/release|dl\.k8s\.io(?:\/release)?|github\.com\/kubernetes\/kubernetes\/releases\/download)\/(v\d[\w.+-]{0,60})(?:\/bin\/[a-z]+\/[a-z0-9]+\/([a-z-]+))?/
/** Packages of Debian and of Red Hat: `kubelet=1.21.0-00`, `kubelet-1.21.0-0`. */
const PACKAGE = /^kubelet[=-](\d+\.\d+\.\d+)(?:-[\d.]+\*?)?$/
const ETCD =
  /(?:github\.com\/(?:coreos|etcd-io)\/etcd\/releases\/download|storage\.googleapis\.com\/etcd)\/(v\d[\w.+-]{0,60})/

/** Variables that name a version by themselves; the images of CoreOS' wrapper scripts are set by the first two. */
const VARIABLES: Readonly<Record<string, ComponentKind | 'kubernetes'>> = {
  KUBELET_IMAGE_TAG: 'kubelet',
  KUBELET_VERSION: 'kubelet',
  HYPERKUBE_IMAGE_TAG: 'kubernetes',
  HYPERKUBE_VERSION: 'kubernetes',
  KUBERNETES_VERSION: 'kubernetes',
  KUBE_VERSION: 'kubernetes',
  K8S_VERSION: 'kubernetes',
  ETCD_IMAGE_TAG: 'etcd',
  ETCD_VERSION: 'etcd',
  ETCD_VER: 'etcd',
}

/** A hint with the word of whether the build is a vendor's own. */
export interface ReleaseHint extends VersionHint {
  readonly vendor: boolean
}

/** The version that one word states: a download URL or an image. */
export function releaseHint(text: Text): ReleaseHint | undefined {
  const { value } = text
  // Looking for a literal first keeps the patterns off the many long words that are neither.
  if (value.includes('v') && value.includes('/')) {
    const kubernetes = KUBERNETES.exec(value)
    if (kubernetes !== null) return hint(text, kubernetes, imageComponent(kubernetes[2] ?? '') ?? 'kubernetes')
    const etcd = ETCD.exec(value)
    if (etcd !== null) return hint(text, etcd, 'etcd')
  }
  const pinned = PACKAGE.exec(value)
  if (pinned !== null) {
    const from = 'kubelet='.length
    return tagVersion(text.slice(from, from + pinned[1]!.length), 'kubelet', true)
  }
  return /^[\w./:@+-]{3,300}$/.test(value) || !text.known ? imageVersion(text) : undefined
}

function hint(text: Text, found: RegExpExecArray, of: ComponentKind | 'kubernetes'): ReleaseHint | undefined {
  const from = found.index + found[0].indexOf(`/${found[1]}`) + 1
  return tagVersion(text.slice(from, from + found[1]!.length), of, true)
}

/** The version that a variable of that name states: `KUBELET_IMAGE_TAG=v1.9.6_coreos.2`, `KUBELET_IMAGE=quay.io/coreos/hyperkube:v1.7.6`. */
export function variableHint(name: string, value: Text): ReleaseHint | undefined {
  const of = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined
  if (of !== undefined) return tagVersion(value, of, true)
  return /_(?:IMAGE|ACI)$/.test(name) ? imageVersion(value) : undefined
}

/** Each hint once: a script names the same download several times. */
export function distinct(hints: readonly (ReleaseHint | undefined)[]): ReleaseHint[] {
  const found = new Map<string, ReleaseHint>()
  for (const hint of hints) {
    if (hint === undefined) continue
    const { major, minor, patch } = hint.range.min
    const key = `${hint.of} ${major}.${minor}.${patch}`
    if (!found.has(key)) found.set(key, hint)
  }
  return [...found.values()]
}
