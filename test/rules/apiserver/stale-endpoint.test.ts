import rule from '../../../src/rules/apiserver/stale-endpoint.js'
import { ruleTest, text } from '../../support/rule-test.js'

const lease = (name: string, renewed: string, identity = 'kube-apiserver'): string => text`
  - kind: Lease
    namespace: kube-system
    name: ${name}
    body:
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata:
        name: ${name}
        namespace: kube-system
        labels: { apiserver.kubernetes.io/identity: ${identity}, kubernetes.io/hostname: ${name} }
      spec: { renewTime: "${renewed}" }
`
const slice = (...addresses: readonly string[]): string => text`
  - kind: EndpointSlice
    namespace: default
    name: kubernetes
    body:
      kind: EndpointSlice
      metadata: { name: kubernetes, namespace: default, labels: { kubernetes.io/service-name: kubernetes } }
      endpoints: [${addresses.map(address => `{ addresses: [${address}] }`).join(', ')}]
`
const pod = (node: string, address: string, flags = '', version = 'v1.34.2'): string => text`
  - kind: Pod
    namespace: kube-system
    name: kube-apiserver-${node}
    body:
      apiVersion: v1
      kind: Pod
      metadata: { name: kube-apiserver-${node}, namespace: kube-system }
      spec:
        containers:
        - name: kube-apiserver
          image: registry.k8s.io/kube-apiserver:${version}
          command: [kube-apiserver, --advertise-address=${address}${flags}]
`
const node = (name: string, version: string): string => text`
  - kind: Node
    name: ${name}
    role: control-plane
    group: ${name}
    body:
      kind: Node
      metadata: { name: ${name} }
      status: { nodeInfo: { kubeletVersion: ${version} } }
`
const cluster = (...objects: readonly string[]): string => `kind: ClusterRecording\nobjects:\n${objects.join('\n')}`

const NOW = '2026-11-26T07:00:00.000000Z'
const SECONDS_AGO = '2026-11-26T06:59:51.000000Z'
const LONG_AGO = '2026-11-26T06:46:00.000000Z'
const LEADER = text`
  - kind: Lease
    namespace: kube-system
    name: kube-scheduler
    body:
      apiVersion: coordination.k8s.io/v1
      kind: Lease
      metadata: { name: kube-scheduler, namespace: kube-system }
      spec: { holderIdentity: cp-1, renewTime: "${NOW}" }
`
/** Leases are read as a list, and of a part of it none is kept (sources/cluster/documents.ts). */
const except = { opacity: 'a lease is not there because it was deleted' }

ruleTest(rule, {
  silent: {
    'every address has an apiserver that lives': {
      'cluster.yaml': cluster(slice('10.0.0.1', '10.0.0.2'), lease('cp-1', NOW), lease('cp-2', SECONDS_AGO)),
      except,
    },
    'an apiserver that has just come is not listed yet': {
      'cluster.yaml': cluster(
        slice('10.0.0.1', '10.0.0.2'),
        lease('cp-1', NOW),
        lease('cp-2', NOW),
        lease('cp-3', NOW),
      ),
    },
    'an apiserver that is gone, and its address too': {
      'cluster.yaml': cluster(
        slice('10.0.0.1', '10.0.0.2'),
        lease('cp-1', NOW),
        lease('cp-2', NOW),
        lease('cp-3', LONG_AGO),
      ),
      except,
    },
    'no lease of an apiserver is in view: before 1.26, or nobody may see them': {
      'cluster.yaml': cluster(slice('10.0.0.1', '10.0.0.2', '10.0.0.3'), LEADER),
    },
    'a part of the leases is none': {
      'cluster.yaml': `${cluster(slice('10.0.0.1', '10.0.0.2'), lease('cp-1', NOW))}\nmissing:\n- { path: /x, read: leases, why: failed, said: x, count: 1 }\n`,
      except: { opacity: 'what stands behind the objects is no object' },
    },
    'leases of other apiservers': {
      'cluster.yaml': cluster(slice('10.0.0.1', '10.0.0.2'), lease('openshift-1', NOW, 'openshift-apiserver')),
    },
    'the apiserver that answered lives, so leases all of which are old do not tell': {
      'cluster.yaml': cluster(slice('10.0.0.1', '10.0.0.2'), lease('cp-1', LONG_AGO), LEADER),
      except,
    },
    'one address, of a load balancer': { 'cluster.yaml': cluster(slice('10.0.0.1'), lease('cp-1', NOW), LEADER) },
    'somebody else writes the addresses': {
      'cluster.yaml': cluster(
        slice('10.0.0.1', '10.0.0.2'),
        lease('cp-1', NOW),
        pod('cp-1', '10.0.0.1', ', --endpoint-reconciler-type=none'),
      ),
      except: { opacity: 'whoever sees no pod of an apiserver takes them for what they are almost everywhere' },
    },
    'before 1.26 an apiserver lives without a lease': {
      'cluster.yaml': cluster(
        slice('10.0.0.1', '10.0.0.2'),
        lease('cp-1', NOW),
        pod('cp-1', '10.0.0.1', '', 'v1.26.1'),
        pod('cp-2', '10.0.0.2', '', 'v1.25.9'),
      ),
      except: { opacity: 'whoever sees no pod of an apiserver takes them for what they are almost everywhere' },
    },
    'so may one where no pod shows it, on a node that is not upgraded yet': {
      'cluster.yaml': cluster(slice('10.0.0.1', '10.0.0.2'), lease('cp-1', NOW), node('cp-2', 'v1.25.9+k3s1')),
      except: { opacity: 'whoever sees no node takes apiservers for what they are almost everywhere' },
    },
    'and one whose gate is off': {
      'cluster.yaml': cluster(
        slice('10.0.0.1', '10.0.0.2'),
        lease('cp-1', NOW),
        pod('cp-1', '10.0.0.1'),
        pod('cp-2', '10.0.0.2', ', --feature-gates=APIServerIdentity=false'),
      ),
      except: { opacity: 'whoever sees no pod of an apiserver takes them for what they are almost everywhere' },
    },
    'an address for each family': {
      'cluster.yaml': cluster(
        slice('10.0.0.1'),
        slice('"fd00::1"').replaceAll('name: kubernetes\n', 'name: kubernetes-6\n'),
        lease('cp-1', NOW),
      ),
    },
    'an apiserver may be slower than that': {
      'cluster.yaml': cluster(slice('10.0.0.1', '10.0.0.2'), lease('cp-1', NOW), lease('cp-2', LONG_AGO)),
      options: { dead: '20m' },
      except,
    },
    'a provider’s addresses are its own business': {
      'cluster.yaml': `distribution: eks\n${cluster(slice('10.0.0.1', '10.0.0.2'), lease('cp-1', NOW))}`,
    },
    'files are not all there is': {
      'lease.yaml': text`
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: { name: a, namespace: kube-system, labels: { apiserver.kubernetes.io/identity: kube-apiserver } }
        spec: { renewTime: "2026-11-26T07:00:00.000000Z" }
      `,
      'endpoints.yaml': text`
        apiVersion: v1
        kind: Endpoints
        metadata: { name: kubernetes, namespace: default }
        subsets: [{ addresses: [{ ip: 10.0.0.1 }, { ip: 10.0.0.2 }] }]
      `,
    },
  },
  cannotTell: {
    'a lease that says no time': {
      'cluster.yaml': cluster(slice('10.0.0.1', '10.0.0.2'), lease('cp-1', NOW), lease('cp-2', 'yesterday')),
      except,
    },
  },
  reports: {
    'a dead apiserver whose pod is still in view': {
      'cluster.yaml': cluster(
        slice('10.0.0.1', '10.0.0.2', '10.0.0.3'),
        lease('cp-1', NOW),
        lease('cp-2', SECONDS_AGO),
        lease('cp-3', LONG_AGO),
        pod('cp-1', '10.0.0.1'),
        pod('cp-2', '10.0.0.2'),
        pod('cp-3', '10.0.0.3'),
      ),
      expect: text`
        prod/endpointslice/default/kubernetes
                  "10.0.0.3"
                  ~~~~~~~~~~ named (error)
      `,
      except,
    },
    'an address that none of all apiservers has': {
      'cluster.yaml': cluster(
        slice('10.0.0.9', '10.0.0.1', '10.0.0.2'),
        lease('cp-1', NOW),
        lease('cp-2', SECONDS_AGO),
        pod('cp-1', '10.0.0.1'),
        pod('cp-2', '10.0.0.2', ', --endpoint-reconciler-type=master-count'),
      ),
      expect: text`
        prod/endpointslice/default/kubernetes
                  "10.0.0.9"
                  ~~~~~~~~~~ named
      `,
      except,
    },
    'nobody says which of them it is': {
      'cluster.yaml': cluster(slice('10.0.0.1', '10.0.0.2', '10.0.0.3'), lease('cp-1', NOW), lease('cp-2', LONG_AGO)),
      expect: text`
        prod/endpointslice/default/kubernetes
            "kind": "EndpointSlice",
                     ~~~~~~~~~~~~~ unnamed
      `,
      except,
    },
    'the object of old clusters': {
      'cluster.yaml': cluster(
        text`
          - kind: Endpoints
            namespace: default
            name: kubernetes
            body:
              kind: Endpoints
              metadata: { name: kubernetes, namespace: default }
              subsets: [{ addresses: [{ ip: 10.0.0.1 }, { ip: 10.0.0.2 }, { ip: 10.0.0.3 }] }]
        `,
        lease('cp-1', NOW),
        lease('cp-2', NOW),
      ),
      expect: text`
        prod/endpoints/default/kubernetes
            "kind": "Endpoints",
                     ~~~~~~~~~ unnamed
      `,
      except,
    },
  },
})
