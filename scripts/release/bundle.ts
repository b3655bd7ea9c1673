import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../src/model/user-error.js'
import { git, run } from './command.js'
import { published } from './manifest.js'
import type { Plan } from './refusals.js'

/** In bytes. */
const TARBALL = 1_200_000
const MAIN = 700_000

export interface Built {
  /** The release commit; nothing refers to it yet. */
  readonly commit: string
  /** The package, as npm would upload it. */
  readonly tarball: string
  readonly size: number
}

/**
 * Makes the release commit in a folder of its own, so that the checkout is never touched: dist/ is added, package.json rewritten.
 * @throws UserError if two builds differ, or the package is not what it should be
 */
export function build({ root, version, head, dated }: Plan, folder: string): Built {
  const tree = join(folder, 'tree')
  git(root, ['worktree', 'add', '--quiet', '--detach', tree, head])
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction')
  const manifest = join(tree, 'package.json')
  writeFileSync(manifest, published(readFileSync(manifest, 'utf8'), version))
  const [dist, again] = [join(tree, 'dist'), join(folder, 'again')]
  for (const out of [dist, again]) run(process.execPath, ['scripts/build.mjs', '--out', out], { cwd: tree })
  same(dist, again)
  rmSync(join(tree, 'node_modules'))
  const main = statSync(join(dist, 'main.cjs')).size
  if (main > MAIN) throw new UserError(`dist/main.cjs has ${main} bytes, more than ${MAIN}`)
  git(tree, ['add', '--force', '--', 'dist', 'package.json'])
  git(tree, ['commit', '--quiet', '--no-verify', '-m', `klint ${version}`], { env: dated })
  committed(tree, head)
  return { commit: git(tree, ['rev-parse', 'HEAD']), ...pack(tree, join(folder, 'package')) }
}

/** Files below a folder, as paths from it, sorted. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => !statSync(join(folder, path)).isDirectory())
    .map(path => path.replaceAll('\\', '/'))
    .sort()

function same(dist: string, again: string): void {
  const [a, b] = [filesOf(dist), filesOf(again)]
  const differing = [...new Set([...a, ...b])].filter(
    path =>
      !a.includes(path) || !b.includes(path) || !readFileSync(join(dist, path)).equals(readFileSync(join(again, path))),
  )
  if (differing.length > 0) throw new UserError(`two builds differ: ${differing.join(', ')}`)
}

/** What is in the commit is what was built, byte by byte, and nothing else of main has changed. */
function committed(tree: string, head: string): void {
  const changed = git(tree, ['diff', '--name-only', head, 'HEAD']).split('\n')
  const others = changed.filter(path => path !== 'package.json' && !path.startsWith('dist/'))
  if (others.length > 0) throw new UserError(`the release changes ${others.join(', ')}`)
  const entries = git(tree, ['ls-tree', '-r', 'HEAD', 'dist/']).split('\n')
  const paths = entries.map(entry => entry.slice(entry.indexOf('\t') + 1))
  if (
    paths.join() !==
    filesOf(join(tree, 'dist'))
      .map(path => `dist/${path}`)
      .sort()
      .join()
  )
    throw new UserError('git leaves out a part of dist/')
  // attributes may rewrite line ends
  const hashes = git(tree, ['hash-object', '--no-filters', '--stdin-paths'], { input: `${paths.join('\n')}\n` }).split(
    '\n',
  )
  const rewritten = paths.filter((_, i) => !entries[i]?.includes(` ${hashes[i]}\t`))
  if (rewritten.length > 0) throw new UserError(`git rewrites ${rewritten.join(', ')}`)
}

function pack(tree: string, folder: string): Pick<Built, 'tarball' | 'size'> {
  mkdirSync(folder)
  run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: tree })
  const [name] = readdirSync(folder)
  if (name === undefined) throw new UserError('npm made no package')
  const tarball = join(folder, name)
  const { size } = statSync(tarball)
  if (size > TARBALL) throw new UserError(`the package has ${size} bytes, more than ${TARBALL}`)
  return { tarball, size }
}
