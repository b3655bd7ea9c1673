import { VALIDATIONS } from '../../facts/start-up/autoscaler.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'cluster-autoscaler',
  {
    id: 'autoscaler/will-not-start',
    summary: 'cluster-autoscaler exits with these arguments',
    since: '0.1.0',
    kubernetes: 'any',
    evidence: [
      'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/config/flags/flags.go',
      'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.36.1/cluster-autoscaler/config/dynamic/node_group_spec.go',
      'https://github.com/kubernetes/autoscaler/tree/cluster-autoscaler-1.36.1/cluster-autoscaler/expander',
      'https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.31.0/cluster-autoscaler/main.go',
      'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
    ],
    why: 'the pod crash-loops, so nothing scales up, and every timer of scale-down starts again',
  },
  VALIDATIONS,
)
