/**
 * Labels in the domains of Kubernetes that a kubelet may set on its own node (k8s.io/kubelet/pkg/apis/well_known_labels.go, the same from
 * 1.16 to 1.37 but for the names of topology.kubernetes.io, which 1.17 brought).
 */
const ALLOWED: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/instance-type',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
])
const RESERVED = ['kubernetes.io', 'k8s.io']
const FREE = ['kubelet.kubernetes.io', 'node.kubernetes.io']

/** Whether a label belongs to Kubernetes, and to nobody who runs on a node (cmd/kubelet/app/options/options.go, isKubernetesLabel). */
export function isForbiddenLabel(key: string): boolean {
  const slash = key.indexOf('/')
  if (slash === -1 || ALLOWED.has(key)) return false
  const domain = key.slice(0, slash)
  return RESERVED.some(owner => isWithin(domain, owner)) && !FREE.some(owner => isWithin(domain, owner))
}

const isWithin = (domain: string, owner: string): boolean => domain === owner || domain.endsWith(`.${owner}`)
