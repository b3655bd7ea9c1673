/** Minors of which `kubeadm init` without any wishes is written down here. */
export const KUBEADM_MINORS = Array.from({ length: 14 }, (_, i) => 23 + i)

const PKI = '/etc/kubernetes/pki'

/** The etcd that kubeadm ships (cmd/kubeadm/app/constants/constants.go of each minor). */
const ETCD: Readonly<Record<number, string>> = {
  23: '3.5.6-0',
  24: '3.5.6-0',
  25: '3.5.9-0',
  26: '3.5.10-0',
  27: '3.5.15-0',
  28: '3.5.15-0',
  29: '3.5.15-0',
  30: '3.5.15-0',
  31: '3.5.24-0',
  32: '3.5.24-0',
  33: '3.5.24-0',
  34: '3.6.5-0',
  35: '3.6.8-0',
  36: '3.6.8-0',
}

/** What `kubeadm init` of a minor leaves on a control-plane node, as kubeadm 1.24, 1.28, 1.30, 1.32, 1.34 and 1.36 wrote it. */
export function kubeadmDefault(minor: number): ReadonlyMap<string, string> {
  const etcdFlags =
    minor >= 34
      ? ['--feature-gates=InitialCorruptCheck=true', '--watch-progress-notify-interval=5s']
      : [
          '--experimental-initial-corrupt-check=true',
          ...(minor >= 25 ? ['--experimental-watch-progress-notify-interval=5s'] : []),
        ]
  return new Map([
    ['etc/kubernetes/manifests/kube-apiserver.yaml', pod('kube-apiserver', `v1.${minor}.0`, APISERVER)],
    [
      'etc/kubernetes/manifests/kube-controller-manager.yaml',
      pod('kube-controller-manager', `v1.${minor}.0`, CONTROLLERS),
    ],
    ['etc/kubernetes/manifests/kube-scheduler.yaml', pod('kube-scheduler', `v1.${minor}.0`, SCHEDULER)],
    ['etc/kubernetes/manifests/etcd.yaml', pod('etcd', ETCD[minor] ?? '', [...MEMBER, ...etcdFlags])],
    ['var/lib/kubelet/config.yaml', kubeletConfiguration(minor)],
    ['var/lib/kubelet/kubeadm-flags.env', `KUBELET_KUBEADM_ARGS="${kubeletFlags(minor).join(' ')}"\n`],
    ['etc/systemd/system/kubelet.service', '[Service]\nExecStart=/usr/bin/kubelet\nRestart=always\n'],
    ['etc/systemd/system/kubelet.service.d/10-kubeadm.conf', DROP_IN],
    ...(minor < 35
      ? []
      : [
          [
            'var/lib/kubelet/instance-config.yaml',
            `${HEAD}containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock"\n`,
          ] as const,
        ]),
  ])
}

/** The documents somebody hands to kubeadm for the same. */
export function kubeadmDocuments(minor: number): string {
  const version = minor < 31 ? 'v1beta3' : 'v1beta4'
  return `apiVersion: kubeadm.k8s.io/${version}
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: 192.0.2.10, bindPort: 6443}
nodeRegistration: {name: cp1, criSocket: unix:///run/containerd/containerd.sock}
---
apiVersion: kubeadm.k8s.io/${version}
kind: ClusterConfiguration
kubernetesVersion: v1.${minor}.0
networking: {podSubnet: 10.244.0.0/16}
---
${HEAD}`
}

const HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'

const DROP_IN = `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`

function pod(name: string, tag: string, flags: readonly string[]): string {
  const command = [name, ...flags].map(word => `    - ${word}\n`).join('')
  return `apiVersion: v1
kind: Pod
metadata:
  labels: {component: ${name}, tier: control-plane}
  name: ${name}
  namespace: kube-system
spec:
  containers:
  - command:
${command}    image: registry.k8s.io/${name}:${tag}
    name: ${name}
    volumeMounts:
    - {mountPath: ${PKI}, name: k8s-certs, readOnly: true}
    - {mountPath: /etc/kubernetes/controller-manager.conf, name: kubeconfig, readOnly: true}
    - {mountPath: /etc/kubernetes/scheduler.conf, name: scheduler, readOnly: true}
    - {mountPath: /var/lib/etcd, name: etcd-data}
  hostNetwork: true
  priorityClassName: system-node-critical
  volumes:
  - {name: k8s-certs, hostPath: {path: ${PKI}, type: DirectoryOrCreate}}
  - {name: kubeconfig, hostPath: {path: /etc/kubernetes/controller-manager.conf, type: FileOrCreate}}
  - {name: scheduler, hostPath: {path: /etc/kubernetes/scheduler.conf, type: FileOrCreate}}
  - {name: etcd-data, hostPath: {path: /var/lib/etcd, type: DirectoryOrCreate}}
`
}

const APISERVER = [
  '--advertise-address=192.0.2.10',
  '--allow-privileged=true',
  '--authorization-mode=Node,RBAC',
  `--client-ca-file=${PKI}/ca.crt`,
  '--enable-admission-plugins=NodeRestriction',
  '--enable-bootstrap-token-auth=true',
  `--etcd-cafile=${PKI}/etcd/ca.crt`,
  `--etcd-certfile=${PKI}/apiserver-etcd-client.crt`,
  `--etcd-keyfile=${PKI}/apiserver-etcd-client.key`,
  '--etcd-servers=https://127.0.0.1:2379',
  `--kubelet-client-certificate=${PKI}/apiserver-kubelet-client.crt`,
  `--kubelet-client-key=${PKI}/apiserver-kubelet-client.key`,
  '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
  `--proxy-client-cert-file=${PKI}/front-proxy-client.crt`,
  `--proxy-client-key-file=${PKI}/front-proxy-client.key`,
  '--requestheader-allowed-names=front-proxy-client',
  `--requestheader-client-ca-file=${PKI}/front-proxy-ca.crt`,
  '--requestheader-extra-headers-prefix=X-Remote-Extra-',
  '--requestheader-group-headers=X-Remote-Group',
  '--requestheader-username-headers=X-Remote-User',
  '--secure-port=6443',
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--service-account-key-file=${PKI}/sa.pub`,
  `--service-account-signing-key-file=${PKI}/sa.key`,
  '--service-cluster-ip-range=10.96.0.0/12',
  `--tls-cert-file=${PKI}/apiserver.crt`,
  `--tls-private-key-file=${PKI}/apiserver.key`,
]

const CONTROLLERS = [
  '--allocate-node-cidrs=true',
  '--authentication-kubeconfig=/etc/kubernetes/controller-manager.conf',
  '--authorization-kubeconfig=/etc/kubernetes/controller-manager.conf',
  '--bind-address=127.0.0.1',
  `--client-ca-file=${PKI}/ca.crt`,
  '--cluster-cidr=10.244.0.0/16',
  '--cluster-name=kubernetes',
  `--cluster-signing-cert-file=${PKI}/ca.crt`,
  `--cluster-signing-key-file=${PKI}/ca.key`,
  '--controllers=*,bootstrapsigner,tokencleaner',
  '--kubeconfig=/etc/kubernetes/controller-manager.conf',
  '--leader-elect=true',
  `--requestheader-client-ca-file=${PKI}/front-proxy-ca.crt`,
  `--root-ca-file=${PKI}/ca.crt`,
  `--service-account-private-key-file=${PKI}/sa.key`,
  '--service-cluster-ip-range=10.96.0.0/12',
  '--use-service-account-credentials=true',
]

const SCHEDULER = [
  '--authentication-kubeconfig=/etc/kubernetes/scheduler.conf',
  '--authorization-kubeconfig=/etc/kubernetes/scheduler.conf',
  '--bind-address=127.0.0.1',
  '--kubeconfig=/etc/kubernetes/scheduler.conf',
  '--leader-elect=true',
]

const MEMBER = [
  '--advertise-client-urls=https://192.0.2.10:2379',
  `--cert-file=${PKI}/etcd/server.crt`,
  '--client-cert-auth=true',
  '--data-dir=/var/lib/etcd',
  '--initial-advertise-peer-urls=https://192.0.2.10:2380',
  '--initial-cluster=cp1=https://192.0.2.10:2380',
  `--key-file=${PKI}/etcd/server.key`,
  '--listen-client-urls=https://127.0.0.1:2379,https://192.0.2.10:2379',
  '--listen-metrics-urls=http://127.0.0.1:2381',
  '--listen-peer-urls=https://192.0.2.10:2380',
  '--name=cp1',
  `--peer-cert-file=${PKI}/etcd/peer.crt`,
  '--peer-client-cert-auth=true',
  `--peer-key-file=${PKI}/etcd/peer.key`,
  `--peer-trusted-ca-file=${PKI}/etcd/ca.crt`,
  '--snapshot-count=10000',
  `--trusted-ca-file=${PKI}/etcd/ca.crt`,
]

const kubeletFlags = (minor: number): string[] => [
  ...(minor <= 26 ? ['--container-runtime=remote'] : []),
  ...(minor <= 34 ? ['--container-runtime-endpoint=unix:///run/containerd/containerd.sock'] : []),
  '--hostname-override=cp1',
  ...(minor <= 34 ? ['--pod-infra-container-image=registry.k8s.io/pause:3.10'] : []),
]

/** The zeros are there: kubeadm writes out the whole structure, and the kubelet puts its defaults in their place. */
const kubeletConfiguration = (minor: number): string => `${HEAD}authentication:
  anonymous:
    enabled: false
  webhook:
    cacheTTL: 0s
    enabled: true
  x509:
    clientCAFile: ${PKI}/ca.crt
authorization:
  mode: Webhook
  webhook:
    cacheAuthorizedTTL: 0s
    cacheUnauthorizedTTL: 0s
cgroupDriver: systemd
clusterDNS:
- 10.96.0.10
clusterDomain: cluster.local
${minor < 27 ? '' : minor < 36 ? 'containerRuntimeEndpoint: ""\n' : 'containerRuntimeEndpoint: unix:///run/containerd/containerd.sock\n'}cpuManagerReconcilePeriod: 0s
${minor < 31 ? '' : 'crashLoopBackOff: {}\n'}evictionPressureTransitionPeriod: 0s
fileCheckFrequency: 0s
healthzBindAddress: 127.0.0.1
healthzPort: 10248
httpCheckFrequency: 0s
${minor < 29 ? '' : 'imageMaximumGCAge: 0s\n'}imageMinimumGCAge: 0s
logging:
  flushFrequency: 0
  options:
    json:
      infoBufferSize: "0"
${minor < 29 ? '' : '    text:\n      infoBufferSize: "0"\n'}  verbosity: 0
memorySwap: {}
nodeStatusReportFrequency: 0s
nodeStatusUpdateFrequency: 0s
rotateCertificates: true
runtimeRequestTimeout: 0s
shutdownGracePeriod: 0s
shutdownGracePeriodCriticalPods: 0s
staticPodPath: /etc/kubernetes/manifests
streamingConnectionIdleTimeout: 0s
syncFrequency: 0s
volumeStatsAggPeriod: 0s
`
