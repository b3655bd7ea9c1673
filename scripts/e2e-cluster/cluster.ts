import { stringify } from 'yaml'
import type { Api } from './api.js'
import type { Endpoint } from './kubelet.js'
import { KUBEADM } from './kubelet-configuration.js'
import type { Json, KubernetesObject, Objects } from './objects.js'
import { type Machine, machines, type Plan } from './plan.js'
import { SECRETS } from './secrets.js'

const SYSTEM = '/api/v1/namespaces/kube-system'
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases'

/**
 * Makes what kubeadm, the kubelets, the controllers and the addons make of a cluster.
 * @param kubelets Where the kubelet of a machine, by name, listens.
 * @throws Error with the first object the apiserver refuses
 */
export async function populate(plan: Plan, kubelets: ReadonlyMap<string, Endpoint>, admin: Api): Promise<void> {
  const all = machines(plan)
  await admin.create(
    all.map(machine => ({ path: '/api/v1/nodes', object: node(machine, plan, kubelets.get(machine.name)) })),
  )
  const masters = all.filter(({ pool }) => pool === plan.controlPlane)
  const uids = await Promise.all(masters.map(({ name }) => uid(admin, `/api/v1/nodes/${name}`)))
  await admin.create([
    ...masters.flatMap((machine, index) => staticPods(machine, masters, index, uids[index] ?? '', plan)),
    ...configMaps(plan),
    ...addons(plan),
    ...leases(plan),
    ...endpoints(plan),
  ])
  if (plan.sessionAffinity === 'ClientIP')
    await admin.send('PATCH', '/api/v1/namespaces/default/services/kubernetes', {
      spec: { sessionAffinity: 'ClientIP' },
    })
}

async function uid(admin: Api, path: string): Promise<string> {
  const { metadata }: { metadata: { uid: string } } = JSON.parse((await admin.send('GET', path)).text)
  return metadata.uid
}

function node({ name, address, pool }: Machine, plan: Plan, kubelet: Endpoint | undefined): KubernetesObject {
  const isMaster = pool === plan.controlPlane
  const resources = (cpu: string, memory: number, storage: string): Json => ({
    cpu,
    memory: `${memory * 1024}Ki`,
    'ephemeral-storage': storage,
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    pods: '110',
  })
  const condition = (type: string, status: string, reason: string): Json => ({
    type,
    status,
    reason,
    message: reason,
    lastHeartbeatTime: '2026-01-01T00:00:00Z',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  })
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'node.kubernetes.io/instance-type': pool.instanceType,
        'topology.kubernetes.io/region': 'us-west-2',
        'topology.kubernetes.io/zone': 'us-west-2a',
        ...(isMaster ? { 'node-role.kubernetes.io/control-plane': '' } : { 'eks.amazonaws.com/nodegroup': pool.name }),
      },
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      podCIDR: `10.244.${address
        .split('.')
        .slice(2)
        .map(Number)
        .reduce((sum, part) => sum * 10 + part)}.0/24`,
      ...(isMaster ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } : {}),
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: kubelet?.address ?? address },
        { type: 'Hostname', address: name },
      ],
      capacity: resources(`${pool.cpu}`, pool.memory, '104845292Ki'),
      allocatable: resources(
        `${pool.cpu * 1000 - pool.withheld.cpu}m`,
        pool.memory - pool.withheld.memory,
        '96625420948',
      ),
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
        condition('Ready', 'True', 'KubeletReady'),
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: kubelet?.port ?? 10250 } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: '7c3f2a52-3b34-4d44-9c1e-6f7c6f6b1c11',
        containerRuntimeVersion: 'containerd://2.1.4',
        kernelVersion: '6.8.0-1031-aws',
        kubeProxyVersion: '',
        kubeletVersion: pool.kubeletVersion,
        machineID: 'ec2f1d8a4b6e4a0c8f5d2b7e9a1c3d5f',
        operatingSystem: 'linux',
        osImage: 'Ubuntu 24.04.3 LTS',
        systemUUID: 'ec2f1d8a-4b6e-4a0c-8f5d-2b7e9a1c3d5f',
      },
    },
  }
}

/** The mirror pods of a control-plane node, as kubeadm's manifests and its kubelet make them. */
function staticPods(
  { name, address }: Machine,
  masters: readonly Machine[],
  index: number,
  owner: string,
  plan: Plan,
): Objects {
  const client = '--requestheader-client-ca-file=/etc/kubernetes/pki/front-proxy-ca.crt'
  const etcdVersion = '3.6.16-0'
  const members = masters.map(member => `${member.name}=https://${member.address}:2380`).join(',')
  const programs: Readonly<Record<string, { readonly image: string; readonly command: readonly string[] }>> = {
    'kube-apiserver': {
      image: `registry.k8s.io/kube-apiserver:v${plan.version}`,
      command: [
        'kube-apiserver',
        `--advertise-address=${address}`,
        '--allow-privileged=true',
        '--authorization-mode=Node,RBAC',
        '--client-ca-file=/etc/kubernetes/pki/ca.crt',
        '--enable-admission-plugins=NodeRestriction',
        '--enable-bootstrap-token-auth=true',
        '--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt',
        '--etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt',
        '--etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key',
        '--etcd-servers=https://127.0.0.1:2379',
        '--kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt',
        '--kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key',
        '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
        '--proxy-client-cert-file=/etc/kubernetes/pki/front-proxy-client.crt',
        '--proxy-client-key-file=/etc/kubernetes/pki/front-proxy-client.key',
        '--requestheader-allowed-names=front-proxy-client',
        client,
        '--requestheader-extra-headers-prefix=X-Remote-Extra-',
        '--requestheader-group-headers=X-Remote-Group',
        '--requestheader-username-headers=X-Remote-User',
        '--secure-port=6443',
        '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
        '--service-account-key-file=/etc/kubernetes/pki/sa.pub',
        '--service-account-signing-key-file=/etc/kubernetes/pki/sa.key',
        '--service-cluster-ip-range=10.96.0.0/16',
        '--tls-cert-file=/etc/kubernetes/pki/apiserver.crt',
        '--tls-private-key-file=/etc/kubernetes/pki/apiserver.key',
        ...(plan.apiservers[index] ?? []),
      ],
    },
    'kube-controller-manager': {
      image: `registry.k8s.io/kube-controller-manager:v${plan.version}`,
      command: [
        'kube-controller-manager',
        '--allocate-node-cidrs=true',
        '--authentication-kubeconfig=/etc/kubernetes/controller-manager.conf',
        '--authorization-kubeconfig=/etc/kubernetes/controller-manager.conf',
        '--bind-address=127.0.0.1',
        '--client-ca-file=/etc/kubernetes/pki/ca.crt',
        '--cluster-cidr=10.244.0.0/16',
        '--cluster-name=kubernetes',
        '--cluster-signing-cert-file=/etc/kubernetes/pki/ca.crt',
        '--cluster-signing-key-file=/etc/kubernetes/pki/ca.key',
        '--controllers=*,bootstrapsigner,tokencleaner',
        '--kubeconfig=/etc/kubernetes/controller-manager.conf',
        '--leader-elect=true',
        client,
        '--root-ca-file=/etc/kubernetes/pki/ca.crt',
        '--service-account-private-key-file=/etc/kubernetes/pki/sa.key',
        '--service-cluster-ip-range=10.96.0.0/16',
        '--use-service-account-credentials=true',
        ...plan.controllerManager,
      ],
    },
    'kube-scheduler': {
      image: `registry.k8s.io/kube-scheduler:v${plan.version}`,
      command: [
        'kube-scheduler',
        '--authentication-kubeconfig=/etc/kubernetes/scheduler.conf',
        '--authorization-kubeconfig=/etc/kubernetes/scheduler.conf',
        '--bind-address=127.0.0.1',
        '--kubeconfig=/etc/kubernetes/scheduler.conf',
        '--leader-elect=true',
      ],
    },
    etcd: {
      image: `registry.k8s.io/etcd:${etcdVersion}`,
      command: [
        'etcd',
        `--advertise-client-urls=https://${address}:2379`,
        '--cert-file=/etc/kubernetes/pki/etcd/server.crt',
        '--client-cert-auth=true',
        '--data-dir=/var/lib/etcd',
        '--feature-gates=InitialCorruptCheck=true',
        `--initial-advertise-peer-urls=https://${address}:2380`,
        `--initial-cluster=${members}`,
        '--key-file=/etc/kubernetes/pki/etcd/server.key',
        `--listen-client-urls=https://127.0.0.1:2379,https://${address}:2379`,
        '--listen-metrics-urls=http://127.0.0.1:2381',
        `--listen-peer-urls=https://${address}:2380`,
        `--name=${name}`,
        '--peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt',
        '--peer-client-cert-auth=true',
        '--peer-key-file=/etc/kubernetes/pki/etcd/peer.key',
        '--peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt',
        '--snapshot-count=10000',
        '--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt',
        '--watch-progress-notify-interval=5s',
        ...(plan.etcd[index] ?? []),
      ],
    },
  }
  return Object.entries(programs).map(([component, { image, command }]) => ({
    path: `${SYSTEM}/pods`,
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${component}-${name}`,
        namespace: 'kube-system',
        labels: { component, tier: 'control-plane' },
        annotations: {
          ...(component === 'kube-apiserver'
            ? { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:6443` }
            : {}),
          ...(component === 'etcd'
            ? { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': `https://${address}:2379` }
            : {}),
          'kubernetes.io/config.hash': '5f0c9e0c6a4f6c7e4f8a1f9f2d3b4c5d',
          'kubernetes.io/config.mirror': '5f0c9e0c6a4f6c7e4f8a1f9f2d3b4c5d',
          'kubernetes.io/config.seen': '2026-01-01T00:00:00.000000000Z',
          'kubernetes.io/config.source': 'file',
        },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: owner, controller: true }],
      },
      spec: {
        nodeName: name,
        hostNetwork: true,
        priorityClassName: 'system-node-critical',
        priority: 2_000_001_000,
        restartPolicy: 'Always',
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        tolerations: [{ operator: 'Exists', effect: 'NoExecute' }],
        containers: [
          {
            name: component,
            image,
            command,
            imagePullPolicy: 'IfNotPresent',
            resources: { requests: { cpu: '100m' } },
            volumeMounts: [{ name: 'k8s-certs', mountPath: '/etc/kubernetes/pki', readOnly: true }],
          },
        ],
        volumes: [{ name: 'k8s-certs', hostPath: { path: '/etc/kubernetes/pki', type: 'DirectoryOrCreate' } }],
      },
      status: {
        phase: 'Running',
        hostIP: address,
        podIP: address,
        podIPs: [{ ip: address }],
        startTime: '2026-01-01T00:00:00Z',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [
          {
            name: component,
            image,
            imageID: `${image}@sha256:${'0'.repeat(64)}`,
            ready: true,
            restartCount: 0,
            state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
          },
        ],
      },
    },
  }))
}

function configMaps({ version, kubeletConfig, autoscaler }: Plan): Objects {
  const configMap = (namespace: string, name: string, data: Readonly<Record<string, string>>) => ({
    path: `/api/v1/namespaces/${namespace}/configmaps`,
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data },
  })
  const server = 'https://api.prod.example.org:6443'
  const { health, registered, ready, candidates } = autoscaler.status
  const now = new Date().toISOString()
  const since = { lastProbeTime: now, lastTransitionTime: now }
  return [
    configMap('kube-system', 'kubeadm-config', {
      ClusterConfiguration: stringify({
        apiServer: {},
        apiVersion: 'kubeadm.k8s.io/v1beta4',
        caCertificateValidityPeriod: '87600h0m0s',
        certificateValidityPeriod: '8760h0m0s',
        certificatesDir: '/etc/kubernetes/pki',
        clusterName: 'kubernetes',
        controlPlaneEndpoint: server.replace('https://', ''),
        controllerManager: {},
        dns: {},
        encryptionAlgorithm: 'RSA-2048',
        etcd: { local: { dataDir: '/var/lib/etcd' } },
        imageRepository: 'registry.k8s.io',
        kind: 'ClusterConfiguration',
        kubernetesVersion: `v${version}`,
        networking: { dnsDomain: 'cluster.local', podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/16' },
        proxy: {},
        scheduler: {},
      }),
    }),
    configMap('kube-system', 'kubelet-config', { kubelet: stringify({ ...KUBEADM, ...kubeletConfig }) }),
    configMap('kube-system', 'kube-proxy', {
      'config.conf': stringify({
        apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
        bindAddress: '0.0.0.0',
        bindAddressHardFail: false,
        clientConnection: {
          acceptContentTypes: '',
          burst: 0,
          contentType: '',
          kubeconfig: '/var/lib/kube-proxy/kubeconfig.conf',
          qps: 0,
        },
        clusterCIDR: '10.244.0.0/16',
        configSyncPeriod: '0s',
        conntrack: { maxPerCore: null, min: null, tcpCloseWaitTimeout: null, tcpEstablishedTimeout: null },
        enableProfiling: false,
        healthzBindAddress: '',
        hostnameOverride: '',
        iptables: { masqueradeAll: false, masqueradeBit: null, minSyncPeriod: '0s', syncPeriod: '0s' },
        kind: 'KubeProxyConfiguration',
        metricsBindAddress: '',
        mode: '',
        nodePortAddresses: null,
        oomScoreAdj: null,
        portRange: '',
      }),
      'kubeconfig.conf': stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name: 'default',
            cluster: { 'certificate-authority': '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt', server },
          },
        ],
        contexts: [{ name: 'default', context: { cluster: 'default', namespace: 'default', user: 'default' } }],
        'current-context': 'default',
        // kubeadm has a `tokenFile` there, older installers a token
        users: [{ name: 'default', user: { token: SECRETS.kubeconfig } }],
      }),
    }),
    configMap('kube-system', 'coredns', {
      Corefile: `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`,
    }),
    configMap('kube-public', 'cluster-info', {
      'jws-kubeconfig-abcdef': `${SECRETS.signature}..cGF5bG9hZA`,
      kubeconfig: stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: '', cluster: { 'certificate-authority-data': 'LS0tLS1CRUdJTg==', server } }],
        contexts: [],
        'current-context': '',
        users: [],
      }),
    }),
    configMap('kube-system', 'cluster-autoscaler-status', {
      status: stringify({
        // as Go prints it
        time: `${now.replace('T', ' ').replace('Z', '000000')} +0000 UTC`,
        autoscalerStatus: 'Running',
        clusterWide: {
          health: {
            status: health,
            nodeCounts: {
              registered: {
                total: registered,
                ready,
                notStarted: 0,
                unready: { total: registered - ready, resourceUnready: 0 },
              },
              longUnregistered: 0,
              unregistered: 0,
            },
            ...since,
          },
          scaleUp: { status: 'NoActivity', ...since },
          scaleDown:
            candidates > 0
              ? { status: 'CandidatesPresent', candidates, ...since }
              : { status: 'NoCandidates', ...since },
        },
      }),
    }),
  ]
}

function addons({ version, autoscaler }: Plan): Objects {
  const template = (app: string, container: Json, more: Readonly<Record<string, Json>> = {}): Json => ({
    metadata: { labels: { 'k8s-app': app } },
    spec: { serviceAccountName: app, priorityClassName: 'system-cluster-critical', ...more, containers: [container] },
  })
  const workload = (kind: 'Deployment' | 'DaemonSet', app: string, spec: Json & object): Objects[number] => ({
    path: `/apis/apps/v1/namespaces/kube-system/${kind.toLowerCase()}s`,
    object: {
      apiVersion: 'apps/v1',
      kind,
      metadata: {
        name: app,
        namespace: 'kube-system',
        labels: { 'k8s-app': app },
        // as `kubectl apply` leaves it
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ apiVersion: 'apps/v1', kind, spec }),
        },
      },
      spec: { selector: { matchLabels: { 'k8s-app': app } }, ...spec },
    },
  })
  return [
    workload('Deployment', 'cluster-autoscaler', {
      replicas: 1,
      template: template('cluster-autoscaler', {
        name: 'cluster-autoscaler',
        image: `registry.k8s.io/autoscaling/cluster-autoscaler:v${autoscaler.version}`,
        env: [{ name: 'AWS_SECRET_ACCESS_KEY', value: SECRETS.variable }],
        command: ['./cluster-autoscaler', '--v=4', '--cloud-provider=aws', ...autoscaler.flags],
        resources: { requests: { cpu: '100m', memory: '600Mi' }, limits: { memory: '600Mi' } },
      }),
    }),
    workload('Deployment', 'coredns', {
      replicas: 2,
      template: template('coredns', {
        name: 'coredns',
        image: 'registry.k8s.io/coredns/coredns:v1.12.4',
        args: ['-conf', '/etc/coredns/Corefile'],
        resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
      }),
    }),
    workload('DaemonSet', 'kube-proxy', {
      template: template(
        'kube-proxy',
        {
          name: 'kube-proxy',
          image: `registry.k8s.io/kube-proxy:v${version}`,
          command: [
            '/usr/local/bin/kube-proxy',
            '--config=/var/lib/kube-proxy/config.conf',
            '--hostname-override=$(NODE_NAME)',
          ],
          env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
          securityContext: { privileged: true },
          volumeMounts: [{ name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' }],
        },
        {
          hostNetwork: true,
          priorityClassName: 'system-node-critical',
          tolerations: [{ operator: 'Exists' }],
          volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }],
        },
      ),
    }),
  ]
}

/** A time as leases have it: Go's parser asks for six digits. */
const microTime = (): string => new Date().toISOString().replace('Z', '000Z')

/** Renews what populate() has made, as often as its holders would. Call the result to end it. */
export function heartbeat(plan: Plan, admin: Api): () => void {
  const names = leases(plan).map(({ object }) => object.metadata.name)
  const beat = async (): Promise<void> => {
    for (const name of names) await admin.send('PATCH', `${LEASES}/${name}`, { spec: { renewTime: microTime() } })
  }
  // where the apiserver has ended, so does this
  const timer = setInterval(() => beat().catch(() => undefined), 10_000)
  return () => clearInterval(timer)
}

/** Those of the apiservers that do not run, which the one that runs keeps while they are in force; it makes its own by itself. */
function leases({ apiservers }: Plan): Objects {
  const now = microTime()
  const lease = (name: string, seconds: number, labels: Readonly<Record<string, string>> = {}) => ({
    path: LEASES,
    object: {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: 'kube-system', labels },
      spec: {
        holderIdentity: `${name}_8f0d0f8e-6d5c-4a5e-9e0b-5d1f9f0c7a11`,
        leaseDurationSeconds: seconds,
        acquireTime: now,
        renewTime: now,
        leaseTransitions: 0,
      },
    },
  })
  return [
    ...apiservers.slice(1).map((_, index) =>
      lease(`apiserver-${'abcdefgh'[index]}klmnopqrstuvwxyz234567abc`, 3600, {
        'apiserver.kubernetes.io/identity': 'kube-apiserver',
        'kubernetes.io/hostname': `ip-10-0-1-${index + 5}`,
      }),
    ),
    lease('kube-controller-manager', 15),
    lease('kube-scheduler', 15),
    lease('cluster-autoscaler', 15),
  ]
}

function endpoints({ endpoints: addresses }: Plan): Objects {
  const ports = [{ name: 'https', port: 6443, protocol: 'TCP' }]
  return [
    {
      path: '/api/v1/namespaces/default/endpoints',
      object: {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: {
          name: 'kubernetes',
          namespace: 'default',
          labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
        },
        subsets: [{ addresses: addresses.map(ip => ({ ip })), ports }],
      },
    },
    {
      path: '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
      object: {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: 'kubernetes',
          namespace: 'default',
          labels: { 'kubernetes.io/service-name': 'kubernetes' },
        },
        addressType: 'IPv4',
        endpoints: addresses.map(address => ({ addresses: [address], conditions: { ready: true } })),
        ports,
      },
    },
  ]
}
