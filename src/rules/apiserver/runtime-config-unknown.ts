import { RUNTIME_CONFIG } from '../../facts/start-up/kube-apiserver-apart.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'kube-apiserver',
  {
    id: 'apiserver/runtime-config-unknown',
    summary: '--runtime-config names an API this version does not know',
    category: 'upgrade',
    since: '0.1.0',
    kubernetes: '>=1.10',
    evidence: [
      'https://github.com/rancher/rancher/issues/33252',
      'https://github.com/kubernetes/kubernetes/pull/94090',
      'https://github.com/kubernetes/kubernetes/pull/91502',
      'https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/server/options/api_enablement.go',
    ],
    fix: 'safe',
    why: 'the apiserver exits at start, so the upgrade that drops an API takes the control plane down',
  },
  RUNTIME_CONFIG,
)
