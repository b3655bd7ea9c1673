import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { etcdConfig } from '../../../src/parsers/formats/etcd-config.js'
import { kubeconfig } from '../../../src/parsers/formats/kubeconfig.js'
import { prometheus } from '../../../src/parsers/formats/prometheus.js'
import { only, plainFields, readWith } from '../../support/fragments.js'
import { text } from '../../support/text.js'

const test = suite('formats/kubeconfig')

const KUBECONFIG = text`
  apiVersion: v1
  kind: Config
  clusters:
  - name: a
    cluster: { server: "https://a:6443" }
  - name: b
    cluster:
      server: https://b:6443
  contexts:
  - { name: ctx, context: { cluster: b, user: u } }
  current-context: ctx
`

test('the server of the current context', () => {
  const fragment = only(readWith(kubeconfig, KUBECONFIG, 'kubelet.kubeconfig'), 'resource')
  assert.is(fragment.type, 'kubeconfig')
  assert.equal(plainFields(fragment), { server: 'https://b:6443' })
  assert.is(describe(fragment.fields.get('server')!.at), 'kubelet.kubeconfig:8:5')
})

test('the only cluster needs no context; of several nobody knows', () => {
  const server = (source: string) => plainFields(only(readWith(kubeconfig, source), 'resource')).server
  assert.is(server('apiVersion: v1\nkind: Config\nclusters: [{ name: a, cluster: { server: x } }]\n'), 'x')
  assert.is(server(KUBECONFIG.replace('current-context: ctx\n', '')), '?')
  assert.is(server(KUBECONFIG.replace('https://b:6443', '"{{ endpoint }}"')), '?')
  assert.is(server('apiVersion: v1\nkind: Config\nclusters: []\n'), undefined)
})

test('other things called Config', () => {
  assert.equal(readWith(kubeconfig, 'apiVersion: imageregistry/v1\nkind: Config\nclusters: []\n').fragments, [])
})

const ETCD = text`
  name: a
  data-dir: /var/lib/etcd
  heartbeat-interval: 100
  listen-client-urls: http://127.0.0.1:2379
`

test('etcd’s file by its keys', () => {
  const fragment = only(readWith(etcdConfig, ETCD, 'etcd.conf.yml'), 'config')
  assert.equal([fragment.component, fragment.layer], ['etcd', 'file'])
  assert.equal(readWith(etcdConfig, 'data-dir: /x\nname: consul\nlog-level: debug\n').fragments, [])
  only(readWith(etcdConfig, 'data-dir: /x\n', 'roles/etcd/templates/etcd.conf.yml.j2'), 'config')
  assert.equal(readWith(etcdConfig, 'name: x\n', 'etcd.conf.yml').fragments, [])
  assert.equal(readWith(etcdConfig, `kind: X\n${ETCD}`).fragments, [])
})

const RULES = text`
  groups:
  - name: autoscaler
    rules:
    - alert: Unsafe
      expr: cluster_autoscaler_cluster_safe_to_autoscale == 0
    - record: sum
      expr: sum(x)
    - alert: Many
      expr: rate(cluster_autoscaler_scaled_down_nodes_total[5m]) > 3
`

test('alert rules of a file and of an object', () => {
  const expected = {
    expressions: [
      'cluster_autoscaler_cluster_safe_to_autoscale == 0',
      'rate(cluster_autoscaler_scaled_down_nodes_total[5m]) > 3',
    ],
    alerts: ['Unsafe', 'Many'],
  }
  const file = only(readWith(prometheus, RULES, 'rules.yaml'), 'resource')
  assert.is(file.type, 'alert-rules')
  assert.equal(plainFields(file), expected)
  const spec = RULES.replace(/^(?=.)/gm, '  ')
  const object = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: ca }\nspec:\n${spec}`
  const fragment = only(readWith(prometheus, object), 'resource')
  assert.equal([fragment.name, plainFields(fragment)], ['ca', expected])
})

test('rules from a template leave the list open', () => {
  const source = RULES.replace('  - record: sum', '  {{ include "more" . | nindent 2 }}\n  - record: sum')
  const expressions = plainFields(only(readWith(prometheus, source), 'resource')).expressions
  assert.equal(Array.isArray(expressions) && expressions.at(-1), '…')
})

test('files with groups that are no rules', () => {
  for (const source of ['groups: [admins]\n', 'groups: [{ name: a }]\n', 'kind: X\ngroups: [{ rules: [] }]\n'])
    assert.equal(readWith(prometheus, source).fragments, [])
})

test('monitors', () => {
  const fragment = only(
    readWith(
      prometheus,
      text`
      apiVersion: monitoring.coreos.com/v1
      kind: ServiceMonitor
      metadata: { name: ca, namespace: monitoring }
      spec:
        selector: { matchLabels: { app: cluster-autoscaler } }
        namespaceSelector: { any: true }
    `,
    ),
    'resource',
  )
  assert.is(fragment.type, 'monitor')
  assert.equal(plainFields(fragment), {
    kind: 'ServiceMonitor',
    name: 'ca',
    namespace: 'monitoring',
    selector: { matchLabels: { app: 'cluster-autoscaler' } },
    namespaceSelector: { any: 'true' },
  })
})

test.run()
