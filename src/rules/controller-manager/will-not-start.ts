import { VALIDATIONS } from '../../facts/start-up/controller-manager.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'kube-controller-manager',
  {
    id: 'controller-manager/will-not-start',
    summary: 'this kube-controller-manager configuration does not pass start-up validation',
    since: '0.1.0',
    kubernetes: 'any',
    evidence: [
      'https://github.com/kubernetes/kubernetes/blob/v1.36.0/cmd/kube-controller-manager/app/core.go',
      'https://github.com/kubernetes/kubernetes/tree/v1.36.0/cmd/kube-controller-manager/app/options',
      'https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/nodeipam/ipam/cidrset/cidr_set.go',
      'https://github.com/kubernetes/client-go/blob/v0.36.0/tools/leaderelection/leaderelection.go',
      'https://github.com/kubernetes/kubernetes/issues/65966',
      'https://github.com/kubernetes/kubernetes/issues/88111',
      'https://github.com/kubermatic/kubermatic/issues/6558',
    ],
    why: 'it exits; leader election hides that until the last instance restarts, and then no controller runs',
  },
  VALIDATIONS,
)
