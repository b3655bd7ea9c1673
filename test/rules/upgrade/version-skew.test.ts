import rule from '../../../src/rules/upgrade/version-skew.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const apiserver = (version: string, ...args: readonly string[]): string => staticPod('kube-apiserver', version, ...args)
const manager = (version: string): string => staticPod('kube-controller-manager', version)
const scheduler = (version: string): string => staticPod('kube-scheduler', version)
const ETCD = '--etcd-servers=https://a:2379,https://b:2379,https://c:2379'

/** A unit that starts the kubelet of an image, as on Container Linux. */
const kubelet = (version: string): string => text`
  [Service]
  Environment=KUBELET_IMAGE_TAG=${version}
  ExecStart=/usr/lib/coreos/kubelet-wrapper --kubeconfig=/etc/kubernetes/kubeconfig
`

/** User data of the machines of one pool. */
const pool = (version: string): string => text`
  #cloud-config
  write_files:
  - path: /etc/systemd/system/kubelet.service
    content: |
      [Service]
      Environment=KUBELET_IMAGE_TAG=${version}
      ExecStart=/usr/lib/coreos/kubelet-wrapper --kubeconfig=/etc/kubernetes/kubeconfig
`

const kops = (version: string): string => text`
  apiVersion: kops.k8s.io/v1alpha2
  kind: Cluster
  metadata: {name: minimal.example.com}
  spec: {kubernetesVersion: ${version}, kubeAPIServer: {authorizationMode: RBAC}}
  ---
  apiVersion: kops.k8s.io/v1alpha2
  kind: InstanceGroup
  metadata:
    name: nodes
    labels: {kops.k8s.io/cluster: minimal.example.com}
  spec: {role: Node, minSize: 1, maxSize: 1}
`

const proxy = (version: string, more = ''): string => text`
  apiVersion: apps/v1
  kind: DaemonSet
  metadata: {name: kube-proxy, namespace: kube-system}
  spec:
    template:
      spec:
        ${more}
        containers:
        - name: kube-proxy
          image: registry.k8s.io/kube-proxy:${version}
          command: [kube-proxy, --config=/var/lib/kube-proxy/config.conf]
`
const EVERYWHERE = 'nodeSelector: {kubernetes.io/os: linux}'

ruleTest(rule, {
  silent: {
    'a server of k3s is one process, whichever of the servers says its version': {
      'cluster.yaml': text`
        kind: ClusterRecording
        distribution: k3s
        objects:
        - { kind: Version, name: version, body: { gitVersion: v1.33.5+k3s1 } }
        - kind: Node
          name: a
          group: a
          role: control-plane
          body: { kind: Node, metadata: { name: a }, status: { nodeInfo: { kubeletVersion: v1.34.1+k3s1 } } }
      `,
      except: { opacity: 'its role is all that makes it a server' },
    },
    'one version everywhere': {
      'a/kube-apiserver.yaml': apiserver('v1.34.2'),
      'a/kube-controller-manager.yaml': manager('v1.34.2'),
      'a/kube-scheduler.yaml': scheduler('v1.34.2'),
      'a/kubelet.service': kubelet('v1.34.2'),
    },
    'as far apart as is allowed': {
      'a/kube-apiserver.yaml': apiserver('v1.34.2'),
      'a/kube-controller-manager.yaml': manager('v1.33.6'),
      'a/kubelet.service': kubelet('v1.31.0'),
      'a/kube-proxy.yaml': proxy('v1.31.0', EVERYWHERE),
      preset: 'recommended',
    },
    'patches do not count': {
      'a/kube-apiserver.yaml': apiserver('v1.34.1'),
      'a/kubelet.service': kubelet('v1.34.3'),
    },
    'an upgrade has reached one of two apiservers': {
      'a/kube-apiserver.yaml': apiserver('v1.34.2', '--advertise-address=10.0.0.1', ETCD),
      'b/kube-apiserver.yaml': apiserver('v1.33.6', '--advertise-address=10.0.0.2', ETCD),
      preset: 'recommended',
    },
    'an upgrade is under way, and the controller manager talks to the apiserver beside it': {
      'a/kube-apiserver.yaml': apiserver('v1.34.2', '--advertise-address=10.0.0.1', ETCD),
      'a/kube-controller-manager.yaml': manager('v1.34.2'),
      'b/kube-apiserver.yaml': apiserver('v1.33.6', '--advertise-address=10.0.0.2', ETCD),
      'b/kube-controller-manager.yaml': manager('v1.33.6'),
      preset: 'recommended',
    },
    'a build of a vendor': {
      'a/kube-apiserver.yaml': apiserver('v1.30.4'),
      'a/kube-proxy.yaml': proxy('v1.31.2-gke.100', EVERYWHERE),
    },
    'the version is not known to the minor': {
      'a/kube-apiserver.yaml': apiserver('{{ version }}'),
      'a/kubelet.service': kubelet('v1.31.2'),
    },
    'what is said of the whole cluster is no version of one component': {
      'a/kube-apiserver.yaml': apiserver('v1.30.4'),
      'a/kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubeconfig\n',
      'a/versions.env': 'KUBERNETES_VERSION=v1.34.2\n',
    },
    'manifests of before an upgrade': {
      'cp/etc/kubernetes/manifests/kube-apiserver.yaml': apiserver('v1.34.2'),
      'cp/etc/kubernetes/manifests/kube-scheduler.yaml': scheduler('v1.34.2'),
      'cp/etc/kubernetes/tmp/kubeadm-backup-manifests/kube-apiserver.yaml': apiserver('v1.32.6'),
      'cp/etc/kubernetes/tmp/kubeadm-backup-manifests/kube-scheduler.yaml': scheduler('v1.32.6'),
    },
    'two clusters of one repository': {
      'blue/kube-apiserver.yaml': apiserver('v1.30.4'),
      'green/kubelet.service': kubelet('v1.34.2'),
    },
    'two documents of a platform are two states of one cluster, or two clusters of one name': {
      'a/cluster.yaml': kops('1.31.2'),
      'b/cluster.yaml': kops('1.34.2'),
    },
    'a kube-proxy for some nodes only': {
      'a/kubelet.service': kubelet('v1.30.4'),
      'a/kube-proxy.yaml': proxy('v1.34.2', 'nodeSelector: {pool: new}'),
    },
  },
  reports: {
    'kubelets are newer than their apiserver': {
      'a/kube-apiserver.yaml': apiserver('v1.30.4'),
      'a/kubelet.service': kubelet('v1.31.2'),
      expect: text`
        a/kubelet.service
          Environment=KUBELET_IMAGE_TAG=v1.31.2
                                        ~~~~~~~ newer (error)
      `,
    },
    'and the limit as information in strict': {
      'a/kube-apiserver.yaml': apiserver('v1.34.2'),
      'a/kube-controller-manager.yaml': manager('v1.33.6'),
      'a/kubelet.service': kubelet('v1.31.0'),
      preset: 'strict',
      expect: text`
        a/kube-controller-manager.yaml
                image: registry.k8s.io/kube-controller-manager:v1.33.6
                                                               ~~~~~~~ limit (info)
        a/kubelet.service
          Environment=KUBELET_IMAGE_TAG=v1.31.0
                                        ~~~~~~~ limit (info)
      `,
    },
    'a kubelet before 1.25 may be two minors behind': {
      'a/kube-apiserver.yaml': apiserver('v1.27.16'),
      'a/kubelet.service': kubelet('v1.24.17'),
      expect: text`
        a/kubelet.service
          Environment=KUBELET_IMAGE_TAG=v1.24.17
                                        ~~~~~~~~ apart (error)
      `,
    },
    'controller managers and schedulers follow their apiserver': {
      'a/kube-apiserver.yaml': apiserver('v1.34.2'),
      'a/kube-controller-manager.yaml': manager('v1.35.0'),
      'a/kube-scheduler.yaml': scheduler('v1.32.9'),
      expect: text`
        a/kube-controller-manager.yaml
                image: registry.k8s.io/kube-controller-manager:v1.35.0
                                                               ~~~~~~~ newer (error)
        a/kube-scheduler.yaml
                image: registry.k8s.io/kube-scheduler:v1.32.9
                                                      ~~~~~~~ apart (error)
      `,
    },
    'an upgrade is under way, and a kubelet may meet the old apiserver': {
      'a/kube-apiserver.yaml': apiserver('v1.34.2', '--advertise-address=10.0.0.1', ETCD),
      'a/kubelet.service': kubelet('v1.34.2'),
      'b/kube-apiserver.yaml': apiserver('v1.33.6', '--advertise-address=10.0.0.2', ETCD),
      preset: 'recommended',
      expect: text`
        a/kubelet.service
          Environment=KUBELET_IMAGE_TAG=v1.34.2
                                        ~~~~~~~ newer (warning)
      `,
    },
    'apiservers two minors apart': {
      'a/kube-apiserver.yaml': apiserver('v1.34.2', '--advertise-address=10.0.0.1', ETCD),
      'b/kube-apiserver.yaml': apiserver('v1.32.9', '--advertise-address=10.0.0.2', ETCD),
      expect: text`
        b/kube-apiserver.yaml
                image: registry.k8s.io/kube-apiserver:v1.32.9
                                                      ~~~~~~~ apart
      `,
    },
    'kube-proxy runs beside every kubelet': {
      'a/kubelet.service': kubelet('v1.30.4'),
      'a/kube-proxy.yaml': proxy('v1.34.2', EVERYWHERE),
      expect: text`
        a/kube-proxy.yaml
                  image: registry.k8s.io/kube-proxy:v1.34.2
                                                    ~~~~~~~ apart (error)
      `,
    },
    'many pools of one version share a finding': {
      'a/kube-apiserver.yaml': apiserver('v1.30.4'),
      'a/blue.yaml': pool('v1.31.2'),
      'a/green.yaml': pool('v1.31.0'),
      except: { opacity: 'without the first pool the same is told of the next' },
      expect: text`
        a/blue.yaml
              Environment=KUBELET_IMAGE_TAG=v1.31.2
                                            ~~~~~~~ newer
      `,
    },
  },
})
