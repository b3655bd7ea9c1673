import { KMS_V1 } from '../../../src/facts/start-up/kube-apiserver-apart.js'
import rule from '../../../src/rules/apiserver/kms-v1-disabled.js'
import { startUpTest } from '../../support/start-up-test.js'

const given = (kms: string, ...flags: readonly string[]) => ({
  flags: ['--encryption-provider-config=/etc/kubernetes/enc.yaml', ...flags],
  files: {
    '/etc/kubernetes/enc.yaml': `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
- resources: [secrets]
  providers:
  - kms: {${kms}, endpoint: "unix:///run/kms.sock"}
  - identity: {}
`,
  },
})

startUpTest(rule, KMS_V1, {
  'kms-v1': [
    {
      bad: given('name: vault'),
      at: 'vault',
      good: [[given('apiVersion: v2, name: vault')], [given('name: vault', '--feature-gates=KMSv1=true')]],
      fineIn: ['1.28', '1.27'],
    },
    { bad: given('apiVersion: v1, name: vault'), at: 'vault', good: given('apiVersion: v2, name: vault') },
  ],
})
