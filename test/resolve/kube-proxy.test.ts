import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { all, only, pod, resolved, said, saidMap } from '../support/resolved.js'

const test = suite('resolve: kube-proxy')

const PATH = '/var/lib/kube-proxy/config.conf'

const configuration = (...lines: readonly string[]): string =>
  ['apiVersion: kubeproxy.config.k8s.io/v1alpha1', 'kind: KubeProxyConfiguration', ...lines, ''].join('\n')

const proxy = async (args: readonly string[], config?: string, version = 'v1.34.2') =>
  only(
    await resolved({
      'kube-proxy.yaml': pod('kube-proxy', version, args),
      ...(config === undefined ? {} : { [`rootfs${PATH}`]: config }),
    }),
    'kube-proxy',
  )

const withFile = (args: readonly string[], lines: readonly string[], version?: string) =>
  proxy([`--config=${PATH}`, ...args], configuration(...lines), version)

test('without a file its flags count', async () => {
  const view = await proxy(['--proxy-mode=ipvs', '--oom-score-adj=-5', '--feature-gates=AllAlpha=true'])
  assert.is(view.configFile, 'no')
  assert.is(said(view.get('mode')), 'set ipvs by flag --proxy-mode=ipvs')
  assert.is(said(view.get('oomScoreAdj')), 'set -5 by flag --oom-score-adj=-5')
  assert.is(said(view.get('nftables.syncPeriod')), 'default 30000')
  assert.equal(saidMap(view, 'featureGates'), ['AllAlpha: set true by flag AllAlpha=true'])
})

test('with --config of the flags that the file holds only those of the logs and the name of the node count', async () => {
  const view = await withFile(
    ['--proxy-mode=ipvs', '--hostname-override=n1', '--v=4', '--healthz-port=0', '--master=https://m', '--cleanup'],
    ['hostnameOverride: n2', 'logging: {verbosity: 2, flushFrequency: 9s}', 'conntrack: {maxPerCore: 0}'],
  )
  assert.is(view.configFile, 'yes')
  assert.is(said(view.get('mode')), 'default iptables')
  assert.is(said(view.get('hostname-override')), 'set n1 by flag --hostname-override=n1 over hostnameOverride: n2')
  assert.is(said(view.get('v')), 'set 4 by flag --v=4 over verbosity: 2')
  assert.is(said(view.get('log-flush-frequency')), 'set 9000 by file flushFrequency: 9s')
  assert.is(said(view.get('conntrack-max-per-core')), 'set 0 by file maxPerCore: 0')
  assert.is(said(view.get('master')), 'set https://m by flag --master=https://m')
  assert.is(said(view.get('cleanup')), 'set true by flag --cleanup')
})

test('up to 1.12 the file has the name of the node as well', async () => {
  const at = async (version: string) =>
    said((await withFile(['--hostname-override=n1'], ['hostnameOverride: n2'], version)).get('hostnameOverride'))
  assert.is(await at('v1.12.10'), 'set n2 by file hostnameOverride: n2')
  assert.is(await at('v1.13.0'), 'set n1 by flag --hostname-override=n1 over hostnameOverride: n2')
})

test('gates of the flag are none beside a file', async () => {
  const view = await withFile(['--feature-gates=AllAlpha=true'], ['featureGates: {AllBeta: true}'])
  assert.equal(saidMap(view, 'featureGates'), ['AllBeta: set true by file AllBeta: true'])
  assert.equal(
    view.assignments.filter(({ key }) => key === 'featureGates').map(({ layer }) => layer),
    ['file', 'file'],
  )
})

test('a zero of the file is as good as nothing, unless the field is a pointer', async () => {
  const view = await withFile([], ['iptables: {minSyncPeriod: 0s, masqueradeBit: 0}', 'clientConnection: {qps: 0}'])
  assert.is(said(view.get('iptables.minSyncPeriod')), 'default 1000 by file minSyncPeriod: 0s')
  assert.is(said(view.get('iptables.masqueradeBit')), 'set 0 by file masqueradeBit: 0')
  assert.is(said(view.get('kube-api-qps')), 'default 5 by file qps: 0')
})

test('defaults that depend on other settings', async () => {
  const six = await withFile([], ['bindAddress: "::"', 'mode: nftables'])
  assert.is(said(six.get('healthzBindAddress')), 'default [::]:10256')
  assert.is(said(six.get('metricsBindAddress')), 'default [::1]:10249')
  assert.is(said(six.get('nodePortAddresses')), 'default [primary]')
  const flags = await proxy(['--bind-address=::'])
  assert.is(said(flags.get('healthzBindAddress')), 'default 0.0.0.0:10256')
  assert.is(said(flags.get('detectLocalMode')), 'default ClusterCIDR')
  assert.is(said((await withFile([], ['mode: nftables'], 'v1.30.1')).get('nodePortAddresses')), 'default nothing')
})

test('a file that is not in view decides, whatever it says', async () => {
  const view = await proxy(['--config=/x', '--proxy-mode=ipvs', '--v=2'])
  assert.is(said(view.get('mode')), 'unknown: /x is not in view')
  assert.is(said(view.get('bindAddress')), 'unknown: /x is not in view')
  assert.is(said(view.get('v')), 'set 2 by flag --v=2')
  assert.is(view.configFile, 'yes')
})

test('a template may name a file', async () => {
  const view = await proxy(['--proxy-mode=ipvs', '{{ .more }}'])
  assert.match(said(view.get('mode')), /^unknown: /)
  assert.is(view.configFile, 'unknown')
})

test('a file alone: no flag beside it could change more than logs and names', async () => {
  const view = only(
    await resolved({ 'config.conf': configuration('mode: ipvs', 'hostnameOverride: n1') }),
    'kube-proxy',
  )
  assert.is(view.configFile, 'yes')
  assert.is(said(view.get('mode')), 'set ipvs by file mode: ipvs')
  assert.is(said(view.get('oomScoreAdj')), 'default -999')
  assert.is(said(view.get('v')), 'default 0 assuming the command line')
})

test('the ConfigMap of its DaemonSet is its file', async () => {
  const files = {
    'kube-proxy.yaml': [
      'apiVersion: apps/v1',
      'kind: DaemonSet',
      'metadata: {name: kube-proxy, namespace: kube-system}',
      'spec:',
      '  template:',
      '    spec:',
      '      containers:',
      '      - name: kube-proxy',
      '        image: registry.k8s.io/kube-proxy:v1.34.2',
      `        command: [/usr/local/bin/kube-proxy, --config=${PATH}, --hostname-override=$(NODE_NAME)]`,
      '        volumeMounts: [{name: kube-proxy, mountPath: /var/lib/kube-proxy}]',
      '      volumes: [{name: kube-proxy, configMap: {name: kube-proxy}}]',
      '---',
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata: {name: kube-proxy, namespace: kube-system}',
      'data:',
      '  config.conf: |',
      ...configuration('mode: ipvs')
        .trimEnd()
        .split('\n')
        .map(line => `    ${line}`),
      '',
    ].join('\n'),
  }
  const [view, ...others] = all(await resolved(files), 'kube-proxy')
  assert.is(others.length, 0)
  assert.is(said(view?.get('mode')), 'set ipvs by file mode: ipvs')
  assert.is(said(view?.get('hostnameOverride')), 'unknown: comes from a template')
})

test('an address that is empty leaves the default', async () => {
  const view = await proxy(['--bind-address=', '--healthz-bind-address=', '--metrics-bind-address='])
  assert.is(said(view.get('bindAddress')), 'default 0.0.0.0')
  assert.is(said(view.get('healthzBindAddress')), 'default 0.0.0.0:10256')
  assert.is(said(view.get('metricsBindAddress')), 'default 127.0.0.1:10249')
})

test.run()
