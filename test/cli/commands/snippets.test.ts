import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { githubWorkflow } from '../../../src/cli/commands/snippets/github.js'
import { gitlabJob } from '../../../src/cli/commands/snippets/gitlab.js'
import { parse as parseArgv } from '../../../src/cli/parse.js'
import { read } from '../../support/repository.js'

/** What zizmor and actionlint say of the workflow is asked by `npm run check-workflows`. */
const test = suite('cli: snippets for CI')

const { version }: { version: string } = JSON.parse(read('package.json'))

test('docs/ci shows what `klint init` writes', () => {
  assert.is(read('docs/ci/github.yml'), githubWorkflow(version))
  assert.is(read('docs/ci/gitlab-ci.yml'), gitlabJob(version))
})

test('the workflow reads and does nothing else, and pins each Action to a commit', () => {
  const { permissions, jobs }: { permissions: unknown; jobs: Record<string, Record<string, unknown>> } = parse(
    githubWorkflow('1.2.3'),
  )
  assert.equal(permissions, {})
  assert.equal(Object.keys(jobs), ['klint'])
  assert.equal(jobs.klint?.permissions, { contents: 'read' })
  const uses = [...githubWorkflow('1.2.3').matchAll(/uses: (\S+)(.*)/g)]
  assert.is(uses.length, 2)
  for (const [, action = '', comment = ''] of uses) {
    assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
    assert.match(comment, /^ # v\d+\.\d+\.\d+$/)
  }
  assert.match(githubWorkflow('1.2.3'), 'persist-credentials: false')
})

test('the job of GitLab collects what it writes', () => {
  const { klint }: { klint: { script: string[]; artifacts: { when: string; reports: Record<string, string> } } } =
    parse(gitlabJob('1.2.3'))
  const [command = ''] = klint.script
  const { codequality, junit } = klint.artifacts.reports
  assert.match(command, `--output gitlab=${codequality}`)
  assert.match(command, `--output junit=${junit}`)
  assert.is(klint.artifacts.when, 'always')
})

test('every snippet installs this version, and its command line is one', async () => {
  for (const path of ['docs/ci/gitlab-ci.yml', 'docs/ci/circleci.yml', 'docs/ci/Jenkinsfile']) {
    const whole = read(path)
    assert.match(whole, `npm install --${path.includes('gitlab') ? 'global' : 'prefix'}`)
    assert.match(whole, `--ignore-scripts --no-audit --no-fund klint@${version}`, path)
    const [, line = ''] = /klint"? (--pass-on-no-inputs[^'"#]*?)(?:'$|\n\s*(?:artifacts|- store))/m.exec(whole) ?? []
    const words = line.split(/\s+/).filter(word => word !== '')
    assert.ok(words.length > 2, path)
    assert.is((await parseArgv(words)).command, 'lint', path)
  }
})

test.run()
