import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { defaultAt, flag, flagNames } from '../../../src/facts/flags.js'
import { loadBalancerHost } from '../../../src/facts/load-balancer-hosts.js'
import { isUpstreamImage } from '../../../src/facts/registries.js'
import { COMPONENTS } from '../../../src/model/fragment.js'
import type { RecordedObject, Recording } from '../../../src/sources/cluster/recording.js'
import { redacted } from '../../../src/sources/cluster/redact.js'
import { ORIGINALS, PLANTED } from '../../support/cluster/planted.js'

const test = suite('sources: a recording with other names')

const recording = (objects: readonly RecordedObject[], rest: Partial<Recording> = {}): Recording => ({
  kind: 'ClusterRecording',
  apiVersion: 'klint.dev/v1',
  klint: '0.1.0',
  takenAt: '2026-11-26T07:00:00Z',
  cluster: 'acme-prod',
  distribution: 'other',
  redacted: false,
  objects,
  missing: [],
  ...rest,
})

const object = (kind: string, name: string, body: object, rest: Partial<RecordedObject> = {}): RecordedObject => ({
  kind,
  name,
  count: 1,
  others: [],
  body,
  ...rest,
})

/** A container's command line, as it comes back. */
function command(...words: readonly string[]): readonly string[] {
  const [pod] = redacted(recording([object('Pod', 'p', { command: words })])).objects
  const { command: after } = JSON.parse(JSON.stringify(pod?.body))
  return after
}
const image = (reference: string): string =>
  JSON.parse(JSON.stringify(redacted(recording([object('Pod', 'p', { image: reference })])).objects[0]?.body)).image
const text = (value: unknown): string => JSON.stringify(value)

test('nothing of a cluster full of names is left of them', () => {
  const written = text(redacted(PLANTED)).toLowerCase()
  const left = ORIGINALS.filter(one => written.includes(one.toLowerCase()))
  assert.equal(left, [])
})

test('every name that is planted is there before', () => {
  const before = text(PLANTED).toLowerCase()
  const missing = ORIGINALS.filter(one => !before.includes(one.toLowerCase()) && !one.includes('"'))
  assert.equal(missing, [])
})

test('the same recording has the same pseudonyms, and a redacted one is told', () => {
  assert.equal(redacted(PLANTED), redacted(PLANTED))
  assert.is(redacted(PLANTED).redacted, true)
  assert.is(redacted(PLANTED).cluster, 'cluster-1')
})

test('one name has one pseudonym: in pods, leases, command lines, ConfigMaps and what was refused', () => {
  const { objects, missing } = redacted(PLANTED)
  const [node] = objects.filter(({ kind }) => kind === 'Node')
  const name = node?.name ?? ''
  assert.match(name, /^node-\d+\.domain-\d+\.example$/)
  assert.ok(objects.some(one => one.name === `etcd-${name}`))
  assert.ok(objects.some(one => one.name === `kube-apiserver-${name}`))
  const holding = (kind: string, part: string): boolean =>
    objects.some(one => one.kind === kind && text(one.body).includes(part))
  assert.ok(holding('Lease', `"kubernetes.io/hostname":"${name}"`))
  assert.ok(holding('Lease', `"holderIdentity":"${name}_`))
  assert.ok(holding('Pod', `--name=${name}`))
  assert.ok(holding('Pod', `--initial-cluster=${name}=https://`))
  assert.ok(missing.every(({ path, said }) => path.includes(name) && said.includes(name)))
  assert.ok(holding('Deployment', '--cluster-name=cluster-1'))
  assert.ok(holding('Deployment', 'k8s.io/cluster-autoscaler/cluster-1'))
  assert.ok(holding('ConfigMap', 'clusterName: cluster-1'))
})

test('an address is the same everywhere, and the services are in their range', () => {
  const { objects } = redacted(PLANTED)
  const all = text(objects)
  const advertised = /--advertise-address=(10\.[\d.]+)/.exec(all)?.[1] ?? ''
  const slice = objects.find(({ kind }) => kind === 'EndpointSlice')
  assert.ok(text(slice?.body).includes(`"${advertised}"`))
  const range = /--service-cluster-ip-range=10\.(\d+)\.0\.0\/12/.exec(all)?.[1]
  const service = /"clusterIP":"10\.(\d+)\./.exec(all)?.[1]
  assert.is(Number(service) >> 4, Number(range) >> 4)
})

test('what rules look at is left', () => {
  const words = [
    'kube-apiserver',
    '--endpoint-reconciler-type=master-count',
    '--feature-gates=PodSecurity=true,APIPriorityAndFairness=false',
    '--enable-admission-plugins=NodeRestriction,AlwaysPullImages',
    '--etcd-servers=https://127.0.0.1:2379',
    '--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-allowed-names=front-proxy-client',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    '--audit-log-path=/var/log/kubernetes/audit.log',
    '--goaway-chance=0.001',
    '--bind-address=0.0.0.0',
    '--initial-cluster-state=existing',
    '--register-with-taints=node-role.kubernetes.io/control-plane:NoSchedule',
    '--container-runtime-endpoint=unix:///run/containerd/containerd.sock',
    '--hostname-override=$(NODE_NAME)',
    '--node-monitor-grace-period',
    '40s',
    '--leader-elect=true',
    '--eviction-hard=memory.available<100Mi,nodefs.inodesFree<5%',
    '--v=2',
  ]
  assert.equal(command(...words), words)
})

test('every default of every flag is left, but for addresses', () => {
  const version = (minor: number, major = 1) => ({ major, minor, patch: 0, pre: [] })
  const words = COMPONENTS.flatMap(component =>
    [...flagNames(component)].flatMap(name => {
      const fact = flag(component, name)
      if (fact === undefined) return []
      const points = component === 'etcd' ? [version(5, 3)] : [10, 20, 34].map(minor => version(minor))
      return points.flatMap(point => defaultAt(fact, point) ?? []).map(value => `--${name}=${value}`)
    }),
  ).filter(word => !/cidr|ip-range/.test(word))
  assert.ok(words.length > 300)
  const after = command(...words)
  assert.equal(
    words.filter((word, i) => word !== after[i]),
    [],
  )
})

test('what only its owner knows is not left, in whatever flag it stands', () => {
  const after = text(
    command(
      'acme-wrapper',
      '--acme-room=blue',
      '--node-labels=team=payments',
      '--oidc-required-claim=hd=acme-corp',
      '--cluster-name',
      'acme-prod',
      '--service-account-issuer=https://acme/id/4711aa',
      '--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/acme-prod',
      '--kubelet-arg=node-labels=team=payments',
      '--bootstrap-kubeconfig=/home/acme-prod/config',
    ),
  )
  assert.not.match(after, /blue|payments|acme-corp|acme-prod|4711aa/)
  assert.match(after, /asg:tag=k8s\.io\/cluster-autoscaler\/cluster-1/)
  assert.match(after, /--kubelet-arg=node-labels=/)
})

test('paths of URLs, which generators make of a group, are names; nothing in these objects is on a node', () => {
  const webhook = { clientConfig: { service: { name: 's', namespace: 'n', path: '/mutate-acme-io-v1-widget' } } }
  const after = redacted(
    recording([
      object('MutatingWebhookConfiguration', 'w', { webhooks: [webhook] }),
      object('FlowSchema', 'f', {
        spec: { rules: [{ nonResourceRules: [{ nonResourceURLs: ['/acme', '/healthz'] }] }] },
      }),
    ]),
  )
  assert.not.match(text(after), /acme|widget/)
  assert.match(text(after), /"path":"\/[\w-]*name-\d+.*"\/healthz"/)
})

test('whose a resource of a cloud is, and a host without a scheme', () => {
  const after = command(
    'projects/acme-prod/zones/a',
    '--x=/subscriptions/acme/resourceGroups/acme-rg/providers',
    '--cors-allowed-origins=//acme:80',
  )
  assert.not.match(text(after), /acme/)
  assert.match(text(after), /projects\/cluster-1\/.*\/resourceGroups\/name-\d+\/.*\/\/\w+-\d+:80/)
})

test('a setting nobody knows may hold a name, also in a configuration', () => {
  const configz = { someNew: { deep: 'acme', list: ['acme'] }, cgroupDriver: 'systemd', evictionHard: { 'x.y': '5%' } }
  const data = { ClusterConfiguration: 'apiServer:\n  extraArgs:\n    own: acme\n    profiling: "false"\n' }
  const after = redacted(
    recording([object('Node', 'n', configz, { part: 'configz' }), object('ConfigMap', 'kubeadm-config', { data })]),
  )
  assert.not.match(text(after), /acme/)
  assert.match(text(after), /"cgroupDriver":"systemd".*"5%".*profiling: \\"false/)
})

test('a script is looked at word by word', () => {
  const line = 'exec kube-apiserver --etcd-servers=https://db.acme.corp:2379 --v=2 1>>/var/log/kube-apiserver.log 2>&1'
  const [, , script = ''] = command('/bin/sh', '-c', line)
  assert.match(
    script,
    /^exec kube-apiserver --etcd-servers=https:\/\/\S+:2379 --v=2 1>>\/var\/log\/kube-apiserver\.log 2>&1$/,
  )
  assert.not.match(script, /acme|corp/)
})

test('images: upstream stays upstream, a component stays one, and nobody sees whose registry it is', () => {
  for (const kept of [
    'registry.k8s.io/kube-apiserver:v1.34.2',
    'k8s.gcr.io/etcd:3.4.13-0',
    'registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.0',
    'gcr.io/google_containers/hyperkube-amd64:v1.6.2',
    'quay.io/coreos/hyperkube:v1.9.11_coreos.1',
    'rancher/hyperkube:v1.18.0-rancher1',
    `registry.k8s.io/kube-proxy@sha256:${'0123456789abcdef'.repeat(4)}`,
    'docker.io/library/etcd:latest',
  ])
    assert.is(image(kept), kept)
  assert.ok(isUpstreamImage(image('registry.k8s.io/kube-apiserver:v1.34.2')))
  const own = image('harbor.acme.corp:5000/platform-team/kube-apiserver:v1.30.4-acme.2')
  assert.match(own, /^host-\d+\.domain-\d+\.example:5000\/name-\d+\/kube-apiserver:v1\.30\.4-name-\d+/)
  assert.not.ok(isUpstreamImage(own))
  assert.match(
    image('123456789012.dkr.ecr.eu-west-1.amazonaws.com/x/etcd:3.5.0'),
    /^0{11}1\.dkr\.ecr\.us-east-1\.amazonaws\.com\//,
  )
})

test('a host goes on telling what stands behind it', () => {
  for (const host of [
    'acme-api-1234567890.eu-west-1.elb.amazonaws.com',
    'internal-acme-987654321.cn-north-1.elb.amazonaws.com.cn',
    'acme-0123456789abcdef.elb.eu-west-1.amazonaws.com',
    '0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com',
    'acme-dns-1a2b3c.hcp.westeurope.azmk8s.io',
    'acme-dns-1a2b3c.privatelink.westeurope.azmk8s.io',
  ]) {
    const [, server = ''] =
      /^--server=https:\/\/(\S+):443$/.exec(command(`--server=https://${host}:443`)[0] ?? '') ?? []
    assert.is(loadBalancerHost(server), loadBalancerHost(host), server)
    assert.not.match(server, /acme|eu-west|westeurope|0123456789abcdef|1234567890/i)
  }
})

test('a pseudonym is nothing that stood in the recording before', () => {
  const node = (name: string): RecordedObject => object('Node', name, { metadata: { name } })
  const { objects } = redacted(recording([node('node-2'), node('node-1'), node('acme-7'), node('cluster-1')]))
  const names = objects.map(({ name }) => name)
  assert.is(new Set(names).size, 4)
  for (const before of ['node-1', 'node-2', 'acme-7', 'cluster-1']) assert.not.ok(names.includes(before))
})

test('what everybody calls a machine or a pool is no name', () => {
  const pod = object('Pod', 'etcd-master', { metadata: { name: 'etcd-master', labels: { tier: 'control-plane' } } })
  const node = object('Node', 'master', { metadata: { name: 'master' } }, { pool: 'control-plane' })
  const { objects } = redacted(recording([node, pod]))
  assert.equal(
    objects.map(({ name }) => name),
    ['master', 'etcd-master'],
  )
  assert.is(objects[0]?.pool, 'control-plane')
})

test('paths stay paths, without names that are known from elsewhere and without whose folder it is', () => {
  const labels = { platform: 'acme-metal', kind: 'Chocolatier', team: 'payments' }
  const words = [
    '--root-dir=/var/lib/payments/kubelet',
    '--config=/home/jane/kubelet.yaml',
    '--cert-dir=/var/lib/kubelet/pki',
  ]
  const [pod] = redacted(recording([object('Pod', 'p', { metadata: { labels }, command: words })])).objects
  const after = text(pod?.body)
  assert.match(after, /--root-dir=\/var\/lib\/name-\d+\/kubelet/)
  assert.match(after, /--config=\/home\/user-\d+\/kubelet\.yaml/)
  assert.match(after, /--cert-dir=\/var\/lib\/kubelet\/pki/)
  assert.not.match(after, /acme|chocolatier|payments|jane/i)
})

test('a name in other letters is the same name', () => {
  const after = text(command('--cluster-name=acme-prod', '--v=2', '--audit-log-path=/var/log/ACME-PROD/audit.log'))
  assert.not.match(after, /acme/i)
})

test('variables keep fitting to where they are used', () => {
  const body = {
    containers: [
      {
        env: [
          { name: 'ACME_ZONE', valueFrom: {} },
          { name: 'ETCD_AUTO_COMPACTION_MODE', value: 'periodic' },
          { name: 'ETCD_NAME', value: 'acme-etcd' },
        ],
        command: ['etcd', '--v=$(ACME_ZONE)', '--name=$(ETCD_NAME)'],
      },
    ],
  }
  const after = text(redacted(recording([object('Pod', 'p', body)])).objects[0]?.body)
  const [, variable] = /--v=\$\((\w+)\)/.exec(after) ?? []
  assert.ok(variable !== undefined && after.includes(`"name":"${variable}"`))
  assert.match(after, /"ETCD_AUTO_COMPACTION_MODE","value":"periodic"/)
  assert.match(after, /--name=\$\(ETCD_NAME\)/)
  assert.not.match(after, /acme/i)
})

test('names of apiservers’ leases are hashes of host names, so they go, and look as they did', () => {
  const name = 'apiserver-y36bymcyrci7t6akon2aidcujq'
  const lease = object('Lease', name, {
    metadata: { name },
    spec: { holderIdentity: `${name}_0b9c1f7e-4c1d-4c3a-9a55-0123456789ab` },
  })
  const [after] = redacted(recording([lease])).objects
  assert.match(after?.name ?? '', /^apiserver-[a-z2-7]{26}$/)
  assert.not.equal(after?.name, name)
  assert.match(text(after?.body), new RegExp(`"holderIdentity":"${after?.name}_[0-9a-f-]{36}"`))
})

test('what an apiserver said may hold anything, so only its own words are left', () => {
  const missing = (said: string): string =>
    redacted(recording([], { missing: [{ path: '/api/v1/nodes', read: 'nodes', why: 'forbidden', said, count: 1 }] }))
      .missing[0]?.said ?? ''
  assert.is(
    missing(
      '403 nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope',
    ).includes('cannot list resource "nodes" in API group "" at the cluster scope'),
    true,
  )
  assert.not.match(
    missing('User "jane@corp" cannot list: ask Bob Smith (+49 171 1234567) or #acme-platform'),
    /jane|corp|Bob|Smith|1234567|acme/,
  )
  assert.not.match(missing('dial tcp 10.1.2.3:10250: no such host gateway.acme.local'), /10\.1\.2\.3|acme/)
})

test('names in other alphabets, with escapes or with the words of JavaScript are names', () => {
  const names = ['jürgen-cluster', '機械', 'a\u001b[31mred', '__proto__', 'constructor', 'toString']
  const { objects } = redacted(recording(names.map(name => object('Pod', name, { metadata: { name } }))))
  for (const [i, one] of objects.entries()) {
    assert.not.ok(text(one).includes(names[i] ?? ''), names[i])
    assert.is(JSON.parse(text(one.body)).metadata.name, one.name)
  }
})

test('no text takes time out of proportion', () => {
  const parts = [
    'a.',
    '-',
    '1:',
    '@',
    'a-',
    '10.',
    '-----BEGIN ',
    '-----BEGIN A-----',
    'http://',
    'http://a/',
    'arn:aws:',
    '$a',
    'z/',
  ]
  const from = performance.now()
  for (const part of parts) {
    const hostile = part.repeat(40_000 / part.length)
    redacted(recording([object('Pod', 'p', { metadata: { name: hostile }, args: [hostile, `--name=${hostile}`] })]))
  }
  assert.ok(performance.now() - from < 10_000, String(performance.now() - from))
})

test.run()
