import { isUpstreamImage } from '../facts/registries.js'
import type { ComponentKind } from '../model/fragment.js'
import { describe } from '../model/location.js'
import type { Text } from '../model/text.js'
import { parseVersion, type VersionRange } from '../model/version.js'

export interface ImageVersion {
  /** hyperkube holds every component, so its tag is the version of `kubernetes`. */
  readonly of: ComponentKind | 'kubernetes'
  readonly range: VersionRange
  /** A build of its own: its flags and defaults cannot be compared with upstream's. */
  readonly vendor: boolean
}

const NAMES: Readonly<Record<string, ComponentKind | 'kubernetes'>> = {
  kubelet: 'kubelet',
  'kube-apiserver': 'kube-apiserver',
  'kube-controller-manager': 'kube-controller-manager',
  'kube-scheduler': 'kube-scheduler',
  'kube-proxy': 'kube-proxy',
  hyperkube: 'kubernetes',
  etcd: 'etcd',
  'cluster-autoscaler': 'cluster-autoscaler',
}

/** `v1.9.11`, `v1.9.11_coreos.1`, `3.4.13-0`, `v1.18.0-rc.1`; others (`-eks-`, `+k3s1`, `-gke.100`) are builds of a vendor. */
const ORDINARY = /^v?\d+\.\d+\.\d+(?:[-_+](?:coreos\.\d+|\d+|alpha\.\d+|beta\.\d+|rc\.\d+))?$/

/** `registry/path/name:tag@digest` cut into its parts; tag and digest may be missing. */
export function imageParts(value: string): { path: string; name: string; tag: string | undefined } {
  const [reference = ''] = value.replace(/^docker:\/\//, '').split('@')
  const slash = reference.lastIndexOf('/')
  const colon = reference.indexOf(':', slash + 1)
  const end = colon === -1 ? reference.length : colon
  const name = reference.slice(slash + 1, end).replace(/-(?:amd64|arm64|arm|ppc64le|s390x)$/, '')
  const tag = colon === -1 ? undefined : reference.slice(colon + 1)
  return { path: reference.slice(0, end), name, tag }
}

/** The component of an image, by the last part of its path. */
export const imageComponent = (value: string): ComponentKind | 'kubernetes' | undefined => named(imageParts(value).name)

const named = (name: string): ComponentKind | 'kubernetes' | undefined =>
  Object.hasOwn(NAMES, name) ? NAMES[name] : undefined

/** What people put before the name of an image they build themselves: `kube-cluster-autoscaler`, `acme-kube-apiserver`. */
const OWN_NAME = /-(kube-(?:apiserver|controller-manager|scheduler|proxy)|cluster-autoscaler)$/

/** The version an image's tag states, a digest beside it or not. `latest`, no tag, a hole in it or a name klint does not know: none. */
export function imageVersion(text: Text): ImageVersion | undefined {
  const { path, name, tag } = imageParts(text.value)
  const of = named(name) ?? named(OWN_NAME.exec(name)?.[1] ?? '')
  if (of === undefined || tag === undefined) return undefined
  const from = text.value.lastIndexOf(`:${tag}`) + 1
  const tagText = text.slice(from, from + tag.length)
  return tagVersion(tagText, of, isUpstreamImage(path))
}

/** The version a tag states that stands apart from its image (`KUBELET_IMAGE_TAG`). */
export function tagVersion(tag: Text, of: ComponentKind | 'kubernetes', upstream: boolean): ImageVersion | undefined {
  if (!tag.known) return undefined
  const range = parseVersion(tag.value)
  if (range === undefined || !majors(of).includes(range.min.major)) return undefined
  const { at } = tag
  const vendor = !ORDINARY.test(tag.value) && !(upstream && !/eks|gke|k3s|rke2/.test(tag.value))
  return { of, range: { ...range, at, source: `tag ${tag.value} in ${describe(at)}` }, vendor }
}

/** cluster-autoscaler 0.6 belongs to Kubernetes 1.7, so 0 is a major there. */
function majors(of: ComponentKind | 'kubernetes'): readonly number[] {
  if (of === 'etcd') return [2, 3]
  return of === 'cluster-autoscaler' ? [0, 1] : [1]
}
