import rule from '../../../src/rules/kubelet/eviction-hard-partial.js'
import { ruleTest, text } from '../../support/rule-test.js'

const unit = text`
  [Service]
  ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
`

ruleTest(rule, {
  silent: {
    'all signals are listed': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 500Mi
          nodefs.available: 10%
          nodefs.inodesFree: 5%
          imagefs.available: 15%
      `,
    },
    'imagefs.* is missing, and no separate image file system is known': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --eviction-hard=memory.available<500Mi,nodefs.available<10%%,nodefs.inodesFree<5%%
      `,
    },
    'the map is left out': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: 50
      `,
    },
    'the map is empty: kubelet/eviction-hard-missing says so': {
      'kubelet.service': unit,
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
      'etc/kubernetes/kubelet.conf.d/10-memory.conf': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 500Mi
      `,
      kubernetesVersion: '1.33',
    },
    'the defaults are kept on 1.33': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        mergeDefaultEvictionSettings: true
        evictionHard:
          memory.available: 500Mi
      `,
      kubernetesVersion: '1.33',
    },
    'a release without a default for disks': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --eviction-hard=memory.available<500Mi
      `,
      kubernetesVersion: '1.6.4',
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
                  eviction-hard: memory.available<500Mi
          version: v1.34.0
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: DockerMachineTemplate
        metadata:
          name: a
      `,
      except: { opacity: 'the kind of the machines is all that says Docker' },
    },
  },
  cannotTell: {
    'one more entry may come from a template': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 500Mi
          {{ .moreSignals }}
      `,
    },
    'the unit names a config file that is not here': { 'kubelet.service': unit },
  },
  reports: {
    'memory alone': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard: # what we need
          # for the big nodes
          memory.available: 500Mi # enough

        # how many fit
        maxPods: 50
      `,
      expect: text`
        kubelet.yaml
          evictionHard: # what we need
          ~~~~~~~~~~~~ partial (error)
      `,
    },
    'a flow map': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard: { memory.available: 500Mi, "nodefs.available": "10%" } # enough
      `,
      expect: text`
        kubelet.yaml
          evictionHard: { memory.available: 500Mi, "nodefs.available": "10%" } # enough
          ~~~~~~~~~~~~ partial
      `,
    },
    JSON: {
      'kubelet.json': text`
        {
          "apiVersion": "kubelet.config.k8s.io/v1beta1",
          "kind": "KubeletConfiguration",
          "evictionHard": {
            "memory.available": "500Mi",
            "nodefs.inodesFree": "5%"
          }
        }
      `,
      expect: text`
        kubelet.json
            "evictionHard": {
             ~~~~~~~~~~~~ partial
      `,
    },
    'quoted keys in a block map, tabs before a comment': {
      'kubelet.yaml': text`
        kind: KubeletConfiguration
        apiVersion: kubelet.config.k8s.io/v1beta1
        evictionHard:
            "memory.available": "500Mi"
            'nodefs.available': '10%'	# a tenth
      `,
      expect: text`
        kubelet.yaml
          evictionHard:
          ~~~~~~~~~~~~ partial
      `,
    },
    'a map behind an alias has no fix': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionSoft: &memory
          memory.available: 500Mi
        evictionHard: *memory
      `,
      expect: text`
        kubelet.yaml
          evictionHard: *memory
          ~~~~~~~~~~~~ partial
      `,
    },
    'a flag of a unit': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet \\
          --eviction-hard=memory.available<500Mi,nodefs.available<10%% \\
          --v=2
      `,
      kubernetesVersion: '1.8',
      expect: text`
        kubelet.service
            --eviction-hard=memory.available<500Mi,nodefs.available<10%% \\
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ partial
      `,
    },
    'a flag beats the whole map of the file': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --eviction-hard=memory.available<1Gi
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard: { memory.available: 500Mi, nodefs.available: 10%, nodefs.inodesFree: 5% }
      `,
      kubernetesVersion: '1.30',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --eviction-hard=memory.available<1Gi
                                                                           ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ partial
      `,
    },
    'a flag in an environment file': {
      'kubelet.service': text`
        [Service]
        EnvironmentFile=/etc/default/kubelet
        ExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS
      `,
      'etc/default/kubelet': text`
        KUBELET_EXTRA_ARGS="--eviction-hard=memory.available<1Gi,nodefs.available<10%"
      `,
      kubernetesVersion: '1.30',
      expect: text`
        etc/default/kubelet
          KUBELET_EXTRA_ARGS="--eviction-hard=memory.available<1Gi,nodefs.available<10%"
                              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ partial
      `,
    },
    'images have a file system of their own': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        evictionHard:
          memory.available: 500Mi
          nodefs.available: 10%
          nodefs.inodesFree: 5%
      `,
      options: { requireImagefs: 'always' },
      expect: text`
        kubelet.yaml
          evictionHard:
          ~~~~~~~~~~~~ partial
      `,
    },
  },
})
