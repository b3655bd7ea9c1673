import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { documentOf } from '../../../src/engine/configuration-data.js'
import { readYaml } from '../../../src/parsers/syntax/yaml.js'
import type { Recording } from '../../../src/sources/cluster/recording.js'
import { secretsWithheld } from '../../../src/sources/cluster/withheld.js'
import { PLANTED, SECRETS } from '../../support/cluster/planted.js'

const test = suite('sources: recordings without secrets')

const of = (body: object, kind = 'Pod'): string => {
  const recording: Recording = { ...PLANTED, missing: [], objects: [{ kind, name: 'p', count: 1, others: [], body }] }
  return JSON.stringify(secretsWithheld(recording).objects[0]?.body)
}
const command = (...words: readonly string[]): string => of({ command: words })
const data = (text: string): string => JSON.parse(of({ data: { config: text } }, 'ConfigMap')).data.config

test('none of those that are planted is left', () => {
  const written = JSON.stringify(secretsWithheld(PLANTED))
  assert.equal(
    SECRETS.filter(one => written.includes(one)),
    [],
  )
  const before = JSON.stringify(PLANTED)
  assert.equal(
    SECRETS.filter(one => !before.includes(one)),
    [],
  )
})

test('arguments: after the sign of equality, and as words of their own', () => {
  assert.not.match(command('--token=abc1'), /abc1/)
  assert.not.match(command('--oidc-client-secret', 'hunter2'), /hunter2/)
  assert.not.match(command('sh', '-c', 'kubelet --bootstrap-token hunter2 --v=2'), /hunter2/)
  assert.not.match(command('--endpoint=https://root:hunter2@db:5432'), /hunter2/)
  assert.match(command('--token-auth-file=/etc/tokens.csv', '--v=2'), /tokens\.csv.*--v=2/)
  assert.match(command('--service-account-key-file=/etc/kubernetes/pki/sa.pub'), /sa\.pub/)
  assert.match(command('--initial-cluster-token=etcd-cluster-1'), /etcd-cluster-1/)
})

test('values of fields and annotations whose names say that they are secret', () => {
  assert.not.match(of({ metadata: { annotations: { 'acme.io/api-key': 'hunter2' } } }), /hunter2/)
  assert.not.match(of({ password: 'hunter2' }), /hunter2/)
  assert.match(of({ secretName: 'ca', tokenExpirationSeconds: '3607' }), /"secretName":"ca".*3607/)
})

test('what CoreDNS logs in with, and what an apiserver said', () => {
  const Corefile =
    '.:53 {\n  etcd a {\n    credentials joe hunter2\n  }\n  route53 a:Z1 {\n    aws_access_key AKIA1 hunter2\n  }\n}\n'
  const after = of({ data: { Corefile } }, 'ConfigMap')
  assert.not.match(after, /hunter2/)
  assert.match(after, /credentials joe withheld.*aws_access_key AKIA1 withheld/)
  const missing = [{ path: '/', read: 'nodes', why: 'failed', said: 'Get /?token=hunter2', count: 1 } as const]
  assert.not.match(JSON.stringify(secretsWithheld({ ...PLANTED, missing })), /hunter2/)
})

test('private keys go as a whole, in lines or in one', () => {
  const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIB\nAAKCAQEA\nshortline\n-----END RSA PRIVATE KEY-----'
  for (const after of [data(`a: 1\nkey: |\n  ${key.replaceAll('\n', '\n  ')}\nb: 2\n`), of({ x: key })])
    assert.not.match(after, /MIIEpAIB|AAKCAQEA|shortline/)
  assert.match(data(`a: 1\nkey: |\n  ${key.replaceAll('\n', '\n  ')}\nb: 2\n`), /^a: 1\n[\s\S]*\nb: 2\n$/)
})

test('a kubeconfig stays one, without what lets somebody in', () => {
  const text =
    'apiVersion: v1\nkind: Config\nclusters:\n- name: a\n  cluster: {server: "https://api:6443"}\nusers:\n- name: u\n  user:\n    token: "s3cr3t-value"\n    password: >-\n      two\n      words1\n    client-key-data: QUJD\n    username: joe\n'
  const after = data(text)
  assert.not.match(after, /s3cr3t-value|words1|QUJD/)
  assert.match(after, /server: "https:\/\/api:6443"/)
  assert.match(after, /username: joe/)
  const { trees, problems } = readYaml(documentOf('x', after))
  assert.is(trees.length, 1)
  assert.equal(problems, [])
})

test('headers of kubelets go with all their values, in YAML and in JSON', () => {
  const yaml =
    'kind: KubeletConfiguration\nstaticPodURLHeader:\n  X-A:\n  - hunter2\n  X-B: [hunter3]\n\nstaticPodURL: https://x\nmaxPods: 110\n'
  assert.is(data(yaml), 'kind: KubeletConfiguration\nstaticPodURL: https://x\nmaxPods: 110\n')
  assert.is(
    data('kind: KubeletConfiguration\nstaticPodURLHeader: {X-A: [hunter2]}\nmaxPods: 110\n'),
    'kind: KubeletConfiguration\nmaxPods: 110\n',
  )
  const json = JSON.stringify({
    kind: 'KubeletConfiguration',
    staticPodURLHeader: { 'X-A': ['hunter2'] },
    maxPods: 110,
  })
  assert.equal(JSON.parse(data(json)), { kind: 'KubeletConfiguration', maxPods: 110 })
})

test('what holds no secret is written as it is', () => {
  for (const text of [
    '{"a":  1, "b": [ "x" ]}',
    'kind: KubeletConfiguration\nauthentication:\n  x509:\n    clientCAFile: /etc/kubernetes/pki/ca.crt\nrotateCertificates: true\n',
    '.:53 {\n    errors\n}\n',
    'desc: |\n  two\n  lines\nnext: 1\n',
  ])
    assert.is(data(text), text)
})

test.run()
