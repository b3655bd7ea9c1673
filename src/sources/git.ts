import { spawnSync } from 'node:child_process'
import { delimiter, isAbsolute, join, sep } from 'node:path'
import { append } from '../model/lists.js'
import { UserError } from '../model/user-error.js'
import { isFile } from './is-file.js'

/** What is asked of git: what is not committed, what is in its index, or what changed since a revision. */
export type Asked = 'uncommitted' | 'staged' | { readonly since: string }

export interface Changes {
  /** Paths as seen from the working directory, with `/`; a directory for a submodule or a repository inside. */
  readonly changed: readonly string[]
  /** Of these, the ones that are gone from the working tree, as far as git knows. */
  readonly deleted: readonly string[]
}

type Env = Readonly<Record<string, string | undefined>>

/** Milliseconds for one command. */
const PATIENCE = 60_000
/** Bytes of one answer: a million paths. */
const LARGEST = 128 * 1024 * 1024

/**
 * What changed, by `git` itself with fixed words. A repository may be somebody else's: nothing its configuration names is run (hooks,
 * monitors, filters, drivers for differences, helpers of remotes), nothing is written and nothing is fetched.
 * @throws UserError if there is no git, no repository, no such revision, or no common history
 */
export function changesOf(asked: Asked, cwd: string, env: Env): Changes {
  const git = commandIn(cwd, env)
  const prefix = git(['rev-parse', '--show-prefix']).replace(/\r?\n$/, '')
  const from = (path: string): string => fromDirectory(prefix, path.replace(/\/$/, ''))
  const base = asked === 'uncommitted' || asked === 'staged' ? head(git) : ancestor(git, asked.since)
  // before the first commit everything is new
  const rows = base === undefined ? [] : differences(git, base, asked === 'staged')
  const changed = new Set(rows.map(({ path }) => from(path)))
  for (const path of sameAfterAll(git, rows, from)) changed.delete(path)
  if (base === undefined) for (const path of listed(git, [])) changed.add(from(path))
  if (asked !== 'staged') for (const path of listed(git, ['--others', '--exclude-standard'])) changed.add(from(path))
  return { changed: [...changed], deleted: rows.filter(({ status }) => status === 'D').map(({ path }) => from(path)) }
}

const listed = (git: Git, which: readonly string[]): string[] =>
  parts(git(['ls-files', '-z', ...which, '--full-name', '--', ':/']))

const parts = (answer: string): string[] => answer.split('\0').filter(part => part !== '')

interface Row {
  readonly path: string
  readonly status: string
  /** Where a regular file of the working tree may differ: what the base has. */
  readonly before?: string
}

/**
 * The plumbing, since `git diff` writes the index. It does not look into a file whose time is another one, so such a file is in
 * the list, with zeros for what it holds.
 */
function differences(git: Git, base: string, staged: boolean): Row[] {
  const words = [
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=dirty',
  ]
  const answer = parts(git(['diff-index', ...(staged ? ['--cached'] : []), ...words, base, '--']))
  const rows: Row[] = []
  for (let i = 0; i + 1 < answer.length; i += 2) {
    const [from = '', to = '', before = '', after = '', status = ''] = answer[i]!.slice(1).split(' ')
    const isOpen = /^0+$/.test(after) && from === to && from.startsWith('100')
    rows.push({ path: answer[i + 1]!, status, ...(isOpen ? { before } : {}) })
  }
  return rows
}

/** Characters of paths for one command. */
const LONGEST = 30_000

/** Files that hold what they held, by their hashes. */
function sameAfterAll(git: Git, rows: readonly Row[], from: (path: string) => string): string[] {
  const open = rows.flatMap(({ path, before }) => (before === undefined ? [] : [{ path: from(path), before }]))
  const same: string[] = []
  for (let i = 0; i < open.length; ) {
    const some = [open[i++]!]
    for (let length = 0; i < open.length && length < LONGEST; i++) {
      some.push(open[i]!)
      length += open[i]!.path.length + 1
    }
    const hashes = git(['hash-object', '--no-filters', '--', ...some.map(({ path }) => path)], 'fail').split('\n')
    append(
      same,
      some.filter(({ before }, n) => hashes[n] === before).map(({ path }) => path),
    )
  }
  return same
}

type Git = (words: readonly string[], may?: 'fail') => string

/** The commit that is checked out; undefined before the first. */
const head = (git: Git): string | undefined => given(git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], 'fail'))

function ancestor(git: Git, revision: string): string {
  // no word of a revision may be read as an option
  const isOne = revision !== '' && !revision.startsWith('-') && !revision.includes('\0')
  const commit = isOne ? given(git(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], 'fail')) : undefined
  const isShallow = (): boolean => git(['rev-parse', '--is-shallow-repository'], 'fail').trim() === 'true'
  if (commit === undefined)
    throw new UserError(
      `git knows no commit \`${revision}\``,
      isShallow() ? DEEPER : 'give a branch, a tag or a commit; `git fetch` brings those of a remote',
    )
  const base = given(git(['merge-base', commit, 'HEAD'], 'fail'))
  if (base !== undefined) return base
  throw new UserError(
    `\`${revision}\` and what is checked out have no commit in common`,
    isShallow() ? DEEPER : 'give a revision of the same history',
  )
}

const DEEPER =
  'this clone is shallow: fetch more of its history (`fetch-depth: 0` of actions/checkout, `git fetch --unshallow`)'

const given = (answer: string): string | undefined => (answer.trim() === '' ? undefined : answer.trim())

/** `nodes/` and `etcd/a.yaml` -> `../etcd/a.yaml`. */
function fromDirectory(prefix: string, path: string): string {
  if (prefix === '') return path
  const here = prefix.replace(/\/$/, '').split('/')
  const there = path.split('/')
  let same = 0
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same++
  return [...here.slice(same).map(() => '..'), ...there.slice(same)].join('/')
}

/** Whatever a repository, or a bare one that lies in a folder of it, says: no monitor, no hook, no pager, no transport. */
export const SAFE = [
  '--no-pager',
  '--no-optional-locks',
  ...[
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.untrackedCache=false',
    'core.quotePath=false',
    'safe.bareRepository=explicit',
    'protocol.allow=never',
    'diff.ignoreSubmodules=dirty',
    'submodule.recurse=false',
  ].flatMap(setting => ['-c', setting]),
]

function commandIn(cwd: string, env: Env): Git {
  const program = gitIn(env)
  if (program === undefined)
    throw new UserError('git is not installed, or not on the path', 'leave `--changed`, `--since` and `--staged` out')
  const surroundings = {
    ...env,
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_EXTERNAL_DIFF: undefined,
    GIT_PAGER: undefined,
    GIT_LITERAL_PATHSPECS: undefined,
    GIT_ICASE_PATHSPECS: undefined,
    GIT_GLOB_PATHSPECS: undefined,
  }
  const ask = (words: readonly string[], settings: readonly string[], may?: 'fail'): string => {
    const { status, error, stdout, stderr } = spawnSync(program, [...SAFE, ...settings, ...words], {
      cwd,
      env: surroundings,
      encoding: 'utf8',
      timeout: PATIENCE,
      maxBuffer: LARGEST,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    if (error !== undefined) throw cannot(words, error)
    if (status === 0) return stdout
    const refused = refusal(stderr, cwd)
    if (refused !== undefined) throw refused
    // 1 is an answer: no; anything else is no answer
    if (may === 'fail' && (status === 1 || words[0] !== 'config')) return ''
    throw new UserError(`\`git ${words[0]}\` failed: ${stderr.trim().split('\n')[0] ?? ''}`)
  }
  const disarmed = withoutFilters(ask(['config', '-z', '--name-only', '--get-regexp', '^filter\\.'], [], 'fail'))
  return (words, may) => ask(words, disarmed, may)
}

/**
 * Filters are commands, and git runs them on what is in the working tree to see whether it changed. Without them, files that they
 * would have changed count as changed.
 */
function withoutFilters(names: string): string[] {
  const drivers = new Set<string>()
  for (const name of names.split('\0')) {
    const end = name.lastIndexOf('.')
    // a driver may have no name at all
    if (end >= 'filter.'.length) drivers.add(name.slice('filter.'.length, end))
  }
  return [...drivers].flatMap(driver => {
    // `-c` cuts its word at the first `=`, and takes no empty name: the setting of such a driver would stay in force
    if (driver === '' || /[=\n]/.test(driver))
      throw new UserError(
        `git's configuration has a filter of the odd name \`${driver}\``,
        'rename it, or leave it out',
      )
    return ['clean=', 'smudge=', 'process=', 'required=false'].flatMap(setting => ['-c', `filter.${driver}.${setting}`])
  })
}

function cannot(words: readonly string[], error: Error): UserError {
  const code = 'code' in error ? error.code : undefined
  if (code === 'ETIMEDOUT') return new UserError(`\`git ${words[0]}\` took more than ${PATIENCE / 1000} s`)
  if (code === 'ENOBUFS') return new UserError('more changed than klint takes from git')
  return new UserError(`git cannot be run (${String(code ?? error.message)})`)
}

function refusal(said: string, cwd: string): UserError | undefined {
  if (/dubious ownership|unsafe repository/.test(said)) {
    const directory = /safe\.directory (\S[^\n]*)/.exec(said)?.[1]?.trim() ?? cwd
    return new UserError(
      'git does not read this repository, since it belongs to somebody else',
      `if you trust it: \`git config --global --add safe.directory ${directory}\``,
    )
  }
  if (/not a git repository|cannot use bare repository|must be run in a work tree/.test(said))
    return new UserError(
      'the working directory is in no git repository, so nothing says what changed',
      'leave `--changed`, `--since` and `--staged` out',
    )
  return undefined
}

/** The program, looked for in absolute directories of the path alone: never one that lies in the repository. */
function gitIn({ PATH, Path }: Env): string | undefined {
  const name = sep === '\\' ? 'git.exe' : 'git'
  for (const directory of (PATH ?? Path ?? '').split(delimiter)) {
    if (!isAbsolute(directory)) continue
    const path = join(directory, name)
    if (isFile(path)) return path
  }
  return undefined
}
