import type { SubjectKind } from '../../src/model/rule.js'

/** What the templates of a new rule show about a subject: a file, and a check that finds `bad` in it. */
export interface Sample {
  /** What the check calls its subject. */
  readonly subject: string
  readonly file: string
  /** The file with this value in it. */
  readonly source: (value: string) => string
  readonly good: string
  readonly bad: string
  /** Absent where the check never has to know the value. */
  readonly template?: string
  /** What a finding points at. */
  readonly marked: string
  readonly check: readonly string[]
}

/** A static pod of the control plane; `flag` is one more line of its command. */
const pod = (component: string, image: string, flag: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${component}
  namespace: kube-system
spec:
  containers:
    - name: ${component}
      image: registry.k8s.io/${image}
      command:
        - ${component}
        - ${flag}
`

/** A component that reads a number from a flag; \`key\` is the canonical name of its setting. */
function flagged(subject: string, component: string, image: string, flag: string, key = flag): Sample {
  return {
    subject,
    file: `${subject}.yaml`,
    source: value => pod(component, image, `--${flag}=${value}`),
    good: '100',
    bad: '5000',
    template: '{{ .value }}',
    marked: `--${flag}=5000`,
    check: [
      `const value = yield* known(${subject}.get('${key}'))`,
      `if ((value.value ?? 0) > 1000) yield { message: 'bad', at: value }`,
    ],
  }
}

const apiserver = flagged('apiserver', 'kube-apiserver', 'kube-apiserver:v1.34.2', 'max-requests-inflight')

/** A Terraform resource that reads an attribute; \`bad\` and \`good\` as they are written. */
const terraform = (
  subject: string,
  head: string,
  attribute: string,
  [good, bad]: readonly [string, string],
  check: readonly string[],
): Sample => ({
  subject,
  file: 'main.tf',
  source: value => `resource ${head} {\n  name = "example"\n  ${attribute} = ${value}\n}\n`,
  good,
  bad,
  template: 'var.value',
  marked: bad.replace(/^"(.*)"$/, '$1'),
  check,
})

/** A unit is no subject: the component it runs leads to it (`runsIn`). */
export const SAMPLES: Readonly<Record<Exclude<SubjectKind, 'unit'>, Sample>> = {
  kubelet: {
    subject: 'kubelet',
    file: 'kubelet.yaml',
    source: value => `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: ${value}\n`,
    good: '110',
    bad: '500',
    template: '"{{ .maxPods }}"',
    marked: 'maxPods: 500',
    check: [
      `const maxPods = yield* known(kubelet.get('maxPods'))`,
      `if ((maxPods.value ?? 0) > 250) yield { message: 'bad', at: maxPods }`,
    ],
  },
  'kube-apiserver': apiserver,
  'kube-controller-manager': flagged(
    'manager',
    'kube-controller-manager',
    'kube-controller-manager:v1.34.2',
    'concurrent-deployment-syncs',
  ),
  'kube-scheduler': flagged(
    'scheduler',
    'kube-scheduler',
    'kube-scheduler:v1.34.2',
    'kube-api-burst',
    'clientConnection.burst',
  ),
  'kube-proxy': flagged('proxy', 'kube-proxy', 'kube-proxy:v1.34.2', 'kube-api-burst', 'clientConnection.burst'),
  etcd: {
    ...flagged('etcd', 'etcd', 'etcd:3.5.24-0', 'snapshot-count'),
    good: '10000',
    bad: '5000000',
    marked: '--snapshot-count=5000000',
    check: [
      `const count = yield* known(etcd.get('snapshot-count'))`,
      `if ((count.value ?? 0) > 1000000) yield { message: 'bad', at: count }`,
    ],
  },
  'cluster-autoscaler': {
    ...flagged('autoscaler', 'cluster-autoscaler', '', 'max-nodes-total'),
    source: value => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cluster-autoscaler
  namespace: kube-system
spec:
  template:
    spec:
      containers:
        - name: cluster-autoscaler
          image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.2
          command:
            - ./cluster-autoscaler
            - --max-nodes-total=${value}
`,
  },
  cluster: {
    ...apiserver,
    subject: 'cluster',
    check: [
      `for (const apiserver of cluster.of('kube-apiserver')) {`,
      ...apiserver.check.map(line => `  ${line}`),
      '}',
    ],
  },
  assignment: {
    subject: 'written',
    file: apiserver.file,
    source: apiserver.source,
    good: apiserver.good,
    bad: apiserver.bad,
    marked: apiserver.marked,
    check: [
      `if (written.of.kind !== 'kube-apiserver' || written.key !== 'max-requests-inflight') return`,
      `if (written.value?.value === '5000') yield { message: 'bad', at: written }`,
    ],
  },
  'load-balancer': terraform(
    'balancer',
    '"aws_lb" "api"',
    'load_balancer_type',
    ['"network"', '"gateway"'],
    [
      `const product = yield* known(balancer.get('product'))`,
      `if (product.value === 'gateway') yield { message: 'bad', at: product }`,
    ],
  ),
  volume: terraform(
    'volume',
    '"aws_ebs_volume" "etcd"',
    'type',
    ['"gp3"', '"st1"'],
    [`const type = yield* known(volume.get('type'))`, `if (type.value === 'st1') yield { message: 'bad', at: type }`],
  ),
  'scaling-group': terraform(
    'group',
    '"aws_autoscaling_group" "workers"',
    'max_size',
    ['10', '5000'],
    [
      `const most = yield* known(group.number('max'))`,
      `if ((most.value ?? 0) > 1000) yield { message: 'bad', at: most }`,
    ],
  ),
  pod: {
    subject: 'pod',
    file: 'etcd.yaml',
    source: value => pod('etcd', 'etcd:3.5.24-0', '--name=a').replace('spec:\n', `spec:\n  hostNetwork: ${value}\n`),
    good: 'true',
    bad: 'false',
    template: '"{{ .hostNetwork }}"',
    marked: 'false',
    check: [
      `const network = yield* known(pod.get('hostNetwork'))`,
      `if (network.value === 'false') yield { message: 'bad', at: network }`,
    ],
  },
  kubeconfig: {
    subject: 'config',
    file: 'kubelet.conf',
    source: value => `apiVersion: v1
kind: Config
clusters:
  - name: prod
    cluster:
      server: ${value}
contexts:
  - name: prod
    context:
      cluster: prod
current-context: prod
`,
    good: 'https://api.example.com:6443',
    bad: 'http://api.example.com:8080',
    template: '"{{ .server }}"',
    marked: 'http://api.example.com:8080',
    check: [
      `const server = yield* known(config.get('server'))`,
      `if (server.value?.startsWith('http:')) yield { message: 'bad', at: server }`,
    ],
  },
  'alert-rules': {
    subject: 'alerts',
    file: 'alerts.yaml',
    source: value => `groups:
  - name: nodes
    rules:
      - alert: ${value}
        expr: up == 0
`,
    good: 'NodeDown',
    bad: 'Example',
    template: '"{{ .name }}"',
    marked: 'Example',
    check: [
      `const names = yield* known(alerts.items('alerts'))`,
      'for (const item of names.value ?? []) {',
      `  const name = yield* known(item.get(''))`,
      `  if (name.value === 'Example') yield { message: 'bad', at: name }`,
      '}',
    ],
  },
  monitor: {
    subject: 'monitor',
    file: 'monitor.yaml',
    source: value => `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: etcd
  namespace: ${value}
spec:
  selector: {}
`,
    good: 'monitoring',
    bad: 'default',
    template: '"{{ .namespace }}"',
    marked: 'default',
    check: [
      `const namespace = yield* known(monitor.get('namespace'))`,
      `if (namespace.value === 'default') yield { message: 'bad', at: namespace }`,
    ],
  },
  service: {
    subject: 'service',
    file: 'service.yaml',
    source: value => `apiVersion: v1
kind: Service
metadata:
  name: kubernetes
  namespace: default
spec:
  sessionAffinity: ${value}
`,
    good: 'None',
    bad: 'ClientIP',
    template: '"{{ .affinity }}"',
    marked: 'ClientIP',
    check: [
      `const affinity = yield* known(service.get('sessionAffinity'))`,
      `if (affinity.value === 'ClientIP') yield { message: 'bad', at: affinity }`,
    ],
  },
  endpoints: {
    subject: 'endpoints',
    file: 'endpoints.yaml',
    source: value => `apiVersion: v1
kind: Endpoints
metadata:
  name: kubernetes
  namespace: default
subsets:
  - addresses:
      - ip: ${value}
`,
    good: '10.0.0.1',
    bad: '127.0.0.1',
    template: '"{{ .address }}"',
    marked: '127.0.0.1',
    check: [
      `const addresses = yield* known(endpoints.items('addresses'))`,
      'for (const item of addresses.value ?? []) {',
      `  const address = yield* known(item.get(''))`,
      `  if (address.value === '127.0.0.1') yield { message: 'bad', at: address }`,
      '}',
    ],
  },
  lease: {
    subject: 'lease',
    file: 'lease.yaml',
    source: value => `apiVersion: coordination.k8s.io/v1
kind: Lease
metadata:
  name: kube-scheduler
  namespace: kube-system
spec:
  leaseDurationSeconds: ${value}
`,
    good: '15',
    bad: '3',
    template: '"{{ .seconds }}"',
    marked: '3',
    check: [
      `const seconds = yield* known(lease.number('leaseDurationSeconds'))`,
      `if ((seconds.value ?? 15) < 10) yield { message: 'bad', at: seconds }`,
    ],
  },
  'autoscaler-status': {
    subject: 'status',
    file: 'status.yaml',
    source: value => `apiVersion: v1
kind: ConfigMap
metadata:
  name: cluster-autoscaler-status
  namespace: kube-system
data:
  status: |
    time: 2026-01-01 00:00:00.0 +0000 UTC
    clusterWide:
      health:
        status: ${value}
`,
    good: 'Healthy',
    bad: 'Unhealthy',
    template: '{{ .health }}',
    marked: 'Unhealthy',
    check: [
      `const health = yield* known(status.get('health'))`,
      `if (health.value === 'Unhealthy') yield { message: 'bad', at: health }`,
    ],
  },
}
