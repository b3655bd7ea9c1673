import rule from '../../../src/rules/kubelet/kube-reserved-missing.js'
import { recordedKubelet } from '../../support/recorded-pod.js'
import { ruleTest, text } from '../../support/rule-test.js'

const unit = text`
  [Service]
  ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
`

ruleTest(rule, {
  silent: {
    'memory and cpu are reserved': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved:
          cpu: 100m
          memory: 1Gi
      `,
    },
    'systemReserved has it all: the scheduler knows only the sum': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved: { cpu: 500m, memory: 1Gi }
      `,
    },
    'whole CPUs are reserved': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        reservedSystemCPUs: 0-1
        kubeReserved:
          memory: 1Gi
      `,
    },
    'the flag has what the file lacks': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml --kube-reserved=cpu=100m,memory=1Gi
      `,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved: { cpu: 100m }
      `,
    },
    'a kind cluster is for a laptop': {
      'kind.yaml': text`
        kind: Cluster
        apiVersion: kind.x-k8s.io/v1alpha4
        nodes:
          - role: control-plane
          - role: worker
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
        kubeReserved:
          cpu: 100m
          memory: {{ memory }}
      `,
    },
    'the unit names a config file that is not here': { 'kubelet.service': unit },
    'the ConfigMap of kubeadm alone: that of the kubelets is another one': {
      'kubeadm-config.yaml': text`
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: kubeadm-config
          namespace: kube-system
        data:
          ClusterConfiguration: |
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: ClusterConfiguration
            kubernetesVersion: v1.29.4
      `,
    },
    'the unit of a package whose drop-in is not here': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet
        Restart=always
      `,
    },
  },
  reports: {
    'nothing is reserved': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: 110
      `,
      preset: 'talk',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ neither (error)
      `,
    },
    'a configuration file alone: an open layer is at most a warning': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: 110
      `,
      preset: 'talk',
      expect: text`
        kubelet.yaml
          kind: KubeletConfiguration
                ~~~~~~~~~~~~~~~~~~~~ neither (warning)
      `,
    },
    'the map has cpu only': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved:
          cpu: 100m
      `,
      expect: text`
        kubelet.yaml
          kubeReserved:
          ~~~~~~~~~~~~ missing (warning)
      `,
    },
    'the map has memory only': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        kubeReserved:
          memory: 1Gi
      `,
      preset: 'talk',
      expect: text`
        kubelet.yaml
          kubeReserved:
          ~~~~~~~~~~~~ noCpu (warning)
      `,
    },
    'only CPUs are reserved, by number': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        reservedSystemCPUs: 0-1
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ neither
      `,
    },
    'a flag with zero memory': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --kube-reserved=cpu=100m,memory=0 --v=2
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --kube-reserved=cpu=100m,memory=0 --v=2
                                                              ~~~~~~~~ missing
      `,
    },
    'what Talos gives a worker': {
      'cluster.yaml': recordedKubelet('v1.33.4', '{ systemReserved: { cpu: 50m, memory: 192Mi, pid: "100" } }'),
      expect: text`
        prod/node/worker-1/configz
          {
          ^ little
      `,
    },
    'systemReserved is too small for both': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        systemReserved:
          cpu: 100m
          memory: 100Mi
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ little
      `,
    },
    'systemReserved does not count': {
      'kubelet.service': unit,
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: 58
        systemReserved: { cpu: 500m, memory: 2Gi }
      `,
      options: { acceptSystemReservedOnly: false, formula: 'eks' },
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --config=/etc/kubernetes/kubelet.yaml
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ little
      `,
    },
    'the ConfigMaps of kubeadm and of its kubelets': {
      'kubeadm-config.yaml': text`
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: kubeadm-config
        data:
          ClusterConfiguration: |
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: ClusterConfiguration
            kubernetesVersion: v1.29.4
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: kubelet-config
        data:
          kubelet: |
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            kubeReserved:
              cpu: 100m
      `,
      expect: text`
        kubeadm-config.yaml
              kubeReserved:
              ~~~~~~~~~~~~ missing
      `,
    },
    'a default kubeadm node: a warning that says what it assumes': {
      'kubelet.service.d/10-kubeadm.conf': text`
        [Service]
        Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
        Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
        EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
        EnvironmentFile=-/etc/default/kubelet
        ExecStart=
        ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
      `,
      'var/lib/kubelet/config.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        authentication:
          anonymous:
            enabled: false
          webhook:
            cacheTTL: 0s
            enabled: true
        cgroupDriver: systemd
        clusterDNS:
        - 10.96.0.10
        clusterDomain: cluster.local
        imageMinimumGCAge: 0s
        kind: KubeletConfiguration
        rotateCertificates: true
        staticPodPath: /etc/kubernetes/manifests
      `,
      kubernetesVersion: '1.34',
      preset: 'talk',
      expect: text`
        kubelet.service.d/10-kubeadm.conf
          ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ neither (warning)
      `,
    },
  },
})
