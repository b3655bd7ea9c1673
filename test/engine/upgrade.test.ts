import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { run } from '../../src/engine/run.js'
import { parseVersion } from '../../src/model/version.js'
import { documentsOf } from '../../src/sources/cluster/documents.js'
import { autoscaler } from '../support/autoscaler.js'
import { KUBEADM_CONFIGZ, nodes, recording, SOUND, version } from '../support/recordings.js'
import { staticPod } from '../support/static-pod.js'

const test = suite('engine: --target-version')

const apiserver = (...flags: string[]): { uri: string; source: string } => ({
  uri: 'kube-apiserver.yaml',
  source: staticPod('kube-apiserver', 'v1.30.4', ...flags),
})

const findings = async (target: number | undefined, ...flags: string[]) => {
  const { outcome } = await run({
    files: [apiserver(...flags)],
    preset: 'recommended',
    config: {},
    ...(target === undefined ? {} : { targetVersion: { major: 1, minor: target, patch: 0 } }),
  })
  return outcome.findings.map(
    ({ rule, severity, assuming }) => `${severity} ${rule}${assuming.map(one => `: ${one}`).join('')}`,
  )
}

test('a flag that goes on the way is a warning, and says at which minor', async () => {
  assert.equal(await findings(36, '--cloud-config=/etc/cloud.conf'), [
    'warning upgrade/removed-flag: an upgrade to Kubernetes 1.33',
  ])
})

test('so is a feature gate, at the minor that no longer knows it and not at the one before', async () => {
  const gate = '--feature-gates=CloudDualStackNodeIPs=true'
  assert.equal(await findings(33, gate), ['warning upgrade/removed-feature-gate: an upgrade to Kubernetes 1.32'])
  assert.equal(await findings(31, gate), [])
})

test('that something is seen to run says nothing of a version ahead', async () => {
  const { outcome } = await run({
    files: documentsOf(
      recording([
        version('v1.30.4'),
        ...nodes({
          name: 'workers',
          count: 3,
          version: 'v1.30.4',
          configz: {
            ...KUBEADM_CONFIGZ,
            ...SOUND,
            // 1.30 has no such fields
            crashLoopBackOff: undefined,
            imagePullCredentialsVerificationPolicy: undefined,
            featureGates: { CloudDualStackNodeIPs: true },
          },
        }),
      ]),
    ),
    preset: 'recommended',
    config: {},
    targetVersion: { major: 1, minor: 33, patch: 0 },
  })
  assert.equal(
    outcome.findings.map(({ rule, assuming }) => [rule, ...assuming]),
    [['upgrade/removed-feature-gate', 'an upgrade to Kubernetes 1.32']],
  )
})

test('not before the target, and not without one', async () => {
  assert.equal(await findings(32, '--cloud-config=/etc/cloud.conf'), [])
  assert.equal(await findings(undefined, '--cloud-config=/etc/cloud.conf'), [])
})

test('what is wrong already is said once', async () => {
  assert.equal(await findings(36, '--enable-agregator-routing=true'), ['error cluster/unknown-flag'])
})

const bitesOf = async (files: Record<string, string>, target?: string, kubernetes?: string) => {
  const { outcome } = await run({
    files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
    preset: 'recommended',
    config: {},
    ...(target === undefined ? {} : { targetVersion: parseVersion(target)!.max }),
    ...(kubernetes === undefined ? {} : { kubernetesVersion: parseVersion(kubernetes)! }),
  })
  return outcome.findings.flatMap(({ rule, bites, what }) => (rule.startsWith('upgrade/') ? [`${bites} ${what}`] : []))
}

const kubelet = (flags: string) => ({ 'kubelet.service': `[Service]\nExecStart=/usr/bin/kubelet ${flags}\n` })

test('a kubelet of 1.23 says when a flag bites, with a target and without', async () => {
  const gone = '1.24 `--network-plugin` was removed in kubelet 1.24'
  assert.equal(await bitesOf(kubelet('--network-plugin=cni'), '1.36', '1.23'), [gone])
  assert.equal(await bitesOf(kubelet('--network-plugin=cni'), undefined, '1.23'), [gone])
  assert.equal(await bitesOf(kubelet('--network-plugin=cni'), '1.36', '1.20'), [gone])
})

test('an unknown present version does not silence the question', async () => {
  const flags = '--network-plugin=cni --pod-infra-container-image=k8s.gcr.io/pause:3.5'
  assert.equal(await bitesOf(kubelet(flags)), [])
  assert.equal(await bitesOf(kubelet(flags), '1.36'), [
    '1.24 `--network-plugin` was removed in kubelet 1.24',
    '1.35 `--pod-infra-container-image` was removed in kubelet 1.35',
  ])
  assert.equal(await bitesOf(kubelet(flags), '1.34'), ['1.24 `--network-plugin` was removed in kubelet 1.24'])
})

test('what was wrong only at minors that may be passed already is not said', async () => {
  // a gate that 1.37 brings is missing up to there, whatever runs
  assert.equal(await bitesOf(kubelet('--feature-gates=TTLAfterFinished=true'), '1.36'), [
    '1.25 feature gate `TTLAfterFinished` was removed in 1.25',
  ])
  // locked from 1.25 on, gone with 1.27: who runs 1.28 has never seen the lock, and cannot run with it either
  const locked = kubelet('--feature-gates=CSIMigrationAWS=false')
  assert.equal(await bitesOf(locked, '1.36'), ['1.27 feature gate `CSIMigrationAWS` was removed in 1.27'])
  assert.equal(await bitesOf(locked, '1.36', '1.23'), [
    '1.25 feature gate `CSIMigrationAWS` is locked to true since 1.25',
  ])
})

const etcd = (...flags: string[]) => ({
  'etcd.yaml': staticPod('etcd', '3.5.6-0', '--data-dir=/var/lib/etcd', ...flags),
})

test('etcd and the autoscaler bite at the minor that brings their version', async () => {
  assert.equal(await bitesOf(etcd('--enable-v2=false'), '1.36'), ['1.34 `--enable-v2` was removed in etcd 3.6'])
  assert.equal(await bitesOf(etcd('--experimental-initial-corrupt-check'), '1.36'), [])
  assert.equal(await bitesOf(etcd('--experimental-initial-corrupt-check'), '1.37'), [
    '1.37 `--experimental-initial-corrupt-check` was removed in etcd 3.7',
  ])
  const old = { ...etcd('--enable-v2=false'), ...apiserverOf('v1.35.2') }
  assert.equal(await bitesOf(old, '1.36'), ['1.36 `--enable-v2` was removed in etcd 3.6'])
  const scaler = { 'ca.yaml': autoscaler('v1.30.4', '--max-empty-bulk-delete=3') }
  assert.equal(await bitesOf(scaler, '1.36'), ['1.33 `--max-empty-bulk-delete` was removed in cluster-autoscaler 1.33'])
  assert.equal(await bitesOf(scaler, '1.32'), [])
})

function apiserverOf(version: string) {
  const { uri, source } = apiserver('--secure-port=6443')
  return { [uri]: source.replace('v1.30.4', version) }
}

test('one token is said once: what comes first on the way', async () => {
  const { uri, source } = apiserver('--cloud-provider=gce')
  assert.equal(await bitesOf({ [uri]: source.replace('v1.30.4', 'v1.23.4') }, '1.36'), [
    '1.29 `--cloud-provider=gce` stops kube-apiserver 1.29: it has no cloud provider `gce`',
  ])
})

test('one plugin of a list as well', async () => {
  const { uri, source } = apiserver('--enable-admission-plugins=NodeRestriction,SecurityContextDeny')
  assert.equal(await bitesOf({ [uri]: source.replace('v1.30.4', 'v1.23.4') }, '1.36'), [
    '1.27 admission plugin `SecurityContextDeny` stops kube-apiserver 1.27 unless the gate `SecurityContextDeny` is on',
  ])
})

test('two kubelets that read one file: the first to stop speaks', async () => {
  const files = {
    'old/kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml\n',
    'etc/kubernetes/kubelet.yaml':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates: {CSIMigrationAWS: true}\n',
  }
  assert.equal(await bitesOf(files, '1.36', '1.23'), ['1.27 feature gate `CSIMigrationAWS` was removed in 1.27'])
})

test.run()
