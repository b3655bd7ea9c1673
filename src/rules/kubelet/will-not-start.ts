import { VALIDATIONS } from '../../facts/start-up/kubelet.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'kubelet',
  {
    id: 'kubelet/will-not-start',
    summary: 'this kubelet configuration does not pass start-up validation',
    since: '0.1.0',
    kubernetes: 'any',
    evidence: [
      'https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/apis/config/validation/validation.go',
      'https://github.com/kubernetes/kubernetes/issues/66517',
      'https://github.com/kubernetes/kubernetes/issues/83228',
      'https://github.com/kubernetes/kubernetes/issues/70161',
      'https://github.com/cozystack/cozystack/pull/2420',
      'https://github.com/awslabs/amazon-eks-ami/pull/1405',
    ],
    fix: 'unsafe',
    why: 'the kubelet exits at start, so a roll-out takes the nodes one after the other',
  },
  VALIDATIONS,
)
