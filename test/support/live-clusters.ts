import { readFileSync } from 'node:fs'
import type { RecordedObject, Recording } from '../../src/sources/cluster/recording.js'
import {
  configMap,
  deployment,
  identityLease,
  KUBEADM_CONFIGZ,
  kubernetesEndpoints,
  kubernetesService,
  leaderLease,
  mirrorPod,
  nodes,
  object,
  recording,
  SOUND,
  version,
} from './recordings.js'

/** Clusters as klint records them: those of the talk, and what people run who asked nobody for advice. */

const HYPERKUBE = 'k8s.gcr.io/hyperkube-amd64:v1.10.4'

const clusterInfo = (server: string): RecordedObject =>
  configMap('kube-public', 'cluster-info', {
    kubeconfig: `apiVersion: v1\nkind: Config\nclusters:\n- name: ""\n  cluster:\n    server: ${server}\ncontexts: []\nusers: []\n`,
  })

const etcd2018 = (n: number, ...timers: readonly string[]): RecordedObject =>
  mirrorPod('etcd', `master-${n}`, 'k8s.gcr.io/etcd-amd64:3.1.12', [
    `--name=etcd-${n}`,
    '--data-dir=/var/lib/etcd',
    '--initial-cluster=etcd-1=http://10.0.0.11:2380,etcd-2=http://10.0.0.12:2380,etcd-3=http://10.0.0.13:2380',
    ...timers,
  ])

const apiserver2018 = (n: number, ...more: readonly string[]): RecordedObject =>
  mirrorPod(
    'kube-apiserver',
    `master-${n}`,
    HYPERKUBE,
    [
      `--advertise-address=10.0.0.1${n}`,
      '--etcd-servers=http://10.0.0.11:2379,http://10.0.0.12:2379,http://10.0.0.13:2379',
      '--etcd-quorum-read=false',
      '--allow-privileged=true',
      '--secure-port=443',
      ...more,
    ],
    { command: ['/hyperkube', 'apiserver'] },
  )

const kubelet2018 = (fields: object): object => ({
  kind: 'KubeletConfiguration',
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  nodeStatusUpdateFrequency: '10s',
  maxPods: 110,
  cgroupDriver: 'cgroupfs',
  enforceNodeAllocatable: ['pods'],
  ...fields,
})

const DEFAULT_2018 = {
  'imagefs.available': '15%',
  'memory.available': '100Mi',
  'nodefs.available': '10%',
  'nodefs.inodesFree': '5%',
}

/** The cluster of the talk some months later: a control plane of 1.10, a pool that nobody upgraded, pools with the talk's settings. */
export const talk2018: Recording = recording([
  version('v1.10.4'),
  ...nodes({ name: 'old', count: 20, version: 'v1.7.6', allocatable: { cpu: '4', memory: '16391764Ki' } }),
  ...nodes({ name: 'workers', count: 400, version: 'v1.10.4', configz: kubelet2018({ evictionHard: {} }) }),
  ...nodes({
    name: 'batch',
    count: 100,
    version: 'v1.10.4',
    configz: kubelet2018({
      evictionHard: { 'memory.available': '100Mi' },
      kubeReserved: { cpu: '100m', memory: '200Mi' },
    }),
  }),
  ...nodes({
    name: 'gpu',
    count: 10,
    version: 'v1.10.4',
    configz: kubelet2018({
      evictionHard: DEFAULT_2018,
      kubeReserved: { cpu: '100m', memory: '100Mi' },
      systemReserved: { cpu: '100m', memory: '100Mi' },
    }),
  }),
  ...nodes({
    name: 'spot',
    count: 30,
    version: 'v1.10.4',
    configz: kubelet2018({ evictionHard: { ...DEFAULT_2018, 'memory.available': '150Mi' } }),
  }),
  apiserver2018(1, '--apiserver-count=3'),
  apiserver2018(2),
  apiserver2018(3),
  etcd2018(1, '--heartbeat-interval=100', '--election-timeout=400'),
  etcd2018(2, '--heartbeat-interval=100', '--election-timeout=700'),
  etcd2018(3, '--heartbeat-interval=100', '--election-timeout=1000'),
  deployment('cluster-autoscaler', 'gcr.io/google_containers/cluster-autoscaler:v0.6.1', [
    './cluster-autoscaler',
    '--cloud-provider=aws',
    '--nodes=0:400:workers',
    '--nodes=0:100:batch',
    '--scale-down-unneeded-time=1m',
    '--scale-down-delay=1m',
    '--max-empty-bulk-delete=500',
    '--write-status-configmap=false',
  ]),
  deployment('cluster-autoscaler-next', 'gcr.io/google_containers/cluster-autoscaler:v1.2.2', [
    './cluster-autoscaler',
    '--cloud-provider=aws',
    '--nodes=1:10:gpu',
    '--scale-down-unneeded-time=1m',
    '--scale-down-delay-after-add=1m',
  ]),
  kubernetesService('ClientIP'),
  kubernetesEndpoints('10.0.0.11', '10.0.0.12', '10.0.0.13'),
  clusterInfo('https://internal-prod-kube-apiserver-1234567890.us-west-2.elb.amazonaws.com'),
  configMap('kube-system', 'cluster-autoscaler-status', {
    status:
      'Cluster-autoscaler status at 2018-11-02 18:52:49.810360 +0000 UTC:\nCluster-wide:\n  Health:      Unhealthy (ready=270 unready=260 notStarted=0 longNotStarted=0 registered=530 longUnregistered=0)\n               LastProbeTime:      2018-11-02 18:52:49.8 +0000 UTC\n  ScaleDown:   NoCandidates (candidates=0)\n',
  }),
])

const status = (time: string, candidates: number, health = 'Healthy', ready = 40): RecordedObject =>
  configMap('kube-system', 'cluster-autoscaler-status', {
    status: `time: ${time} +0000 UTC\nautoscalerStatus: Running\nclusterWide:\n  health:\n    status: ${health}\n    nodeCounts:\n      registered:\n        total: 40\n        ready: ${ready}\n        notStarted: 0\n  scaleDown:\n    status: ${candidates > 0 ? `CandidatesPresent\n    candidates: ${candidates}` : 'NoCandidates'}\nnodeGroups: []\n`,
  })

const MEMBERS = 'cp-1=https://10.0.0.1:2380,cp-2=https://10.0.0.2:2380,cp-3=https://10.0.0.3:2380'

const etcd = (n: number, more: readonly string[] = [], members = MEMBERS): RecordedObject =>
  mirrorPod('etcd', `cp-${n}`, 'registry.k8s.io/etcd:3.6.5-0', [
    `--advertise-client-urls=https://10.0.0.${n}:2379`,
    '--cert-file=/etc/kubernetes/pki/etcd/server.crt',
    '--client-cert-auth=true',
    '--data-dir=/var/lib/etcd',
    '--feature-gates=InitialCorruptCheck=true',
    `--initial-advertise-peer-urls=https://10.0.0.${n}:2380`,
    `--initial-cluster=${members}`,
    '--key-file=/etc/kubernetes/pki/etcd/server.key',
    `--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.${n}:2379`,
    '--listen-metrics-urls=http://127.0.0.1:2381',
    `--listen-peer-urls=https://10.0.0.${n}:2380`,
    `--name=cp-${n}`,
    '--peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt',
    '--peer-client-cert-auth=true',
    '--peer-key-file=/etc/kubernetes/pki/etcd/peer.key',
    '--peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt',
    '--snapshot-count=10000',
    '--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt',
    '--watch-progress-notify-interval=5s',
    ...more,
  ])

const MANIFESTS = 'test/fixtures/kubeadm-default-1.34/control-plane/etc/kubernetes/manifests'

/** The command kubeadm writes for a component, without its name. */
function kubeadmArgs(component: string, node: number): string[] {
  const text = readFileSync(`${MANIFESTS}/${component}.yaml`, 'utf8')
  return [...text.matchAll(/^ {4}- (--.*)$/gm)].map(([, word = '']) => word.replaceAll('10.0.0.10', `10.0.0.${node}`))
}

const controlPlane = (n: number): RecordedObject[] =>
  ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(component =>
    mirrorPod(component, `cp-${n}`, `registry.k8s.io/${component}:v1.34.2`, kubeadmArgs(component, n)),
  )

const KUBELET_CONFIG = readFileSync(
  'test/fixtures/kubeadm-default-1.34/control-plane/var/lib/kubelet/config.yaml',
  'utf8',
)

const kubeadmObjects = (server: string): RecordedObject[] => [
  configMap('kube-system', 'kubelet-config', { kubelet: KUBELET_CONFIG }),
  configMap('kube-system', 'kube-proxy', {
    'config.conf':
      'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nbindAddress: 0.0.0.0\nbindAddressHardFail: false\nclientConnection:\n  acceptContentTypes: ""\n  burst: 0\n  contentType: ""\n  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf\n  qps: 0\nclusterCIDR: ""\nconfigSyncPeriod: 0s\nconntrack:\n  maxPerCore: null\n  min: null\nmode: ""\n',
    'kubeconfig.conf': `apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    certificate-authority: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt\n    server: ${server}\n  name: default\ncontexts:\n- context:\n    cluster: default\n    namespace: default\n    user: default\n  name: default\ncurrent-context: default\nusers:\n- name: default\n  user:\n    tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\n`,
  }),
  object('DaemonSet', 'kube-system', 'kube-proxy', {
    spec: {
      selector: { matchLabels: { 'k8s-app': 'kube-proxy' } },
      template: {
        metadata: { labels: { 'k8s-app': 'kube-proxy' } },
        spec: {
          containers: [
            {
              name: 'kube-proxy',
              image: 'registry.k8s.io/kube-proxy:v1.34.2',
              command: [
                '/usr/local/bin/kube-proxy',
                '--config=/var/lib/kube-proxy/config.conf',
                '--hostname-override=$(NODE_NAME)',
              ],
              env: [{ name: 'NODE_NAME', valueFrom: {} }],
              volumeMounts: [{ name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' }],
            },
          ],
          volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }],
        },
      },
    },
  }),
  deployment('coredns', 'registry.k8s.io/coredns/coredns:v1.12.1', ['/coredns', '-conf', '/etc/coredns/Corefile']),
  clusterInfo(server),
  kubernetesService(),
]

/** Three masters of today, one of them dead, and an autoscaler that believes the nodes are empty. */
export const talkToday: Recording = recording([
  version('v1.34.2'),
  ...nodes({
    name: 'control-plane',
    count: 3,
    role: 'control-plane',
    version: 'v1.34.2',
    configz: { ...KUBEADM_CONFIGZ, ...SOUND },
  }),
  ...nodes({
    name: 'workers',
    count: 37,
    version: 'v1.34.2',
    configz: { ...KUBEADM_CONFIGZ, evictionHard: { 'nodefs.available': '10%' } },
  }),
  ...[1, 2, 3].flatMap(n => [...controlPlane(n), etcd(n)]),
  ...kubeadmObjects('https://10.0.0.100:6443'),
  kubernetesEndpoints('10.0.0.1', '10.0.0.2', '10.0.0.3'),
  identityLease('cp-1'),
  identityLease('cp-2', '2026-11-26T06:59:52.000000Z'),
  identityLease('cp-3', '2026-11-26T06:46:10.000000Z'),
  leaderLease('kube-scheduler'),
  status('2026-11-26 06:59:55.1', 12),
])

/** The same cluster after the lessons of the talk. */
export const talkFixed: Recording = recording([
  version('v1.34.2'),
  ...nodes({
    name: 'control-plane',
    count: 3,
    role: 'control-plane',
    version: 'v1.34.2',
    configz: { ...KUBEADM_CONFIGZ, ...SOUND },
  }),
  ...nodes({ name: 'workers', count: 37, version: 'v1.34.2', configz: { ...KUBEADM_CONFIGZ, ...SOUND } }),
  ...[1, 2, 3].flatMap(n => [...controlPlane(n), etcd(n)]),
  ...kubeadmObjects('https://10.0.0.100:6443'),
  kubernetesEndpoints('10.0.0.1', '10.0.0.2', '10.0.0.3'),
  ...[1, 2, 3].map(n => identityLease(`cp-${n}`)),
  leaderLease('kube-scheduler'),
  deployment('cluster-autoscaler', 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.0', [
    './cluster-autoscaler',
    '--cloud-provider=aws',
    '--nodes=20:400:workers',
    '--scale-down-unneeded-time=40m',
    '--scale-down-delay-after-add=40m',
  ]),
  status('2026-11-26 06:59:55.1', 2),
])

/** What `kubeadm init` of 1.34 makes, and nothing else. */
export const kubeadmDefault: Recording = recording([
  version('v1.34.2'),
  ...nodes({ name: 'cp', role: 'control-plane', version: 'v1.34.2', configz: KUBEADM_CONFIGZ }),
  ...controlPlane(1),
  etcd(1, [], 'cp-1=https://10.0.0.1:2380'),
  ...kubeadmObjects('https://10.0.0.1:6443'),
  kubernetesEndpoints('10.0.0.1'),
  identityLease('cp-1'),
  leaderLease('kube-controller-manager'),
  leaderLease('kube-scheduler'),
])

/** Three control planes and a pool of workers as kubeadm of 1.34 makes them. */
export const kubeadmLarge: Recording = recording([
  version('v1.34.2'),
  ...nodes({ name: 'cp', count: 3, role: 'control-plane', version: 'v1.34.2', configz: KUBEADM_CONFIGZ }),
  ...nodes({ name: 'workers', count: 30, version: 'v1.34.2', configz: KUBEADM_CONFIGZ }),
  ...[1, 2, 3].flatMap(n => [...controlPlane(n), etcd(n)]),
  ...kubeadmObjects('https://10.0.0.100:6443'),
  kubernetesEndpoints('10.0.0.1', '10.0.0.2', '10.0.0.3'),
  ...[1, 2, 3].map(n => identityLease(`cp-${n}`)),
  leaderLease('kube-controller-manager'),
  leaderLease('kube-scheduler'),
])

/** Two managed node groups with the image of EKS (awslabs/amazon-eks-ami nodeadm/internal/kubelet/config.go). */
export const eks: Recording = recording(
  [
    version('v1.33.5-eks-3025e55'),
    ...['general', 'spot'].flatMap(name =>
      nodes({
        name,
        count: 12,
        version: 'v1.33.5-eks-ecaa3a6',
        labels: { 'eks.amazonaws.com/nodegroup': name, 'node.kubernetes.io/instance-type': 'm5.xlarge' },
        allocatable: { cpu: '3920m', memory: '15368740Ki' },
        configz: {
          ...KUBEADM_CONFIGZ,
          staticPodPath: '',
          clusterDNS: ['172.20.0.10'],
          serverTLSBootstrap: true,
          maxPods: 58,
          evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '10%', 'nodefs.inodesFree': '5%' },
          kubeReserved: { cpu: '80m', 'ephemeral-storage': '1Gi', memory: '893Mi' },
          kubeReservedCgroup: '/runtime',
          systemReservedCgroup: '/system',
          protectKernelDefaults: true,
          readOnlyPort: 0,
          featureGates: { RotateKubeletServerCertificate: true },
        },
      }),
    ),
    object('DaemonSet', 'kube-system', 'kube-proxy', {
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'kube-proxy',
                image: '602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/kube-proxy:v1.33.3-minimal-eksbuild.4',
                command: [
                  'kube-proxy',
                  '--v=2',
                  '--config=/var/lib/kube-proxy-config/config',
                  '--hostname-override=$(NODE_NAME)',
                ],
                env: [{ name: 'NODE_NAME', valueFrom: {} }],
              },
            ],
          },
        },
      },
    }),
    kubernetesService(),
    kubernetesEndpoints('10.0.12.7', '10.0.44.9', '10.0.71.3'),
    identityLease('ip-10-0-1-1'),
    identityLease('ip-10-0-2-2'),
    leaderLease('kube-scheduler'),
  ],
  { distribution: 'eks' },
)

/** Two pools of GKE with an autoscaler nobody sees. */
export const gke: Recording = recording(
  [
    version('v1.33.5-gke.1162000'),
    ...['default-pool', 'batch'].flatMap(name =>
      nodes({
        name,
        count: 6,
        version: 'v1.33.5-gke.1162000',
        labels: { 'cloud.google.com/gke-nodepool': name, 'node.kubernetes.io/instance-type': 'e2-standard-4' },
        allocatable: { cpu: '3920m', memory: '13590260Ki' },
        configz: {
          ...KUBEADM_CONFIGZ,
          clusterDNS: ['34.118.224.10'],
          evictionHard: {
            'memory.available': '100Mi',
            'nodefs.available': '10%',
            'nodefs.inodesFree': '5%',
            'pid.available': '10%',
          },
          kubeReserved: { cpu: '80m', 'ephemeral-storage': '41Gi', memory: '2615Mi' },
          featureGates: { DisableKubeletCloudCredentialProviders: true, KubeletCredentialProviders: true },
        },
      }),
    ),
    kubernetesService(),
    kubernetesEndpoints('172.16.0.2'),
    identityLease('gke-1'),
    configMap('kube-system', 'cluster-autoscaler-status', {
      status:
        'time: 2026-11-26 06:59:58.1 +0000 UTC\nautoscalerStatus: Running\nclusterWide:\n  health:\n    status: Healthy\n    nodeCounts:\n      registered:\n        total: 12\n        ready: 12\n        notStarted: 0\n  scaleDown:\n    status: NoCandidates\nnodeGroups: []\n',
    }),
  ],
  { distribution: 'gke' },
)

/** Two pools of AKS. */
export const aks: Recording = recording(
  [
    version('v1.33.5'),
    ...['system', 'user'].flatMap(name =>
      nodes({
        name,
        count: 5,
        version: 'v1.33.5',
        labels: { 'kubernetes.azure.com/agentpool': name, 'node.kubernetes.io/instance-type': 'Standard_D4s_v5' },
        allocatable: { cpu: '3860m', memory: '14200000Ki' },
        configz: {
          ...KUBEADM_CONFIGZ,
          clusterDNS: ['10.0.0.10'],
          evictionHard: {
            'memory.available': '100Mi',
            'nodefs.available': '10%',
            'nodefs.inodesFree': '5%',
            'pid.available': '2000',
          },
          kubeReserved: { cpu: '140m', memory: '1650Mi', pid: '1000' },
          protectKernelDefaults: true,
        },
      }),
    ),
    object('DaemonSet', 'kube-system', 'kube-proxy', {
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'kube-proxy',
                image: 'mcr.microsoft.com/oss/kubernetes/kube-proxy:v1.33.5',
                command: [
                  'kube-proxy',
                  '--conntrack-max-per-core=0',
                  '--metrics-bind-address=0.0.0.0:10249',
                  '--kubeconfig=/var/lib/kubelet/kubeconfig',
                  '--cluster-cidr=10.244.0.0/16',
                  '--detect-local-mode=ClusterCIDR',
                  '--v=3',
                ],
              },
            ],
          },
        },
      },
    }),
    kubernetesService(),
    kubernetesEndpoints('20.1.2.3'),
    identityLease('aks-1'),
  ],
  { distribution: 'aks' },
)

/** Three servers of k3s: everything runs in one process, and the nodes note what it was started with (pkg/nodeconfig/nodeconfig.go). */
export const k3s: Recording = recording(
  [
    version('v1.33.5+k3s1'),
    ...nodes({
      name: 'servers',
      count: 3,
      role: 'control-plane',
      version: 'v1.33.5+k3s1',
      annotations: {
        'k3s.io/node-args': JSON.stringify([
          'server',
          '--cluster-init',
          '--token',
          '********',
          '--kubelet-arg',
          'kube-reserved=cpu=200m,memory=1Gi',
          '--kubelet-arg',
          'system-reserved=cpu=200m,memory=512Mi',
          '--kube-apiserver-arg',
          'audit-log-maxage=30',
          '--etcd-arg',
          'quota-backend-bytes=8589934592',
        ]),
      },
      configz: {
        ...KUBEADM_CONFIGZ,
        staticPodPath: '/var/lib/rancher/k3s/agent/pod-manifests',
        cgroupDriver: 'systemd',
        clusterDNS: ['10.43.0.10'],
        evictionHard: { 'imagefs.available': '5%', 'nodefs.available': '5%' },
        evictionMinimumReclaim: { 'imagefs.available': '10%', 'nodefs.available': '10%' },
        kubeReserved: { cpu: '200m', memory: '1Gi' },
        systemReserved: { cpu: '200m', memory: '512Mi' },
        failSwapOn: false,
        serializeImagePulls: false,
      },
    }),
    kubernetesService(),
    kubernetesEndpoints('10.0.0.1', '10.0.0.2', '10.0.0.3'),
    identityLease('server-1'),
    identityLease('server-2'),
    identityLease('server-3'),
    leaderLease('k3s'),
  ],
  { distribution: 'k3s' },
)
