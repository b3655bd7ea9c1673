import { suite } from 'uvu'
import { text } from '../support/text.js'
import { fixesOf } from '../support/upgrade-fixes.js'

const test = suite('fixes of what an upgrade breaks: gates')
const becomes = fixesOf(test)

becomes('gates of a KubeletConfiguration in a ConfigMap', {
  version: '1.31',
  before: {
    'config-map.yaml': text`
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: kubelet-config
        namespace: kube-system
      data:
        kubelet: |
          apiVersion: kubelet.config.k8s.io/v1beta1
          kind: KubeletConfiguration
          # on by default by now
          featureGates:
            EphemeralContainers: true
            NodeSwap: true # for batch
    `,
  },
  after: {
    'config-map.yaml': text`
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: kubelet-config
        namespace: kube-system
      data:
        kubelet: |
          apiVersion: kubelet.config.k8s.io/v1beta1
          kind: KubeletConfiguration
          # on by default by now
          featureGates:
            NodeSwap: true # for batch
    `,
  },
})

becomes('the only gate, below the map of another key and a comment', {
  version: '1.31',
  before: {
    'config-map.yaml': text`
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: kube-proxy, namespace: kube-system}
      data:
        config.conf: |
          apiVersion: kubeproxy.config.k8s.io/v1alpha1
          kind: KubeProxyConfiguration
          clientConnection:
            kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
          # on by default by now
          featureGates:
            EndpointSliceProxying: true
    `,
  },
  after: {
    'config-map.yaml': text`
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: kube-proxy, namespace: kube-system}
      data:
        config.conf: |
          apiVersion: kubeproxy.config.k8s.io/v1alpha1
          kind: KubeProxyConfiguration
          clientConnection:
            kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
          # on by default by now
    `,
  },
})

becomes('gates in braces, and in JSON', {
  version: '1.31',
  before: {
    'kubelet.yaml':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates: {EphemeralContainers: true, NodeSwap: true}\n',
    'kubelet.json': text`
      {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "featureGates": {
          "NodeSwap": true,
          "EphemeralContainers": true
        }
      }
    `,
  },
  after: {
    'kubelet.yaml':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates: {NodeSwap: true}\n',
    'kubelet.json': text`
      {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "featureGates": {
          "NodeSwap": true
        }
      }
    `,
  },
})

becomes('a locked gate whose author wants the other value', {
  version: '1.26',
  level: 'unsafe',
  before: {
    'kubelet.service': text`
      [Service]
      ExecStart=/usr/bin/kubelet --feature-gates=NodeSwap=true,EphemeralContainers=false --v=2
    `,
  },
  after: {
    'kubelet.service': text`
      [Service]
      ExecStart=/usr/bin/kubelet --feature-gates=NodeSwap=true --v=2
    `,
  },
})

test.run()
