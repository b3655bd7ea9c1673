import rule from '../../../src/rules/kubelet/eviction-memory-too-late.js'
import { recordedKubelet } from '../../support/recorded-pod.js'
import { ruleTest, text } from '../../support/rule-test.js'

const unit = text`
  [Service]
  ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
`

ruleTest(rule, {
  silent: {
    'what kops gives who says nothing': {
      'cluster.yaml': recordedKubelet(
        'v1.34.2',
        '{ evictionHard: { memory.available: 100Mi, nodefs.available: 10%, nodefs.inodesFree: 5%, imagefs.available: 10%, imagefs.inodesFree: 5% } }',
      ),
      preset: 'recommended',
    },
    'a kubelet shows what is built in like everything else': {
      'cluster.yaml': recordedKubelet(
        'v1.34.2',
        '{ evictionHard: { memory.available: 100Mi, nodefs.available: 10%, nodefs.inodesFree: 5%, imagefs.available: 15%, imagefs.inodesFree: 5% } }',
      ),
      preset: 'recommended',
    },
    'early enough': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 250Mi
      `,
    },
    'a soft threshold acts before': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard: { memory.available: 100Mi }
        evictionSoft: { memory.available: 1Gi }
        evictionSoftGracePeriod: { memory.available: 90s }
      `,
    },
    'a soft percentage cannot be compared': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard: { memory.available: 100Mi }
        evictionSoft: { memory.available: 5% }
        evictionSoftGracePeriod: { memory.available: 90s }
      `,
    },
    'a percentage: the size of the node is not known': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 1%
      `,
    },
    'a reservation leaves room as well': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard: { memory.available: 100Mi }
        kubeReserved: { memory: 1Gi }
      `,
    },
    'the bare default, and nobody speaks of eviction': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: 50
      `,
      preset: 'talk',
    },
    'what kops fills in is a default as well': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata:
          name: a.example.com
        spec:
          kubernetesVersion: 1.30.2
        ---
        apiVersion: kops.k8s.io/v1alpha2
        kind: InstanceGroup
        metadata:
          name: nodes
          labels:
            kops.k8s.io/cluster: a.example.com
        spec:
          role: Node
      `,
      preset: 'talk',
    },
    'kubeadm speaks of eviction in every file, but not of thresholds': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionPressureTransitionPeriod: 0s
      `,
      preset: 'talk',
    },
    'off altogether: kubelet/eviction-hard-missing says so': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: "0"
      `,
    },
    'a flag replaces the low value of the file': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --eviction-hard=memory.available<1Gi
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard: { memory.available: 100Mi }
      `,
    },
    'machines of the Docker provider are for a laptop': {
      'cluster.yaml': text`
        apiVersion: controlplane.cluster.x-k8s.io/v1beta1
        kind: KubeadmControlPlane
        metadata:
          name: a
        spec:
          kubeadmConfigSpec:
            clusterConfiguration: {}
            initConfiguration:
              nodeRegistration:
                kubeletExtraArgs:
                  eviction-hard: memory.available<50Mi
          version: v1.34.0
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: DockerMachineTemplate
        metadata:
          name: a
      `,
    },
  },
  cannotTell: {
    'the threshold comes from a template': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: {{ threshold }}
      `,
    },
    'the soft threshold comes from a template': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard: { memory.available: 100Mi }
        evictionSoft:
          memory.available: {{ threshold }}
      `,
    },
  },
  reports: {
    'a kubelet with a threshold of its own': {
      'cluster.yaml': recordedKubelet(
        'v1.34.2',
        '{ evictionHard: { memory.available: 100Mi, nodefs.available: 10% } }',
      ),
      expect: text`
        prod/node/worker-1/configz
              "memory.available": "100Mi",
               ~~~~~~~~~~~~~~~~~~~~~~~~~~ low
      `,
    },
    'what a kubelet shows to be built in, for whoever is strict': {
      'cluster.yaml': recordedKubelet(
        'v1.34.2',
        '{ evictionHard: { memory.available: 100Mi, nodefs.available: 10%, nodefs.inodesFree: 5%, imagefs.available: 15%, imagefs.inodesFree: 5% } }',
      ),
      preset: 'strict',
      expect: text`
        prod/node/worker-1/configz
              "memory.available": "100Mi",
               ~~~~~~~~~~~~~~~~~~~~~~~~~~ builtIn
      `,
    },
    'the built-in value, written down': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 100Mi # as upstream
          nodefs.available: 10%
      `,
      expect: text`
        kubelet.yaml
            memory.available: 100Mi # as upstream
            ~~~~~~~~~~~~~~~~~~~~~~~ low (warning)
      `,
    },
    'a flag in bytes': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --eviction-hard=memory.available<104857600,nodefs.available<10%% --v=2
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --eviction-hard=memory.available<104857600,nodefs.available<10%% --v=2
                                                     ~~~~~~~~~~~~~~~~~~~~~~~~~~ low
      `,
    },
    'the soft threshold is no earlier': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 200Mi
        evictionSoft:
          memory.available: 200Mi
        evictionSoftGracePeriod:
          memory.available: 90s
      `,
      expect: text`
        kubelet.yaml
            memory.available: 200Mi
            ~~~~~~~~~~~~~~~~~~~~~~~ low
      `,
    },
    'percentages, if somebody says how many': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 1%
      `,
      options: { minPercent: 2 },
      expect: text`
        kubelet.yaml
            memory.available: 1%
            ~~~~~~~~~~~~~~~~~~~~ low
      `,
    },
    'a low threshold in kops, where it is one string': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata:
          name: a.example.com
        spec:
          kubernetesVersion: 1.30.2
          kubelet:
            evictionHard: memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%
        ---
        apiVersion: kops.k8s.io/v1alpha2
        kind: InstanceGroup
        metadata:
          name: nodes
          labels:
            kops.k8s.io/cluster: a.example.com
        spec:
          role: Node
      `,
      preset: 'talk',
      expect: text`
        cluster.yaml
              evictionHard: memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%
                            ~~~~~~~~~~~~~~~~~~~~~~ low
      `,
    },
    'a reservation does not count': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 100Mi
        kubeReserved:
          memory: 1Gi
      `,
      options: { acceptIfReserved: false, min: '500Mi' },
      expect: text`
        kubelet.yaml
            memory.available: 100Mi
            ~~~~~~~~~~~~~~~~~~~~~~~ low
      `,
    },
    'the bare default under strict': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: 50
      `,
      preset: 'strict',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ builtIn
      `,
    },
    'the default beside a soft threshold that is no earlier': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionSoft: { memory.available: 50Mi }
        evictionSoftGracePeriod: { memory.available: 90s }
      `,
      preset: 'talk',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ builtIn
      `,
    },
  },
})
