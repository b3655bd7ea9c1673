import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ArgvFragment, Fragment } from '../../../src/model/fragment.js'
import type { Tree } from '../../../src/model/tree.js'
import { formatRange } from '../../../src/model/version.js'
import { text } from '../../support/text.js'
import { type Given, trees, written } from './settings.js'

const test = suite('platforms: less knowledge')

const SOURCES: Readonly<Record<string, { source: string; options: Given; keep: RegExp }>> = {
  kubeadm: {
    source: text`
      kind: ClusterConfiguration
      certificatesDir: /pki
      networking:
        podSubnet: 10.244.0.0/16
        serviceSubnet: 10.0.0.0/16
      apiServer:
        extraArgs:
          - name: max-requests-inflight
            value: "800"
        extraEnvs:
          - name: GOGC
            value: "50"
      controllerManager:
        extraArgs:
          leader-elect: "false"
      etcd:
        local:
          imageTag: 3.5.9-0
          extraArgs:
            quota-backend-bytes: "8"
      ---
      kind: InitConfiguration
      nodeRegistration:
        criSocket: unix:///run/crio/crio.sock
        kubeletExtraArgs:
          max-pods: "20"
      ---
      kind: JoinConfiguration
      controlPlane:
        certificateKey: x
    `,
    options: { kubernetes: '1.29.1' },
    keep: /^kind$/,
  },
  external: {
    source: 'kind: ClusterConfiguration\netcd:\n  external:\n    endpoints:\n      - https://10.0.0.1:2379\n',
    options: { kubernetes: '1.29.1' },
    keep: /^kind$/,
  },
  kops: {
    source: text`
      kind: Cluster
      metadata: { name: prod }
      spec:
        authorization:
          rbac: { x: y }
        networking:
          amazonvpc: { x: y }
        etcdClusters:
          - name: main
            version: 2.2.1
            heartbeatInterval: 1s
            etcdMembers:
              - name: a
              - name: b
            manager:
              env:
                - name: ETCD_QUOTA_BACKEND_BYTES
                  value: "4294967296"
        kubeAPIServer:
          maxRequestsInflight: 800
          runtimeConfig:
            api/all: "true"
        kubelet:
          anonymousAuth: false
          taints: [a, b]
          kubeReserved:
            cpu: 100m
        masterKubelet:
          maxPods: 20
        clusterAutoscaler:
          enabled: true
          expander: priority
      ---
      kind: InstanceGroup
      metadata: { name: nodes, labels: { kops.k8s.io/cluster: prod } }
      spec:
        role: Node
        minSize: 2
        maxSize: 2
        kubelet:
          maxPods: 99
    `,
    options: { platform: 'kops', kubernetes: '1.9.3' },
    keep: /^(kind|metadata|name|labels|kops\.k8s\.io\/cluster)$/,
  },
  kind: {
    source:
      'kind: Cluster\nfeatureGates:\n  A: true\nruntimeConfig:\n  b: "true"\nnodes:\n  - role: worker\n  - role: control-plane\n',
    options: { platform: 'kind', kubernetes: '1.29.1' },
    keep: /^kind$/,
  },
  chart: {
    source: text`
      cloudProvider: azure
      replicaCount: 2
      autoDiscovery:
        clusterName: prod
      autoscalingGroups:
        - name: workers
          minSize: 1
          maxSize: 10
      extraArgs:
        v: 2
        expander: price
      customArgs:
        - --scan-interval=1m
    `,
    options: { platform: 'cluster-autoscaler-chart' },
    keep: /^$/,
  },
}

/** Places of all values of a tree whose key may become a template. */
function places(tree: Tree, keep: RegExp): [number, number][] {
  if (tree.kind === 'scalar') return []
  if (tree.kind === 'list') return tree.items.flatMap(({ value }) => [range(value), ...places(value, keep)])
  return tree.entries.flatMap(({ key, value }) => [
    ...(keep.test(key.value) ? [] : [range(value)]),
    ...places(value, keep),
  ])
}

const range = ({ at }: Tree): [number, number] => [at.start, at.end]

/** What the author would see of a command line: flag, and value if it is known. */
function lines(fragment: ArgvFragment): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const add = (name: string, value: string) => found.set(name, new Set([...(found.get(name) ?? []), value]))
  for (const { parts } of fragment.words)
    for (const { text: one } of parts) {
      const [name = '', ...value] = one.value.split('=')
      add(name, one.known ? value.join('=') : '?')
    }
  for (const { name, text: one } of fragment.environment.variables) add(name, one.known ? one.value : '?')
  return found
}

const label = ({ component, pool, role, when }: ArgvFragment): string =>
  [component, pool, role, when === undefined ? '' : formatRange(when)].join(' ')
const argv = (fragments: readonly Fragment[]): ArgvFragment[] =>
  fragments.flatMap(one => (one.kind === 'argv' ? [one] : []))

for (const [name, { source, options, keep }] of Object.entries(SOURCES))
  test(`a template in any place of ${name} gives no new certainty`, () => {
    const before = argv(written('x.yaml', source, options))
    const all = trees('x.yaml', source).trees.flatMap(tree => places(tree, keep))
    assert.ok(all.length > 3)
    for (const [start, end] of all) {
      const hidden = source.slice(start, end)
      const rest = hidden.endsWith('\n') ? '\n' : ''
      const masked = `${source.slice(0, start)}{{ x }}${rest}${source.slice(end)}`
      for (const after of argv(written('x.yaml', masked, options))) {
        const same = before.filter(one => one.component === after.component && one.pool === after.pool)
        const twin = same.find(one => label(one) === label(after)) ?? same[0]
        if (twin === undefined) assert.unreachable(`${label(after)} appears without ${hidden}`)
        else compare(twin, after, hidden)
      }
    }
  })

function compare(before: ArgvFragment, after: ArgvFragment, hidden: string): void {
  const [known, now] = [lines(before), lines(after)]
  const open = after.open || after.environment.open
  for (const flag of known.keys())
    if (!now.has(flag) && !flag.includes('\uFDD0') && !open)
      assert.unreachable(`${label(after)}: ${flag} is certainly absent without ${hidden}`)
  for (const [flag, values] of now)
    for (const value of values)
      if (value !== '?' && !known.get(flag)?.has(value) && !flag.includes('\uFDD0') && !open)
        assert.unreachable(`${label(after)}: ${flag}=${value} is certain only without ${hidden}`)
  if (after.instances !== undefined && before.instances !== undefined)
    assert.ok(
      (after.instances.max ?? Infinity) >= (before.instances.max ?? Infinity),
      `${label(after)}: count without ${hidden}`,
    )
}

test.run()
