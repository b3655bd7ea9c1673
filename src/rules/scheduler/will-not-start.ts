import { VALIDATIONS } from '../../facts/start-up/scheduler.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'kube-scheduler',
  {
    id: 'scheduler/will-not-start',
    summary: 'this scheduler configuration does not pass start-up validation',
    since: '0.1.0',
    kubernetes: 'any',
    evidence: [
      'https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/scheduler/apis/config/validation/validation.go',
      'https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/scheduler/apis/config/validation/validation_pluginargs.go',
      'https://github.com/kubernetes/kubernetes/blob/v1.36.0/cmd/kube-scheduler/app/options/options.go',
      'https://github.com/kubernetes/client-go/blob/v0.36.0/tools/leaderelection/leaderelection.go',
    ],
    why: 'no pod of the cluster is placed any more',
  },
  VALIDATIONS,
)
