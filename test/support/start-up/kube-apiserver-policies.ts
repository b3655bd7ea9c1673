import type { Given, RowCase } from '../start-up-test.js'

/** An apiserver whose flag names this file. */
const read =
  (flag: string, head: string, more: readonly string[] = []) =>
  (body: string): Given => ({
    flags: [`--${flag}=/etc/kubernetes/policy.yaml`, ...more],
    files: { '/etc/kubernetes/policy.yaml': head + body },
  })

const ENCRYPTION = 'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n'
const encryption = read('encryption-provider-config', ENCRYPTION)
const provider = (text: string): Given =>
  encryption(`resources:\n- resources: [secrets]\n  providers:\n  - ${text}\n  - identity: {}\n`)
const providers = (...texts: readonly string[]): Given =>
  encryption(
    `resources:\n- resources: [secrets]\n  providers:\n${texts.map(text => `  - ${text}\n`).join('')}  - identity: {}\n`,
  )
const resources = (text: string): Given =>
  encryption(`resources:\n- resources: ${text}\n  providers:\n  - identity: {}\n`)

const AUTHENTICATION = 'apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\n'
const authentication = read('authentication-config', AUTHENTICATION)
const issuers = (...urls: readonly string[]): string =>
  `jwt:\n${urls
    .map(url => `- issuer: {url: ${url}, audiences: [a]}\n  claimMappings: {username: {claim: sub, prefix: ""}}\n`)
    .join('')}`
const authenticator = (issuer: string, mappings: string): Given =>
  authentication(`jwt:\n- issuer: {url: 'https://example.com', ${issuer}}\n  claimMappings: {${mappings}}\n`)
const USER = 'username: {claim: sub, prefix: ""}'

const ADMISSION = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\n'
const admission = read('admission-control-config-file', ADMISSION, [
  '--enable-admission-plugins=NodeRestriction,EventRateLimit',
])
const rateLimit = (text: string): Given =>
  admission(
    `plugins:\n- name: EventRateLimit\n  configuration:\n    apiVersion: eventratelimit.admission.k8s.io/v1alpha1\n    kind: Configuration\n    ${text}\n`,
  )

const audit = read('audit-policy-file', '')
const policy = (rules: string, version = 'v1'): Given =>
  audit(`apiVersion: audit.k8s.io/${version}\nkind: Policy\n${rules}\n`)

/** 32 bytes, 31 and 16. */
const LONG = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
const SHORT = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=='
const HALF = 'AAECAwQFBgcICQoLDA0ODw=='

/** A static pod that mounts the folder of certificates. */
const staticPod = (flag: string, image = 'registry.k8s.io/kube-apiserver:v1.37.0'): Given => ({
  files: {
    '/etc/kubernetes/manifests/kube-apiserver.yaml': `apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver, namespace: kube-system}
spec:
  containers:
  - name: kube-apiserver
    image: ${image}
    command:
    - kube-apiserver
    - --etcd-servers=https://127.0.0.1:2379
    - ${flag}
    volumeMounts:
    - {name: pki, mountPath: /etc/kubernetes/pki, readOnly: true}
  volumes:
  - {name: pki, hostPath: {path: /etc/kubernetes/pki}}
`,
  },
})

export const POLICIES: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'encryption-empty': [
    { bad: encryption('resources: [ ]\n'), at: '[ ]', says: 'nothing to encrypt', good: resources('[secrets]') },
    { bad: resources('[ ]'), at: '[ ]', says: '`resources`', good: resources('[secrets]') },
    {
      bad: encryption('resources:\n- resources: [secrets]\n  providers: [ ]\n'),
      at: '[ ]',
      says: '`providers`',
      good: encryption('resources:\n- resources: [secrets]\n  providers: [identity: {}]\n'),
    },
    {
      bad: provider('aescbc: {keys: [ ]}'),
      at: '{keys: [ ]}',
      says: 'no keys',
      good: provider(`aescbc: {keys: [{name: first, secret: ${LONG}}]}`),
    },
    {
      bad: provider(
        `{aescbc: {keys: [{name: first, secret: ${LONG}}]}, secretbox: {keys: [{name: second, secret: ${LONG}}]}}`,
      ),
      at: 'secretbox',
      says: 'one entry',
      good: providers(
        `aescbc: {keys: [{name: first, secret: ${LONG}}]}`,
        `secretbox: {keys: [{name: second, secret: ${LONG}}]}`,
      ),
      byName: true,
    },
    {
      bad: provider('aesCBC: {keys: [{name: first, secret: CHANGEME}]}'),
      at: 'aesCBC: {keys: [{name: first, secret: CHANGEME}]}',
      says: 'no provider',
      good: provider('aescbc: {keys: [{name: first, secret: CHANGEME}]}'),
      byName: true,
    },
  ],
  'encryption-key-length': [
    {
      bad: provider(`aescbc: {keys: [{name: first, secret: ${SHORT}}]}`),
      at: 'first',
      says: 'key `first` has 31 bytes, aescbc takes 16, 24 or 32',
      good: [
        [provider(`aescbc: {keys: [{name: first, secret: ${LONG}}]}`)],
        [provider(`aesgcm: {keys: [{name: first, secret: ${HALF}}]}`)],
        // what stands for a key that is to be filled in
        [provider('aescbc: {keys: [{name: first, secret: CHANGEME}]}')],
        [provider('aescbc: {keys: [{name: first, secret: <BASE 64 ENCODED SECRET>}]}')],
      ],
    },
    {
      bad: provider(`secretbox: {keys: [{name: first, secret: ${HALF}}]}`),
      at: 'first',
      says: 'secretbox takes 32',
      good: provider(`secretbox: {keys: [{name: first, secret: ${LONG}}]}`),
    },
    {
      bad: provider('aesgcm: {keys: [{name: first, secret: aB1-_cD2eF3gH4iJ5kL6mN7oP8}]}'),
      at: 'first',
      says: 'is not base64',
      good: provider(`aesgcm: {keys: [{name: first, secret: "${LONG}\\n"}]}`),
    },
  ],
  'encryption-kms-name': [
    {
      bad: providers(
        'kms: {apiVersion: v2, name: vault, endpoint: "unix:///a.sock"}',
        'kms: {apiVersion: v2, name: "vault", endpoint: "unix:///b.sock"}',
      ),
      at: 'vault',
      says: 'used twice',
      good: [
        [
          providers(
            'kms: {apiVersion: v2, name: vault, endpoint: "unix:///a.sock"}',
            'kms: {apiVersion: v2, name: vault2, endpoint: "unix:///b.sock"}',
          ),
        ],
        // of v1 two may share a name, unless the file is read again
        [providers('kms: {name: vault, endpoint: "unix:///a.sock"}', 'kms: {name: vault, endpoint: "unix:///b.sock"}')],
      ],
      fineIn: ['1.25'],
    },
    {
      bad: provider('kms: {apiVersion: v2, name: "a:b", endpoint: "unix:///a.sock"}'),
      at: 'a:b',
      says: 'colon',
      good: provider('kms: {apiVersion: v1, name: "a:b", endpoint: "unix:///a.sock"}'),
    },
  ],
  'encryption-kms-v2': {
    version: '1.26.15',
    bad: provider('kms: {apiVersion: v2, name: vault, endpoint: "unix:///a.sock"}'),
    at: 'vault',
    good: [
      [provider('kms: {apiVersion: v1, name: vault, endpoint: "unix:///a.sock"}')],
      [
        read('encryption-provider-config', ENCRYPTION, ['--feature-gates=KMSv2=true'])(
          'resources:\n- resources: [secrets]\n  providers:\n  - kms: {apiVersion: v2, name: vault, endpoint: "unix:///a.sock"}\n',
        ),
      ],
    ],
    fineIn: ['1.27', '1.34'],
  },
  'encryption-kms-endpoint': {
    bad: provider('kms: {apiVersion: v2, name: vault, endpoint: "tcp://127.0.0.1:8080"}'),
    at: 'tcp://127.0.0.1:8080',
    good: provider('kms: {apiVersion: v2, name: vault, endpoint: "unix:///a.sock"}'),
  },
  'encryption-resources': [
    {
      bad: resources("[secrets, '*.']"),
      at: '*.',
      says: 'covered by `secrets`',
      good: [[resources('[secrets, configmaps, pods.apps, "*.batch"]')], [resources("['*.*']")]],
      fineIn: ['1.26'],
    },
    { bad: resources('[Secrets]'), at: 'Secrets', good: resources('[secrets]') },
    { bad: resources('[events.events.k8s.io]'), at: 'events.events.k8s.io', good: resources('[events]') },
  ],
  'authentication-anonymous': {
    bad: read('authentication-config', AUTHENTICATION, ['--anonymous-auth=false'])('anonymous: {enabled: true}'),
    at: '--anonymous-auth=false',
    good: [
      [authentication('anonymous: {enabled: true}')],
      [read('authentication-config', AUTHENTICATION, ['--anonymous-auth=false'])('jwt: []')],
    ],
    fineIn: ['1.30'],
  },
  'authentication-issuers': [
    {
      bad: authentication(issuers('http://example.com')),
      at: 'http://example.com',
      good: authentication(issuers('https://example.com')),
      fineIn: ['1.28'],
    },
    {
      bad: authentication(issuers('https://example.com', '"https://example.com"')),
      at: 'https://example.com',
      says: 'twice',
      good: authentication(issuers('https://example.com', 'https://example.org')),
    },
    {
      bad: read('authentication-config', AUTHENTICATION, ['--service-account-issuer=https://kubernetes.example'])(
        issuers('"https://kubernetes.example"'),
      ),
      at: 'https://kubernetes.example',
      good: read('authentication-config', AUTHENTICATION, ['--service-account-issuer=https://kubernetes.example'])(
        issuers('https://example.com'),
      ),
    },
  ],
  'authentication-audiences': [
    {
      bad: authenticator('audiences: [ ]', USER),
      at: '[ ]',
      says: 'no audiences',
      good: authenticator('audiences: [kubernetes]', USER),
      fineIn: ['1.28'],
    },
    {
      bad: authentication(`jwt:\n- issuer: {url: 'https://example.com'}\n  claimMappings: {${USER}}\n`),
      at: "{url: 'https://example.com'}",
      good: authentication(
        `jwt:\n- issuer: {url: 'https://example.com', audiences: [a]}\n  claimMappings: {${USER}}\n`,
      ),
    },
    {
      bad: authenticator('audiences: [one, "one"], audienceMatchPolicy: MatchAny', USER),
      at: 'one',
      says: 'twice',
      good: authenticator('audiences: [one, two], audienceMatchPolicy: MatchAny', USER),
    },
    {
      bad: authenticator('audiences: [one, two]', USER),
      at: 'two',
      says: 'MatchAny',
      good: authenticator('audiences: [one], audienceMatchPolicy: MatchAny', USER),
      fineIn: ['1.29'],
    },
    {
      bad: authenticator('audiences: ["", two]', USER),
      at: '',
      says: 'empty',
      byName: true,
      good: authenticator('audiences: [two]', USER),
    },
  ],
  'authentication-claims': [
    {
      bad: authenticator('audiences: [one]', 'groups: {claim: roles, prefix: ""}'),
      at: '{groups: {claim: roles, prefix: ""}}',
      says: 'name of the user',
      good: authenticator('audiences: [one]', 'username: {expression: "claims.sub"}'),
    },
    {
      bad: authenticator('audiences: [one]', 'username: {claim: sub}'),
      at: 'sub',
      says: 'prefix',
      good: authenticator('audiences: [one]', 'username: {claim: sub, prefix: "oidc:"}'),
    },
    {
      bad: authenticator('audiences: [one]', `${USER}, groups: {claim: roles}`),
      at: 'roles',
      says: '`groups`',
      good: authenticator('audiences: [one]', `${USER}, groups: {claim: roles, prefix: ""}`),
    },
    {
      bad: authenticator('audiences: [one]', 'username: {claim: sub, prefix: "", expression: "claims.name"}'),
      at: 'sub',
      says: 'an expression',
      good: authenticator('audiences: [one]', USER),
    },
  ],
  'event-rate-limit': [
    {
      bad: ['--enable-admission-plugins=NodeRestriction,EventRateLimit'],
      at: 'EventRateLimit',
      good: [
        [['--enable-admission-plugins=NodeRestriction']],
        [rateLimit('limits: [{type: Server, qps: 50, burst: 100}]')],
        // what a file of its own says is not in view
        [admission('plugins:\n- name: EventRateLimit\n  path: limits.yaml\n')],
      ],
    },
    {
      bad: rateLimit('limits: [{type: Server, qps: 0, burst: 100}]'),
      at: '0',
      says: '`qps`',
      good: rateLimit('limits: [{type: Server, qps: 1, burst: 100}]'),
    },
    {
      bad: admission('plugins:\n- name: PodSecurity\n'),
      at: 'EventRateLimit',
      good: rateLimit('limits: [{type: Namespace, qps: 50, burst: 100, cacheSize: 10}]'),
    },
  ],
  'image-policy-webhook': {
    bad: ['--enable-admission-plugins=ImagePolicyWebhook'],
    at: 'ImagePolicyWebhook',
    good: read('admission-control-config-file', ADMISSION, ['--enable-admission-plugins=ImagePolicyWebhook'])(
      'plugins:\n- name: ImagePolicyWebhook\n  path: webhook.yaml\n',
    ),
  },
  'file-not-mounted': {
    bad: staticPod('--client-ca-file=/etc/kubernetes/ssl/ca.crt'),
    at: '--client-ca-file=/etc/kubernetes/ssl/ca.crt',
    good: [
      [staticPod('--client-ca-file=/etc/kubernetes/pki/ca.crt')],
      // the image has it
      [staticPod('--etcd-cafile=/etc/ssl/certs/ca-certificates.crt')],
      [staticPod('--client-ca-file=/etc/kubernetes/ssl/ca.crt', 'example.com/kube-apiserver:v1.37.0')],
    ],
  },
  'audit-policy': [
    { bad: policy('rules: []'), at: 'rules', says: 'no rules', good: policy('rules: [{level: Metadata}]') },
    {
      bad: policy('rules: [{level: metadata}]'),
      at: 'metadata',
      good: policy('rules: [{level: None, users: [a]}, {level: RequestResponse}]'),
    },
    {
      bad: policy('rules: [{level: Metadata}]', 'v1beta1'),
      at: 'audit.k8s.io/v1beta1',
      good: policy('rules: [{level: Metadata}]', 'v1'),
      fineIn: ['1.23'],
    },
  ],
}
