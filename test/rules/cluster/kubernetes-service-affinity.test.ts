import rule from '../../../src/rules/cluster/kubernetes-service-affinity.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'kops on 1.11': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: prod.example.com}
        spec:
          kubernetesVersion: 1.11.10
          etcdClusters:
          - name: main
            etcdMembers:
            - {name: a, instanceGroup: master-a}
            - {name: b, instanceGroup: master-b}
            - {name: c, instanceGroup: master-c}
      `,
    },
    'the release with the back-port': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.10.6
            command:
            - kube-apiserver
            - --apiserver-count=3
      `,
    },
    'one apiserver': {
      'deployment.yaml': text`
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: kube-apiserver}
        spec:
          replicas: 1
          template:
            spec:
              containers:
              - name: kube-apiserver
                image: registry.k8s.io/kube-apiserver:v1.9.6
                command: [kube-apiserver, --secure-port=6443]
      `,
    },
    'no version is written': {
      'kube-apiserver.service': text`
        [Service]
        ExecStart=/usr/bin/kube-apiserver --apiserver-count=3
      `,
    },
  },
  cannotTell: {
    'one file, for nobody knows how many': {
      'kube-apiserver.service': text`
        [Service]
        ExecStart=/usr/bin/kube-apiserver --secure-port=6443
      `,
      kubernetesVersion: '1.9',
    },
  },
  reports: {
    'three masters of kops': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata: {name: prod.example.com}
        spec:
          kubernetesVersion: 1.8.4
          etcdClusters:
          - name: main
            etcdMembers:
            - {name: a, instanceGroup: master-a}
            - {name: b, instanceGroup: master-b}
            - {name: c, instanceGroup: master-c}
      `,
      expect: text`
        cluster.yaml
          metadata: {name: prod.example.com}
                           ~~~~~~~~~~~~~~~~ affinity
      `,
    },
    'a count that is written': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.10.5
            command:
            - kube-apiserver
            - --apiserver-count=3
            - --endpoint-reconciler-type=lease
      `,
      expect: text`
        kube-apiserver.yaml
            - name: kube-apiserver
                    ~~~~~~~~~~~~~~ affinity
      `,
    },
  },
})
