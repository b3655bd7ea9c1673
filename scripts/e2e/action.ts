import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Checks, expect } from './checks.js'
import { type Ran, run } from './command.js'
import { BAD, GOOD, REST, repository } from './infra.js'
import { exported } from './release.js'
import type { Stage } from './stage.js'

/** The Action of the tag, started as the runner does; what it prints, says to later steps and writes into the summary is pinned by test/action. */
export async function action({ check }: Checks, stage: Stage): Promise<void> {
  const tree = await exported(stage)
  const steps = join(stage.folder, 'action')
  mkdirSync(steps)

  await check('action: action.yml of the tag names a program of the tag, for Node 24', () => {
    const yaml = readFileSync(join(tree, 'action.yml'), 'utf8')
    expect(/^ {2}using: node24$/m.test(yaml) && /^ {2}main: dist\/action\.cjs$/m.test(yaml), 'runs otherwise')
    readFileSync(join(tree, 'dist/action.cjs'))
    return undefined
  })

  const step = async (name: string, files: Readonly<Record<string, string>>): Promise<Ran & Written> => {
    const workspace = join(steps, name)
    mkdirSync(workspace)
    await repository(workspace, { ...REST, ...files }, stage)
    const [output, summary] = [join(steps, `${name}.output`), join(steps, `${name}.summary`)]
    for (const path of [output, summary]) writeFileSync(path, '')
    const env = {
      ...stage.env,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKFLOW: 'klint',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      INPUT_PATHS: '.',
      'INPUT_SARIF-FILE': 'klint.sarif',
    }
    const ran = await run(['node', join(tree, 'dist/action.cjs')], { cwd: workspace, env })
    const sarif: unknown = JSON.parse(readFileSync(join(workspace, 'klint.sarif'), 'utf8'))
    return { ...ran, outputs: readFileSync(output, 'utf8'), summary: readFileSync(summary, 'utf8'), sarif }
  }

  await check('action: a bad branch fails with an annotation, outputs, a summary and a SARIF file', async () => {
    const { status, said, outputs, summary, sarif } = await step('bad', BAD)
    expect(status === 1, `exit code ${status}`, said)
    expect(
      /^::error file=nodes\/kubelet\.yaml,line=10,.*title=kubelet\/eviction-hard-partial::/m.test(said),
      'the annotation',
      said,
    )
    expect(
      /^errors<<(ghadelimiter_\S+)\n1\n\1$/m.test(outputs) && /^exit-code<<(\S+)\n1\n\1$/m.test(outputs),
      'outputs',
      outputs,
    )
    expect(summary.includes('kubelet/eviction-hard-partial') && summary.includes('```mermaid'), 'the summary', summary)
    expect(JSON.stringify(sarif).includes('"ruleId":"kubelet/eviction-hard-partial"'), 'the SARIF file')
    return undefined
  })

  await check('action: a good branch passes', async () => {
    const { status, said, outputs } = await step('good', GOOD)
    expect(status === 0, `exit code ${status}`, said)
    expect(/^findings<<(ghadelimiter_\S+)\n0\n\1$/m.test(outputs), 'outputs', outputs)
    return undefined
  })
}

interface Written {
  readonly outputs: string
  readonly summary: string
  readonly sarif: unknown
}
