import rule from '../../../src/rules/upgrade/removed-flag.js'
import { autoscaler } from '../../support/autoscaler.js'
import { recordedApiserver } from '../../support/recorded-pod.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'what runs knows its flags, whatever is written of its release': {
      'cluster.yaml': recordedApiserver('v1.34.2', '--insecure-port=0', true),
      except: { opacity: 'a container of which nothing is known may be one that crashes' },
    },
    'a version long before the removal': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.20.4', '--insecure-port=0', '--secure-port=6443'),
    },
    'flags this version has': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--secure-port=6443', '--feature-gates=A=true'),
    },
    'a flag nobody ever had is a matter of its own': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--secure-prot=6443'),
    },
    'one minor ahead, where kubeadm takes it out again itself': {
      'kubelet.service': text`
        [Service]
        EnvironmentFile=/var/lib/kubelet/kubeadm-flags.env
        ExecStart=/usr/bin/kubelet $KUBELET_KUBEADM_ARGS
      `,
      'var/lib/kubelet/kubeadm-flags.env': text`
        KUBELET_KUBEADM_ARGS="--pod-infra-container-image=registry.k8s.io/pause:3.10"
      `,
      kubernetesVersion: '1.34.2',
    },
    'a field that the scheduler does not read past: it does not start, which another rule says': {
      'scheduler.yaml': text`
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        healthzBindAddress: 0.0.0.0:10251
      `,
      kubernetesVersion: '1.28',
    },
    'one minor ahead, and nobody wants to know': {
      'autoscaler.yaml': autoscaler('v1.32.2', '--max-empty-bulk-delete=10'),
      options: { warnAhead: 0 },
    },
    'a build whose vendor decides what is in it': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'registry.example.com/kube-apiserver:v1.28.3-eks-1',
        '--insecure-port=0',
      ),
    },
    'the unit is for another version than the newest': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --container-runtime=docker --network-plugin=cni
      `,
      kubernetesVersion: '1.20.4',
    },
    'a variable of etcd that is gone is only warned about': {
      'etcd.service': text`
        [Service]
        Environment=ETCD_ENABLE_V2=true
        ExecStart=/usr/bin/etcd --name=a
      `,
    },
    'a key of kops, which knows what to write': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata:
          name: prod.example.com
        spec:
          kubernetesVersion: 1.30.2
          kubelet:
            networkPluginName: cni
            podInfraContainerImage: registry.k8s.io/pause:3.9
      `,
    },
    'what a platform writes is not the business of its user': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta2
        kind: ClusterConfiguration
        kubernetesVersion: v1.20.15
        ---
        apiVersion: kubeadm.k8s.io/v1beta2
        kind: InitConfiguration
        nodeRegistration:
          criSocket: /var/run/dockershim.sock
      `,
    },
    'one dash is a letter': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '-port=0'),
    },
  },
  cannotTell: {
    'the version is not known': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --container-runtime=remote
      `,
    },
  },
  reports: {
    'a pod that is there and never gets ready': {
      'cluster.yaml': recordedApiserver('v1.34.2', '--insecure-port=0', false),
      expect: text`
        prod/pod/kube-system/kube-apiserver-a
                    "--insecure-port=0"
                     ~~~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'what runs now will not after the next upgrade': {
      'cluster.yaml': recordedApiserver('v1.23.5', '--insecure-port=0', true),
      expect: text`
        prod/pod/kube-system/kube-apiserver-a
                    "--insecure-port=0"
                     ~~~~~~~~~~~~~~~~~ removed (warning)
      `,
    },
    'a flag of kubeadm for the kubelet': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: ClusterConfiguration
        kubernetesVersion: v1.27.16
      `,
      'kubeadm-flags.env': text`
        KUBELET_KUBEADM_ARGS="--container-runtime=remote --container-runtime-endpoint=unix:///run/containerd/containerd.sock"
      `,
      expect: text`
        kubeadm-flags.env
          KUBELET_KUBEADM_ARGS="--container-runtime=remote --container-runtime-endpoint=unix:///run/containerd/containerd.sock"
                                ~~~~~~~~~~~~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'arguments of kubeadm': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: ClusterConfiguration
        kubernetesVersion: v1.27.16
        apiServer:
          extraArgs:
            insecure-port: "0"
            profiling: "false"
      `,
      expect: text`
        kubeadm.yaml
              insecure-port: "0"
              ~~~~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'a unit, in the middle of its words': {
      'kubelet.service': text`
        # started by hand
        [Service]
        ExecStart=/usr/bin/kubelet \\
          --config=/etc/kubernetes/kubelet.yaml \\
          --network-plugin=cni \\
          --v=2
      `,
      kubernetesVersion: '1.24',
      expect: text`
        kubelet.service
            --network-plugin=cni \\
            ~~~~~~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'list items, one of them in quotes': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.26.1',
        '--secure-port=6443',
        '"--insecure-port=0"',
        '--target_ram_mb=100 # sized by hand',
        '--profiling=false',
      ),
      expect: text`
        apiserver.yaml
                  - "--insecure-port=0"
                     ~~~~~~~~~~~~~~~~~ removed (error)
                  - --target_ram_mb=100 # sized by hand
                    ~~~~~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'a flag that only changed its name': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.26.1', '--service-account-api-audiences=api', '--v=2'),
      expect: text`
        apiserver.yaml
                  - --service-account-api-audiences=api
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ removed
      `,
    },
    'the next minor loses it': {
      'autoscaler.yaml': autoscaler('v1.32.2', '--max-empty-bulk-delete=10'),
      expect: text`
        autoscaler.yaml
                      - --max-empty-bulk-delete=10
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~ removed (warning)
      `,
    },
    'a range that ends with the removal': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --container-runtime=remote
      `,
      kubernetesVersion: '1.26',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --container-runtime=remote
                                     ~~~~~~~~~~~~~~~~~~~~~~~~~~ removed (warning)
      `,
    },
    'a planned version loses it': {
      'autoscaler.yaml': autoscaler('v1.28.2', '--max-empty-bulk-delete=10'),
      options: { targetVersion: '1.33' },
      expect: text`
        autoscaler.yaml
                      - --max-empty-bulk-delete=10
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~ removed (warning)
      `,
    },
    'a flag of etcd, which takes one dash': {
      'etcd.yaml': staticPod('etcd', 'registry.k8s.io/etcd:3.6.1-0', '-enable-v2=true', '--name=a'),
      expect: text`
        etcd.yaml
                  - -enable-v2=true
                    ~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'a variable of etcd that only changed its name': {
      'etcd.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata:
          name: etcd
          namespace: kube-system
        spec:
          containers:
            - name: etcd
              image: registry.k8s.io/etcd:3.7.0-0
              command: [etcd]
              env:
                - { name: ETCD_EXPERIMENTAL_CORRUPT_CHECK_TIME, value: 240m }
      `,
      expect: text`
        etcd.yaml
                  - { name: ETCD_EXPERIMENTAL_CORRUPT_CHECK_TIME, value: 240m }
                            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ variable (warning)
      `,
    },
    'a field of the kubelet': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        logging:
          sanitization: true
      `,
      kubernetesVersion: '1.30',
      expect: text`
        kubelet.yaml
            sanitization: true
            ~~~~~~~~~~~~~~~~~~ field (warning)
      `,
    },
  },
})
