import rule from '../../../src/rules/upgrade/removed-dockershim.js'
import { ruleTest, text } from '../../support/rule-test.js'

const kubelet = (version: string | undefined, flag: string) => ({
  'kubelet.service': text`
    [Service]
    ExecStart=/usr/bin/kubelet ${flag}
  `,
  ...(version === undefined ? {} : { kubernetesVersion: version }),
})

const drawn = (flag: string, message: string) => text`
  kubelet.service
    ExecStart=/usr/bin/kubelet ${flag}
                               ${'~'.repeat(flag.length)} ${message}
`

ruleTest(rule, {
  silent: {
    'a runtime of its own': kubelet('1.26.2', '--container-runtime=remote'),
    'the socket of cri-dockerd': kubelet('1.30.2', '--container-runtime-endpoint=unix:///run/cri-dockerd.sock'),
    'a version that has it for some time': kubelet('1.22.2', '--container-runtime=docker'),
  },
  cannotTell: {
    'no version, so it may be one that has it': kubelet(undefined, '--container-runtime=docker'),
    'from a template': kubelet('1.24.2', '--container-runtime-endpoint={{ .socket }}'),
  },
  reports: {
    'the runtime by name': {
      ...kubelet('1.24.2', '--container-runtime=docker'),
      expect: drawn('--container-runtime=docker', 'runtime'),
    },
    'the runtime by name, where the flag is gone too': {
      ...kubelet('1.28.2', '--container-runtime=docker'),
      expect: drawn('--container-runtime=docker', 'runtime'),
    },
    'its socket': {
      ...kubelet('1.30.2', '--container-runtime-endpoint=unix:///var/run/dockershim.sock'),
      expect: drawn('--container-runtime-endpoint=unix:///var/run/dockershim.sock', 'gone'),
    },
    'the last version that has it': {
      ...kubelet('1.23.2', '--container-runtime=docker'),
      expect: drawn('--container-runtime=docker', 'runtime'),
    },
    'what kubeadm is told': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: InitConfiguration
        nodeRegistration:
          criSocket: /var/run/dockershim.sock
        ---
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: ClusterConfiguration
        kubernetesVersion: v1.24.17
      `,
      expect: text`
        kubeadm.yaml
            criSocket: /var/run/dockershim.sock
                       ~~~~~~~~~~~~~~~~~~~~~~~~ gone
      `,
    },
  },
})
