import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Checks, expect } from './checks.js'
import { output } from './command.js'
import { exported, filesOf } from './release.js'
import { NEXT, type Stage } from './stage.js'
import { publint } from './tools.js'

/** In bytes. */
const TARBALL = 1_200_000
const MAIN = 700_000

/** What of the tag is in the package. */
const PACKAGED = /^(?:LICENSE|README\.md|package\.json|dist\/.*|man\/.*|schema\/.*|rules-docs\/.*)$/

/** What `npm publish` would upload. */
export async function tarball({ check }: Checks, stage: Stage): Promise<void> {
  const tree = await exported(stage)
  const out = join(stage.folder, 'package')
  const unpacked = join(out, 'package')

  const packed = await check('npm pack: the bundle, the pages of the rules, and nothing else', async () => {
    mkdirSync(out)
    await output(['npm', 'pack', '--pack-destination', out], { cwd: tree, env: stage.env })
    const [name = ''] = readdirSync(out)
    expect(name === `klint-${NEXT}.tgz`, `it is called ${name}`)
    const size = statSync(join(out, name)).size
    await output(['tar', '-xzf', name], { cwd: out, env: stage.env })
    const tagged = await output(['git', 'ls-tree', '-r', '--name-only', `v${NEXT}`], {
      cwd: stage.clone,
      env: stage.env,
    })
    const wanted = tagged.split('\n').filter(path => PACKAGED.test(path) && path !== 'dist/action.cjs')
    const found = filesOf(unpacked)
    const missing = wanted.filter(path => !found.includes(path))
    const others = found.filter(path => !wanted.includes(path))
    expect(missing.length + others.length === 0, `missing: ${missing}; not expected: ${others}`)
    expect(size <= TARBALL, `${size} bytes, more than ${TARBALL}`)
    const main = statSync(join(unpacked, 'dist/main.cjs')).size
    expect(main <= MAIN, `main.cjs has ${main} bytes, more than ${MAIN}`)
    const kB = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`
    return `${found.length} files, ${kB(size)}, main.cjs ${kB(main)}`
  })
  if (!packed) return

  await check('npm pack: no dependencies, no scripts, two commands that can be executed', () => {
    const manifest: Record<string, unknown> = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'))
    const wrong = Object.keys(manifest).filter(name => /dependencies$|^scripts$|^private$|^workspaces$/i.test(name))
    expect(wrong.length === 0, `package.json has ${wrong.join(', ')}`)
    expect(
      JSON.stringify(manifest.bin) === '{"klint":"dist/klint.cjs","kubectl-klint":"dist/kubectl-klint.cjs"}',
      'bin',
    )
    for (const bin of ['dist/klint.cjs', 'dist/kubectl-klint.cjs']) {
      expect((statSync(join(unpacked, bin)).mode & 0o111) === 0o111, `${bin} is not executable`)
      expect(readFileSync(join(unpacked, bin), 'utf8').startsWith('#!/usr/bin/env node\n'), `${bin} names no program`)
    }
    return undefined
  })

  await check('npm pack: publint has nothing to say', async () => {
    const said = await output([await publint(stage), 'run', unpacked, '--strict'], { cwd: out, env: stage.env })
    expect(/All good!/.test(said), 'it says something', said)
    return undefined
  })
}
