import type { ComponentKind } from '../model/fragment.js'

/** A flag, or the field that says the same, that is taken and does nothing. */
export interface InertFlag {
  readonly component: ComponentKind
  /** Keys as assignments have them. */
  readonly keys: readonly string[]
  /** Minors of the component, both belonging to it. */
  readonly since: number
  readonly until?: number
  /** Only with this value; `notValue`: with any but this. */
  readonly value?: string
  readonly notValue?: string
  /** Only with the lease reconciler, which needs no count. */
  readonly withLeases?: true
  /** What people believe it does. */
  readonly belief: string
  /** What does it, as an imperative. */
  readonly instead?: string
  /** Upstream. */
  readonly source: string
}

export const INERT_FLAGS: readonly InertFlag[] = [
  {
    component: 'kube-apiserver',
    keys: ['apiserver-count'],
    since: 109,
    withLeases: true,
    belief: 'that endpoints of dead apiservers go away where the number is right',
    source: 'kubernetes/kubernetes cmd/kube-apiserver/app/options/options.go, issue 108062',
  },
  {
    component: 'kube-apiserver',
    keys: ['default-watch-cache-size'],
    since: 119,
    belief: 'that it sizes the watch cache, which sizes itself',
    source: 'kubernetes/apiserver pkg/server/options/etcd.go',
  },
  {
    component: 'kube-apiserver',
    keys: ['insecure-port'],
    since: 120,
    until: 123,
    value: '0',
    belief: 'that it closes a port, and there is none',
    source: 'kubernetes/kubernetes CHANGELOG-1.20.md',
  },
  {
    component: 'kube-controller-manager',
    keys: ['pod-eviction-timeout'],
    since: 118,
    until: 126,
    belief: 'that pods of a dead node are evicted after it',
    instead:
      'set `--default-not-ready-toleration-seconds` and `--default-unreachable-toleration-seconds` of kube-apiserver',
    source: 'kubernetes/kubernetes cmd/kube-controller-manager/app/options/nodelifecyclecontroller.go',
  },
  {
    component: 'kube-controller-manager',
    keys: ['enable-taint-manager'],
    since: 118,
    until: 126,
    value: 'true',
    belief: 'that it switches taint-based eviction on, which is on anyway',
    source: 'kubernetes/kubernetes cmd/kube-controller-manager/app/options/nodelifecyclecontroller.go',
  },
  {
    component: 'kube-controller-manager',
    keys: ['node-sync-period'],
    since: 105,
    belief: 'that nodes are looked at so often',
    instead: 'set `--node-monitor-period`',
    source: 'kubernetes/kubernetes cmd/kube-controller-manager/app/options/nodelifecyclecontroller.go',
  },
  ...['register-retry-count', 'deleting-pods-qps', 'deleting-pods-burst'].map(
    (flag): InertFlag => ({
      component: 'kube-controller-manager',
      keys: [flag],
      since: 105,
      until: 124,
      belief: 'that it limits or repeats what the node controller does',
      source: 'kubernetes/kubernetes cmd/kube-controller-manager/app/options/nodelifecyclecontroller.go',
    }),
  ),
  {
    component: 'kubelet',
    keys: ['streamingConnectionIdleTimeout'],
    since: 134,
    // kubeadm writes out the zeros of the whole structure
    notValue: '0s',
    belief: 'that idle exec sessions are closed',
    source: 'kubernetes/kubernetes pull 131992',
  },
  {
    component: 'kubelet',
    keys: ['pod-infra-container-image'],
    since: 124,
    until: 134,
    belief: 'that it chooses the sandbox image, which the container runtime does',
    instead: 'set the sandbox image of the container runtime',
    source: 'kubernetes/kubernetes CHANGELOG-1.24.md (108045)',
  },
  {
    component: 'kubelet',
    keys: ['container-runtime'],
    since: 124,
    until: 126,
    value: 'remote',
    belief: 'that it chooses the runtime, which the endpoint does',
    source: 'kubernetes/kubernetes CHANGELOG-1.24.md',
  },
  {
    component: 'etcd',
    keys: ['enable-v2'],
    since: 304,
    until: 305,
    value: 'false',
    belief: 'that it switches the v2 API off, which is off by default',
    source: 'etcd-io/etcd server/embed/config.go',
  },
  {
    component: 'etcd',
    keys: ['proxy'],
    since: 203,
    until: 305,
    value: 'off',
    belief: 'that it changes anything: off is what etcd does',
    source: 'etcd-io/etcd server/etcdmain/config.go',
  },
]

/** What is recorded of a key, whatever the version. */
export const inertFlags = (component: ComponentKind, key: string): readonly InertFlag[] =>
  INERT_FLAGS.filter(row => row.component === component && row.keys.includes(key))
