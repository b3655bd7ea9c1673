// npm run new-rule -- kubelet/foo-bar [--checks SUBJECT]: rule, test and page from templates, and what is generated with the new rule in it.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { commandLine, stop } from './command-line.js'
import { Output } from './docs/output.js'
import { blank } from './docs/page.js'
import { registry } from './docs/registry.js'
import { loadRules } from './docs/rules.js'
import { schema } from './docs/schema.js'
import { SAMPLES } from './new-rule/samples.js'
import { ruleTemplate, testTemplate } from './new-rule/templates.js'

const USAGE =
  'usage: npm run new-rule -- GROUP/THING-BAD-STATE [--checks SUBJECT], for example kubelet/eviction-hard-missing'

/** Groups that are called otherwise than what their rules look at. */
const SUBJECT_OF: Readonly<Record<string, string>> = {
  apiserver: 'kube-apiserver',
  'controller-manager': 'kube-controller-manager',
  scheduler: 'kube-scheduler',
  autoscaler: 'cluster-autoscaler',
  loadbalancer: 'load-balancer',
  upgrade: 'assignment',
}

const { positionals, values } = commandLine(USAGE, {
  allowPositionals: true,
  options: { checks: { type: 'string' } },
})
const [id = '', ...more] = positionals
if (more.length > 0 || !/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*[a-z0-9]$/.test(id)) stop(USAGE)
const [group = '', name = ''] = id.split('/')
if (name.startsWith('no-')) stop(`${id}: the name states the bad thing, without \`no-\``)
const short = Object.keys(SUBJECT_OF).find(other => SUBJECT_OF[other] === group)
if (short !== undefined) stop(`rules about ${group} are in the group ${short}: ${short}/${name}`)
const checks = values.checks ?? SUBJECT_OF[group] ?? group
const [, sample] =
  Object.entries(SAMPLES).find(([subject]) => subject === checks) ??
  stop(`what does ${id} look at? --checks is one of ${Object.keys(SAMPLES).join(', ')}`)

const files: readonly [string, string][] = [
  [`src/rules/${id}.ts`, ruleTemplate(id, checks, sample)],
  [`test/rules/${id}.test.ts`, testTemplate(id, sample)],
  [`rules-docs/${id}.md`, blank(id)],
]
for (const [path] of files) if (existsSync(path)) stop(`${path} exists already`)
for (const [path, content] of files) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  console.log(`wrote ${path}`)
}
const output = new Output(false)
const rules = (await loadRules()).map(file => file.rule)
registry(rules, output)
schema(rules, output)
output.done()
console.log(
  `next: the cases of test/rules/${id}.test.ts, then the check, until \`npm test -- ${name}\` passes; then the page, and \`npm run docs\``,
)
