import type { RowCase } from '../start-up-test.js'

/** With it a command line is whole. */
const ETCD = '--etcd-servers=https://127.0.0.1:2379'

export const AUTHENTICATION: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'api-audiences': {
    version: '1.18',
    bad: ['--api-audiences=api'],
    at: '--api-audiences=api',
    good: [
      '--api-audiences=api',
      '--service-account-issuer=https://example.com',
      '--service-account-signing-key-file=/etc/kubernetes/pki/sa.key',
      ETCD,
    ],
  },
  'issuer-format': [
    {
      bad: ['--service-account-issuer=https://example.com:port'],
      at: 'https://example.com:port',
      says: 'not a URL',
      good: [
        [['--service-account-issuer=https://example.com:6443/']],
        [['--service-account-issuer=kubernetes/serviceaccount']],
        [['--service-account-issuer=api:example']],
      ],
    },
    {
      bad: ['--service-account-issuer=https://a.example', '--service-account-issuer', 'https://a.example'],
      at: '--service-account-issuer \\\n  https://a.example',
      good: ['--service-account-issuer=https://a.example', '--service-account-issuer=https://b.example'],
    },
  ],
  'jwks-uri': {
    bad: ['--service-account-jwks-uri=http://example.com/jwks'],
    at: '--service-account-jwks-uri=http://example.com/jwks',
    good: ['--service-account-jwks-uri=HTTPS://example.com/jwks'],
  },
  'token-expiration': {
    bad: ['--service-account-max-token-expiration=30m'],
    at: '--service-account-max-token-expiration=30m',
    good: [[['--service-account-max-token-expiration=1h']], [['--service-account-max-token-expiration=0']]],
  },
  'signing-endpoint': [
    {
      bad: ['--service-account-signing-endpoint=/run/signer.sock', '--service-account-key-file=/etc/sa.pub', ETCD],
      at: '--service-account-signing-endpoint=/run/signer.sock',
      says: '`--service-account-key-file`',
      good: ['--service-account-signing-endpoint=/run/signer.sock'],
    },
    {
      version: '1.33',
      bad: ['--service-account-signing-endpoint=/run/signer.sock'],
      at: '--service-account-signing-endpoint=/run/signer.sock',
      says: 'the gate',
      good: [
        '--service-account-signing-endpoint=/run/signer.sock',
        '--feature-gates=ExternalServiceAccountTokenSigner=true',
      ],
      fineIn: ['1.34'],
    },
    {
      bad: ['--service-account-signing-endpoint=@signer/one'],
      at: '--service-account-signing-endpoint=@signer/one',
      says: 'abstract socket',
      good: ['--service-account-signing-endpoint=@signer.one'],
    },
  ],
  'oidc-pair': {
    bad: ['--oidc-issuer-url=https://example.com'],
    at: '--oidc-issuer-url=https://example.com',
    says: '`--oidc-client-id`',
    good: ['--oidc-issuer-url=https://example.com', '--oidc-client-id=kubernetes'],
  },
  'oidc-alone': [
    {
      bad: ['--oidc-username-claim=email'],
      at: '--oidc-username-claim=email',
      good: ['--oidc-username-claim=email', '--oidc-issuer-url=https://example.com', '--oidc-client-id=kubernetes'],
      fineIn: ['1.28'],
      byName: true,
    },
    {
      bad: ['--oidc-issuer-url=', '--v=2'],
      at: '--oidc-issuer-url=',
      good: ['--v=2'],
      byName: true,
    },
    {
      bad: ['--oidc-required-claim=hd=example.com'],
      at: '--oidc-required-claim=hd=example.com',
      good: ['--oidc-issuer-url=https://example.com', '--oidc-client-id=k', '--oidc-required-claim=hd=example.com'],
      byName: true,
    },
  ],
  'authentication-config': {
    bad: ['--authentication-config=/etc/kubernetes/authn.yaml', '--oidc-ca-file='],
    at: '--authentication-config=/etc/kubernetes/authn.yaml',
    good: {
      flags: ['--authentication-config=/etc/kubernetes/authn.yaml'],
      files: {
        '/etc/kubernetes/authn.yaml':
          'apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\njwt: []\n',
      },
    },
  },
}

export const AUTHORIZATION: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'authorization-word': [
    {
      bad: ['--authorization-mode=Node,rbac'],
      at: 'rbac',
      good: ['--authorization-mode=Node,RBAC'],
    },
    {
      bad: ['--authorization-mode=RBAC', '--authorization-mode=Node,RBAC'],
      at: '--authorization-mode=Node,RBAC',
      says: 'twice',
      good: ['--authorization-mode=RBAC,Node'],
    },
    {
      version: '1.28',
      bad: ['--authorization-mode='],
      at: '--authorization-mode=',
      good: ['--authorization-mode=RBAC'],
      fineIn: ['1.29'],
    },
  ],
  'authorization-abac': [
    {
      bad: ['--authorization-mode=Node,ABAC'],
      at: 'ABAC',
      good: ['--authorization-mode=Node,ABAC', '--authorization-policy-file=/etc/abac.json'],
    },
    {
      bad: ['--authorization-policy-file=/etc/abac.json'],
      at: '--authorization-policy-file=/etc/abac.json',
      good: ['--authorization-policy-file='],
    },
  ],
  'authorization-webhook': {
    bad: ['--authorization-mode=RBAC,Webhook'],
    at: 'Webhook',
    good: ['--authorization-mode=RBAC,Webhook', '--authorization-webhook-config-file=/etc/webhook.kubeconfig'],
  },
  'authorization-config': {
    bad: ['--authorization-config=/etc/authz.yaml', '--authorization-mode=Node,RBAC'],
    at: '--authorization-config=/etc/authz.yaml',
    says: '`--authorization-mode`',
    good: ['--authorization-config=/etc/authz.yaml'],
  },
}
