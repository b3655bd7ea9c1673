import rule from '../../../src/rules/cluster/kubernetes-service-affinity.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

/** A running cluster: the Service, what is behind it, and an apiserver. */
const cluster = (affinity: string, version: string, addresses: number): string => text`
  kind: ClusterRecording
  objects:
  - kind: Service
    namespace: default
    name: kubernetes
    body:
      kind: Service
      metadata: {name: kubernetes, namespace: default}
      spec: {sessionAffinity: ${affinity}}
  - kind: Endpoints
    namespace: default
    name: kubernetes
    body:
      kind: Endpoints
      metadata: {name: kubernetes, namespace: default}
      subsets: [{addresses: [${Array.from({ length: addresses }, (_, i) => `{ip: 10.0.0.${i}}`).join(', ')}]}]
  - kind: Pod
    namespace: kube-system
    name: kube-apiserver-1
    body:
      apiVersion: v1
      kind: Pod
      metadata: {name: kube-apiserver-1, namespace: kube-system}
      spec:
        containers:
        - name: kube-apiserver
          image: registry.k8s.io/kube-apiserver:${version}
          command: [kube-apiserver, --secure-port=6443]
`

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
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.10.6', '--apiserver-count=3'),
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
    'the Service of an old apiserver was mended': {
      'cluster.yaml': cluster('None', 'v1.9.11', 2),
      except: { opacity: 'nobody could see the Service' },
    },
    'a Service without affinity': { 'cluster.yaml': cluster('None', 'v1.34.2', 3) },
    'affinity to the only apiserver there is': {
      'service.yaml': text`
        apiVersion: v1
        kind: Service
        metadata: {name: kubernetes, namespace: default}
        spec: {sessionAffinity: ClientIP}
      `,
      'kube-apiserver.yaml': text`
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: kube-apiserver}
        spec:
          replicas: 1
          template:
            spec:
              containers:
              - name: kube-apiserver
                image: registry.k8s.io/kube-apiserver:v1.34.2
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
    'a Service with affinity, for nobody knows how many': {
      'service.yaml': text`
        apiVersion: v1
        kind: Service
        metadata: {name: kubernetes, namespace: default}
        spec: {sessionAffinity: ClientIP}
      `,
    },
    'one file, for nobody knows how many': {
      'kube-apiserver.service': text`
        [Service]
        ExecStart=/usr/bin/kube-apiserver --secure-port=6443
      `,
      kubernetesVersion: '1.9',
    },
  },
  reports: {
    'a new apiserver, and a Service of old': {
      'cluster.yaml': cluster('ClientIP', 'v1.34.2', 3),
      expect: text`
        prod/service/default/kubernetes
              "sessionAffinity": "ClientIP"
                                  ~~~~~~~~ live (warning)
      `,
    },
    'an old apiserver and its Service are one finding': {
      'cluster.yaml': cluster('ClientIP', 'v1.9.11', 2),
      expect: text`
        prod/pod/kube-system/kube-apiserver-1
                  "name": "kube-apiserver",
                           ~~~~~~~~~~~~~~ affinity
      `,
      except: { opacity: 'with the pod of an apiserver its version is gone, and not the affinity' },
    },
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
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.10.5',
        '--apiserver-count=3',
        '--endpoint-reconciler-type=lease',
      ),
      expect: text`
        kube-apiserver.yaml
              - name: kube-apiserver
                      ~~~~~~~~~~~~~~ affinity
      `,
    },
  },
})
