// npm run new-rule -- kubelet/foo-bar [--checks SUBJECT]: rule, test and page from templates, and the index with the new rule in it.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { COMPONENTS, RESOURCES } from '../src/model/fragment.js'
import { Output } from './docs/output.js'
import { blank } from './docs/page.js'
import { registry } from './docs/registry.js'
import { loadRules } from './docs/rules.js'

const SUBJECTS: readonly string[] = [...COMPONENTS, ...RESOURCES, 'cluster', 'assignment']

function stop(what: string): never {
  console.error(what)
  process.exit(2)
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { checks: { type: 'string' } } })
const [id = '', ...more] = positionals
if (more.length > 0 || !/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*[a-z0-9]$/.test(id))
  stop('usage: npm run new-rule -- GROUP/THING-BAD-STATE [--checks SUBJECT], for example kubelet/eviction-hard-missing')
const [group = '', name = ''] = id.split('/')
if (name.startsWith('no-')) stop(`${id}: the name states the bad thing, without \`no-\``)
const checks = values.checks ?? (SUBJECTS.includes(group) ? group : undefined)
if (checks === undefined || !SUBJECTS.includes(checks))
  stop(`what does ${id} look at? --checks is one of ${SUBJECTS.join(', ')}`)

const report =
  checks === 'cluster'
    ? "for (const component of cluster.components) yield { message: 'bad', at: component }"
    : "yield { message: 'bad', at: subject }"

const rule = `import { defineRule } from '../../model/rule.js'

export default defineRule({
  id: '${id}',
  summary: 'TODO: the bad thing in at most 90 characters, lower case, no full stop',
  checks: '${checks}',
  severity: 'warning',
  preset: ['recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: ['TODO: where one can read that this takes clusters down'],
  messages: {
    bad: {
      what: 'TODO: the fact, with the spelling of its author',
      why: 'TODO: the outage, in one sentence',
      help: 'TODO: what to write instead',
    },
  },

  // TODO: read settings with \`yield* known(...)\`, which ends the check where nobody can tell
  *check(${checks === 'cluster' ? 'cluster' : 'subject'}) {
    ${report}
  },
})
`
const test = `import rule from '../../../src/rules/${id}.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'TODO: all is well': {
      'kubelet.yaml': text\`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
      \`,
    },
  },
  cannotTell: {
    'TODO: the value comes from a template': {
      'kubelet.yaml': text\`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: "{{ .maxPods }}"
      \`,
    },
  },
  reports: {
    'TODO: what is wrong': {
      'kubelet.yaml': text\`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: 500
      \`,
      expect: text\`
        kubelet.yaml
          maxPods: 500
                   ~~~ bad
      \`,
    },
  },
})
`

const files: readonly [string, string][] = [
  [`src/rules/${id}.ts`, rule],
  [`test/rules/${id}.test.ts`, test],
  [`rules-docs/${id}.md`, blank(id)],
]
for (const [path] of files) if (existsSync(path)) stop(`${path} exists already`)
for (const [path, content] of files) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  console.log(`wrote ${path}`)
}
const output = new Output(false)
registry(
  (await loadRules()).map(file => file.rule),
  output,
)
output.done()
console.log(
  `next: the cases of test/rules/${id}.test.ts, then the check, until \`npm test -- ${name}\` passes; then the page, and \`npm run docs\``,
)
