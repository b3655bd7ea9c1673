import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../src/model/user-error.js'
import { changes } from './changelog.js'
import { agrees, git } from './command.js'
import { compare, newest, parseVersion } from './version.js'

export interface Plan {
  /** The checkout. */
  readonly root: string
  readonly version: string
  readonly tag: string
  /** The tag that moves: `v1`. */
  readonly majorTag: string
  /** What CHANGELOG.md says about it. */
  readonly notes: string
  /** The commit of main that is released. */
  readonly head: string
  /**
   * The environment for commits after it. They have to be younger: where two are of one second, or the clock of the other author was
   * ahead, `git describe` meets main before the release and may find the release before this one.
   */
  readonly dated: Readonly<Record<string, string>>
}

/** @throws UserError if the checkout is in no state to be released as that version */
export function plan(root: string, word: string): Plan {
  const version = parseVersion(word)
  if (version === undefined) throw new UserError(`\`${word}\` is no version`, 'write one like `1.2.3`, without `v`')
  const branch = git(root, ['rev-parse', '--abbrev-ref', 'HEAD'])
  if (branch !== 'main') throw new UserError(`releases are made on main, and this is \`${branch}\``, 'git switch main')
  clean(root)
  const tag = `v${word}`
  const tags = git(root, ['tag', '--list']).split('\n')
  if (tags.includes(tag))
    throw new UserError(`the tag \`${tag}\` exists`, 'releases are never replaced: take the next version')
  const last = newest(tags)
  const before = last === undefined ? undefined : parseVersion(last)
  if (before !== undefined && compare(version, before) < 0) throw new UserError(`\`${word}\` is older than ${last}`)
  const notes = changes(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), word)
  if (notes === undefined)
    throw new UserError(
      `CHANGELOG.md says nothing about ${word}`,
      `rename \`## Unreleased\` to \`## ${word} - YYYY-MM-DD\`, and commit that`,
    )
  const head = git(root, ['rev-parse', 'HEAD'])
  const made = Number(git(root, ['show', '--no-patch', '--format=%ct', head]))
  const dated = made < Math.floor(Date.now() / 1000) ? {} : { GIT_COMMITTER_DATE: `@${made + 1} +0000` }
  return { root, version: word, tag, majorTag: `v${version[0]}`, notes, head, dated }
}

/** @throws UserError if something is not committed */
export function clean(root: string): void {
  const changed = git(root, ['status', '--porcelain'])
  if (changed !== '') throw new UserError(`not everything is committed:\n${changed}`)
}

/** @throws UserError if what --publish does cannot work */
export function mayPublish({ root, tag, head }: Plan): void {
  git(root, ['fetch', '--quiet', 'origin', 'main'])
  if (!agrees('git', ['merge-base', '--is-ancestor', 'FETCH_HEAD', head], root))
    throw new UserError('main of origin has commits that are not here', 'git pull')
  if (git(root, ['ls-remote', 'origin', `refs/tags/${tag}`]) !== '')
    throw new UserError(`origin has the tag \`${tag}\``, 'git fetch --tags')
  if (!agrees('npm', ['whoami'], root)) throw new UserError('npm does not know you', 'npm login')
}
