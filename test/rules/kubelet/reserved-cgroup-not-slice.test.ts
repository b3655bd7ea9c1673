import rule from '../../../src/rules/kubelet/reserved-cgroup-not-slice.js'
import { ruleTest, text } from '../../support/rule-test.js'

const config = (cgroup: string, enforced = 'kube-reserved', driver = 'systemd') => text`
  apiVersion: kubelet.config.k8s.io/v1beta1
  kind: KubeletConfiguration
  cgroupDriver: ${driver}
  enforceNodeAllocatable: [pods, ${enforced}]
  kubeReserved: {cpu: 200m, memory: 1Gi}
  kubeReservedCgroup: ${cgroup}
`

ruleTest(rule, {
  silent: {
    'a slice by its own name': { 'kubelet.yaml': config('/kube.slice') },
    'a slice in its slice': { 'kubelet.yaml': config('/kube.slice/kube-node.slice') },
    'a name without ending, which may be meant': { 'kubelet.yaml': config('kube') },
    'it is not enforced': { 'kubelet.yaml': config('/system.slice/kubelet.service', 'system-reserved') },
    'the driver takes paths': { 'kubelet.yaml': config('/system.slice/kubelet.service', 'kube-reserved', 'cgroupfs') },
    'the runtime may say which driver it is': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --enforce-node-allocatable=pods,kube-reserved --kube-reserved=cpu=1 \\
          --kube-reserved-cgroup=/system.slice/kubelet.service
      `,
    },
  },
  cannotTell: {
    'the driver comes from a template': {
      'kubelet.yaml': config('/system.slice/kubelet.service', 'kube-reserved', '"{{ .driver }}"'),
    },
  },
  reports: {
    'the service of the kubelet': {
      'kubelet.yaml': config('/system.slice/kubelet.service'),
      expect: text`
        kubelet.yaml
          kubeReservedCgroup: /system.slice/kubelet.service
          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ elsewhere
      `,
    },
    'a slice below one that is not its own': {
      'kubelet.yaml': config('/system.slice/kube.slice', 'kube-reserved-compressible'),
      kubernetesVersion: '1.34',
      expect: text`
        kubelet.yaml
          kubeReservedCgroup: /system.slice/kube.slice
          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ elsewhere
      `,
    },
    'what is kept for the system, by flags': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --cgroup-driver=systemd --enforce-node-allocatable=system-reserved \\
          --system-reserved=cpu=1 --system-reserved-cgroup=sshd.service
      `,
      kubernetesVersion: '1.30',
      expect: text`
        kubelet.service
            --system-reserved=cpu=1 --system-reserved-cgroup=sshd.service
                                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ elsewhere
      `,
    },
  },
})
