import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { output } from './command.js'
import { identify } from './infra.js'

/** Releases of the test, above any that exist. */
export const [FIRST, NEXT] = ['90.0.0', '90.1.0']

export interface Stage {
  /** A temporary directory; all is inside. */
  readonly folder: string
  /** The checkout under test. */
  readonly root: string
  /** A clone of it, on main. */
  readonly clone: string
  /** By which hooks and npm know the clone. */
  readonly url: string
  /** Nothing of the user's but the PATH: no home, no configuration of git or npm, no network for npm. */
  readonly env: Readonly<Record<string, string>>
}

/** A clone of the checkout with what is not committed yet, and notes on two releases. */
export async function stage(root: string): Promise<Stage> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'klint-e2e-')))
  const clone = join(folder, 'klint')
  const env = scrubbed(folder)
  const git = (cwd: string, ...argv: string[]): Promise<string> => output(['git', ...argv], { cwd, env })
  await git(folder, 'clone', '--quiet', '--no-tags', `file://${root}`, clone)
  await git(clone, 'switch', '--quiet', '--force-create', 'main')
  await identify(clone, env)
  await overlay(root, clone, git)
  // a link is no directory, and what .gitignore leaves out is one
  writeFileSync(join(clone, '.git/info/exclude'), 'node_modules\n')
  symlinkSync(realpathSync(join(root, 'node_modules')), join(clone, 'node_modules'), 'junction')
  const changelog = join(clone, 'CHANGELOG.md')
  const notes = [NEXT, FIRST].map(version => `## ${version} - 2026-01-01\n\n- A release of the test.\n\n`).join('')
  writeFileSync(changelog, readFileSync(changelog, 'utf8').replace(/^## /m, `${notes}## `))
  await git(clone, 'add', '--all')
  await git(clone, 'commit', '--quiet', '--message', 'Notes on releases')
  return { folder, root, clone, url: `file://${clone}`, env }
}

function scrubbed(folder: string): Record<string, string> {
  const [home, temporary, bin] = [join(folder, 'home'), join(folder, 'tmp'), join(folder, 'bin')]
  for (const path of [home, temporary, bin]) mkdirSync(path)
  // the Node that runs this, without the programs that lie beside it
  symlinkSync(process.execPath, join(bin, 'node'))
  // npm puts the programs of this checkout there
  const path = (process.env.PATH ?? '').split(delimiter).filter(part => !/[\\/]node_modules[\\/]/.test(part))
  return {
    PATH: [bin, ...path].join(delimiter),
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  }
}

/** What is changed or new in the checkout, so that one can try it before a commit. */
async function overlay(
  root: string,
  clone: string,
  git: (cwd: string, ...argv: string[]) => Promise<string>,
): Promise<void> {
  const list = async (...argv: string[]): Promise<string[]> =>
    (await git(root, ...argv, '-z')).split('\0').filter(name => name !== '' && name !== 'node_modules')
  const deleted = await list('diff', '--name-only', '--no-renames', '--diff-filter=D', 'HEAD')
  const changed = await list('diff', '--name-only', '--no-renames', '--diff-filter=d', 'HEAD')
  const added = await list('ls-files', '--others', '--exclude-standard')
  for (const name of deleted) await git(clone, 'rm', '--quiet', name)
  for (const name of [...changed, ...added]) {
    mkdirSync(dirname(join(clone, name)), { recursive: true })
    copyFileSync(join(root, name), join(clone, name))
  }
}
