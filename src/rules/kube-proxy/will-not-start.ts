import { VALIDATIONS } from '../../facts/start-up/kube-proxy.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'kube-proxy',
  {
    id: 'kube-proxy/will-not-start',
    summary: 'this kube-proxy configuration does not pass start-up validation',
    since: '0.1.0',
    kubernetes: 'any',
    evidence: [
      'https://github.com/kubernetes/kubernetes/blob/v1.36.1/pkg/proxy/apis/config/validation/validation.go',
      'https://github.com/kubernetes/kubernetes/blob/v1.36.1/pkg/proxy/apis/config/v1alpha1/defaults.go',
      'https://github.com/kubernetes/kubernetes/blob/v1.36.1/cmd/kube-proxy/app/options.go',
    ],
    why: 'kube-proxy exits at start, and Services change no more on any node that gets this configuration',
  },
  VALIDATIONS,
)
