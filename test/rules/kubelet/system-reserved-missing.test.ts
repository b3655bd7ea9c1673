import rule from '../../../src/rules/kubelet/system-reserved-missing.js'
import { ruleTest, text } from '../../support/rule-test.js'

const unit = text`
  [Service]
  ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
`

ruleTest(rule, {
  silent: {
    'memory is reserved': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved:
          memory: 512Mi
      `,
    },
    'kubeReserved has it all, as managed services do it': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved: { cpu: 100m, memory: 1Gi }
      `,
    },
    'a kind cluster is for a laptop': {
      'kind.yaml': text`
        kind: Cluster
        apiVersion: kind.x-k8s.io/v1alpha4
        nodes:
          - role: control-plane
      `,
    },
    'so is one of minikube': {
      'minikube.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: InitConfiguration
        ---
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: ClusterConfiguration
        certificatesDir: /var/lib/minikube/certs
        kubernetesVersion: v1.34.0
      `,
      except: { opacity: 'the directory of the certificates is all that says minikube' },
    },
    'and the machines of the Docker provider are containers': {
      'cluster.yaml': text`
        apiVersion: controlplane.cluster.x-k8s.io/v1beta1
        kind: KubeadmControlPlane
        metadata:
          name: a
        spec:
          kubeadmConfigSpec:
            initConfiguration: {}
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
    'the amount comes from a template': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved: { memory: "{{ .memory }}" }
      `,
    },
    'kubeReserved comes from a template': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved:
          memory: "{{ .memory }}"
      `,
    },
    'an environment file that must exist is not here': {
      'kubelet.service': text`
        [Service]
        EnvironmentFile=/etc/kubernetes/kubelet.env
        ExecStart=/usr/bin/kubelet $KUBELET_ARGS
      `,
    },
    'the unit of a package whose drop-in is not here': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet
      `,
    },
  },
  reports: {
    'nothing is reserved': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ missing
      `,
    },
    'kubeReserved is too small for both': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved:
          cpu: 100m
          memory: 200Mi
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ missing
      `,
    },
    'the map has cpu only': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved:
          cpu: 500m
      `,
      expect: text`
        kubelet.yaml
          systemReserved:
          ~~~~~~~~~~~~~~ missing
      `,
    },
    'the flag drops what the file has': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --system-reserved=cpu=500m
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved:
          memory: 1Gi
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --system-reserved=cpu=500m
                                                                           ~~~~~~~~~~~~~~~~~~~~~~~~~~ missing
      `,
    },
    'kubeReserved does not count': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved: { cpu: 100m, memory: 2Gi }
      `,
      options: { acceptKubeReservedOnly: false, minMemory: '768Mi' },
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ missing
      `,
    },
  },
})
