import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type Checks, expect } from './checks.js'
import { output, run } from './command.js'
import { put } from './infra.js'
import { FIRST, NEXT, type Stage } from './stage.js'

/** Both releases, made in the clone with its own script. Everything else rests on them. */
export async function release({ check }: Checks, stage: Stage): Promise<boolean> {
  const { clone, env } = stage
  const git = (...argv: string[]): Promise<string> => output(['git', ...argv], { cwd: clone, env })
  const released = (version: string): readonly string[] => [
    'npm',
    'run',
    '--silent',
    'release',
    '--',
    version,
    '--no-tests',
  ]

  await check('release: what is not committed is not released', async () => {
    const refs = await git('for-each-ref')
    put(clone, { 'notes.txt': '' })
    const { status, said } = await run(released(FIRST), { cwd: clone, env })
    await git('clean', '--quiet', '-f', 'notes.txt')
    expect(status === 1 && /not everything is committed/.test(said), `exit code ${status}`, said)
    expect((await git('for-each-ref')) === refs, 'something moved')
    return undefined
  })

  const first = await check('release: the tag holds the bundle, main does not', async () => {
    const before = await git('rev-parse', 'main')
    const said = await output(released(FIRST), { cwd: clone, env })
    const changed = (await git('diff', '--name-only', before, `v${FIRST}`)).split('\n')
    expect(
      changed.every(path => path === 'package.json' || path.startsWith('dist/')),
      changed.join('\n'),
    )
    for (const path of ['dist/klint.cjs', 'dist/kubectl-klint.cjs', 'dist/main.cjs', 'dist/docs.json', 'package.json'])
      expect(changed.includes(path), `${path} is not in the tag`)
    expect((await git('rev-parse', 'main^{tree}')) === (await git('rev-parse', `${before}^{tree}`)), 'main has changed')
    expect((await git('status', '--porcelain')) === '', 'the checkout has changed')
    expect(said.includes('npm publish'), 'it does not say how to publish', said)
    return /the package has .*/.exec(said)?.[0]
  })

  const next = await check(
    'release: the next one moves the tag of the major version, and is what `git describe` finds',
    async () => {
      put(clone, { 'docs/next.md': 'next\n' })
      await git('add', '--all')
      await git('commit', '--quiet', '--message', 'Something new')
      await output(released(NEXT), { cwd: clone, env })
      expect((await git('rev-parse', 'v90')) === (await git('rev-parse', `v${NEXT}^{commit}`)), 'v90 is elsewhere')
      expect((await git('describe', '--tags', '--abbrev=0', 'main')) === `v${NEXT}`, 'another tag is found')
      return undefined
    },
  )
  if (!first || !next) return false

  await check('release: the same sources give the same bytes in another folder', async () => {
    const tree = await exported(stage)
    const again = join(stage.folder, 'again')
    mkdirSync(again)
    await output(['sh', '-c', `git archive v${NEXT} | tar -x -C '${again}'`], { cwd: clone, env })
    symlinkSync(join(clone, 'node_modules'), join(again, 'node_modules'))
    await output(['node', 'scripts/build.mjs', '--out', join(again, 'dist')], { cwd: again, env })
    const [a, b] = [filesOf(join(tree, 'dist')), filesOf(join(again, 'dist'))]
    expect(a.join() === b.join(), `${a}\n${b}`)
    const differing = a.filter(
      path => !readFileSync(join(tree, 'dist', path)).equals(readFileSync(join(again, 'dist', path))),
    )
    expect(differing.length === 0, differing.join(', '))
    const licences = readFileSync(join(tree, 'dist/THIRD-PARTY.txt'), 'utf8')
    for (const name of ['commander', 'yaml', 'web-tree-sitter'])
      expect(licences.includes(`\n${name} `), `the licence of ${name} is missing`)
    return `${a.length} files`
  })
  return true
}

/** The tree of the last release, as a folder. */
export async function exported({ folder, clone, env }: Stage): Promise<string> {
  const tree = join(folder, 'tag')
  if (existsSync(tree)) return tree
  mkdirSync(tree)
  await output(['sh', '-c', `git archive v${NEXT} | tar -x -C '${tree}'`], { cwd: clone, env })
  return tree
}

/** Files below a folder, as paths from it, sorted. */
export const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(join(folder, path)).isFile())
    .sort()
