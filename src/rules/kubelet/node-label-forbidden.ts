import { isForbiddenLabel } from '../../facts/node-labels.js'
import { isSeenRunning } from '../../facts/running.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { defineRule } from '../../model/rule.js'
import { before } from '../../model/version.js'

export default defineRule({
  id: 'kubelet/node-label-forbidden',
  summary: '--node-labels carries a kubernetes.io label the kubelet may not set',
  checks: 'kubelet',
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: '>=1.13',
  evidence: [
    'https://github.com/kubernetes/kubernetes/blob/master/cmd/kubelet/app/options/options.go',
    'https://github.com/kubernetes/kubernetes/pull/79305',
    'https://github.com/kubernetes/kubernetes/issues/85073',
    'https://github.com/kubernetes/kubernetes/issues/85503',
    'https://github.com/kubernetes/kops/issues/9123',
    'https://github.com/kubernetes-sigs/kubespray/issues/5328',
    'https://github.com/Azure/aks-engine/issues/1546',
  ],
  messages: {
    refused: {
      what: '`{spelling}` stops kubelet {version}: a node may not label itself `{key}`',
      why: 'since 1.16 the kubelet exits at start, so every new or restarted node is lost',
      help: 'set the label through the API (kubeadm, kops `spec.nodeLabels`, a cloud controller manager), or use the prefix `node.kubernetes.io/`',
      effect: 'stops',
    },
    warned: {
      what: 'kubelet {version} warns of `{spelling}`: from 1.16 on a node may not label itself `{key}`',
      why: 'with 1.16 the kubelet exits at start, so every node that is upgraded is lost',
      help: 'set the label through the API (kubeadm, kops `spec.nodeLabels`, a cloud controller manager), or use the prefix `node.kubernetes.io/`',
      severity: 'warning',
    },
  },

  *check(kubelet) {
    const { version, assignments } = kubelet
    // what runs has started, and builds of vendors have lists of their own
    if (before(version, '1.13') || isSeenRunning(kubelet) || isVendorBuild(kubelet)) return
    const message = before(version, '1.16') ? 'warned' : 'refused'
    for (const label of assignments) {
      const { key, entry, layer, nameText } = label
      if ((key !== 'node-labels' && key !== 'nodeLabels') || layer !== 'flag' || entry === undefined) continue
      if (nameText.known && isForbiddenLabel(entry))
        yield { message, at: label, values: { key: entry, spelling: label.spelling } }
    }
  },
})
