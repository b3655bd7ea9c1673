import rule from '../../../src/rules/kubelet/kube-reserved-cgroup-unset.js'
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
        kubeReserved: { cpu: 200m, memory: 1Gi }
        kubeReservedCgroup: /kube.slice
        enforceNodeAllocatable: [pods, kube-reserved-compressible]
      `,
      kubernetesVersion: '1.34',
    },
    'the kubelet runs below it': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --kube-reserved=memory=1Gi --kube-reserved-cgroup=/kube.slice \\
          --enforce-node-allocatable=pods,kube-reserved --kubelet-cgroups=/kube.slice/kubelet.service
      `,
    },
    'a slice that systemd puts below it': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --kube-reserved=memory=1Gi --kube-reserved-cgroup=kube.slice \\
          --enforce-node-allocatable=pods,kube-reserved --kubelet-cgroups=/kube-node.slice
      `,
    },
    'nothing is reserved: kubelet/kube-reserved-missing says so': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved: {}
      `,
    },
    'whole CPUs are reserved, which excludes the cgroup': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        reservedSystemCPUs: 0-3
        kubeReserved:
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
                  kube-reserved: memory=1Gi
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
        kubeReserved: { cpu: 200m, memory: 1Gi }
        kubeReservedCgroup: "{{ cgroup }}"
      `,
    },
    'what is enforced comes from a template': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved: { cpu: 200m, memory: 1Gi }
        kubeReservedCgroup: /kube.slice
        enforceNodeAllocatable: ["{{ enforced }}"]
      `,
    },
  },
  reports: {
    'no cgroup': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved:
          cpu: 200m
          memory: 1Gi
      `,
      expect: text`
        kubelet.yaml
          kubeReserved:
          ~~~~~~~~~~~~ unbacked (info)
      `,
    },
    'the preset raises it': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --kube-reserved=cpu=200m,memory=1Gi --v=2
      `,
      preset: 'talk',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --kube-reserved=cpu=200m,memory=1Gi --v=2
                                     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unbacked (warning)
      `,
    },
    'a cgroup that nobody enforces': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved: { cpu: 200m, memory: 1Gi }
        kubeReservedCgroup: /kube.slice
        enforceNodeAllocatable:
          - pods
          - system-reserved
      `,
      expect: text`
        kubelet.yaml
          kubeReservedCgroup: /kube.slice
          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unbacked
      `,
    },
    'the default enforces pods only': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --kube-reserved=memory=1Gi --kube-reserved-cgroup=/podruntime.slice
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --kube-reserved=memory=1Gi --kube-reserved-cgroup=/podruntime.slice
                                                                ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unbacked
      `,
    },
    'the kubelet runs elsewhere': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved: { cpu: 200m, memory: 1Gi }
        kubeReservedCgroup: /kube.slice
        kubeletCgroups: /system.slice/kubelet.service
        enforceNodeAllocatable: [pods, kube-reserved]
      `,
      expect: text`
        kubelet.yaml
          kubeletCgroups: /system.slice/kubelet.service
          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unbacked
      `,
    },
  },
})
