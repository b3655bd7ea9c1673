import rule from '../../../src/rules/kubelet/apiserver-connection-stale.js'
import { recordedKubelet } from '../../support/recorded-pod.js'
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

ruleTest(rule, {
  silent: {
    'a cluster for a laptop': {
      'minikube.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta1
        kind: InitConfiguration
        ---
        apiVersion: kubeadm.k8s.io/v1beta1
        kind: ClusterConfiguration
        certificatesDir: /var/lib/minikube/certs
        kubernetesVersion: v1.16.0
      `,
      except: { opacity: 'the directory of the certificates is all that says minikube' },
    },
    'a patch release with the health check': { 'cluster.yaml': kops('1.18.18') },
    'the first minor with the health check': { 'cluster.yaml': kops('1.20.0') },
    'nothing states a version': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
    },
    'a machine of Cluster API whose version nobody states': {
      'workers.yaml': text`
        apiVersion: bootstrap.cluster.x-k8s.io/v1beta1
        kind: KubeadmConfigTemplate
        metadata:
          name: workers
        spec:
          template:
            spec:
              joinConfiguration:
                nodeRegistration:
                  kubeletExtraArgs:
                    cloud-provider: external
      `,
    },
    'HTTP/2 is off': {
      'kubelet.service': text`
        [Service]
        Environment=DISABLE_HTTP2=1
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
      kubernetesVersion: '1.18.3',
    },
    'the check has another interval': {
      'kubelet.service': text`
        [Service]
        Environment=HTTP2_READ_IDLE_TIMEOUT_SECONDS=10
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
    },
    'what is no number leaves the default': {
      'kubelet.service': text`
        [Service]
        Environment=HTTP2_READ_IDLE_TIMEOUT_SECONDS=0s
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
    },
  },
  cannotTell: {
    'an environment file that must exist is not here': {
      'kubelet.service': text`
        [Service]
        EnvironmentFile=/etc/kubernetes/kubelet.env
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
      kubernetesVersion: '1.18.3',
    },
  },
  reports: {
    'a kubelet of which nobody sees the environment': {
      'cluster.yaml': recordedKubelet('v1.18.2', '{ maxPods: 110 }'),
      expect: text`
        prod/node/worker-1
                "kubeletVersion": "v1.18.2"
                                   ~~~~~~~ stale
      `,
    },
    'kops states an old release': {
      'cluster.yaml': kops('1.19.3'),
      expect: text`
        cluster.yaml
            kubernetesVersion: 1.19.3
                               ~~~~~~ stale
      `,
    },
    'the dead connection is used again': {
      'cluster.yaml': kops('1.9.8'),
      expect: text`
        cluster.yaml
            kubernetesVersion: 1.9.8
                               ~~~~~ stale (warning)
      `,
    },
    'without rotation the connections stay open': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
      kubernetesVersion: '1.14.1',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ stale
      `,
    },
    'DISABLE_HTTP2 is empty': {
      'kubelet.service': text`
        [Service]
        Environment=DISABLE_HTTP2=
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
      kubernetesVersion: '1.19.4',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ stale
      `,
    },
    'a release without a health check has none to switch off': {
      'kubelet.service': text`
        [Service]
        Environment=HTTP2_READ_IDLE_TIMEOUT_SECONDS=0
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
      kubernetesVersion: '1.17.4',
      except: { opacity: 'where the version is not known, the variable is what counts' },
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ stale
      `,
    },
    'the health check is switched off': {
      'kubelet.service': text`
        [Service]
        Environment="HTTP2_READ_IDLE_TIMEOUT_SECONDS=0"
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf
      `,
      expect: text`
        kubelet.service
          Environment="HTTP2_READ_IDLE_TIMEOUT_SECONDS=0"
                       ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ disabled
      `,
    },
    'and in an environment file': {
      'kubelet.service': text`
        [Service]
        EnvironmentFile=-/etc/default/kubelet
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf $KUBELET_EXTRA_ARGS
      `,
      'etc/default/kubelet': text`
        HTTP2_READ_IDLE_TIMEOUT_SECONDS=0
      `,
      kubernetesVersion: '1.30',
      expect: text`
        etc/default/kubelet
          HTTP2_READ_IDLE_TIMEOUT_SECONDS=0
          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ disabled
      `,
    },
  },
})
