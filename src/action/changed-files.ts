import { execFileSync } from 'node:child_process'
import { dirname } from 'node:path'
import type { Env } from '../cli/io.js'
import { SAFE } from '../sources/git.js'

/**
 * Files a pull request changes: `GITHUB_SHA` is its merge into the base, whose first parent is the base. That parent is only there
 * after a checkout with `fetch-depth: 2` or more; undefined where it is not, or where git will not answer at once.
 */
export function changedFiles(env: Env, workspace: string): ReadonlySet<string> | undefined {
  const sha = env.GITHUB_SHA ?? ''
  if (env.GITHUB_EVENT_NAME !== 'pull_request' || !/^[0-9a-f]{40,64}$/.test(sha)) return undefined
  const options = ['-r', '-z', '--name-only', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-color']
  try {
    const names = execFileSync('git', ['-C', workspace, ...SAFE, 'diff-tree', ...options, `${sha}^1`, sha, '--'], {
      // Windows looks for programs in the working directory first, and that must not be the checkout
      cwd: dirname(process.execPath),
      // a partial clone must not begin to fetch
      env: {
        PATH: env.PATH,
        HOME: env.HOME,
        SYSTEMROOT: env.SYSTEMROOT,
        GIT_NO_LAZY_FETCH: '1',
        GIT_TERMINAL_PROMPT: '0',
        GIT_ALLOW_PROTOCOL: '',
      },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5000,
      maxBuffer: 16 * 1024 * 1024,
    })
    return new Set(names.split('\0').filter(name => name !== ''))
  } catch {
    return undefined
  }
}
