import { VALIDATIONS } from '../../facts/start-up/etcd.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'etcd',
  {
    id: 'etcd/will-not-start',
    summary: 'this etcd configuration does not pass start-up validation',
    since: '0.1.0',
    kubernetes: 'any',
    evidence: [
      'https://github.com/etcd-io/etcd/blob/v3.6.10/server/embed/config.go',
      'https://github.com/etcd-io/etcd/blob/v3.6.10/server/etcdmain/config.go',
      'https://github.com/etcd-io/etcd/issues/10312',
      'https://github.com/k3s-io/k3s/issues/6690',
      'https://etcd.io/docs/v3.5/op-guide/configuration/',
    ],
    fix: 'safe',
    why: 'the member exits at start, and a second one like it takes the quorum away',
  },
  VALIDATIONS,
)
