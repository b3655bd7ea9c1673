import rule from '../../../src/rules/kubelet/eviction-hard-missing.js'
import { recordedKubelet } from '../../support/recorded-pod.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'a kubelet that shows its threshold': {
      'cluster.yaml': recordedKubelet('v1.34.2', '{ evictionHard: { memory.available: 5% } }'),
    },
    'threshold in the config file': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 500Mi
      `,
    },
    'the default of a config file that leaves the map out': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: 50
      `,
    },
    'the flag gives what the file lacks': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --eviction-hard=memory.available<5%%
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard: {}
      `,
    },
    'a drop-in is merged over the defaults': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --config-dir=/etc/kubernetes/kubelet.conf.d
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
      `,
      'etc/kubernetes/kubelet.conf.d/10-disk.conf': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          nodefs.available: 20%
      `,
      kubernetesVersion: '1.33',
    },
    'the defaults are kept on 1.33': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        mergeDefaultEvictionSettings: true
        evictionHard:
          nodefs.available: 20%
      `,
      kubernetesVersion: '1.33',
    },
  },
  cannotTell: {
    'flags only, and a version that may be older than 1.26': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
    },
    'the threshold comes from a template': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard: { memory.available: "{{ .threshold }}" }
      `,
    },
    'the unit names a config file that is not here': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml
      `,
    },
  },
  reports: {
    'a kubelet that shows none': {
      'cluster.yaml': recordedKubelet('v1.34.2', '{ maxPods: 110 }'),
      expect: text`
        prod/node/worker-1/configz
          {
          ^ missing
      `,
    },
    'a partial map drops the default': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          nodefs.available: 10%
      `,
      expect: text`
        kubelet.yaml
          evictionHard:
          ~~~~~~~~~~~~ missing
      `,
    },
    'an empty flag': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --eviction-hard= --v=2
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --eviction-hard= --v=2
                                     ~~~~~~~~~~~~~~~~ missing
      `,
    },
    'zero switches the signal off': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 0%
      `,
      expect: text`
        kubelet.yaml
            memory.available: 0%
            ~~~~~~~~~~~~~~~~~~~~ zero
      `,
    },
    'flags only since 1.26': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
      kubernetesVersion: '1.30',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ noConfigFile
      `,
    },
  },
})
