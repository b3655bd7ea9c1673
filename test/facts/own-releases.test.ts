import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ADMISSION_PLUGINS, pluginAt } from '../../src/facts/admission-plugins.js'
import { providerAt } from '../../src/facts/cloud-providers.js'
import { versions } from '../../src/facts/flags.js'
import { INERT_FLAGS } from '../../src/facts/inert-flags.js'
import { kubernetesWith, releaseWith } from '../../src/facts/own-releases.js'
import { keyOf } from '../../src/facts/settings.js'
import { parseVersion } from '../../src/model/version.js'

const test = suite('facts: what an upgrade brings')

const at = (text: string) => {
  const found = parseVersion(text)?.max
  if (found === undefined) throw new Error(text)
  return found
}

test('the etcd and the autoscaler of a minor', () => {
  assert.is(releaseWith('etcd', 133), 305)
  assert.is(releaseWith('etcd', 134), 306)
  assert.is(releaseWith('etcd', 105), undefined)
  assert.is(releaseWith('cluster-autoscaler', 109), 101)
  assert.is(releaseWith('cluster-autoscaler', 133), 133)
  assert.is(releaseWith('kubelet', 133), 133)
})

test('the minor that brings a release: the next, where it came with one that is passed', () => {
  assert.is(kubernetesWith('etcd', 306), 134)
  assert.is(kubernetesWith('etcd', 306, 135), 136)
  assert.is(kubernetesWith('etcd', 304, 123), 124)
  assert.is(kubernetesWith('etcd', 399), undefined)
  assert.is(kubernetesWith('cluster-autoscaler', 133, 130), 133)
  for (const minor of versions('etcd').filter(minor => minor >= 301))
    assert.ok(kubernetesWith('etcd', minor) !== undefined)
})

test('admission plugins: each once, gone after it came', () => {
  assert.is(new Set(ADMISSION_PLUGINS.map(({ name }) => name)).size, ADMISSION_PLUGINS.length)
  for (const { removed, introduced } of ADMISSION_PLUGINS) assert.ok(removed === undefined || removed > introduced)
  assert.is(pluginAt('PodSecurityPolicy', at('1.24.17')), 'yes')
  assert.is(pluginAt('PodSecurityPolicy', at('1.25.0')), 'removed')
  assert.is(pluginAt('podsecuritypolicy', at('1.24.17')), 'never')
  assert.is(pluginAt('JobValidation', at('1.37.2')), 'removed')
})

test('cloud providers by component', () => {
  const cases: [Parameters<typeof providerAt>[0], string, string, string][] = [
    ['kubelet', 'openstack', '1.25', 'fine'],
    ['kubelet', 'openstack', '1.26', 'refused'],
    ['kubelet', 'gce', '1.29', 'refused-unless-gated'],
    ['kubelet', 'gce', '1.34', 'refused'],
    ['kube-controller-manager', 'aws', '1.26', 'fine'],
    ['kube-controller-manager', 'aws', '1.37', 'refused'],
    ['kube-apiserver', 'aws', '1.28', 'fine'],
    ['kube-apiserver', 'azure', '1.29', 'refused-unless-gated'],
    ['kube-apiserver', 'aws', '1.29', 'refused'],
    ['kube-apiserver', 'aws', '1.33', 'fine'],
    ['kubelet', 'external', '1.30', 'fine'],
  ]
  for (const [kind, name, version, answer] of cases)
    assert.is(providerAt(kind, name, at(version)), answer, `${kind} ${name} ${version}`)
})

test('inert flags are keys of their component', () => {
  for (const { component, keys } of INERT_FLAGS)
    for (const key of keys) assert.ok(keyOf(component, key), `${component} ${key}`)
})

test.run()
