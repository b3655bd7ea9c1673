import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../src/model/document.js'
import type { Assignment } from '../../src/model/setting.js'
import { Text } from '../../src/model/text.js'
import { type Shown, showJson, showText } from '../../src/reporters/show.js'
import { at, context, document, embedded } from '../support/outcome.js'

const test = suite('show')

function assignment(doc: Document, spelling: string, key: string, layer: Assignment['layer']): Assignment {
  const place = at(doc, spelling)
  const split = spelling.search(/[=:]/)
  const value = spelling.slice(split + 1).trim()
  const end = place.start + spelling.length
  return {
    component: 'kubelet',
    key,
    name: key,
    nameText: Text.linear(doc, place.start, place.start + split),
    value: Text.linear(doc, end - value.length, end),
    layer,
    spelling,
    at: place,
  }
}

const carrier = document(
  'stack.yaml',
  'UserData: |\n  ExecStart=/usr/bin/kubelet --max-pods=500 --token=hunter2hunter2\n',
)
const unit = embedded(
  carrier,
  'ExecStart=/usr/bin/kubelet --max-pods=500 --token=hunter2hunter2',
  'stack.yaml#UserData#kubelet.service',
)
const file = document('kubelet.yaml', 'maxPods: 110\n')
const flag = assignment(unit, '--max-pods=500', 'maxPods', 'flag')
const token = assignment(unit, '--token=hunter2hunter2', 'token', 'flag')
const beaten = assignment(file, 'maxPods: 110', 'maxPods', 'file')

const shown: Shown = {
  clusters: [
    {
      name: 'prod\u001b[31m',
      things: [
        {
          kind: 'kubelet',
          name: 'pool-a',
          anchor: at(unit, 'ExecStart'),
          traits: ['worker'],
          range: {
            min: { major: 1, minor: 34, patch: 0 },
            max: { major: 1, minor: 34, patch: Number.POSITIVE_INFINITY },
            source: '--kubernetes-version',
          },
          settings: [
            {
              key: 'maxPods',
              setting: { state: 'set', value: 500, by: flag, beaten: [beaten], at: flag.at, assuming: [] },
            },
            {
              key: 'token',
              setting: { state: 'set', value: 'hunter2hunter2', by: token, beaten: [], at: token.at, assuming: [] },
            },
            {
              key: 'evictionHard',
              entry: 'memory.available',
              setting: {
                state: 'default',
                value: { percent: 5 },
                beaten: [],
                at: flag.at,
                assuming: [{ layer: 'file', what: 'kubelet.yaml' }],
              },
            },
            {
              key: 'podPidsLimit',
              setting: {
                state: 'unknown',
                why: [{ what: '/etc/kubelet.yaml is not in view', at: flag.at }],
                at: flag.at,
              },
            },
          ],
        },
      ],
    },
  ],
  notChecked: [{ what: 'a.yaml is larger than 2 MiB', rules: [] }],
}

test('value, layer, place, what it overrides, and why something is unknown', () => {
  assert.is(
    showText(shown, context()),
    `cluster prod␛[31m

kubelet pool-a, worker, Kubernetes 1.34 (--kubernetes-version)
  --> stack.yaml:2:3 (UserData, kubelet.service)
    maxPods                        500 - flag - stack.yaml:2:30 (UserData, kubelet.service)
        overrides file maxPods: 110 - kubelet.yaml:1:1
    token                          ******** - flag - stack.yaml:2:45 (UserData, kubelet.service)
    evictionHard.memory.available  5% - default
        assuming nothing in kubelet.yaml
    podPidsLimit                   unknown
        /etc/kubelet.yaml is not in view - stack.yaml:2:30 (UserData, kubelet.service)

not checked: a.yaml is larger than 2 MiB
`,
  )
})

test('the same as JSON', () => {
  const report = JSON.parse(showJson(shown, context()))
  const [kubelet] = report.clusters[0].things
  assert.is(kubelet.kubernetes, '1.34')
  assert.equal(kubelet.settings[0], {
    key: 'maxPods',
    state: 'set',
    value: '500',
    layer: 'flag',
    location: {
      path: 'stack.yaml',
      start: { line: 2, column: 30, offset: 41 },
      end: { line: 2, column: 44, offset: 55 },
    },
    overrides: [
      {
        layer: 'file',
        spelling: 'maxPods: 110',
        location: {
          path: 'kubelet.yaml',
          start: { line: 1, column: 1, offset: 0 },
          end: { line: 1, column: 13, offset: 12 },
        },
      },
    ],
    assuming: [],
  })
  assert.is(kubelet.settings[3].state, 'unknown')
  assert.not.match(JSON.stringify(report), 'hunter2')
})

test.run()
