import type { Objects } from './objects.js'
import type { Machine, Plan } from './plan.js'

/** The mirror pods of a control-plane node, as kubeadm's manifests and its kubelet make them. */
export function staticPods(
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
    path: '/api/v1/namespaces/kube-system/pods',
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
