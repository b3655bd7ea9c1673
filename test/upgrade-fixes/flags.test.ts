import { suite } from 'uvu'
import { staticPod } from '../support/static-pod.js'
import { text } from '../support/text.js'
import { fixesOf } from '../support/upgrade-fixes.js'

const test = suite('fixes of what an upgrade breaks: flags')
const becomes = fixesOf(test)

becomes('a removed flag of a unit in a cloud-config in a heredoc', {
  version: '1.27',
  before: {
    'node.tf': text`
      resource "aws_launch_template" "node" {
        user_data = base64encode(<<-EOT
          #cloud-config
          write_files:
            - path: /etc/systemd/system/kubelet.service
              content: |
                [Service]
                # the runtime speaks CRI
                ExecStart=/usr/bin/kubelet \\
                  --container-runtime=remote \\
                  --fail-swap-on false \\
                  --v=2
        EOT
        )
      }
    `,
  },
  after: {
    'node.tf': text`
      resource "aws_launch_template" "node" {
        user_data = base64encode(<<-EOT
          #cloud-config
          write_files:
            - path: /etc/systemd/system/kubelet.service
              content: |
                [Service]
                # the runtime speaks CRI
                ExecStart=/usr/bin/kubelet \\
                  --fail-swap-on=false \\
                  --v=2
        EOT
        )
      }
    `,
  },
})

becomes('a flag that is gone goes with the word that stands apart from it', {
  version: '1.36',
  before: {
    'etc/default/kubelet':
      'KUBELET_EXTRA_ARGS="--node-labels=a=b --allow-privileged true --v=2 --keep-terminated-pod-volumes false --max-pods=110"\n',
    'kubelet.service': text`
      [Service]
      EnvironmentFile=-/etc/default/kubelet
      ExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS --fail-swap-on=true --keep-terminated-pod-volumes false
    `,
    'apiserver.yaml': staticPod('kube-apiserver', 'v1.36.1', '--profiling=false', '--logtostderr', '"false"'),
  },
  after: {
    'etc/default/kubelet': 'KUBELET_EXTRA_ARGS="--node-labels=a=b --v=2 --max-pods=110"\n',
    'kubelet.service': text`
      [Service]
      EnvironmentFile=-/etc/default/kubelet
      ExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS --fail-swap-on=true
    `,
    'apiserver.yaml': staticPod('kube-apiserver', 'v1.36.1', '--profiling=false'),
  },
})

becomes('arguments of kubeadm, as a map', {
  version: '1.27',
  before: {
    'kubeadm.yaml': text`
      apiVersion: kubeadm.k8s.io/v1beta3
      kind: ClusterConfiguration
      kubernetesVersion: v1.27.16
      apiServer:
        extraArgs:
          # nobody without TLS
          insecure-port: "0"
          profiling: "false"   # not here
          feature-gates: "EphemeralContainers=true"
    `,
  },
  after: {
    'kubeadm.yaml': text`
      apiVersion: kubeadm.k8s.io/v1beta3
      kind: ClusterConfiguration
      kubernetesVersion: v1.27.16
      apiServer:
        extraArgs:
          # nobody without TLS
          profiling: "false"   # not here
    `,
  },
})

becomes('the insecure port of the scheduler, which is none of the secure one', {
  version: '1.24',
  before: {
    'scheduler.yaml': staticPod(
      'kube-scheduler',
      'v1.24.17',
      '--kubeconfig=/etc/kubernetes/scheduler.conf',
      '--address=127.0.0.1',
      '--port=0',
    ),
  },
  after: {
    'scheduler.yaml': staticPod('kube-scheduler', 'v1.24.17', '--kubeconfig=/etc/kubernetes/scheduler.conf'),
  },
})

becomes('arguments of kubeadm, as a list', {
  version: '1.31',
  before: {
    'kubeadm.yaml': text`
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: ClusterConfiguration
      kubernetesVersion: v1.31.2
      apiServer:
        extraArgs:
          - name: feature-gates
            value: EphemeralContainers=true
          - name: insecure-port
            value: "0"
          - name: profiling
            value: "false"
    `,
  },
  after: {
    'kubeadm.yaml': text`
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: ClusterConfiguration
      kubernetesVersion: v1.31.2
      apiServer:
        extraArgs:
          - name: profiling
            value: "false"
    `,
  },
})

becomes('etcd: flags, which the release before knows by their new names too', {
  version: '1.34',
  before: {
    'etcd.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata:
        name: etcd
        namespace: kube-system
      spec:
        containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.6.4-0
            command:
              - etcd
              - --experimental-corrupt-check-time=240m # twice a day was not enough
              - --experimental-watch-progress-notify-interval=5s
    `,
  },
  after: {
    'etcd.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata:
        name: etcd
        namespace: kube-system
      spec:
        containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.6.4-0
            command:
              - etcd
              - --corrupt-check-time=240m # twice a day was not enough
              - --watch-progress-notify-interval=5s
    `,
  },
})

becomes('etcd: a variable of a pod', {
  version: '1.37',
  before: {
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
              # often
              - name: ETCD_EXPERIMENTAL_CORRUPT_CHECK_TIME
                value: 240m
    `,
  },
  after: {
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
              # often
              - name: ETCD_CORRUPT_CHECK_TIME
                value: 240m
    `,
  },
})

becomes('plugins of a flag that stands twice, in brackets', {
  version: '1.31',
  level: 'unsafe',
  before: {
    'apiserver.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata: {name: kube-apiserver, namespace: kube-system}
      spec:
        containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.31.1
            command: [kube-apiserver, --enable-admission-plugins=PodSecurityPolicy, --v=2, "--enable-admission-plugins=NodeRestriction,PodSecurityPolicy"]
    `,
  },
  after: {
    'apiserver.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata: {name: kube-apiserver, namespace: kube-system}
      spec:
        containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.31.1
            command: [kube-apiserver, --v=2, "--enable-admission-plugins=NodeRestriction"]
    `,
  },
})

const UNITY = '[Service]\r\nExecStart=/usr/bin/kubelet  --cert-dir=/a  --container-runtime=remote\r\nRestart=always'

becomes('what ends lines, and the file, stays as it is', {
  version: '1.27',
  before: {
    'kubelet.service': UNITY,
    'pod.yaml':
      'apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: kube-apiserver, namespace: kube-system}\r\nspec:\r\n  containers:\r\n    - name: kube-apiserver\r\n      image: registry.k8s.io/kube-apiserver:v1.27.1\r\n      command:\r\n        - kube-apiserver\r\n        - --v=2\r\n        - --insecure-port=0',
    'configmap.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  kubelet: |\n    apiVersion: kubelet.config.k8s.io/v1beta1\n    kind: KubeletConfiguration\n    maxPods: 110\n    featureGates:\n      EphemeralContainers: true',
  },
  after: {
    'kubelet.service': UNITY.replace('  --container-runtime=remote', ''),
    'pod.yaml':
      'apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: kube-apiserver, namespace: kube-system}\r\nspec:\r\n  containers:\r\n    - name: kube-apiserver\r\n      image: registry.k8s.io/kube-apiserver:v1.27.1\r\n      command:\r\n        - kube-apiserver\r\n        - --v=2',
    'configmap.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  kubelet: |\n    apiVersion: kubelet.config.k8s.io/v1beta1\n    kind: KubeletConfiguration\n    maxPods: 110',
  },
})

test.run()
