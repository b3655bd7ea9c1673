import type { ComponentKind } from '../../src/model/fragment.js'
import type { Field } from './case.js'
import type { Component } from './components.js'

/** A component that can be asked: where its machine has what, and what it takes to start it there without a cluster. */
export interface Subject {
  readonly component: Component & ComponentKind
  readonly versions: readonly string[]
  /** What it needs besides the case; left out where the case sets the flag itself. */
  readonly flags: readonly string[]
  readonly file?: File
  /** Flags in place of the file: the case has none. */
  readonly instead?: readonly string[]
  /** Directory of drop-ins. */
  readonly dropIns?: { readonly flag: string; readonly folder: string; readonly head: string }
  /** What it says once it runs; without it the component ends, with 0. */
  readonly runs?: RegExp
  /** Seconds it gets to say so. */
  readonly limit: number
  /** What runs beside it. */
  readonly beside?: 'container-runtime' | 'etcd'
  readonly files: Readonly<Record<string, string>>
}

interface File {
  readonly flag: string
  readonly path: string
  readonly head: string
  readonly fields: readonly Field[]
  /** It is written although no case asks for it. */
  readonly always: boolean
}

/** Nobody answers there, unless an API server runs beside the component. */
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:6443', insecure-skip-tls-verify: true}}]
users: [{name: u, user: {token: t}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`

/** The newest minor version and one three older, which is as far as the parts of one cluster may differ. */
const KUBERNETES = ['1.37.2', '1.34.4']

const field = (path: string, yaml: string): Field => ({ path: path.split('.'), yaml })

export const SUBJECTS: readonly Subject[] = [
  {
    component: 'etcd',
    versions: ['3.4', '3.5.35', '3.6.16', '3.7.3'],
    flags: ['--data-dir=/var/lib/etcd'],
    file: {
      flag: 'config-file',
      path: '/etc/etcd/etcd.conf.yml',
      head: '',
      fields: [field('data-dir', '/var/lib/etcd')],
      always: false,
    },
    // 3.4 has its own logger, which says it in other words
    runs: /ready to serve client requests|serving insecure client requests on|serving client traffic/,
    // one that waits for other members is not ready, and refuses nothing
    limit: 12,
    files: {},
  },
  {
    component: 'kube-proxy',
    versions: KUBERNETES,
    flags: [
      '--kubeconfig=/etc/kubernetes/proxy.conf',
      '--hostname-override=n1',
      '--write-config-to=/mnt/out/written.yaml',
    ],
    file: {
      flag: 'config',
      path: '/var/lib/kube-proxy/config.conf',
      head: 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n',
      fields: [field('clientConnection.kubeconfig', '/etc/kubernetes/proxy.conf')],
      always: false,
    },
    limit: 30,
    files: { '/etc/kubernetes/proxy.conf': KUBECONFIG },
  },
  {
    component: 'kube-scheduler',
    versions: KUBERNETES,
    flags: ['--kubeconfig=/etc/kubernetes/scheduler.conf', '--bind-address=127.0.0.1', '--v=1'],
    file: {
      flag: 'config',
      path: '/etc/kubernetes/scheduler.yaml',
      head: 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n',
      fields: [field('clientConnection.kubeconfig', '/etc/kubernetes/scheduler.conf')],
      always: false,
    },
    runs: /Serving securely on/,
    limit: 45,
    files: { '/etc/kubernetes/scheduler.conf': KUBECONFIG },
  },
  {
    component: 'kube-controller-manager',
    versions: KUBERNETES,
    flags: ['--kubeconfig=/etc/kubernetes/controller-manager.conf', '--bind-address=127.0.0.1', '--v=1'],
    runs: /Serving securely on/,
    limit: 45,
    files: { '/etc/kubernetes/controller-manager.conf': KUBECONFIG },
  },
  {
    component: 'kubelet',
    versions: KUBERNETES,
    flags: [
      '--root-dir=/var/lib/kubelet',
      '--cert-dir=/var/lib/kubelet/pki',
      '--hostname-override=n1',
      // a field from 1.27 on
      '--container-runtime-endpoint=unix:///run/cri.sock',
    ],
    file: {
      flag: 'config',
      path: '/var/lib/kubelet/config.yaml',
      head: 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n',
      fields: [
        // who asks for /configz has no name
        field('authentication.anonymous.enabled', 'true'),
        field('authentication.webhook.enabled', 'false'),
        field('authorization.mode', 'AlwaysAllow'),
        field('address', '127.0.0.1'),
        field('cgroupsPerQOS', 'false'),
        field('enforceNodeAllocatable', '[none]'),
      ],
      always: true,
    },
    instead: [
      '--authentication-token-webhook=false',
      '--authorization-mode=AlwaysAllow',
      '--address=127.0.0.1',
      '--cgroups-per-qos=false',
      '--enforce-node-allocatable=none',
    ],
    dropIns: {
      flag: 'config-dir',
      folder: '/etc/kubernetes/kubelet.conf.d',
      head: 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n',
    },
    runs: /"Started kubelet"|Started kubelet/,
    limit: 45,
    beside: 'container-runtime',
    files: {},
  },
  {
    component: 'kube-apiserver',
    versions: KUBERNETES,
    flags: [
      '--etcd-servers=http://127.0.0.1:2379',
      '--service-cluster-ip-range=10.0.0.0/24',
      '--service-account-issuer=https://x.example',
      '--service-account-key-file=/etc/kubernetes/pki/sa.pub',
      '--service-account-signing-key-file=/etc/kubernetes/pki/sa.key',
      '--cert-dir=/var/lib/kas',
      '--bind-address=127.0.0.1',
      '--advertise-address=10.1.2.3',
      '--authorization-mode=RBAC',
      '--v=1',
    ],
    runs: /Serving securely on/,
    limit: 60,
    beside: 'etcd',
    files: {},
  },
]
