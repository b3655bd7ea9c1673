import rule from '../../../src/rules/cluster/unknown-flag.js'
import { autoscaler } from '../../support/autoscaler.js'
import { recordedApiserver } from '../../support/recorded-pod.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'what runs knows its flags': {
      'cluster.yaml': recordedApiserver('v1.34.2', '--of-our-own=0', true),
      except: { opacity: 'a container of which nothing is known may be one that crashes' },
    },
    'flags it knows, with underscores too': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--secure_port=6443', '--v=2', '-v=2', '--help'),
    },
    'flags every component has for its log': {
      'scheduler.yaml': staticPod(
        'kube-scheduler',
        'v1.22.3',
        '--logtostderr',
        '--log-dir=/var/log',
        '--log-json-split-stream=true',
        '--leader-elect=true',
      ),
    },
    'a flag that is gone is a matter of its own': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--insecure-port=0'),
    },
    'flags that a patch of this minor brought': {
      'etcd.yaml': staticPod('etcd', 'registry.k8s.io/etcd:3.4.25', '--tls-min-version=TLS1.3', '--unsafe-no-fsync'),
      'etcd-of-some-patch.yaml': staticPod('etcd', 'registry.k8s.io/etcd:3.4', '--next-cluster-version-compatible'),
    },
    'a flag some version has, and nobody states a version': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config-dir=/etc/kubernetes/kubelet.conf.d
      `,
    },
    'a flag of an own build': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'registry.example.com/kube-apiserver:v1.34.2',
        '--audit-shipper=on',
      ),
      options: { extraFlags: ['audit-shipper'] },
    },
    'a build whose vendor decides what is in it': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'registry.example.com/kube-apiserver:v1.28.3-eks-1',
        '--audit-shipper=on',
      ),
    },
    'a build of OpenShift, by the flag its own operators pass': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'registry.example.com/hyperkube:latest',
        '--openshift-config=/etc/config.yaml',
        '--sure-port=1',
      ),
    },
    'a kubelet on Windows': {
      'kubelet.sh': text`
        #!/bin/bash
        kubelet --windows-service --windows-priorityclass=ABOVE_NORMAL_PRIORITY_CLASS --v=4
      `,
    },
    'a name from a template': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '"--{{ .flag }}=1"'),
    },
    'a variable of etcd': {
      'etcd.service': text`
        [Service]
        Environment=ETCD_HEARTBEET_INTERVAL=100
        ExecStart=/usr/bin/etcd --name=a
      `,
    },
    'what stands behind two dashes alone': {
      except: { opacity: 'without the two dashes the word behind them is a flag' },
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--secure-port=6443', '--', '--not-mine'),
    },
    'a key of kops': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata:
          name: prod.example.com
        spec:
          kubernetesVersion: 1.30.2
          kubelet:
            somethingOfTheFuture: true
      `,
    },
  },
  cannotTell: {
    'who built the image is not known': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        '"{{ .registry }}/kube-apiserver:{{ .tag }}"',
        '--secure-prot=6443',
      ),
    },
  },
  reports: {
    'a pod that is there and never gets ready': {
      'cluster.yaml': recordedApiserver('v1.34.2', '--secure-prot=6443', false),
      expect: text`
        prod/pod/kube-system/kube-apiserver-a
                    "--secure-prot=6443"
                     ~~~~~~~~~~~~~~~~~~ unknown (error)
      `,
    },
    'a letter too few': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-uneeded-time=10m'),
      expect: text`
        autoscaler.yaml
                      - --scale-down-uneeded-time=10m
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unknown (error)
      `,
    },
    'an image of an own registry': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'registry.example.com/kube-apiserver:v1.34.2',
        '--secure-prot=6443',
      ),
      expect: text`
        apiserver.yaml
                  - --secure-prot=6443
                    ~~~~~~~~~~~~~~~~~~ unknown (warning)
      `,
    },
    'a unit': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --max-pod=50 --v=2
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --max-pod=50 --v=2
                                     ~~~~~~~~~~~~ unknown (warning)
      `,
    },
    'arguments that kubeadm gives to the kubelet': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: InitConfiguration
        nodeRegistration:
          kubeletExtraArgs:
            max-podz: "110"
      `,
      expect: text`
        kubeadm.yaml
              max-podz: "110"
              ~~~~~~~~~~~~~~~ unknown
      `,
    },
    'arguments of kubeadm': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: ClusterConfiguration
        kubernetesVersion: v1.30.2
        apiServer:
          extraArgs:
            audit-log-maxages: "30"
      `,
      expect: text`
        kubeadm.yaml
              audit-log-maxages: "30"
              ~~~~~~~~~~~~~~~~~~~~~~~ unknown (error)
      `,
    },
    'nothing that is spelled like it': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--bread-and-butter-for-all-of-us=1'),
      expect: text`
        apiserver.yaml
                  - --bread-and-butter-for-all-of-us=1
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ noNearest (error)
      `,
    },
    'the right name stands there as well': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--secure-port=6443', '--secure-prot=6443'),
      expect: text`
        apiserver.yaml
                  - --secure-prot=6443
                    ~~~~~~~~~~~~~~~~~~ unknown (error)
      `,
    },
    'a flag of a later patch': {
      'etcd.yaml': staticPod('etcd', 'registry.k8s.io/etcd:3.5.7-0', '--tls-min-version=TLS1.3'),
      expect: text`
        etcd.yaml
                  - --tls-min-version=TLS1.3
                    ~~~~~~~~~~~~~~~~~~~~~~~~ tooNew (error)
      `,
    },
    'a flag of a later version': {
      'autoscaler.yaml': autoscaler('v1.22.0', '--max-scale-down-parallelism=10'),
      expect: text`
        autoscaler.yaml
                      - --max-scale-down-parallelism=10
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ tooNew (error)
      `,
    },
    'etcd parses its flags beside its file, too': {
      'etcd.yaml': staticPod(
        'etcd',
        'registry.k8s.io/etcd:3.5.15-0',
        '--config-file=/etc/etcd/etcd.conf.yml',
        '--heartbeat-interval=200',
        '--no-such-flag=1',
      ),
      expect: text`
        etcd.yaml
                  - --no-such-flag=1
                    ~~~~~~~~~~~~~~~~ noNearest
      `,
    },
    'etcd takes one dash, and no underscores': {
      'etcd.yaml': staticPod('etcd', 'registry.k8s.io/etcd:3.5.15-0', '-heartbeat_interval=100', '-name=a'),
      expect: text`
        etcd.yaml
                  - -heartbeat_interval=100
                    ~~~~~~~~~~~~~~~~~~~~~~~ unknown
      `,
    },
  },
})
