import { KMS_V1 } from '../../facts/start-up/kube-apiserver-apart.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'kube-apiserver',
  {
    id: 'apiserver/kms-v1-disabled',
    summary: 'a KMS v1 provider stops the apiserver',
    category: 'upgrade',
    since: '0.1.0',
    kubernetes: '>=1.28',
    evidence: [
      'https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/features/kube_features.go',
      'https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/server/options/encryptionconfig/config.go',
    ],
    why: 'the gate KMSv1 is off since 1.29, so the apiserver exits when it reads how to encrypt',
  },
  KMS_V1,
)
