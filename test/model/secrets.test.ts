import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { maskSecrets } from '../../src/model/secrets.js'

const test = suite('secrets')

const masks = (line: string, secret: string, previous = ''): void => {
  const masked = maskSecrets(line, 'code', previous)
  assert.not.match(masked, secret, line)
  assert.match(masked, /(?<!\*)\*{8}(?!\*)/, line)
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

test('secrets given to commands', () => {
  masks('curl -H "Authorization: Bearer hunter2" https://10.0.0.1', 'hunter2')
  masks("curl -H 'authorization: Basic aHVudGVyMg==' https://10.0.0.1", 'aHVudGVyMg')
  masks('aws configure set aws_secret_access_key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalr')
  masks('aws configure set default.aws_secret_access_key hunter2', 'hunter2')
  masks('mysql -h db -u root -phunter2 mysql', 'hunter2')
  masks('docker login -u me -p hunter2 registry.example.com', 'hunter2')
  masks('sshpass -p hunter2 ssh root@10.0.0.1', 'hunter2')
  masks('curl -u admin:hunter2 https://10.0.0.1', 'hunter2')
  masks('  -u "admin:hunter2" \\', 'hunter2')
  masks('etcdctl --user root:hunter2 member list', 'hunter2')
  masks('etcdctl --user=root:hunter2 member list', 'hunter2')
  masks('mytool -password hunter2', 'hunter2')
  masks('mytool --password hunter2 --v 2', 'hunter2')
  masks('PGPASSWORD=hunter2 psql', 'hunter2')
  masks('export MYSQL_PWD=hunter2', 'hunter2')
  masks('git clone https://me:hunter2@example.com/a.git', 'hunter2')
  masks('kubeadm join 10.0.0.1:6443 --token abcdef.0123456789abcdef', 'abcdef.0123456789abcdef')
  masks('X-Vault-Token: hvs.CAESIJ3hunter2aaaaaaaaaaaa', 'hunter2')
})

test('the value of a variable whose name stands before it', () => {
  masks('  value: hunter2', 'hunter2', '- name: DB_PASSWORD')
  masks('{name: DB_PASSWORD, value: hunter2}', 'hunter2')
  masks('{"name": "DB_PASSWORD", "value": "hunter2"},', 'hunter2')
  assert.is(maskSecrets('  value: plain', 'code', '- name: NODE_NAME'), '  value: plain')
})

test('the mark has one length, whatever the secret has', () => {
  assert.is(maskSecrets('--password=a --v=2', 'code'), '--password=******** --v=2')
  assert.is(maskSecrets(`--password=${'a'.repeat(50)} --v=2`, 'code'), '--password=******** --v=2')
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
    'configMapAndSecretChangeDetectionStrategy: Watch',
    'imagePullCredentialsVerificationPolicy: NeverVerifyPreloadedImages',
    '--concurrent-serviceaccount-token-syncs=5',
    'ETCD_INITIAL_CLUSTER_TOKEN=8f3c2a1b9d',
    'initial-cluster-token: 8f3c2a1b9d',
    'token: etcd-cluster-1',
    'docker run -u 1000:1000 -p 2379:2379 etcd',
    'docker run --user etcd:etcd etcd',
    'curl -u "$USER:$PASSWORD" https://10.0.0.1',
    'curl -H "Authorization: Bearer $TOKEN" https://10.0.0.1',
    'authorization: { mode: Webhook }',
    'mkdir -p /var/lib/etcd',
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
    'mysql -p'.repeat(1000),
    'docker login '.repeat(800),
    'set secret '.repeat(800),
    `bearer ${'a'.repeat(8000)}`,
    'bearer '.repeat(1000),
    '-u a:'.repeat(1500),
    'name: value: '.repeat(600),
    `set ${'secret'.repeat(1400)}`,
  ])
    maskSecrets(line, 'code')
  assert.ok(performance.now() - start < 500, `${performance.now() - start} ms`)
})

test.run()
