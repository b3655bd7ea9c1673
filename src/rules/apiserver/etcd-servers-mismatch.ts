import { ETCD_OVERRIDES } from '../../facts/start-up/kube-apiserver-apart.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'kube-apiserver',
  {
    id: 'apiserver/etcd-servers-mismatch',
    summary: 'an etcd the apiserver is given is not written as it reads it',
    since: '0.1.0',
    kubernetes: '>=1.14',
    evidence: [
      'https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/server/options/etcd.go',
    ],
    why: 'the apiserver exits at start, and nobody moves events to an etcd of their own outside of a change window',
  },
  ETCD_OVERRIDES,
)
