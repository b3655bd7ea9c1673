import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document, Live } from '../../src/model/document.js'
import { ALSO_HERE, WRITTEN_HERE } from '../../src/model/finding.js'
import { compact } from '../../src/reporters/compact.js'
import { github } from '../../src/reporters/github.js'
import { gitlab } from '../../src/reporters/gitlab.js'
import { html } from '../../src/reporters/html.js'
import { json } from '../../src/reporters/json.js'
import { liveWords } from '../../src/reporters/live-words.js'
import { markdown } from '../../src/reporters/markdown.js'
import { pretty } from '../../src/reporters/pretty.js'
import type { ReportContext } from '../../src/reporters/reporter.js'
import { sarif } from '../../src/reporters/sarif.js'
import { printed, where, within } from '../../src/reporters/where.js'
import { at, context, document, embedded, finding, LIVE, outcome } from '../support/outcome.js'

const test = suite('places in a running cluster')

const NODE: Live = {
  cluster: 'prod',
  kind: 'Node',
  name: 'ip-10-0-1-7',
  part: 'configz',
  count: 400,
  others: ['ip-10-0-1-8', 'ip-10-0-1-9', 'ip-10-0-1-10'],
}
const configz = (live: Partial<Live> = {}, more: Partial<Document> = {}): Document => {
  const whole = { ...NODE, ...live }
  const source = '{\n  "maxPods": 500,\n  "list": [\n    "last"\n  ]\n}'
  return document(`prod/node/${whole.name}/configz`, source, { live: whole, ...more })
}
const one = configz()
const routed = (more: Partial<ReportContext> = {}) => context({ route: () => 'maxPods', ...more })
const nameOf = (doc: Document, route = ''): string => printed(where({ doc, start: 0, end: 0 }, { route: () => route }))

test('a place is an object and a route', () => {
  const { part: _, ...node } = NODE
  const as = (live: Live, route = ''): string => nameOf(document('x', '{}', { live }), route)
  assert.is(as(NODE, 'evictionHard'), 'prod/node/ip-10-0-1-7 (and 399 like it): configz evictionHard')
  assert.is(as(NODE), 'prod/node/ip-10-0-1-7 (and 399 like it): configz')
  assert.is(as({ ...node, count: 1, others: [] }), 'prod/node/ip-10-0-1-7')
  assert.is(as({ ...node, count: 12_346 }, 'status'), 'prod/node/ip-10-0-1-7 (and 12,345 like it): status')
  assert.is(as(LIVE, 'spec.containers[etcd]'), 'prod/pod/kube-system/etcd-a: spec.containers[etcd]')
  assert.is(as({ ...LIVE, kind: 'Version', name: 'version' }, 'gitVersion'), 'prod/version: gitVersion')
  assert.is(
    nameOf(configz({}, { hint: { pool: 'workers' } })),
    'prod/node/ip-10-0-1-7 (and 399 like it in pool workers): configz',
  )
  const alike = { count: 1200, pools: ['a', 'b'], places: [] }
  const place = where(at(one, '500'))
  assert.is(printed(place, alike), 'prod/node/ip-10-0-1-7 (and 1,199 like it in 2 pools): configz')
  assert.is(within(place), `, at ${printed(place)}`)
})

test('a name that no apiserver should give is cut, everywhere', () => {
  const long = 'n'.repeat(10_000)
  const doc = configz({ name: long, cluster: long, others: [long] }, { hint: { pool: long } })
  const one = outcome([finding(at(doc, '500'))], { objects: { count: 1, clusters: [long] } })
  const whole = context({ route: () => long })
  for (const report of [pretty, compact, markdown, json]) assert.not.match(report(one, whole), /n{1100}/)
  assert.not.match(printed(where(at(doc, '500'), whole)), /n{300}/)
  // not between the halves of a pair
  assert.match(nameOf(configz({ name: '😀'.repeat(200) })), /^prod\/node\/(?:😀)+…/u)
})

test('lines without numbers, others by name, no place on disk', () => {
  const text = pretty(outcome([finding(at(one, '"maxPods"'), { label: 'far more' })]), routed())
  assert.is(
    text,
    `error[kubelet/eviction-hard-missing]: no hard eviction threshold for \`memory.available\`
  --> prod/node/ip-10-0-1-7 (and 399 like it): configz maxPods
   |
   |   "maxPods": 500,
   |   ~~~~~~~~~ far more
   |
   = also: ip-10-0-1-8, ip-10-0-1-9, ip-10-0-1-10, 396 more
   = why:  when memory runs out the kernel picks the victim
   = help: set \`evictionHard.memory.available\`, for example to \`5%\`
   = docs: rules-docs/kubelet/eviction-hard-missing.md

1 error, 0 warnings in 1 file
`,
  )
})

test('no lines where nothing written is at fault', () => {
  const text = pretty(outcome([finding({ doc: one, start: 0, end: 0 }, { label: 'here' })]), context())
  assert.match(text, '-->')
  assert.not.match(text, /~|\{/)
  const table = markdown(outcome([finding({ doc: one, start: 0, end: 0 })]), context())
  assert.not.match(table, '```')
})

test('what a ConfigMap holds is shown as it stands inside', () => {
  const outer = document('prod/configmap/kube-system/kubelet-config', '{"kubelet":"maxPods: 500"}', {
    live: { ...LIVE, kind: 'ConfigMap', name: 'kubelet-config' },
  })
  const inner = embedded(outer, 'maxPods: 500', `${outer.uri}#kubelet`)
  const text = pretty(outcome([finding(at(inner, '500'))]), context())
  assert.match(text, /^ +\| maxPods: 500$/m)
  assert.not.match(text, '{"kubelet"')
})

test('other groups that say the same are named, and shown once', () => {
  const other = configz({ name: 'ip-10-0-2-1', count: 200 })
  const shared = finding(at(one, '"maxPods"'), {
    related: [{ at: at(other, '"maxPods"'), label: ALSO_HERE }],
    alike: { count: 600, pools: ['a', 'b'], places: [at(other, '"maxPods"')] },
  })
  const text = pretty(outcome([shared]), routed())
  assert.match(text, '--> prod/node/ip-10-0-1-7 (and 599 like it in 2 pools): configz maxPods')
  assert.match(text, '::: prod/node/ip-10-0-2-1 (and 199 like it): configz maxPods\n')
  assert.is(text.split('"maxPods": 500').length, 2)
  assert.not.match(text, 'also:')
  const [found] = JSON.parse(json(outcome([shared]), routed())).findings
  assert.equal(found.alike, {
    count: 600,
    pools: ['a', 'b'],
    locations: [found.related[0].location],
  })
  const { part, count, others } = found.location.object
  assert.equal([part, count, others.length, found.location.route], ['configz', 400, 3, 'maxPods'])
  assert.is(found.location.path, 'prod/node/ip-10-0-1-7/configz')
})

test('the summary counts objects, and files only where there are some', () => {
  const last = (files: number, count: number, clusters: string[]): string =>
    pretty(outcome([], { files, objects: { count, clusters } }), context()).trim()
  assert.is(last(0, 1239, ['prod']), '0 errors, 0 warnings in 1,239 objects of prod')
  assert.is(last(0, 1, ['prod']), '0 errors, 0 warnings in 1 object of prod')
  assert.is(last(3, 36, ['prod']), '0 errors, 0 warnings in 3 files and 36 objects of prod')
  assert.is(last(0, 72, ['a', 'b']), '0 errors, 0 warnings in 72 objects of 2 clusters')
})

test('what no apiserver tells is in lists, not in the summary', () => {
  const hidden = { what: "klint cannot see a kubelet's environment", rules: ['a/b'], always: true } as const
  const only = outcome([], { notChecked: [hidden] })
  assert.not.match(pretty(only, context()), 'not checked')
  assert.equal(JSON.parse(json(only, context())).notChecked, [{ ...hidden }])
  assert.match(html(only, context()), 'klint cannot see a kubelet')
  const both = outcome([], { notChecked: [hidden, { what: 'leases', rules: ['a/c'] }] })
  assert.match(pretty(both, context()), 'not checked: leases (1 rule silent)')
})

test('reasons are those of a cluster', () => {
  const place = at(one, '500')
  assert.is(liveWords('how it was started is not in view', place), 'klint cannot see how it was started')
  assert.is(liveWords('comes from a template', place), 'is filled in when the pod starts')
  assert.is(liveWords('is no number', place), 'is no number')
  assert.is(liveWords('/etc/a is not in view', at(document('a.yaml', 'a'), 'a')), '/etc/a is not in view')
  assert.is(liveWords('/etc/a is not in view', undefined), '/etc/a is not in view')
})

test('tables of a cluster have places in the place of lines, and nothing links to a forge', () => {
  const sourceUrl = 'https://forge.example/a/blob/1/'
  const table = markdown(outcome([finding(at(one, '500'))]), routed({ sourceUrl }))
  assert.match(table, '### `prod`\n\n| | where | finding | rule |')
  assert.match(table, '| error | `node/ip-10-0-1-7 (and 399 like it): configz maxPods` |')
  assert.not.match(table, 'forge.example')
  assert.not.match(html(outcome([finding(at(one, '500'))]), routed({ sourceUrl })), 'forge.example')
})

test('what differs from a file is shown in the file to whoever knows files only', () => {
  const file = document('infra/kubelet.yaml', 'kind: KubeletConfiguration\nmaxPods: 110\n')
  const differs = finding(at(one, '"maxPods"'), { related: [{ at: at(file, 'maxPods: 110'), label: WRITTEN_HERE }] })
  const all = outcome([differs])
  assert.match(github(all, context()), /^::error file=infra\/kubelet\.yaml,line=2,/m)
  assert.is(JSON.parse(gitlab(all, context()))[0].location.path, 'infra/kubelet.yaml')
  const [result] = JSON.parse(sarif(all, context())).runs[0].results
  const { artifactLocation, region } = result.locations[0].physicalLocation
  assert.equal([artifactLocation.uri, region.startLine], ['infra/kubelet.yaml', 2])
  // people see where it runs first
  assert.match(pretty(all, routed()), /--> prod\/node\/ip-10-0-1-7/)
  const other = finding(at(one, '"maxPods"'), { related: [{ at: at(file, 'maxPods: 110'), label: 'loaded here' }] })
  assert.not.match(github(outcome([other]), context()), 'file=')
})

test.run()
