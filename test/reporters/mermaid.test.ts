import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { mermaid } from '../../src/reporters/mermaid.js'
import type { ClusterPicture } from '../../src/reporters/picture.js'
import { hostile } from '../support/hostile.js'
import { pictured as thing } from '../support/pictured.js'

const test = suite('mermaid')

const cluster = (more: Partial<ClusterPicture>): ClusterPicture => ({
  tiers: [],
  edges: [],
  gaps: [],
  findings: [],
  files: [],
  ...more,
})

test('tiers are groups, findings are words and classes, what nobody wrote is dotted', () => {
  const text = mermaid(
    cluster({
      tiers: [
        {
          name: 'nodes',
          things: [
            thing({
              name: 'pool-a',
              facts: ['Kubernetes 1.34', 'worker'],
              instances: { min: 3, max: 3 },
              findings: [
                { index: 0, severity: 'error' },
                { index: 1, severity: 'error' },
                { index: 2, severity: 'warning' },
              ],
            }),
          ],
        },
        { name: 'control-plane', things: [thing({ kind: 'kube-apiserver', unknown: 2 })] },
        { name: 'etcd', things: [thing({ kind: 'etcd', name: '10.0.0.1:2379', inView: false })] },
      ],
      edges: [
        { from: 'nodes', to: 'control-plane', because: 'architecture', label: 'kubelet to apiserver' },
        { from: 'control-plane', to: 'etcd', because: 'configuration', label: '--etcd-servers' },
      ],
    }),
  )
  assert.is(
    text,
    `flowchart TB
  subgraph tier0 ["Nodes"]
    direction TB
    n0["3 #215; kubelet<br/>pool-a<br/>Kubernetes 1.34, worker<br/>2 errors, 1 warning"]
  end
  subgraph tier1 ["Control plane"]
    direction TB
    n1["kube-apiserver<br/>2 settings not known"]
  end
  subgraph tier2 ["etcd"]
    direction TB
    n2["etcd<br/>10.0.0.1#58;2379"]
  end
  tier0 -.->|"kubelet to apiserver"| tier1
  tier1 -->|"#45;#45;etcd-servers"| tier2
  classDef error fill:#ffebe9,stroke:#cf222e,stroke-width:2px,color:#1f2328
  class n0 error
  classDef unseen stroke-dasharray:5 4
  class n2 unseen
`,
  )
})

test('no name ends its quotes, its line or its box', () => {
  const text = mermaid(hostile().picture.clusters[0]!)
  for (const line of text.split('\n').filter(line => /^ {4}n\d+\[/.test(line)))
    assert.match(line, /^ {4}n\d+\["(?:[\p{L}\p{N} ,.()/_-]|#\d+;|<br\/>)*"\]$/u)
  for (const line of text.split('\n'))
    assert.match(
      line,
      /^(?:flowchart TB|) *(?:subgraph tier\d \["[\w ]+"\]|direction TB|n\d+ ~~~ n\d+|n\d+\[".*"\]|end|tier\d -(?:-|\.-)>\|".*"\| tier\d|classDef .*|class [n\d,]+ \w+|)$/,
    )
  assert.not.match(text, /[`%{}\u0000-\u0009\u000b-\u001f\u202a-\u202e]/)
  assert.not.match(text, /<(?!br\/>)/)
})

test('what would begin a list of Markdown is no such beginning', () => {
  const text = mermaid(
    cluster({ tiers: [{ name: 'nodes', things: [thing({ name: '1. one' }), thing({ name: '- two' })] }] }),
  )
  assert.match(text, '<br/>#49;#46; one"')
  assert.match(text, '<br/>#45;#32;two"')
})

test('however many there are, it fits', () => {
  const things = Array.from({ length: 500 }, (_, i) =>
    thing({
      name: `"${'«pool»'.repeat(20)}${i}`,
      facts: ['"'.repeat(60)],
      findings: i === 400 ? [{ index: 7, severity: 'error' }] : [],
    }),
  )
  const kinds = ['kubelet', 'kube-proxy', 'scaling-group'] as const
  const names = ['autoscaler', 'nodes', 'entry', 'control-plane', 'etcd', 'other'] as const
  const text = mermaid(
    cluster({
      tiers: names.map(name => ({ name, things: kinds.flatMap(kind => things.map(one => ({ ...one, kind }))) })),
    }),
  )
  assert.ok(text.length <= 50_000, `${text.length}`)
  assert.match(text, '1 error')
  assert.match(text, / more"| more<br/)
})

test.run()
