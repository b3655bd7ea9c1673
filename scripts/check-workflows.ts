// npm run check-workflows: docs/ci/github.yml and action.yml under zizmor and actionlint, without network. A workflow made here uses every
// input and output of the Action, so that actionlint compares action.yml with what the page says. Both tools have to be there:
// `pip install zizmor`, `go install github.com/rhysd/actionlint/cmd/actionlint@latest`; ZIZMOR and ACTIONLINT name others.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { INPUTS } from '../src/action/inputs.js'
import { OUTPUTS } from '../src/action/runner-files.js'

const repository = mkdtempSync(join(tmpdir(), 'klint-workflows-'))
const workflows = join(repository, '.github', 'workflows')

function run(tool: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(tool, args, { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] })
  if (error !== undefined) console.error(`${tool} does not start (${error.message}); see scripts/check-workflows.ts`)
  console.log(`${status === 0 ? 'clean' : 'not clean'}: ${[tool, ...args].join(' ')}`)
  return status === 0
}

try {
  mkdirSync(workflows, { recursive: true })
  mkdirSync(join(repository, '.git'))
  mkdirSync(join(repository, 'dist'))
  writeFileSync(join(repository, 'dist', 'action.cjs'), '')
  copyFileSync('action.yml', join(repository, 'action.yml'))
  copyFileSync('docs/ci/github.yml', join(workflows, 'klint.yml'))
  writeFileSync(
    join(workflows, 'everything.yml'),
    `on: push
permissions: {}
jobs:
  klint:
    runs-on: ubuntu-latest
    steps:
      - uses: ./
        id: klint
        with:
${INPUTS.map(name => `          ${name}: x\n`).join('')}      - run: env
        env:
${OUTPUTS.map((name, i) => `          O${i}: \${{ steps.klint.outputs.${name} }}\n`).join('')}`,
  )
  const zizmor = process.env.ZIZMOR ?? 'zizmor'
  const actionlint = process.env.ACTIONLINT ?? 'actionlint'
  const clean = [
    run(zizmor, ['--offline', '--quiet', '--persona=pedantic', '.github/workflows/klint.yml', 'action.yml']),
    run(actionlint, ['-shellcheck=', '-pyflakes=']),
  ]
  process.exitCode = clean.every(Boolean) ? 0 : 1
} finally {
  rmSync(repository, { recursive: true, force: true })
}
