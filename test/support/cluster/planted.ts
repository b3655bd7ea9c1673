import type { RecordedObject, Recording } from '../../../src/sources/cluster/recording.js'

const NODES = ['ip-10-0-1-7.eu-west-3.compute.internal', 'ip-10-0-1-8.eu-west-3.compute.internal', 'hera']
const MEMBERS = `${NODES[0]}=https://10.0.1.7:2380,${NODES[1]}=https://10.0.1.8:2380,hera=https://[2a01:4f8:c0c:1234::7]:2380`

const PEM = `-----BEGIN CERTIFICATE-----
MIIDBTCCAe2gAwIBAgIIacmeRootCaWonka0DQYJKoZIhvcNAQELBQAwFTETMBEG
-----END CERTIFICATE-----`

interface Container {
  readonly name: string
  readonly image: string
  readonly command: readonly string[]
  readonly args?: readonly string[]
}

const pod = (name: string, node: string, container: Container, metadata: object = {}): RecordedObject => ({
  kind: 'Pod',
  namespace: 'kube-system',
  name,
  count: 1,
  others: [],
  body: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'kube-system',
      labels: {
        component: container.name,
        tier: 'control-plane',
        'wonka.example/squad': 'chocolate-river',
        squad: 'oompa',
      },
      annotations: {
        'kubeadm.kubernetes.io/etcd.advertise-client-urls': 'https://10.0.1.7:2379',
        'wonka.example/contact': 'Charlie Bucket <charlie@wonka.example>, https://wiki.wonka.example/golden-ticket',
      },
      ...metadata,
    },
    spec: {
      nodeName: node,
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      serviceAccountName: 'augustus-gloop',
      imagePullSecrets: [{ name: 'veruca-salt' }],
      containers: [{ ...container, resources: { requests: { cpu: '100m', memory: '536870912' } } }],
      volumes: [{ name: 'pki', hostPath: { path: '/etc/kubernetes/pki', type: 'DirectoryOrCreate' } }],
      hostAliases: [{ ip: '10.0.9.1', hostnames: ['vault.wonka.example', 'glasselevator'] }],
    },
  },
})

const etcd = (name: string, address: string): RecordedObject =>
  pod(`etcd-${name}`, name, {
    name: 'etcd',
    image: 'registry.k8s.io/etcd:3.5.21-0',
    command: [
      'etcd',
      `--name=${name}`,
      `--initial-cluster=${MEMBERS}`,
      `--advertise-client-urls=https://${address}:2379`,
      `--listen-peer-urls=https://${address}:2380`,
      '--initial-cluster-token=wonka-etcd',
      '--heartbeat-interval=100',
      '--election-timeout=150',
    ],
  })

const apiserver = (name: string, address: string): RecordedObject =>
  pod(`kube-apiserver-${name}`, name, {
    name: 'kube-apiserver',
    image: 'harbor.wonka.example:5000/fudge-room/kube-apiserver:v1.30.4',
    command: [
      'kube-apiserver',
      `--advertise-address=${address}`,
      '--endpoint-reconciler-type=master-count',
      '--etcd-servers=https://etcd.wonka.example:2379',
      '--service-cluster-ip-range=10.96.0.0/12',
      '--service-account-issuer=https://oidc.eks.eu-west-3.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
      '--oidc-issuer-url=https://login.wonka.example/realms/inventing-room',
      '--oidc-client-id=everlasting-gobstopper',
      '--oidc-username-claim=email',
      '--feature-gates=PodSecurity=true',
      '--enable-admission-plugins=NodeRestriction',
      '--max-requests-inflight=400',
      '--audit-webhook-config-file=/etc/kubernetes/audit.yaml',
    ],
  })

const node = (name: string, others: readonly string[], pool: string, part?: 'configz'): RecordedObject => ({
  kind: 'Node',
  name,
  ...(part === undefined ? {} : { part }),
  count: others.length + 1,
  others,
  group: JSON.stringify([pool, 'worker', 'm5.xlarge', 'v1.30.4']),
  pool,
  role: 'worker',
  body:
    part === 'configz'
      ? {
          clusterDNS: ['10.96.0.10'],
          clusterDomain: 'factory.wonka.example',
          evictionHard: { 'memory.available': '0%', 'nodefs.inodesFree': '5%' },
          registerWithTaints: [{ key: 'wonka.example/dedicated', value: 'nut-sorting', effect: 'NoSchedule' }],
          nodeStatusUpdateFrequency: '10s',
          staticPodURL: 'https://pods.wonka.example/static',
          staticPodURLHeader: { 'X-Everlasting': ['sweet-header-secret'] },
          allowedUnsafeSysctls: ['net.core.somaxconn'],
        }
      : {
          kind: 'Node',
          apiVersion: 'v1',
          metadata: {
            name,
            labels: {
              'eks.amazonaws.com/nodegroup': pool,
              'node.kubernetes.io/instance-type': 'm5.xlarge',
              'kubernetes.io/os': 'linux',
            },
            annotations: {
              'k3s.io/node-args': JSON.stringify([
                'server',
                '--token',
                'k3s-join-secret-1',
                '--tls-san',
                'k3s.wonka.example',
                '--datastore-endpoint',
                'postgres://violet:bubblegum9@db.wonka.example:5432/k3s',
                '--kubelet-arg',
                'max-pods=250',
              ]),
            },
          },
          spec: { providerID: 'aws://' },
          status: {
            capacity: { cpu: '4', memory: '16477216Ki' },
            allocatable: { cpu: '4', memory: '16477216Ki' },
            nodeInfo: { kubeletVersion: 'v1.30.4', osImage: 'Ubuntu 22.04.5 LTS', kernelVersion: '6.8.0-1021-aws' },
          },
        },
})

const configMap = (
  name: string,
  data: Readonly<Record<string, string>>,
  namespace = 'kube-system',
): RecordedObject => ({
  kind: 'ConfigMap',
  namespace,
  name,
  count: 1,
  others: [],
  body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data },
})

const KUBECONFIG = `apiVersion: v1
kind: Config
clusters:
- name: wonka-prod
  cluster:
    server: https://wonka-api-1234567890.eu-west-3.elb.amazonaws.com:6443
    certificate-authority-data: TUlJREJUQ0NBZTJnQXdJQkFnSUlhY21lUm9vdENhV29ua2EwRFFZSktvWklodmNO
users:
- name: grandpa-joe
  user:
    token: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJncmFuZHBhIn0.c2lnbmF0dXJl
    client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlFcEFJQkFBS0NBUUVBdXJlCg==
    password: squirrel-test
contexts:
- name: grandpa-joe@wonka-prod
  context: {cluster: wonka-prod, user: grandpa-joe}
current-context: grandpa-joe@wonka-prod
`

const KUBELET = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDNS:
- 10.96.0.10
clusterDomain: factory.wonka.example
# asked for by Violet Beauregarde
evictionHard:
  memory.available: 0%
staticPodURLHeader:
  Authorization:
  - Bearer yaml-header-secret
serializeImagePulls: true
`

const CLUSTER = `apiServer:
  certSANs:
  - api.wonka.example
  - 10.0.1.7
  - glasselevator
  extraArgs:
    oidc-client-id: everlasting-gobstopper
apiVersion: kubeadm.k8s.io/v1beta3
clusterName: wonka-prod
controlPlaneEndpoint: api.wonka.example:6443
kind: ClusterConfiguration
imageRepository: harbor.wonka.example:5000/fudge-room
kubernetesVersion: v1.30.4
networking:
  dnsDomain: factory.wonka.example
  serviceSubnet: 10.96.0.0/12
`

/** Of a cluster whose owner wants to keep to himself whose it is: names in every place in which there can be one. */
export const PLANTED: Recording = {
  kind: 'ClusterRecording',
  apiVersion: 'klint.dev/v1',
  klint: '0.1.0',
  takenAt: '2026-11-26T07:00:00.000Z',
  cluster: 'wonka-prod',
  distribution: 'other',
  redacted: false,
  objects: [
    configMap(
      'cluster-info',
      { kubeconfig: KUBECONFIG, 'jws-kubeconfig-slugwo': 'eyJhbGciOiJIUzI1NiJ9..jwssignature' },
      'kube-public',
    ),
    configMap('cluster-autoscaler-status', {
      status: `Cluster-autoscaler status at 2026-11-26 06:59:58.1 +0000 UTC:\nCluster-wide:\n  Health:      Healthy (ready=3 unready=0 registered=3)\n  ScaleDown:   NoCandidates (candidates=0)\nNodeGroups:\n  Name:        slugworth-workers-asg\n  Health:      Healthy\n`,
    }),
    configMap('coredns', {
      Corefile: `.:53 {\n  errors\n  rewrite name mike.teavee loompaland.svc\n  hosts {\n    10.0.9.9 fizzy.wonka.example\n  }\n  forward . 192.168.77.2\n}\n`,
      NodeHosts: '10.0.1.7 prodnose',
    }),
    configMap('kubeadm-config', { ClusterConfiguration: CLUSTER }),
    configMap('kubelet-config', { kubelet: KUBELET }),
    {
      kind: 'Deployment',
      namespace: 'inventing-room',
      name: 'cluster-autoscaler',
      count: 1,
      others: [],
      body: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: 'cluster-autoscaler',
          namespace: 'inventing-room',
          annotations: {
            'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/wonka-autoscaler',
            'wonka.example/ca': PEM,
          },
        },
        spec: {
          template: {
            spec: {
              nodeSelector: { 'wonka.example/room': 'television-room' },
              containers: [
                {
                  name: 'cluster-autoscaler',
                  image: '123456789012.dkr.ecr.eu-west-3.amazonaws.com/toffee/cluster-autoscaler:v1.30.2',
                  command: [
                    './cluster-autoscaler',
                    '--cluster-name=wonka-prod',
                    '--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/wonka-prod',
                    '--nodes=1:10:slugworth-workers-asg',
                    '--max-node-provision-time=15m',
                    '--balance-similar-node-groups=true',
                    '--expander=least-waste',
                  ],
                },
                {
                  name: 'candy-sidecar',
                  image: 'harbor.wonka.example:5000/fudge-room/candy-sidecar:nightly-fudge',
                  command: ['/bin/sh', '-c'],
                  args: [
                    'exec candy --recipe snozzberry --endpoint taster.wonka.example:80 --password "pure-imagination" 2>&1',
                  ],
                },
              ],
            },
          },
        },
      },
    },
    {
      kind: 'EndpointSlice',
      namespace: 'default',
      name: 'kubernetes',
      count: 1,
      others: [],
      body: {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
        addressType: 'IPv4',
        endpoints: [{ addresses: ['10.0.1.7'] }, { addresses: ['10.0.1.8'] }, { addresses: ['203.0.113.77'] }],
        ports: [{ port: 6443 }],
      },
    },
    ...NODES.slice(0, 2).map(
      (name, i): RecordedObject => ({
        kind: 'Lease',
        namespace: 'kube-system',
        name: `apiserver-y36bymcyrci7t6akon2aidcu${i === 0 ? 'jq' : 'ja'}`,
        count: 1,
        others: [],
        body: {
          apiVersion: 'coordination.k8s.io/v1',
          kind: 'Lease',
          metadata: {
            name: `apiserver-y36bymcyrci7t6akon2aidcu${i === 0 ? 'jq' : 'ja'}`,
            namespace: 'kube-system',
            labels: { 'apiserver.kubernetes.io/identity': 'kube-apiserver', 'kubernetes.io/hostname': name },
          },
          spec: { holderIdentity: `${name}_0b9c1f7e-4c1d-4c3a-9a55-0123456789ab`, leaseDurationSeconds: 3600 },
        },
      }),
    ),
    {
      kind: 'MutatingWebhookConfiguration',
      name: 'oompa-injector',
      count: 1,
      others: [],
      body: {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'MutatingWebhookConfiguration',
        metadata: { name: 'oompa-injector' },
        webhooks: [
          {
            name: 'inject.oompa.wonka.example',
            clientConfig: { url: 'https://hooks.wonka.example/inject', caBundle: 'TUlJREJU' },
            matchConditions: [{ name: 'no-geese', expression: 'request.userInfo.username != "veruca"' }],
            failurePolicy: 'Ignore',
          },
        ],
      },
    },
    node(NODES[0] ?? '', [NODES[1] ?? '', 'hera'], 'golden-geese'),
    node(NODES[0] ?? '', [NODES[1] ?? '', 'hera'], 'golden-geese', 'configz'),
    etcd(NODES[0] ?? '', '10.0.1.7'),
    etcd(NODES[1] ?? '', '10.0.1.8'),
    etcd('hera', '[2a01:4f8:c0c:1234::7]'),
    apiserver(NODES[0] ?? '', '10.0.1.7'),
    apiserver(NODES[1] ?? '', '10.0.1.8'),
    {
      kind: 'Service',
      namespace: 'default',
      name: 'kubernetes',
      count: 1,
      others: [],
      body: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'kubernetes', namespace: 'default' },
        spec: { clusterIP: '10.96.0.1', sessionAffinity: 'ClientIP', type: 'ClusterIP' },
      },
    },
    {
      kind: 'Version',
      name: 'version',
      count: 1,
      others: [],
      body: { major: '1', minor: '30', gitVersion: 'v1.30.4', goVersion: 'go1.22.5', platform: 'linux/amd64' },
    },
  ],
  missing: [
    {
      path: '/api/v1/nodes/ip-10-0-1-7.eu-west-3.compute.internal/proxy/configz',
      read: 'configz',
      why: 'forbidden',
      said: '403 nodes "ip-10-0-1-7.eu-west-3.compute.internal" is forbidden: User "charlie@wonka.example" cannot get resource "nodes/proxy" in API group "" at the cluster scope: grandma georgina says no',
      count: 3,
    },
  ],
}

/** What says whose cluster it is. None of it may be in a redacted recording, not as a part of a word and not in other letters. */
export const ORIGINALS: readonly string[] = [
  ...['wonka', 'hera', 'ip-10-0-1', 'eu-west-3', 'compute.internal', 'golden-geese'],
  ...['10.0.1.7', '10.0.1.8', '10.0.9.', '10.96.0.', '192.168.77', '203.0.113', '2a01:4f8', 'c0c:1234'],
  ...[
    'chocolate',
    'oompa',
    'squad":"',
    'charlie',
    'bucket',
    'wiki',
    'golden-ticket',
    'augustus',
    'gloop',
    'veruca',
    'salt"',
  ],
  ...['glasselevator', 'vault', 'harbor', 'fudge', 'inventing', 'gobstopper', 'EXAMPLED539', 'login'],
  ...['nut-sorting', 'dedicated', 'violet', 'beauregarde', 'grandpa', 'joe', 'slugworth', 'mike', 'teavee', 'loompa'],
  ...['fizzy', 'prodnose', '123456789012', 'toffee', 'television', 'candy', 'snozzberry', 'taster', 'nightly'],
  ...[
    'y36bymcyrci7t6akon2aidcu',
    '0b9c1f7e',
    'inject.',
    'hooks.',
    'TUlJREJU',
    'MIIDBTCCAe2g',
    'geese',
    'georgina',
    'slugwo',
    'factory',
  ],
  ...['1234567890.'],
]

/** What lets somebody in. It is in no recording at all. */
export const SECRETS: readonly string[] = [
  ...[
    'k3s-join-secret-1',
    'bubblegum9',
    'eyJhbGciOiJSUzI1NiJ9',
    'LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVk',
    'squirrel-test',
  ],
  ...['sweet-header-secret', 'yaml-header-secret', 'pure-imagination', 'jwssignature'],
]
