import rule from '../../../src/rules/apiserver/service-account-issuer-missing.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'both are there': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--etcd-servers=https://127.0.0.1:2379',
        '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
        '--service-account-signing-key-file=/etc/kubernetes/pki/sa.key',
        '--service-account-key-file=/etc/kubernetes/pki/sa.pub',
      ),
    },
    'before they were required': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.19.16',
        '--etcd-servers=https://127.0.0.1:2379',
        '--service-account-key-file=/etc/kubernetes/pki/sa.pub',
      ),
    },
    'an external signer': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--etcd-servers=https://127.0.0.1:2379',
        '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
        '--service-account-signing-endpoint=/run/signer.sock',
      ),
    },
    'a few flags are no command line': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--profiling=false'),
    },
    'an environment file may have more': {
      'kube-apiserver.service': text`
        [Service]
        EnvironmentFile=-/etc/default/kube-apiserver
        ExecStart=/usr/bin/kube-apiserver --etcd-servers=https://127.0.0.1:2379 $KUBE_API_ARGS
      `,
    },
    'kubeadm writes both': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: ClusterConfiguration
        kubernetesVersion: v1.34.2
      `,
    },
    'kops gives flags that are nowhere to be seen': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: a.example.com}
        spec:
          kubernetesVersion: 1.30.0
          kubeAPIServer: {serviceAccountKeyFile: [/srv/sa.pub]}
          etcdClusters:
          - name: main
            etcdMembers:
            - {name: a, instanceGroup: master-a}
      `,
    },
  },
  cannotTell: {
    'a template may have more': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.34.2
            command:
            - kube-apiserver
            - --etcd-servers=https://127.0.0.1:2379
            - --service-account-issuer=https://kubernetes.default.svc.cluster.local
            - {{ .ExtraArgs }}
      `,
    },
  },
  reports: {
    'no issuer': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.20.15',
        '--etcd-servers=https://127.0.0.1:2379',
        '--service-account-signing-key-file=/etc/kubernetes/pki/sa.key',
        '--service-account-key-file=/etc/kubernetes/pki/sa.pub',
      ),
      expect: text`
        kube-apiserver.yaml
              - name: kube-apiserver
                      ~~~~~~~~~~~~~~ issuer
      `,
    },
    'an empty one': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.20.15',
        '--etcd-servers=https://127.0.0.1:2379',
        '--service-account-signing-key-file=/etc/kubernetes/pki/sa.key',
        '--service-account-issuer=',
      ),
      expect: text`
        kube-apiserver.yaml
                  - --service-account-issuer=
                    ~~~~~~~~~~~~~~~~~~~~~~~~~ issuer
      `,
    },
    'no signing key': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--etcd-servers=https://127.0.0.1:2379',
        '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
        '--service-account-key-file=/etc/kubernetes/pki/sa.pub',
      ),
      expect: text`
        kube-apiserver.yaml
              - name: kube-apiserver
                      ~~~~~~~~~~~~~~ key
      `,
    },
  },
})
