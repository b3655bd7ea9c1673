import { mirrorPods } from './control-plane.js'
import { INTENDED } from './kubelet-configuration.js'
import {
  controlPlanesOf,
  gitVersionOf,
  isManaged,
  type KubeObject,
  type Node,
  numbersOf,
  providerOf,
  type Shape,
} from './shape.js'

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const RENEWED = '2026-11-26T07:00:00.000000Z'

function object(
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  rest: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, unknown>> = {},
): KubeObject {
  const where = namespace === '' ? {} : { namespace }
  return { apiVersion, kind, metadata: { name, ...where, resourceVersion: '900000000', ...metadata }, ...rest }
}

interface Workload {
  readonly name: string
  readonly image: string
  readonly command: readonly string[]
  readonly args?: readonly string[]
  readonly replicas?: number
}

function workload(kind: 'Deployment' | 'DaemonSet', { name, image, command, args, replicas }: Workload): KubeObject {
  const matchLabels = { 'k8s-app': name }
  const template = {
    metadata: { labels: matchLabels },
    spec: {
      containers: [
        {
          name,
          image,
          ...(command.length > 0 ? { command } : {}),
          ...(args === undefined ? {} : { args }),
          resources: { requests: { cpu: '100m', memory: '600Mi' }, limits: { memory: '600Mi' } },
        },
      ],
      priorityClassName: kind === 'DaemonSet' ? 'system-node-critical' : 'system-cluster-critical',
      serviceAccountName: name,
    },
  }
  const spec = { selector: { matchLabels }, template, ...(kind === 'Deployment' ? { replicas: replicas ?? 1 } : {}) }
  return object('apps/v1', kind, 'kube-system', name, { spec }, { labels: matchLabels })
}

const lease = (name: string, spec: object, labels?: object): KubeObject =>
  object('coordination.k8s.io/v1', 'Lease', 'kube-system', name, { spec }, labels === undefined ? {} : { labels })

/** One for each kube-apiserver, and those by which leaders are elected. */
function leases(shape: Shape, members: readonly Node[]): KubeObject[] {
  const apiservers = isManaged(shape) ? ['a', 'b'] : members.map(({ name }) => name)
  const identities = apiservers.map((name, i) => {
    const numbers = numbersOf(shape, 800_000 + i)
    const hash = Array.from({ length: 26 }, () => BASE32.charAt(numbers.between(0, 31))).join('')
    return lease(
      `apiserver-${hash}`,
      { holderIdentity: `apiserver-${hash}_${i}`, leaseDurationSeconds: 3600, renewTime: RENEWED },
      { 'apiserver.kubernetes.io/identity': 'kube-apiserver', 'kubernetes.io/hostname': name },
    )
  })
  const elected = ['kube-controller-manager', 'kube-scheduler', 'cluster-autoscaler'].map(name =>
    lease(name, {
      holderIdentity: `${name}-0_${name.length}`,
      leaseDurationSeconds: 15,
      leaseTransitions: 3,
      acquireTime: '2026-11-01T07:00:00.000000Z',
      renewTime: RENEWED,
    }),
  )
  return [...identities, ...elected]
}

function service(shape: Shape, members: readonly Node[]): KubeObject[] {
  const addresses = isManaged(shape) ? ['10.0.200.1', '10.0.200.2'] : members.map(({ address }) => address)
  return [
    object('v1', 'Service', 'default', 'kubernetes', {
      spec: {
        clusterIP: '10.96.0.1',
        clusterIPs: ['10.96.0.1'],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
        sessionAffinity: 'None',
        type: 'ClusterIP',
      },
      status: { loadBalancer: {} },
    }),
    object(
      'discovery.k8s.io/v1',
      'EndpointSlice',
      'default',
      'kubernetes',
      {
        addressType: 'IPv4',
        endpoints: addresses.map(address => ({ addresses: [address], conditions: { ready: true } })),
        ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
      },
      { labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    ),
    object('v1', 'Endpoints', 'default', 'kubernetes', {
      subsets: [{ addresses: addresses.map(ip => ({ ip })), ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
    }),
  ]
}

const configMap = (name: string, data: Readonly<Record<string, string>>, namespace = 'kube-system'): KubeObject =>
  object('v1', 'ConfigMap', namespace, name, { data })

const AUTOSCALER_STATUS = `time: 2026-11-26 07:00:00.0 +0000 UTC
autoscalerStatus: Running
clusterWide:
  health:
    status: Healthy
    nodeCounts:
      registered:
        total: 6
        ready: 6
        notStarted: 0
      longUnregistered: 0
      unregistered: 0
    lastProbeTime: "2026-11-26T07:00:00Z"
    lastTransitionTime: "2026-11-01T07:00:00Z"
  scaleUp:
    status: NoActivity
  scaleDown:
    status: NoCandidates
`

function configMaps(shape: Shape): KubeObject[] {
  const kubeadm = {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    clusterName: 'kubernetes',
    controlPlaneEndpoint: 'api.example.com:6443',
    kubernetesVersion: gitVersionOf(shape),
    networking: { dnsDomain: 'cluster.local', podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/12' },
    certificatesDir: '/etc/kubernetes/pki',
    etcd: { local: { dataDir: '/var/lib/etcd' } },
  }
  const proxy = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    bindAddress: '0.0.0.0',
    clientConnection: { kubeconfig: '/var/lib/kube-proxy/kubeconfig.conf' },
    clusterCIDR: '10.244.0.0/16',
    mode: '',
  }
  const info = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: '', cluster: { server: 'https://api.example.com:6443', 'certificate-authority-data': 'LS0t' } }],
  }
  const corefile =
    '.:53 {\n    errors\n    health {\n       lameduck 5s\n    }\n    ready\n    kubernetes cluster.local\n    forward . /etc/resolv.conf\n    cache 30\n    loop\n    reload\n    loadbalance\n}\n'
  const everywhere = [
    configMap('cluster-autoscaler-status', { status: AUTOSCALER_STATUS }),
    configMap('coredns', { Corefile: corefile }),
  ]
  const managed = isManaged(shape)
    ? [configMap('kube-proxy-config', { config: JSON.stringify(proxy) })]
    : [
        configMap('kubeadm-config', { ClusterConfiguration: JSON.stringify(kubeadm) }),
        configMap('kubelet-config', { kubelet: INTENDED }),
        configMap('kube-proxy', { 'config.conf': JSON.stringify(proxy), 'kubeconfig.conf': 'kind: Config\n' }),
        configMap('cluster-info', { kubeconfig: JSON.stringify(info) }, 'kube-public'),
      ]
  return [...everywhere, ...managed]
}

const webhook = (kind: string, name: string): KubeObject =>
  object('admissionregistration.k8s.io/v1', kind, '', name, {
    webhooks: [
      {
        name: `${name}.example.com`,
        admissionReviewVersions: ['v1'],
        clientConfig: {
          service: { name, namespace: 'policy', path: '/check', port: 443 },
          caBundle: 'LS0tLS1CRUdJTg==',
        },
        failurePolicy: 'Ignore',
        matchPolicy: 'Equivalent',
        namespaceSelector: {
          matchExpressions: [
            { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'policy'] },
          ],
        },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: '*' }],
        sideEffects: 'None',
        timeoutSeconds: 5,
      },
    ],
  })

const priorityLevel = (name: string, nominalConcurrencyShares: number): KubeObject =>
  object('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration', '', name, {
    spec: { type: 'Limited', limited: { nominalConcurrencyShares, limitResponse: { type: 'Reject' } } },
  })

const flowSchema = (name: string, level: string, matchingPrecedence: number): KubeObject =>
  object('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', '', name, {
    spec: { matchingPrecedence, priorityLevelConfiguration: { name: level }, distinguisherMethod: { type: 'ByUser' } },
  })

const apiService = (version: string, group: string): KubeObject =>
  object('apiregistration.k8s.io/v1', 'APIService', '', group === '' ? version : `${version}.${group}`, {
    spec: { group, version, groupPriorityMinimum: 18_000, versionPriority: 1 },
    status: { conditions: [{ type: 'Available', status: 'True', reason: 'Local' }] },
  })

/** What there is beside the nodes and the pods of kube-proxy, which are made when somebody asks for them. */
export function objectsOf(shape: Shape, nodes: readonly Node[]): KubeObject[] {
  const members = nodes.slice(0, controlPlanesOf(shape))
  const [provider, image] = [providerOf(shape), 'registry.k8s.io']
  return [
    ...mirrorPods(shape, nodes),
    workload('Deployment', {
      name: 'coredns',
      image: `${image}/coredns/coredns:v1.12.1`,
      command: [],
      args: ['-conf', '/etc/coredns/Corefile'],
      replicas: 2,
    }),
    workload('Deployment', {
      name: 'cluster-autoscaler',
      image: `${image}/autoscaling/cluster-autoscaler:v1.34.0`,
      command: [
        './cluster-autoscaler',
        '--v=4',
        `--cloud-provider=${provider === 'gke' ? 'gce' : provider === 'aks' ? 'azure' : 'aws'}`,
        '--expander=least-waste',
        '--balance-similar-node-groups=true',
        '--max-node-provision-time=15m',
        '--scale-down-delay-after-add=10m',
      ],
    }),
    workload('DaemonSet', {
      name: 'kube-proxy',
      image: `${image}/kube-proxy:${gitVersionOf(shape).replace(/[+-].*/, '')}`,
      command: [
        '/usr/local/bin/kube-proxy',
        '--config=/var/lib/kube-proxy/config.conf',
        '--hostname-override=$(NODE_NAME)',
      ],
    }),
    ...leases(shape, members),
    ...service(shape, members),
    ...configMaps(shape),
    webhook('ValidatingWebhookConfiguration', 'policy-check'),
    webhook('MutatingWebhookConfiguration', 'policy-defaults'),
    apiService('v1', ''),
    apiService('v1', 'apps'),
    apiService('v1beta1', 'metrics.k8s.io'),
    priorityLevel('workload-high', 40),
    priorityLevel('workload-low', 100),
    flowSchema('service-accounts', 'workload-low', 9000),
    flowSchema('kube-system-service-accounts', 'workload-high', 900),
    object('policy/v1', 'PodDisruptionBudget', 'kube-system', 'coredns', {
      spec: { minAvailable: 1, selector: { matchLabels: { 'k8s-app': 'coredns' } } },
      status: { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 },
    }),
  ]
}

/** The pod of kube-proxy on a node: as many of them in kube-system as there are nodes. */
export const proxyPod = (shape: Shape, node: Node): KubeObject =>
  object(
    'v1',
    'Pod',
    'kube-system',
    `kube-proxy-${node.index.toString(36).padStart(5, '0')}`,
    {
      spec: {
        containers: [
          {
            name: 'kube-proxy',
            image: `registry.k8s.io/kube-proxy:${gitVersionOf(shape)}`,
            command: ['/usr/local/bin/kube-proxy'],
          },
        ],
        hostNetwork: true,
        nodeName: node.name,
      },
      status: { phase: 'Running', hostIP: node.address },
    },
    { labels: { 'k8s-app': 'kube-proxy' } },
  )
