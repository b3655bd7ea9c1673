import { gitVersionOf, type KubeObject, type Node, numbersOf, providerOf, type Shape } from './shape.js'

/** The components kubeadm runs as static pods, with the arguments it gives them. */
const STATIC: Readonly<Record<string, (node: Node, members: readonly Node[]) => readonly string[]>> = {
  etcd: ({ name, address }, members) => [
    `--advertise-client-urls=https://${address}:2379`,
    '--cert-file=/etc/kubernetes/pki/etcd/server.crt',
    '--client-cert-auth=true',
    '--data-dir=/var/lib/etcd',
    `--initial-advertise-peer-urls=https://${address}:2380`,
    `--initial-cluster=${members.map(one => `${one.name}=https://${one.address}:2380`).join(',')}`,
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
  ],
  'kube-apiserver': ({ address }) => [
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
    '--requestheader-client-ca-file=/etc/kubernetes/pki/front-proxy-ca.crt',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    '--secure-port=6443',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    '--service-account-key-file=/etc/kubernetes/pki/sa.pub',
    '--service-account-signing-key-file=/etc/kubernetes/pki/sa.key',
    '--service-cluster-ip-range=10.96.0.0/12',
    '--tls-cert-file=/etc/kubernetes/pki/apiserver.crt',
    '--tls-private-key-file=/etc/kubernetes/pki/apiserver.key',
  ],
  'kube-controller-manager': () => [
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
    '--requestheader-client-ca-file=/etc/kubernetes/pki/front-proxy-ca.crt',
    '--root-ca-file=/etc/kubernetes/pki/ca.crt',
    '--service-account-private-key-file=/etc/kubernetes/pki/sa.key',
    '--service-cluster-ip-range=10.96.0.0/12',
    '--use-service-account-credentials=true',
  ],
  'kube-scheduler': () => [
    '--authentication-kubeconfig=/etc/kubernetes/scheduler.conf',
    '--authorization-kubeconfig=/etc/kubernetes/scheduler.conf',
    '--bind-address=127.0.0.1',
    '--kubeconfig=/etc/kubernetes/scheduler.conf',
    '--leader-elect=true',
  ],
}

const PORT: Readonly<Record<string, number>> = {
  etcd: 2381,
  'kube-apiserver': 6443,
  'kube-controller-manager': 10257,
  'kube-scheduler': 10259,
}

/** kops labels what it runs by `k8s-app` and knows no tier. */
const labelsOf = (shape: Shape, component: string): Record<string, string> =>
  providerOf(shape) === 'kops' ? { 'k8s-app': component } : { component, tier: 'control-plane' }

function mirrorPod(shape: Shape, node: Node, members: readonly Node[], component: string): KubeObject {
  const etcd = component === 'etcd'
  const port = PORT[component] ?? 0
  const numbers = numbersOf(shape, 700_000 + node.index * 10 + component.length)
  const hash = Array.from({ length: 32 }, () => numbers.between(0, 15).toString(16)).join('')
  const command = [component, ...(STATIC[component]?.(node, members) ?? []), ...(shape.arguments?.[component] ?? [])]
  const probe = (path: string, failureThreshold: number) => ({
    httpGet: { host: '127.0.0.1', path, port, scheme: etcd ? 'HTTP' : 'HTTPS' },
    initialDelaySeconds: 10,
    timeoutSeconds: 15,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold,
  })
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${component}-${node.name}`,
      namespace: 'kube-system',
      uid: `00000000-0000-4000-9000-${node.index.toString(16).padStart(4, '0')}${hash.slice(0, 8)}`,
      labels: labelsOf(shape, component),
      annotations: {
        'kubernetes.io/config.hash': hash,
        'kubernetes.io/config.mirror': hash,
        'kubernetes.io/config.seen': '2026-03-01T08:00:00.000000000Z',
        'kubernetes.io/config.source': 'file',
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node.name, controller: true, uid: `u-${node.index}` }],
    },
    spec: {
      containers: [
        {
          name: component,
          image: etcd ? 'registry.k8s.io/etcd:3.6.4-0' : `registry.k8s.io/${component}:${gitVersionOf(shape)}`,
          imagePullPolicy: 'IfNotPresent',
          command,
          resources: {
            requests: { cpu: component === 'kube-apiserver' ? '250m' : '100m', ...(etcd ? { memory: '100Mi' } : {}) },
          },
          livenessProbe: probe(etcd ? '/livez' : '/livez', 8),
          readinessProbe: probe('/readyz', 3),
          startupProbe: probe(etcd ? '/readyz' : '/livez', 24),
          volumeMounts: [{ name: 'k8s-certs', mountPath: '/etc/kubernetes/pki', readOnly: true }],
        },
      ],
      hostNetwork: true,
      nodeName: node.name,
      priority: 2_000_001_000,
      priorityClassName: 'system-node-critical',
      restartPolicy: 'Always',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      tolerations: [{ effect: 'NoExecute', operator: 'Exists' }],
      volumes: [{ name: 'k8s-certs', hostPath: { path: '/etc/kubernetes/pki', type: 'DirectoryOrCreate' } }],
    },
    status: { phase: 'Running', hostIP: node.address, podIP: node.address, qosClass: 'Burstable' },
  }
}

/** One pod of each component on every node of the control plane. */
export function mirrorPods(shape: Shape, nodes: readonly Node[]): KubeObject[] {
  const members = nodes.filter(node => node.pool.controlPlane)
  const embedded = providerOf(shape) === 'k3s'
  return embedded
    ? []
    : members.flatMap(node => Object.keys(STATIC).map(component => mirrorPod(shape, node, members, component)))
}

/** What `/flagz` of the kube-apiserver lists: all its flags by name. */
export function flagsOf(shape: Shape, nodes: readonly Node[]): Record<string, string> {
  const members = nodes.filter(node => node.pool.controlPlane)
  const [first] = nodes
  const argv = first === undefined ? [] : (STATIC['kube-apiserver']?.(first, members) ?? [])
  return Object.fromEntries(
    [...argv, ...(shape.arguments?.['kube-apiserver'] ?? [])].map(flag => {
      const [, name = '', value = 'true'] = /^--([^=]+)(?:=(.*))?$/.exec(flag) ?? []
      return [name, value]
    }),
  )
}
