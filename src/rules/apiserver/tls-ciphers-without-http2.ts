import { HTTP2_CIPHERS } from '../../facts/start-up/kube-apiserver-apart.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'kube-apiserver',
  {
    id: 'apiserver/tls-ciphers-without-http2',
    summary: 'the cipher list lacks the suite HTTP/2 demands',
    category: 'correctness',
    since: '0.1.0',
    kubernetes: '>=1.14',
    evidence: [
      'https://github.com/openshift/kubernetes/issues/1022',
      'https://github.com/golang/go/issues/34776',
      'https://github.com/kubernetes/kubernetes/issues/81145',
    ],
    why: 'HTTP/2 is not set up without the suite, so a hardened list keeps the apiserver from serving at all',
  },
  HTTP2_CIPHERS,
)
