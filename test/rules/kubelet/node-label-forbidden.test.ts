import rule from '../../../src/rules/kubelet/node-label-forbidden.js'
import { ruleTest, text } from '../../support/rule-test.js'

const unit = (labels: string) => text`
  [Service]
  ExecStart=/usr/bin/kubelet --node-labels=${labels}
`

ruleTest(rule, {
  silent: {
    'a label of ones own': { 'kubelet.service': unit('pool=worker,example.com/tier=a'), kubernetesVersion: '1.34' },
    'the prefix that is free, and a domain below it': {
      'kubelet.service': unit('node.kubernetes.io/pool=a,team.node.kubernetes.io/pool=a,kubelet.kubernetes.io/a=b'),
      kubernetesVersion: '1.34',
    },
    'labels a kubelet sets itself': {
      'kubelet.service': unit('kubernetes.io/os=linux,topology.kubernetes.io/zone=a,beta.kubernetes.io/arch=amd64'),
      kubernetesVersion: '1.34',
    },
    'a domain that only ends like it': {
      'kubelet.service': unit('mykubernetes.io/role=a,xk8s.io/role=b'),
      kubernetesVersion: '1.34',
    },
    'before there was a list': {
      'kubelet.service': unit('node-role.kubernetes.io/worker='),
      kubernetesVersion: '1.12',
    },
    'the label comes from a template': {
      'kubelet.service.j2': unit('{{ node_label }}=worker'),
      kubernetesVersion: '1.34',
    },
    'labels that are set through the API': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: InstanceGroup
        metadata:
          name: nodes
          labels:
            kops.k8s.io/cluster: a
        spec:
          role: Node
          nodeLabels:
            node-role.kubernetes.io/worker: ""
      `,
    },
  },
  reports: {
    'the role of a node': {
      'kubelet.service': unit('pool=a,node-role.kubernetes.io/worker=,x=y'),
      kubernetesVersion: '1.34',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --node-labels=pool=a,node-role.kubernetes.io/worker=,x=y
                                                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ refused
      `,
    },
    'extra arguments of kubeadm': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: JoinConfiguration
        nodeRegistration:
          kubeletExtraArgs:
            node-labels: scheduler.k8s.io/role=gpu
      `,
      kubernetesVersion: '1.28',
      expect: text`
        kubeadm.yaml
              node-labels: scheduler.k8s.io/role=gpu
                           ~~~~~~~~~~~~~~~~~~~~~~~~~ refused
      `,
    },
    'a version that only warns': {
      'kubelet.service': unit('kubernetes.io/role=worker'),
      kubernetesVersion: '1.15',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --node-labels=kubernetes.io/role=worker
                                                   ~~~~~~~~~~~~~~~~~~~~~~~~~ warned
      `,
    },
  },
})
