// Brings everything up to date that is generated from the rules: index, chunks and catalog below src/rules, the schema of klint.yaml
// and its validator, the generated stretches of rule pages, rules-docs/README.md, docs/cli.md, the manual page, what klint prints in
// README.md and docs/, the recordings in examples, and the files of docs/ci that `klint init` writes.
// `--check` compares and changes nothing, `--index` stops before the pages (no rule has to run for it).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { githubWorkflow } from '../../src/cli/commands/snippets/github.js'
import { gitlabJob } from '../../src/cli/commands/snippets/gitlab.js'
import { commandLine } from '../command-line.js'
import { fill } from './blocks.js'
import { Output } from './output.js'
import { overview } from './overview.js'
import { ownHead, refresh } from './page.js'
import { printed } from './printed.js'
import { registry } from './registry.js'
import { loadRules } from './rules.js'
import { schema } from './schema.js'

const { values } = commandLine('usage: npm run docs [-- --check] [--index]', {
  options: { check: { type: 'boolean', default: false }, index: { type: 'boolean' } },
})
const output = new Output(values.check)
const files = await loadRules()
const rules = files.map(({ rule }) => rule)
registry(rules, output)
schema(rules, output)

if (!values.index) {
  const { renderExample } = await import('./render.js')
  for (const rule of rules) {
    const path = `rules-docs/${rule.id}.md`
    if (!existsSync(path)) {
      output.complain(`${path} is missing: every rule has a page`)
      continue
    }
    try {
      output.put(path, await refresh(readFileSync(path, 'utf8'), rule, renderExample))
    } catch (error) {
      output.complain(`${path}: ${error instanceof Error ? error.message : error}`)
    }
  }
  const { OWN_RULES } = await import('../../src/engine/own.js')
  for (const [id, own] of Object.entries(OWN_RULES)) {
    const path = `rules-docs/${id}.md`
    if (!existsSync(path)) output.complain(`${path} is missing: what the engine finds has a page`)
    else
      output.put(
        path,
        fill(readFileSync(path, 'utf8'), name => (name === 'head' ? ownHead(id, own) : undefined)),
      )
  }
  output.put('rules-docs/README.md', overview(rules, OWN_RULES))
  const { definition } = await import('../../src/cli/definition.js')
  const { cliReference } = await import('./cli.js')
  const { manPage } = await import('./man.js')
  const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'))
  output.put('docs/cli.md', cliReference(definition()))
  output.put('man/klint.1', manPage(definition(), version))
  for (const path of (await import('./recordings.js')).putRecordings(values.check)) output.note(path)
  const guides = existsSync('docs')
    ? readdirSync('docs')
        .filter(name => name.endsWith('.md'))
        .sort()
    : []
  for (const path of ['README.md', ...guides.map(name => `docs/${name}`)])
    if (existsSync(path)) output.put(path, fill(readFileSync(path, 'utf8'), printed))
}
const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'))
output.put('docs/ci/github.yml', githubWorkflow(version))
output.put('docs/ci/gitlab-ci.yml', gitlabJob(version))
process.exitCode = output.done()
