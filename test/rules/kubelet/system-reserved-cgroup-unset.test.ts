import rule from '../../../src/rules/kubelet/system-reserved-cgroup-unset.js'
import { ruleTest, text } from '../../support/rule-test.js'

const unit = text`
  [Service]
  ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
`

ruleTest(rule, {
  silent: {
    'a cgroup that is enforced': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved: { cpu: 200m, memory: 512Mi }
        systemReservedCgroup: /system.slice
        enforceNodeAllocatable: [pods, system-reserved-compressible]
      `,
      kubernetesVersion: '1.34',
    },
    'enforced by a flag': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --enforce-node-allocatable=pods,system-reserved
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved: { memory: 512Mi }
        systemReservedCgroup: /system.slice
      `,
    },
    'nothing is reserved: kubelet/system-reserved-missing says so': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
    `,
    },
    'whole CPUs are reserved, which excludes the cgroup': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        reservedSystemCPUs: 0-3
        systemReserved:
          memory: 1Gi
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
                  system-reserved: memory=1Gi
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
    'the cgroup comes from a template': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved: { cpu: 200m, memory: 1Gi }
        systemReservedCgroup: "{{ cgroup }}"
      `,
    },
  },
  reports: {
    'no cgroup': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved:
          memory: 512Mi
      `,
      expect: text`
        kubelet.yaml
          systemReserved:
          ~~~~~~~~~~~~~~ unbacked (info)
      `,
    },
    'the preset raises it': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --system-reserved=cpu=200m,memory=1Gi --v=2
      `,
      preset: 'talk',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --system-reserved=cpu=200m,memory=1Gi --v=2
                                     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unbacked (warning)
      `,
    },
    'a cgroup that nobody enforces': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved: { memory: 512Mi }
        systemReservedCgroup: /system.slice
        enforceNodeAllocatable: [pods, kube-reserved]
      `,
      expect: text`
        kubelet.yaml
          systemReservedCgroup: /system.slice
          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unbacked
      `,
    },
    'an old release that has no such cgroup': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --system-reserved=memory=1Gi
      `,
      kubernetesVersion: '1.5.4',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --system-reserved=memory=1Gi
                                     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unbacked
      `,
    },
  },
})
