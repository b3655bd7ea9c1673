/** One kind of request of a run: what it asks, what that takes, and what klint learns from it. */
export interface Read {
  readonly id: string
  /** Without the query; `NAME` stands for a node. */
  readonly path: string
  readonly query?: string
  /** What RBAC calls it. */
  readonly permission: Permission
  /** What stays unknown without it, in a few words. */
  readonly tells: string
  /** Subjects of the rules that are silent without it (`kubelet`, `etcd`, `endpoints`): rules.md has them. */
  readonly subjects: readonly string[]
  /** What is answered, or what the items of a list are, as Kubernetes spells it; absent where it is no object. */
  readonly kind?: string
  /** Nothing klint judges yet: asked for only where all of it is written down. */
  readonly onlyRecorded?: true
  /** Only where it means something, which shows on the way. */
  readonly conditional?: string
}

export type Permission =
  | {
      readonly verb: 'get' | 'list'
      readonly group: string
      readonly resource: string
      readonly names?: readonly string[]
      readonly namespace?: string
    }
  | { readonly url: string }

const get = (group: string, resource: string, namespace: string, name: string): Permission => ({
  verb: 'get',
  group,
  resource,
  names: [name],
  namespace,
})
const list = (group: string, resource: string): Permission => ({ verb: 'list', group, resource })

const configMap = (
  name: string,
  of: Omit<Read, 'id' | 'path' | 'permission' | 'kind'>,
  namespace = 'kube-system',
): Read => ({
  id: `configmap ${name}`,
  kind: 'ConfigMap',
  path: `/api/v1/namespaces/${namespace}/configmaps/${name}`,
  permission: get('', 'configmaps', namespace, name),
  ...of,
})

const recorded = (id: string, kind: string, group: string, resource: string, path: string, tells: string): Read => ({
  id,
  kind,
  path,
  permission: list(group, resource),
  tells,
  subjects: [],
  onlyRecorded: true,
})

const NODE = '/api/v1/nodes/NAME/proxy'

/** In the order in which they are listed; what does not depend on another is asked for at the same time. */
export const READS: readonly Read[] = [
  {
    id: 'version',
    path: '/version',
    permission: { url: '/version' },
    tells: 'the version of the control plane',
    subjects: ['kube-apiserver'],
  },
  {
    id: 'nodes',
    path: '/api/v1/nodes',
    permission: list('', 'nodes'),
    tells: 'nodes, their versions and what they set aside',
    subjects: ['kubelet'],
  },
  {
    id: 'configz',
    path: `${NODE}/configz`,
    permission: { verb: 'get', group: '', resource: 'nodes/proxy' },
    tells: 'what kubelets run with',
    subjects: ['kubelet'],
    conditional: 'one node of each group; of each node with --all-nodes',
  },
  {
    id: 'control-plane pods',
    kind: 'Pod',
    path: '/api/v1/namespaces/kube-system/pods',
    query: 'labelSelector=tier%3Dcontrol-plane',
    permission: list('', 'pods'),
    tells: 'how the control plane was started',
    subjects: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'],
  },
  {
    id: 'pods of control-plane nodes',
    kind: 'Pod',
    path: '/api/v1/pods',
    query: 'fieldSelector=spec.nodeName%3DNAME',
    permission: list('', 'pods'),
    tells: 'how the control plane was started',
    subjects: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'],
    conditional: 'of up to five control-plane nodes, where no pod with that label is an apiserver',
  },
  {
    id: 'deployments',
    kind: 'Deployment',
    path: '/apis/apps/v1/deployments',
    permission: list('apps', 'deployments'),
    tells: 'how the cluster autoscaler was started',
    subjects: ['cluster-autoscaler'],
  },
  {
    id: 'daemonsets',
    kind: 'DaemonSet',
    path: '/apis/apps/v1/daemonsets',
    permission: list('apps', 'daemonsets'),
    tells: 'how kube-proxy was started',
    subjects: ['kube-proxy'],
  },
  {
    id: 'leases',
    kind: 'Lease',
    path: '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases',
    permission: list('coordination.k8s.io', 'leases'),
    tells: 'which apiservers are alive',
    subjects: ['lease', 'endpoints'],
  },
  {
    id: 'kubernetes service',
    kind: 'Service',
    path: '/api/v1/namespaces/default/services/kubernetes',
    permission: get('', 'services', 'default', 'kubernetes'),
    tells: 'the affinity of the kubernetes Service',
    subjects: ['service'],
  },
  {
    id: 'kubernetes endpointslices',
    kind: 'EndpointSlice',
    path: '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
    query: 'labelSelector=kubernetes.io%2Fservice-name%3Dkubernetes',
    permission: list('discovery.k8s.io', 'endpointslices'),
    tells: 'the addresses of the apiservers',
    subjects: ['endpoints'],
  },
  {
    id: 'kubernetes endpoints',
    kind: 'Endpoints',
    path: '/api/v1/namespaces/default/endpoints/kubernetes',
    permission: get('', 'endpoints', 'default', 'kubernetes'),
    tells: 'the addresses of the apiservers',
    subjects: ['endpoints'],
    conditional: 'where there are no EndpointSlices, before 1.21',
  },
  configMap('kubelet-config', { tells: 'what kubeadm gives to new nodes', subjects: ['kubelet'] }),
  configMap('kube-proxy', {
    tells: 'the configuration file of kube-proxy',
    subjects: ['kube-proxy'],
    conditional: 'where a DaemonSet runs kube-proxy',
  }),
  configMap('cluster-autoscaler-status', {
    tells: 'what the autoscaler is about to do',
    subjects: ['autoscaler-status'],
  }),
  configMap('cluster-info', { tells: 'the address nodes join at', subjects: ['kubeconfig'] }, 'kube-public'),
  configMap('kubeadm-config', { tells: 'what kubeadm upgrades from', subjects: [], onlyRecorded: true }),
  configMap('coredns', { tells: 'the Corefile', subjects: [], onlyRecorded: true }),
  configMap('cluster-autoscaler-priority-expander', {
    tells: 'priorities of node groups',
    subjects: [],
    onlyRecorded: true,
  }),
  recorded(
    'validating webhooks',
    'ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io',
    'validatingwebhookconfigurations',
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    'admission webhooks',
  ),
  recorded(
    'mutating webhooks',
    'MutatingWebhookConfiguration',
    'admissionregistration.k8s.io',
    'mutatingwebhookconfigurations',
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    'admission webhooks',
  ),
  recorded(
    'apiservices',
    'APIService',
    'apiregistration.k8s.io',
    'apiservices',
    '/apis/apiregistration.k8s.io/v1/apiservices',
    'aggregated APIs',
  ),
  recorded(
    'flow schemas',
    'FlowSchema',
    'flowcontrol.apiserver.k8s.io',
    'flowschemas',
    '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas',
    'API priority and fairness',
  ),
  recorded(
    'priority levels',
    'PriorityLevelConfiguration',
    'flowcontrol.apiserver.k8s.io',
    'prioritylevelconfigurations',
    '/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations',
    'API priority and fairness',
  ),
  recorded(
    'pod disruption budgets',
    'PodDisruptionBudget',
    'policy',
    'poddisruptionbudgets',
    '/apis/policy/v1/poddisruptionbudgets',
    'disruption budgets',
  ),
  {
    id: 'flagz',
    path: '/flagz',
    permission: { url: '/flagz' },
    tells: 'flags of the apiserver',
    subjects: [],
    onlyRecorded: true,
    conditional: 'from 1.32 on',
  },
  {
    id: 'statusz',
    path: '/statusz',
    permission: { url: '/statusz' },
    tells: 'status of the apiserver',
    subjects: [],
    onlyRecorded: true,
    conditional: 'from 1.32 on',
  },
]

export function readOf(id: string): Read {
  const found = READS.find(read => read.id === id)
  if (found === undefined) throw new Error(`no read is called ${id}`)
  return found
}

/** `get nodes/proxy`, `list deployments.apps in kube-system`, `get /version`: as `kubectl auth can-i` takes it. */
export function permissionWords(permission: Permission): string {
  if ('url' in permission) return `get ${permission.url}`
  const { verb, group, resource, namespace, names } = permission
  const qualified = group === '' ? resource : `${resource}.${group}`
  return `${verb} ${qualified}${names === undefined ? '' : `/${names.join(',')}`}${namespace === undefined ? '' : ` in ${namespace}`}`
}
