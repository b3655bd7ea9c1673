import { UserError } from '../../src/model/user-error.js'
import { git } from './command.js'
import type { Plan } from './refusals.js'

const NONE = '0'.repeat(40)

/**
 * Tags the release commit and records it on main, as `git merge -s ours` would: main's tree stays as it is, and the tag becomes an
 * ancestor, which is where `pre-commit autoupdate` looks. The working tree and the index are not touched. All or nothing; the answer
 * takes it back.
 */
export function record({ root, version, tag, majorTag, notes, head, dated }: Plan, commit: string): () => void {
  const tree = git(root, ['rev-parse', `${head}^{tree}`])
  const signed = git(root, ['config', '--type=bool', '--default=false', '--get', 'commit.gpgSign']) === 'true'
  const merge = git(root, ['commit-tree', ...(signed ? ['-S'] : []), tree, '-p', head, '-p', commit], {
    input: `Record release ${version}\n\nmain stays as it is; this makes ${tag} an ancestor, so that \`pre-commit autoupdate\` finds it.\n`,
    env: dated,
  })
  const oldMajor = git(root, ['for-each-ref', '--format=%(objectname)', `refs/tags/${majorTag}`])
  const move = (moves: readonly (readonly [ref: string, to: string, from: string])[]): void => {
    const lines = moves.map(([ref, to, from]) =>
      to === NONE ? `delete ${ref} ${from}\n` : `update ${ref} ${to} ${from === '' ? NONE : from}\n`,
    )
    git(root, ['update-ref', '-m', `release ${version}`, '--stdin'], {
      input: ['start\n', ...lines, 'commit\n'].join(''),
    })
  }

  git(root, ['tag', '--annotate', '--cleanup=verbatim', '--file=-', tag, commit], {
    input: `klint ${version}\n\n${notes}\n`,
  })
  const untag = (): void => {
    git(root, ['tag', '--delete', tag])
  }
  try {
    move([
      ['refs/heads/main', merge, head],
      [`refs/tags/${majorTag}`, commit, oldMajor],
    ])
  } catch (error) {
    untag()
    throw error
  }
  const back = (): void => {
    move([
      ['refs/heads/main', head, merge],
      [`refs/tags/${majorTag}`, oldMajor === '' ? NONE : oldMajor, commit],
    ])
    untag()
  }
  try {
    const found = git(root, ['describe', '--tags', '--abbrev=0', 'main'])
    if (found !== tag) throw new UserError(`\`git describe\` finds ${found} on main, not ${tag}`)
    if (git(root, ['rev-parse', 'main^{tree}']) !== tree) throw new UserError('the tree of main has changed')
    return back
  } catch (error) {
    back()
    throw error
  }
}
