import { VALIDATIONS } from '../../facts/start-up/kube-apiserver.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'kube-apiserver',
  {
    id: 'apiserver/will-not-start',
    summary: 'this kube-apiserver configuration does not pass start-up validation',
    since: '0.1.0',
    kubernetes: 'any',
    evidence: [
      'https://github.com/kubernetes/kubernetes/blob/master/cmd/kube-apiserver/app/options/validation.go',
      'https://github.com/kubernetes/kubernetes/blob/master/pkg/controlplane/apiserver/options/validation.go',
      'https://github.com/kubernetes/kubernetes/blob/master/pkg/kubeapiserver/options/authentication.go',
      'https://github.com/kubernetes/kubernetes/issues/38949',
    ],
    why: 'the apiserver exits at start: a single control-plane node takes the cluster with it, several stop the roll-out',
  },
  VALIDATIONS,
)
