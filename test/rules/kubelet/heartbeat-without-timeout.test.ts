import rule from '../../../src/rules/kubelet/heartbeat-without-timeout.js'
import { ruleTest, text } from '../../support/rule-test.js'

const kops = (version: string): string => text`
  apiVersion: kops.k8s.io/v1alpha2
  kind: Cluster
  metadata:
    name: a.example.com
  spec:
    kubernetesVersion: ${version}
  ---
  apiVersion: kops.k8s.io/v1alpha2
  kind: InstanceGroup
  metadata:
    name: nodes
    labels:
      kops.k8s.io/cluster: a.example.com
  spec:
    role: Node
`

const unit = text`
  [Service]
  ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
`

ruleTest(rule, {
  silent: {
    'the release with the mend': { 'cluster.yaml': kops('1.7.8') },
    'the first minor with the mend': { 'cluster.yaml': kops('1.8.0') },
    'a minor whose patch is not written: the newest has the mend': { 'cluster.yaml': kops('1.7') },
    'nothing states a version': { 'kubelet.service': unit },
    'the version comes from a template': { 'cluster.yaml': kops('{{ version }}') },
    'a cluster for a laptop': {
      'minikube.yaml': text`
        apiVersion: kubeadm.k8s.io/v1alpha1
        kind: MasterConfiguration
        certificatesDir: /var/lib/minikube/certs
        kubernetesVersion: v1.7.3
      `,
      except: { opacity: 'the directory of the certificates is all that says minikube' },
    },
    'a pod with the image of a vendor': {
      'kubelet.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata:
          name: kubelet
        spec:
          containers:
            - name: kubelet
              image: registry.example.com/hyperkube:v1.7.3-vendor.2
              command: [/hyperkube, kubelet, --kubeconfig=/etc/kubernetes/kubelet.conf]
      `,
    },
  },
  reports: {
    'kops states the version, both groups share the finding': {
      'cluster.yaml': kops('1.7.3'),
      expect: text`
        cluster.yaml
            kubernetesVersion: 1.7.3
                               ~~~~~ noTimeout (error)
      `,
    },
    'a whole old minor': {
      'cluster.yaml': kops('1.6'),
      expect: text`
        cluster.yaml
            kubernetesVersion: 1.6
                               ~~~ noTimeout
      `,
    },
    'the run states the version': {
      'kubelet.service': unit,
      kubernetesVersion: '1.7.7',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ noTimeout
      `,
    },
    'beside a kubeconfig that names an ELB': {
      'node/kubelet.service': unit,
      'node/kubelet.conf': text`
        apiVersion: v1
        kind: Config
        current-context: a
        contexts:
          - name: a
            context: { cluster: a, user: a }
        clusters:
          - name: a
            cluster:
              server: https://api-a-1234567890.us-west-2.elb.amazonaws.com:443
      `,
      kubernetesVersion: '1.7.6',
      expect: text`
        node/kubelet.service
          ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ noTimeout
      `,
    },
  },
})
