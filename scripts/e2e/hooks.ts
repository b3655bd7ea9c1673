import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Checks, expect } from './checks.js'
import { output, type Ran, run } from './command.js'
import { BAD, FINDING, GOOD, put, REST, repository, TIMERS } from './infra.js'
import { NOT_READ, READ, SOURCES } from './names.js'
import { exported } from './release.js'
import { FIRST, NEXT, type Stage } from './stage.js'

/** pre-commit or prek. */
export interface HookTool {
  readonly name: string
  readonly command: string
  /** Where it keeps environments, and no other place. */
  readonly home: Readonly<Record<string, string>>
  /** The command that moves `rev`. */
  readonly update: string
}

interface Hook {
  readonly id: string
  readonly [field: string]: unknown
}

const ROUNDS = 16

/** The mean of the quickest quarter: both programs round to 10 ms, so that a minimum says little. */
function quickest(times: readonly number[]): number {
  const best = [...times].sort((a, b) => a - b).slice(0, Math.ceil(times.length / 4))
  return best.reduce((sum, time) => sum + time, 0) / best.length
}

/** What klint promises for hooks, through one of the programs that run them. */
export async function hooks({ check }: Checks, stage: Stage, { name, command, home, update }: HookTool): Promise<void> {
  const env = { ...stage.env, ...home }
  const root = join(stage.folder, name, 'infra')
  const git = (...argv: string[]): Promise<string> => output(['git', ...argv], { cwd: root, env })
  /** JSON is YAML. */
  const config = (hooks: readonly Hook[], others: readonly object[] = []): string =>
    JSON.stringify({ repos: [{ repo: stage.url, rev: `v${FIRST}`, hooks }, ...others] }, undefined, 2)
  const runHooks = (hooks: readonly Hook[], argv: readonly string[], others: readonly object[] = []): Promise<Ran> => {
    const path = join(stage.folder, name, 'hooks.yaml')
    writeFileSync(path, config(hooks, others))
    return run([command, 'run', '--config', path, ...argv], { cwd: root, env })
  }
  const fresh = async (): Promise<void> => {
    await git('reset', '--quiet', '--hard', 'main')
    await git('clean', '--quiet', '-ffd')
  }

  await repository(
    root,
    {
      ...REST,
      ...GOOD,
      '.pre-commit-config.yaml': `repos:\n  - repo: ${stage.url}\n    rev: v${FIRST}\n    hooks: [{id: klint}]\n`,
    },
    stage,
  )

  await check(`${name}: the manifest is valid`, async () => {
    await output([command, 'validate-manifest', '.pre-commit-hooks.yaml'], { cwd: stage.clone, env })
    return (await output([command, '--version'], { cwd: root, env })).replace(/\n.*/s, '')
  })

  await check(`${name}: the expression for files takes what klint reads, and no source code`, async () => {
    const folder = join(stage.folder, name, 'names')
    await repository(folder, Object.fromEntries([...READ, ...NOT_READ, ...SOURCES].map(path => [path, ''])), stage)
    const manifest: readonly { readonly files: string }[] = parse(
      readFileSync(join(stage.clone, '.pre-commit-hooks.yaml'), 'utf8'),
    )
    const files = manifest[0]?.files
    const path = join(stage.folder, name, 'names.yaml')
    writeFileSync(path, JSON.stringify({ repos: [{ repo: 'meta', hooks: [{ id: 'identity', files }] }] }))
    const said = await output([command, 'run', '--config', path, '--all-files', '--verbose'], { cwd: folder, env })
    const taken = said.split('\n').map(line => line.trim())
    const missing = READ.filter(path => !taken.includes(path))
    const wrong = [...NOT_READ, ...SOURCES].filter(path => taken.includes(path))
    expect(missing.length + wrong.length === 0, `not taken: ${missing}; taken: ${wrong}`, said)
    return undefined
  })

  await check(`${name}: klint is installed from the tag, and the repository is fine`, async () => {
    await output([command, 'install'], { cwd: root, env })
    const { status, said, ms } = await run([command, 'run', '--all-files'], { cwd: root, env })
    expect(status === 0 && /klint\.+Passed/.test(said), `exit code ${status}`, said)
    return `${(ms / 1000).toFixed(1)} s with the installation`
  })

  await check(`${name}: a commit that takes nodes down is refused, with the finding`, async () => {
    await git('switch', '--quiet', '--create', 'bad')
    put(root, BAD)
    await git('add', '--all')
    const { status, said } = await run(['git', 'commit', '-m', 'Less'], { cwd: root, env })
    expect(status === 1, `exit code ${status}`, said)
    expect([...said.matchAll(FINDING)].length === 1, 'the finding is not there once', said)
    expect((await git('rev-parse', 'bad')) === (await git('rev-parse', 'main')), 'there is a commit')
    await fresh()
    return undefined
  })

  await check(`${name}: a good commit passes, and one of source code does not start klint`, async () => {
    await git('switch', '--quiet', '--create', 'good', 'main')
    put(root, { 'nodes/kubelet.yaml': GOOD['nodes/kubelet.yaml'].replace('maxPods: 110', 'maxPods: 100') })
    await git('add', '--all')
    const good = await output(['git', 'commit', '-m', 'Fewer pods'], { cwd: root, env })
    expect(/klint\.+Passed/.test(good), 'klint did not pass', good)
    put(root, { 'tool.py': 'print(2)\n' })
    await git('add', '--all')
    const other = await output(['git', 'commit', '-m', 'A tool'], { cwd: root, env })
    expect(/klint\.+\(no files to check\)\s*Skipped/.test(other), 'klint ran', other)
    await git('switch', '--quiet', 'main')
    return undefined
  })

  await check(`${name}: klint-fix mends, and fails for having done so`, async () => {
    put(root, BAD)
    await git('add', '--all')
    const first = await runHooks([{ id: 'klint-fix' }], ['--all-files'])
    expect(
      first.status === 1 && /files were modified by this hook/.test(first.said),
      `exit code ${first.status}`,
      first.said,
    )
    const mended = readFileSync(join(root, 'nodes/kubelet.yaml'), 'utf8')
    for (const line of ['nodefs.available: 10%', 'nodefs.inodesFree: 5%', '# what the nodes have been sized for'])
      expect(mended.includes(line), `\`${line}\` is missing in\n${mended}`)
    const second = await runHooks([{ id: 'klint-fix' }], ['--all-files'])
    expect(second.status === 0, `the second run: exit code ${second.status}`, second.said)
    expect(readFileSync(join(root, 'nodes/kubelet.yaml'), 'utf8') === mended, 'the second run changed something')
    await fresh()
    return undefined
  })

  await check(`${name}: klint-files with 3,000 files reports a finding once`, async () => {
    put(
      root,
      Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`apps/team-${i % 40}/app-${i}.yaml`, `n: ${i}\n`])),
    )
    put(root, BAD)
    await git('add', '--all')
    const { status, said, ms } = await runHooks([{ id: 'klint-files' }], ['--all-files'])
    expect(status === 1, `exit code ${status}`, said)
    expect([...said.matchAll(FINDING)].length === 1, 'the finding is not there once', said)
    await fresh()
    return `${(ms / 1000).toFixed(1)} s`
  })

  await check(
    `${name}: klint-files reports what is in the files of the commit, judged with those around them`,
    async () => {
      put(root, { ...BAD, ...TIMERS })
      await git('add', '--all')
      const member = await runHooks([{ id: 'klint-files' }], ['--files', 'etcd/m1/etcd.service'])
      expect(
        member.status === 1 && member.said.includes('[etcd/timers-differ]'),
        `exit code ${member.status}`,
        member.said,
      )
      expect(!member.said.includes('nodes/kubelet.yaml'), 'another file is reported', member.said)
      const other = await runHooks([{ id: 'klint-files' }], ['--files', 'etcd/m2/etcd.service', 'README.md'])
      expect(other.status === 0, `exit code ${other.status}`, other.said)
      await fresh()
      return undefined
    },
  )

  await check(`${name}: klint-system runs the klint of the machine`, async () => {
    const bin = join(await exported(stage), 'dist')
    put(root, BAD)
    await git('add', '--all')
    const path = join(stage.folder, name, 'system')
    put(path, { klint: `#!/bin/sh\nexec node '${bin}/klint.cjs' "$@"\n` })
    await output(['chmod', '+x', join(path, 'klint')], { cwd: path, env })
    const configured = join(stage.folder, name, 'system.yaml')
    writeFileSync(configured, config([{ id: 'klint-system' }]))
    const { status, said } = await run([command, 'run', '--config', configured, '--all-files'], {
      cwd: root,
      env: { ...env, PATH: `${path}:${env.PATH}` },
    })
    expect(status === 1 && [...said.matchAll(FINDING)].length === 1, `exit code ${status}`, said)
    await fresh()
    return undefined
  })

  await check(`${name}: a hook with klint costs little more than one with an empty program`, async () => {
    const node = { id: 'node', name: 'node', entry: 'node -e 0', language: 'system', pass_filenames: false }
    const own = [{ id: 'klint', verbose: true }]
    const others = [{ repo: 'local', hooks: [{ ...node, verbose: true }] }]
    const times: { klint: number[]; node: number[] } = { klint: [], node: [] }
    for (let i = 0; i < ROUNDS; i++) {
      const { said } = await runHooks(own, ['--all-files', '--verbose'], others)
      const [klint, empty] = [...said.matchAll(/duration: ([\d.]+)(m?)s/g)].map(
        ([, number, milli]) => Number(number) * (milli === 'm' ? 1 : 1000),
      )
      expect(klint !== undefined && empty !== undefined, 'no durations', said)
      times.klint.push(klint)
      times.node.push(empty)
    }
    const [klint, empty] = [quickest(times.klint), quickest(times.node)]
    const ratio = klint / empty
    // the goal is 1.6; this only tells a hook that has become slow from a machine that is busy
    expect(ratio <= 6, `${ratio.toFixed(2)} times (${klint.toFixed(0)} ms against ${empty.toFixed(0)} ms)`)
    return `${ratio.toFixed(2)} times (${klint.toFixed(0)} ms against ${empty.toFixed(0)} ms)`
  })

  await check(`${name}: ${update} moves \`rev\` to the new tag, and that works`, async () => {
    const said = await output([command, update], { cwd: root, env })
    const text = readFileSync(join(root, '.pre-commit-config.yaml'), 'utf8')
    expect(text.includes(`rev: v${NEXT}\n`), text, said)
    await git('add', '--all')
    const version = { id: 'klint', args: ['--version'], verbose: true }
    const path = join(stage.folder, name, 'next.yaml')
    writeFileSync(path, config([version]).replace(`v${FIRST}`, `v${NEXT}`))
    const ran = await output([command, 'run', '--config', path, '--all-files'], { cwd: root, env })
    expect(
      ran.split('\n').some(line => line.trim() === NEXT),
      'it is another version',
      ran,
    )
    await fresh()
    return undefined
  })
}
