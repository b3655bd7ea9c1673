import { MODES } from '../../facts/start-up/kube-proxy-mode.js'
import { startUpRule } from '../start-up.js'

export default startUpRule(
  'kube-proxy',
  {
    id: 'kube-proxy/mode-unusable',
    summary: 'this version of kube-proxy cannot run in this mode',
    since: '0.1.0',
    kubernetes: 'any',
    evidence: [
      'https://github.com/kubernetes/kubernetes/pull/111806',
      'https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/3866-nftables-proxy',
      'https://kubernetes.io/docs/reference/networking/virtual-ips/',
    ],
    why: 'kube-proxy exits and does not fall back to another mode, so Services change no more on the node',
  },
  MODES,
)
