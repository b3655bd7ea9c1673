import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { fieldDefault, fieldKnownAt, flagDefault, type KeyFact, keyOf, knownMinor } from '../../src/facts/settings.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import { parseVersion, type Version } from '../../src/model/version.js'

const test = suite('facts/settings')

function at(text: string): Version {
  const range = parseVersion(text)
  if (range === undefined) throw new Error(text)
  return range.min
}

function key(component: ComponentKind, name: string): KeyFact {
  const fact = keyOf(component, name)
  if (fact === undefined) throw new Error(`${component} ${name}`)
  return fact
}

/** Flags of the kubelet whose field is not the flag in camel case (cmd/kubelet/app/options/options.go). */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'pod-manifest-path': 'staticPodPath',
  'manifest-url': 'staticPodURL',
  'event-qps': 'eventRecordQPS',
  'registry-qps': 'registryPullQPS',
  'pod-max-pids': 'podPidsLimit',
  'reserved-cpus': 'reservedSystemCPUs',
  'rotate-server-certificates': 'serverTLSBootstrap',
  'resolv-conf': 'resolvConf',
  'minimum-image-ttl-duration': 'imageMinimumGCAge',
  'image-gc-high-threshold': 'imageGCHighThresholdPercent',
  'image-gc-low-threshold': 'imageGCLowThresholdPercent',
  'kube-api-content-type': 'contentType',
  'client-ca-file': 'authentication.x509.clientCAFile',
  'anonymous-auth': 'authentication.anonymous.enabled',
  'authentication-token-webhook': 'authentication.webhook.enabled',
  'authorization-mode': 'authorization.mode',
  'kube-api-qps': 'kubeAPIQPS',
  'cluster-dns': 'clusterDNS',
}
for (const [flag, field] of Object.entries(EXCEPTIONS))
  test(`kubelet --${flag} and ${field} are one setting`, () => {
    assert.is(key('kubelet', flag).key, field)
    assert.is(key('kubelet', flag), key('kubelet', flag))
    assert.is(key('kubelet', field).flag, flag)
  })

for (const name of [
  'kubeconfig',
  'bootstrap-kubeconfig',
  'hostname-override',
  'node-ip',
  'cert-dir',
  'node-labels',
  'config-dir',
])
  test(`kubelet --${name} is a flag only`, () => {
    assert.equal([key('kubelet', name).key, key('kubelet', name).field], [name, undefined])
  })

test('underscores find the same setting', () => {
  assert.is(key('kubelet', 'eviction_hard').key, 'evictionHard')
  assert.is(keyOf('etcd', 'heartbeat_interval'), undefined)
})

test('an old flag of a field is that field', () => {
  const fact = key('kubelet', 'experimental-fail-swap-on')
  assert.equal([fact.key, fact.flag], ['failSwapOn', 'fail-swap-on'])
  assert.is(key('kube-scheduler', 'lock-object-name').key, 'leaderElection.resourceName')
})

test('fields of v1alpha1 are the settings of today', () => {
  assert.is(key('kubelet', 'podManifestPath').key, 'staticPodPath')
  assert.is(key('kubelet', 'rootDirectory').key, 'root-dir')
  assert.is(key('kubelet', 'containerized').key, 'containerized')
})

test('either spelling of other components', () => {
  assert.is(key('kube-proxy', 'proxy-mode').key, 'mode')
  assert.is(key('kube-scheduler', 'leader-elect').key, 'leaderElection.leaderElect')
  assert.is(key('etcd', 'cert-file').key, 'client-transport-security.cert-file')
  assert.is(key('etcd', 'peer-transport-security.client-cert-auth').flag, 'peer-client-cert-auth')
  assert.is(key('kube-apiserver', 'v').key, 'v')
})

test('objects and misspelt names are no settings', () => {
  for (const name of ['authentication', 'evictionhard', 'Eviction-Hard', '', '.', 'maxPods\t', '=failSwapOn'])
    assert.is(keyOf('kubelet', name), undefined, name)
})

test('maps know their entries and their syntax', () => {
  const map = (name: string) => [key('kubelet', name).entryType, key('kubelet', name).mapSyntax]
  assert.equal(map('evictionHard'), ['threshold', '<'])
  assert.equal(map('evictionMinimumReclaim'), ['threshold', '='])
  assert.equal(map('evictionSoftGracePeriod'), ['duration', '='])
  assert.equal(map('kubeReserved'), ['quantity', '='])
  assert.equal(map('featureGates'), ['bool', '='])
  assert.equal(map('staticPodURLHeader'), ['string', ':'])
  assert.equal(map('node-labels'), ['string', '='])
})

test('flag and field have defaults of their own', () => {
  const reads = (name: string, version: string) => {
    const fact = key('kubelet', name)
    return [flagDefault(fact, at(version)), fieldDefault(fact, at(version))]
  }
  assert.equal(reads('anonymous-auth', '1.30'), ['true', 'false'])
  assert.equal(reads('authorization-mode', '1.30'), ['AlwaysAllow', 'Webhook'])
  assert.equal(reads('read-only-port', '1.30'), ['10255', '0'])
  assert.equal(reads('authentication-token-webhook', '1.30'), ['false', 'true'])
  assert.equal(reads('max-pods', '1.30'), ['110', '110'])
  assert.equal(reads('memoryThrottlingFactor', '1.22'), [undefined, '0.8'])
  assert.equal(reads('memoryThrottlingFactor', '1.30'), [undefined, '0.9'])
  assert.equal(reads('memoryThrottlingFactor', '1.37'), [undefined, undefined])
  assert.equal(reads('nodeStatusReportFrequency', '1.16'), [undefined, '1m0s'])
  assert.equal(reads('nodeStatusReportFrequency', '1.17'), [undefined, '5m0s'])
  assert.equal(reads('enforce-node-allocatable', '1.30'), ['pods', 'pods'])
})

test('the field keeps its thresholds where the flag lost them', () => {
  const fact = key('kubelet', 'evictionHard')
  assert.is(flagDefault(fact, at('1.26')), undefined)
  assert.match(flagDefault(fact, at('1.25')) ?? '', 'memory.available<100Mi')
  assert.match(fieldDefault(fact, at('1.26')) ?? '', 'memory.available<100Mi')
  assert.not.match(fieldDefault(fact, at('1.29')) ?? '', 'imagefs.inodesFree')
  assert.match(fieldDefault(fact, at('1.30')) ?? '', 'imagefs.inodesFree<5%')
})

test('a version without the setting does not know it', () => {
  assert.is(knownMinor(key('kubelet', 'mergeDefaultEvictionSettings'), at('1.32')), false)
  assert.is(knownMinor(key('kubelet', 'mergeDefaultEvictionSettings'), at('1.33')), true)
  assert.is(knownMinor(key('kubelet', 'evictionHard'), at('1.2')), false)
  assert.is(knownMinor(key('kubelet', 'evictionHard'), at('1.5')), true)
  assert.is(knownMinor(key('kubelet', 'allow-privileged'), at('1.15')), false)
  assert.is(knownMinor(key('kube-apiserver', 'lease-reuse-duration-seconds'), at('1.20')), true)
  assert.is(knownMinor(key('etcd', 'enable-v2'), at('3.6')), false)
  assert.is(knownMinor(key('kubelet', 'maxPods'), at('1.50')), true)
})

test('pointer fields keep an explicit zero', () => {
  assert.is(key('kubelet', 'registryPullQPS').pointer, true)
  assert.is(key('kubelet', 'healthzPort').pointer, true)
  assert.is(key('kubelet', 'maxPods').pointer, false)
  assert.is(key('kubelet', 'readOnlyPort').pointer, false)
})

test('the key of a file may be younger than its flag', () => {
  const { fieldLife, flagLife } = key('etcd', 'self-signed-cert-validity')
  assert.ok(flagLife !== undefined && flagLife.patches === undefined)
  assert.equal(
    ['3.4.45', '3.5.0', '3.5.1', '3.6.0'].map(
      release => fieldLife !== undefined && fieldKnownAt(fieldLife, at(release)),
    ),
    [false, false, true, true],
  )
})

test.run()
