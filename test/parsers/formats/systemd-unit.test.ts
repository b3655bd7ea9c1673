import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { UnitFragment } from '../../../src/model/fragment.js'
import { formatVersion } from '../../../src/model/version.js'
import { open } from '../../../src/parsers/embed.js'
import { environmentFile } from '../../../src/parsers/formats/environment-file.js'
import { systemdUnit } from '../../../src/parsers/formats/systemd-unit.js'
import { show } from '../../support/words.js'

const test = suite('unit files')

function read(uri: string, source: string): UnitFragment | undefined {
  const doc = open(uri, source)
  assert.ok(systemdUnit.detect(doc), `${uri} is a unit`)
  const [fragment] = systemdUnit.read(doc).fragments
  return fragment?.kind === 'unit' ? fragment : undefined
}
const runs = (unit: UnitFragment | undefined) =>
  unit?.directives.flatMap(({ runs }) =>
    runs === undefined ? [] : [`${runs.component}: ${show(runs.words).join(' ')}`],
  )
const versions = (unit: UnitFragment | undefined) =>
  unit?.versions?.map(({ of, range }) => `${of} ${formatVersion(range.min)}`)

const EXEC = '[Service]\nExecStart=/usr/bin/kubelet --a=1 $X\n'
const NAMES: Record<string, [string, string | undefined]> = {
  'kubelet.service': ['kubelet.service', undefined],
  'roles/node/templates/kubelet.service.j2': ['kubelet.service', undefined],
  'units/kubelet@.service': ['kubelet.service', undefined],
  'kube-kubelet@node1.service': ['kube-kubelet.service', undefined],
  'etc/systemd/system/kubelet.service.d/10-kubeadm.conf': ['kubelet.service', '10-kubeadm.conf'],
  'kubelet.service.d/20-x.conf.erb': ['kubelet.service', '20-x.conf'],
  'files/10-kubeadm.conf': ['kubelet.service', '10-kubeadm.conf'],
  'templates/kubeadm/kubelet.env': ['kubelet.service', 'kubelet.env'],
}
for (const [uri, [name, dropIn]] of Object.entries(NAMES))
  test(uri, () => {
    const unit = read(uri, EXEC)
    assert.is(unit?.name, name)
    assert.is(unit?.dropIn, dropIn)
    assert.equal(runs(unit), ['kubelet: --a=1 <$X>…'])
  })

for (const uri of ['README.md', 'install.sh', 'user-data.yaml', 'main.tf'])
  test(`${uri} only shows one`, () => assert.not(systemdUnit.detect(open(uri, EXEC))))
test('a unit of something else says nothing', () =>
  assert.is(read('docker.service', '[Service]\nExecStart=/usr/bin/dockerd\n'), undefined))
test('a drop-in that starts nothing still counts', () => {
  const unit = read('kubelet.service.d/20-x.conf', '[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--a=1\n')
  assert.is(unit?.directives[0]?.variables?.[0]?.name, 'KUBELET_EXTRA_ARGS')
})
test('the wrapper of CoreOS runs what KUBELET_IMAGE_ARGS names, at the version of the tag', () => {
  const unit = read(
    'kube-apiserver.service',
    '[Service]\nEnvironment=KUBELET_IMAGE_TAG=v1.9.6_coreos.2\nEnvironment="KUBELET_IMAGE_ARGS=--exec=/apiserver"\nExecStart=/usr/lib/coreos/kubelet-wrapper --a\n',
  )
  assert.equal(runs(unit), ['kube-apiserver: --a'])
  assert.equal(versions(unit), ['kube-apiserver 1.9.6'])
})
test('a download states the version', () => {
  const source =
    '[Service]\nExecStartPre=/usr/bin/curl -L -o /opt/bin/kubelet https://storage.googleapis.com/kubernetes-release/release/v1.4.6/bin/linux/amd64/kubelet\nExecStart=/opt/bin/kubelet --a\n'
  assert.equal(versions(read('kubelet.service', source)), ['kubelet 1.4.6'])
})
test('only ExecStart counts', () => {
  const source = '[Service]\nExecStartPre=/usr/bin/kubelet --a\nExecStart=/usr/bin/true\n'
  assert.equal(runs(read('kubelet.service', source)), [])
})
test('words and lines of a template block are conditional', () => {
  const source = '[Service]\nEnvironment=A=1\nExecStart=/usr/bin/kubelet \\\n  --a=1 \\\n  --b 2 \\\n  --c\n'
  const region = (from: string, to: string) => ({ start: source.indexOf(from), end: source.indexOf(to) + to.length })
  const doc = {
    ...open('kubelet.service', source),
    regions: [region('Environment', 'A=1\n'), region('  --b', '--b 2')],
  }
  const [unit] = systemdUnit.read(doc).fragments
  assert.ok(unit?.kind === 'unit')
  assert.equal(runs(unit), ['kubelet: --a=1 --b ? --c'])
  assert.is(unit.directives[0]?.conditional, true)
  assert.is(unit.directives[0]?.variables?.[0]?.text.known, false)
})

const env = (uri: string, source = 'KUBELET_EXTRA_ARGS=--a=1\n') => environmentFile.detect(open(uri, source))
for (const uri of [
  'etc/default/kubelet',
  'templates/etc/sysconfig/kubelet.j2',
  'kubelet.env',
  'var/lib/kubelet/kubeadm-flags.env',
  'etcd.env.j2',
  'etc/kubernetes/apiserver',
  'salt/kubelet/default',
])
  test(`${uri} is an environment file`, () => assert.ok(env(uri)))
test('other files are none', () => {
  for (const uri of ['kubelet.yaml', 'etc/kubernetes/kubelet.conf', 'config.ini', 'kubelet.sh'])
    assert.not(env(uri), uri)
  assert.not(env('kubelet.env', EXEC))
  assert.not(env('etcd.conf', 'name: etcd\n'))
  assert.ok(env('etc/etcd/etcd.conf', 'ETCD_NAME=a\n'))
})
test('on a host any file may be one', () => {
  const doc = open('x', 'A=1\n')
  assert.ok(environmentFile.detect({ ...doc, host: { id: 'h' }, path: '/etc/environment' }))
  assert.ok(environmentFile.detect({ ...doc, host: { id: 'h' }, path: '/etc/kubernetes/secrets.env' }))
  assert.not(environmentFile.detect({ ...doc, host: { id: 'h' }, path: '/etc/motd.txt' }))
})
const loose = (uri: string, source: string): boolean => {
  assert.ok(env(uri, source), `${uri} is an environment file`)
  const [fragment] = environmentFile.read(open(uri, source)).fragments
  return fragment?.kind === 'env' && fragment.loose === true
}
const ETCD = 'ETCD_ELECTION_TIMEOUT=5000\n'
for (const uri of ['etcd-1.env', 'etcd-prod.env', 'prod_etcd.env', 'kubelet-prod.env', 'etc/etcd/member', 'files/etcd'])
  test(`${uri} says whose environment it is`, () => assert.not(loose(uri, ETCD)))
for (const uri of [
  'member.env',
  'common.env',
  'node.env',
  '.env',
  'etc/default/node',
  'sysconfig/node.conf',
  'etc/node',
])
  test(`${uri} may be any unit's environment`, () => assert.ok(loose(uri, ETCD)))
test('variables of clients and backups are not those of an etcd', () => {
  assert.ok(loose('etcd-backup.env', 'ETCD_ENDPOINTS=https://a:2379\n'))
  assert.not(loose('etcd-backup.env', 'ETCD_ENDPOINTS=https://a:2379\nETCD_NAME=a\n'))
})
test('a file that holds more than assignments and comments is none', () => {
  assert.ok(env('node.env', '# a\n\n; b\nA=1\nexport B="2 \\\n3"\n{% if x %}\nC=\n{% endif %}\n'))
  assert.ok(env('node.env.j2', 'A=1\r\nB=2\r\n'))
  for (const source of [
    'A=1\nrm x\n',
    '#!/bin/sh\nA=1\n',
    '#cloud-boothook\n#!/bin/sh\nA=1\n',
    '[a]\nb=1\n',
    'a = 1\n',
    '#a=\n',
  ])
    assert.not(env('node.env', source), source)
})
test('what a file that may be anything names as a version counts for nobody', () => {
  const [fragment] = environmentFile.read(open('versions.env', 'KUBELET_IMAGE_TAG=v1.7.6\n')).fragments
  assert.equal(fragment?.versions, undefined)
})
test('a drop-in of a unit of any name is kept, a unit of something else is not', () => {
  const dropIn = systemdUnit.read(open('node.service.d/10.conf', '[Service]\nEnvironment=A=1\n')).fragments[0]
  assert.ok(dropIn?.kind === 'unit' && dropIn.loose)
  assert.is(dropIn.name, 'node.service')
  const own = systemdUnit.read(open('kubelet.service.d/10.conf', '[Service]\nEnvironment=A=1\n')).fragments[0]
  assert.is(own?.loose, undefined)
})
test('variables of an environment file state a version', () => {
  const [fragment] = environmentFile.read(open('kubelet.env', 'KUBELET_IMAGE_TAG=v1.7.6_coreos.0\nA=1\n')).fragments
  assert.ok(fragment?.kind === 'env')
  assert.equal(
    fragment.variables.map(({ name }) => name),
    ['KUBELET_IMAGE_TAG', 'A'],
  )
  assert.is(fragment.versions?.[0]?.of, 'kubelet')
})

test.run()
