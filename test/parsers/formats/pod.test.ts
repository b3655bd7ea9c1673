import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ArgvFragment } from '../../../src/model/fragment.js'
import { describe } from '../../../src/model/location.js'
import { pod } from '../../../src/parsers/formats/pod.js'
import { workload } from '../../../src/parsers/formats/workload.js'
import { belongs, fragments, only, plainFields, readWith, versions } from '../../support/fragments.js'
import { text } from '../../support/text.js'
import { show } from '../../support/words.js'

const test = suite('formats/pod')

const container = (body: string, uri?: string): ArgvFragment =>
  only(readWith(pod, `kind: Pod\nspec:\n  containers:\n${body.replace(/^(?=.)/gm, '  ')}`, uri), 'argv')

const runsIn = (fragment: ArgvFragment): Record<string, unknown> =>
  fragment.runsIn === undefined ? {} : plainFields(fragment.runsIn)

test('command and args are one command line, each word at its place', () => {
  const fragment = container(text`
    - name: apiserver
      image: registry.k8s.io/kube-apiserver:v1.29.3
      command:
      - kube-apiserver
      - --secure-port=6443
      args: ["--etcd-servers=https://127.0.0.1:2379"]
  `)
  assert.is(fragment.component, 'kube-apiserver')
  assert.equal(show(fragment.words), ['--secure-port=6443', '--etcd-servers=https://127.0.0.1:2379'])
  assert.equal(
    fragment.words.map(word => describe(word.parts[0]!.text.at)),
    ['cluster.yaml:8:7', 'cluster.yaml:9:13'],
  )
  assert.is(fragment.open, false)
  assert.is(describe(fragment.at), 'cluster.yaml:4:11')
  assert.equal(versions(fragment), ['kube-apiserver 1.29.3'])
  assert.equal(belongs(fragment), { role: 'control-plane' })
  assert.equal(fragment.instances, { min: 1 })
})

test('$(NAME) is looked up in the environment, also where it names another variable', () => {
  const fragment = container(text`
    - name: etcd
      image: quay.io/coreos/etcd:v3.4.9
      command: [etcd, "--name=$(FULL)", "--listen=$(POD_IP):2379", "--x=$(NOWHERE)", "--y=$$(FULL)", "--z=$5"]
      env:
      - name: NAME
        value: a
      - name: FULL
        value: etcd-$(NAME)
      - name: POD_IP
        valueFrom: { fieldRef: { fieldPath: status.podIP } }
  `)
  assert.equal(show(fragment.words), ['--name=etcd-a', '--listen=?:2379', '--x=?', '--y=$(FULL)', '--z=$5'])
  assert.equal(
    fragment.environment.variables.map(one => `${one.name}=${one.text.known ? one.text.value : '?'}`),
    ['NAME=a', 'FULL=etcd-a', 'POD_IP=?'],
  )
  const [name] = fragment.words
  assert.equal(name?.parts[0]?.text.locate().map(describe), ['cluster.yaml:6:22'])
})

test('variables that double each time end as unknown, soon', () => {
  const env = Array.from({ length: 60 }, (_, i) => `  - { name: V${i + 1}, value: "$(V${i})$(V${i})" }`)
  const fragment = container(
    ['- name: x', '  command: [etcd, "--name=$(V60)"]', '  env:', '  - { name: V0, value: xx }', ...env, ''].join('\n'),
  )
  assert.equal(show(fragment.words), ['--name=?'])
})

test('envFrom may set more variables', () => {
  const fragment = container(text`
    - name: etcd
      command: [etcd]
      envFrom: [{ configMapRef: { name: etcd } }]
  `)
  assert.is(fragment.environment.open, true)
})

test('a templated flag is unknown, the others are not', () => {
  const fragment = container(text`
    - name: scheduler
      image: "{{ image }}"
      command:
      - kube-scheduler
      - --v={{ level }}
      {{ if .profiling }}
      - --profiling=true
      {{ end }}
      - --leader-elect=true
  `)
  assert.equal(show(fragment.words), ['--v=?', '--profiling=?', '--leader-elect=true'])
  assert.equal(versions(fragment), [])
  assert.is(fragment.vendor, undefined)
})

test('a statement that prints items leaves the command line open', () => {
  const fragment = container(text`
    - name: scheduler
      command:
      - kube-scheduler
      {{ toYaml .Values.args | nindent 4 }}
  `)
  assert.is(fragment.component, 'kube-scheduler')
  assert.is(fragment.open, true)
})

test('arguments in one shell string', () => {
  const fragment = container(text`
    - name: kcm
      command:
      - /bin/sh
      - -c
      - exec /usr/local/bin/kube-controller-manager --leader-elect=true 1>>/var/log/kcm.log 2>&1
  `)
  assert.is(fragment.component, 'kube-controller-manager')
  assert.equal(show(fragment.words), ['--leader-elect=true'])
  assert.is(describe(fragment.words[0]!.parts[0]!.text.at), 'cluster.yaml:8:51')
})

test('without a command the image says what runs', () => {
  const fragment = container(text`
    - name: ca
      image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.30.0
      args: [--cloud-provider=aws, --nodes=1:10:asg-a]
  `)
  assert.is(fragment.component, 'cluster-autoscaler')
  assert.equal(show(fragment.words), ['--cloud-provider=aws', '--nodes=1:10:asg-a'])
})

test('a command that is no component is none, whatever its image', () => {
  const parsed = readWith(
    pod,
    text`
    kind: Pod
    spec:
      initContainers:
      - { name: init, command: [etcd] }
      containers:
      - { name: backup, image: quay.io/coreos/etcd:v3.5.0, command: [etcdctl, snapshot, save] }
      - { name: web, image: nginx }
      - { name: templated, image: "k8s.gcr.io/etcd:3.4.3", command: "{{ command }}" }
  `,
  )
  assert.equal(parsed.fragments, [])
})

test('several containers, one with a component of its own version', () => {
  const found = fragments(
    readWith(
      pod,
      text`
      kind: Pod
      spec:
        containers:
        - { name: a, image: "example.com/hyperkube:v1.7.6", command: [/hyperkube, apiserver, --apiserver-count=3] }
        - { name: b, image: "k8s.gcr.io/etcd:3.1.10", command: [/usr/local/bin/etcd] }
    `,
    ),
    'argv',
  )
  assert.equal(
    found.map(one => one.component),
    ['kube-apiserver', 'etcd'],
  )
  assert.equal(found.map(versions), [['kube-apiserver 1.7.6'], ['etcd 3.1.10']])
})

test('the pod is a resource: probes, priority, network; hostPath mounts lead to the host', () => {
  const fragment = only(
    readWith(
      pod,
      text`
      apiVersion: v1
      kind: Pod
      metadata:
        name: kube-apiserver
        namespace: kube-system
        annotations: { prometheus.io/scrape: "true" }
      spec:
        hostNetwork: true
        priorityClassName: system-node-critical
        containers:
        - name: kube-apiserver
          command: [kube-apiserver]
          livenessProbe: { httpGet: { path: /livez, port: 6443 }, failureThreshold: 8 }
          resources: { requests: { cpu: 250m } }
          volumeMounts:
          - { name: certs, mountPath: /etc/certs }
          - { name: policy, mountPath: /etc/policy.yaml, subPath: audit.yaml }
          - { name: config, mountPath: /etc/config }
        volumes:
        - { name: certs, hostPath: { path: /etc/kubernetes/pki } }
        - { name: policy, hostPath: { path: /etc/kubernetes/ } }
        - { name: config, configMap: { name: config } }
    `,
    ),
    'argv',
  )
  assert.is(fragment.runsIn?.type, 'pod')
  assert.is(fragment.runsIn?.name, 'kube-apiserver')
  const fields = runsIn(fragment)
  assert.equal(fields.livenessProbe, { httpGet: { path: '/livez', port: '6443' }, failureThreshold: '8' })
  assert.equal(fields.resources, { requests: { cpu: '250m' } })
  assert.equal(fields.annotations, { 'prometheus.io/scrape': 'true' })
  assert.equal(
    [fields.hostNetwork, fields.priorityClassName, fields.namespace, fields.kind],
    ['true', 'system-node-critical', 'kube-system', 'Pod'],
  )
  assert.equal('readinessProbe' in fields, false)
  assert.equal(
    [...(fragment.mounts ?? [])],
    [
      ['/etc/certs', '/etc/kubernetes/pki'],
      ['/etc/policy.yaml', '/etc/kubernetes/audit.yaml'],
    ],
  )
})

const KUBEADM = text`
  kind: Pod
  metadata:
    labels: { component: etcd, tier: control-plane }
  spec:
    containers:
    - { name: etcd, image: "registry.k8s.io/etcd:3.5.16-0", command: [etcd] }
`

test('kubeadm is the writer only where labels and path agree', () => {
  const at = (uri: string) => belongs(only(readWith(pod, KUBEADM, uri), 'argv'))
  assert.equal(at('node/etc/kubernetes/manifests/etcd.yaml'), { role: 'control-plane', platform: 'kubeadm' })
  assert.equal(at('node/etc/kubernetes/manifests/etcd.yaml.j2'), { role: 'control-plane', platform: 'kubeadm' })
  assert.equal(at('manifests/etcd.yaml'), {})
})

test('a JSON manifest', () => {
  const fragment = only(
    readWith(
      pod,
      '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"s","command":["kube-scheduler","--v=2"]}]}}',
      'kube-scheduler.manifest',
    ),
    'argv',
  )
  assert.equal(show(fragment.words), ['--v=2'])
  assert.is(describe(fragment.words[0]!.parts[0]!.text.at), 'kube-scheduler.manifest:1:96')
})

test('items of a List stand for themselves', () => {
  const fragment = only(
    readWith(
      pod,
      text`
      apiVersion: v1
      kind: List
      items:
      - kind: Pod
        spec: { containers: [{ name: p, command: [kube-proxy, --v=2] }] }
      - kind: Service
    `,
    ),
    'argv',
  )
  assert.is(fragment.component, 'kube-proxy')
})

const deployment = (head: string): string => `${head}
  template:
    metadata:
      labels: { app: ca }
    spec:
      containers:
      - name: ca
        image: gcr.io/google-containers/cluster-autoscaler:v0.6.1
        command: [./cluster-autoscaler, --v=4]
`

test('workloads: how many run', () => {
  const instances = (head: string) => only(readWith(workload, deployment(head)), 'argv').instances
  assert.equal(instances('kind: Deployment\nspec:\n  replicas: 2'), { min: 2, max: 2 })
  assert.equal(instances('kind: StatefulSet\nspec:'), { min: 1 })
  assert.equal(instances('kind: DaemonSet\nspec:'), { min: 1 })
  assert.is(instances('kind: Deployment\nspec:\n  replicas: {{ n }}'), undefined)
})

test('workloads: name and replicas are the object’s, labels the pod’s', () => {
  const head =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: autoscaler\n  labels: { app: x }\nspec:\n  replicas: 1'
  const fragment = only(readWith(workload, deployment(head)), 'argv')
  const { name, kind, replicas, labels } = runsIn(fragment)
  assert.equal(
    { name, kind, replicas, labels },
    { name: 'autoscaler', kind: 'Deployment', replicas: '1', labels: { app: 'ca' } },
  )
  assert.equal(versions(fragment), ['cluster-autoscaler 0.6.1'])
})

test('a manifest without a kind is a workload by its shape', () => {
  const source = deployment('metadata: { name: x }\nspec:\n  selector: { matchLabels: { app: ca } }')
  assert.is(only(readWith(workload, source), 'argv').component, 'cluster-autoscaler')
  assert.equal(readWith(workload, source.replace('selector', 'other')).fragments, [])
})

test('a command from a template: the name of the container tells what runs, and all is open', () => {
  const fragment = container('- name: kube-scheduler\n  image: "{{ image }}"\n  command: ["{{ command }}"]\n')
  assert.equal([fragment.component, fragment.words, fragment.open], ['kube-scheduler', [], true])
})

test('the script of the autoscaler’s image hands its arguments on', () => {
  const fragment = container(text`
    - name: ca
      image: gcr.io/google_containers/cluster-autoscaler:v0.6.1
      command: [./run.sh, --v=4]
  `)
  assert.equal([fragment.component, show(fragment.words)], ['cluster-autoscaler', ['--v=4']])
})

test('nothing throws on shapes that are none', () => {
  for (const source of [
    'kind: Pod',
    'kind: Pod\nspec: []',
    'kind: Pod\nspec: { containers: {} }',
    'kind: Pod\nspec: { containers: [1, null, []] }',
    'kind: Pod\nspec: { containers: [{ command: {}, args: 5, env: {}, image: [] }] }',
    'kind: Pod\nspec: { containers: [{ command: [{}, [], null], env: [{}, 1, { name: [] }] }] }',
  ])
    assert.equal(readWith(pod, source).fragments, [])
  assert.equal(readWith(workload, 'kind: Deployment\nspec: { template: 1 }').fragments, [])
})

test('a shell adds its exports to the environment of the container, and a sourced file opens it', () => {
  const etcd = (script: string) =>
    container(text`
      - name: etcd
        image: quay.io/coreos/etcd:v3.4.9
        command: ["/bin/sh", "-ec"]
        args: ["${script}"]
        env:
        - name: ETCD_ELECTION_TIMEOUT
          value: "1000"
    `)
  const exported = etcd('export ETCD_ELECTION_TIMEOUT=5000\\nexec etcd --heartbeat-interval=500')
  assert.equal(show(exported.words), ['--heartbeat-interval=500'])
  assert.equal(
    exported.environment.variables.map(({ text }) => text.value),
    ['1000', '5000'],
  )
  assert.is(exported.environment.open, false)
  assert.is(etcd('. /etc/etcd.env; exec etcd --heartbeat-interval=500').environment.open, true)
})

test.run()
