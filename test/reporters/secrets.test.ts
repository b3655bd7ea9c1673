import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { maskSecrets } from '../../src/reporters/secrets.js'

const test = suite('secrets')

const masks = (line: string, secret: string, previous = ''): void => {
  const masked = maskSecrets(line, 'code', previous)
  assert.not.match(masked, secret, line)
  assert.is(masked.length, line.length, line)
  assert.is(masked.split('').filter(character => character === '*').length >= secret.length, true, line)
}

test('values of keys that look secret', () => {
  masks('password: hunter2', 'hunter2')
  masks('  "clientSecret": "hunter2", "x": 1', 'hunter2')
  masks('--token=hunter2 --v=2', 'hunter2')
  masks('ExecStart=/usr/bin/kubelet --token hunter2 --v 2', 'hunter2')
  masks('Environment="DB_PASSWORD=hunter2"', 'hunter2')
  masks('aws_secret_access_key = "hunter2"', 'hunter2')
  masks('password: 12345', '12345')
  masks('secret: "a\\"hunter2"', 'hunter2')
  masks('token: abc hunter2', 'hunter2')
  masks('  certificateKey: e6a2eb8581237ab72a4f494f30285ec12a9694d750b9785706a83bfcbbbd2204', 'e6a2eb85')
})

test('secrets by their form', () => {
  masks('- abcdef.0123456789abcdef', 'abcdef.0123456789abcdef')
  masks('x: ENC[AES256_GCM,data:p673w==,iv:YY=,type:str]', 'p673w')
  masks('client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlFb3dJQkFBS0NBUUVB', 'LS0tLS1CRUdJTiBS')
  masks('MIIEowIBAAKCAQEAr1nH9gk2kTpYVx0v3x8b5Jw1v2o4H9wBq6dZ1jXcTfY3mQkL', 'MIIEowIBAAKC')
  masks('-----BEGIN RSA PRIVATE KEY-----MIIEow', 'MIIEow')
  masks('server: https://admin:hunter2@10.0.0.1:6443', 'hunter2')
  masks('id: AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE')
  masks('auth: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'eyJhbGciOiJIUzI1NiJ9')
})

test('values on the line after their key', () => {
  masks('    - hunter2', 'hunter2', '    - --token')
  masks('    "hunter2",', 'hunter2', '    "--bootstrap-token",')
  masks('      hunter2', 'hunter2', '    password: |')
})

test('what says nothing stays readable', () => {
  for (const line of [
    '--token-auth-file=/etc/kubernetes/tokens.csv',
    '--service-account-private-key-file=/etc/kubernetes/sa.key',
    '--authentication-token-webhook=true',
    'authenticationTokenWebhook: true',
    '--authentication-token-webhook-cache-ttl=2m0s',
    'tokenTTL: 24h0m0s',
    'secretName: etcd-certs',
    'secretRef:',
    'kind: Secret',
    'password: ${var.password}',
    'token: {{ kubeadm_token }}',
    '--initial-cluster-token=etcd-cluster-1',
    'image: k8s.gcr.io/etcd@sha256:4ad90a11b55313b182afc186b9876c8e891531b8db4c9bf1541953021618d0e2',
    '--etcd-servers=https://etcd-0.example.com:2379',
    'ExecStart=/usr/local/bin/kubelet --config=/var/lib/kubelet/pools/general/config.yaml',
    '--anonymous-auth=false --authorization-mode=Node,RBAC',
    'featureGates: { RotateKubeletServerCertificate: true }',
    '# tokens are in the vault',
  ])
    assert.is(maskSecrets(line, 'code'), line)
})

test('prose keeps its words', () => {
  const text = 'the token: it may expire; a secret = anything'
  assert.is(maskSecrets(text, 'prose'), text)
})

test('hostile lines take linear time', () => {
  const start = performance.now()
  for (const line of [
    'token'.repeat(2000),
    'a-'.repeat(4000),
    '--token '.repeat(1000),
    '://a:'.repeat(2000),
    `${'a'.repeat(8000)}=`,
    'eyJaaaaaaaa.'.repeat(800),
  ])
    maskSecrets(line, 'code')
  assert.ok(performance.now() - start < 500, `${performance.now() - start} ms`)
})

test.run()
