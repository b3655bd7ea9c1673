// npm run release -- X.Y.Z: see docs/releasing.md. The checkout is only read; tags and main move at the end, together, or not at all.
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { UserError } from '../../src/model/user-error.js'
import { commandLine, stop } from '../command-line.js'
import { type Built, build } from './bundle.js'
import { agrees, git, run } from './command.js'
import { record } from './refs.js'
import { clean, mayPublish, type Plan, plan } from './refusals.js'

const USAGE = `usage: npm run release -- X.Y.Z [--dry-run] [--no-tests] [--publish]
  --dry-run   build and check everything, tag nothing
  --no-tests  do without .ci/run
  --publish   push main and the tags, publish to npm, make the release on GitHub; without it the commands are printed`

/** Where the package and the notes of a release lie until they are published; git ignores it. */
const KEPT = 'release'

interface Wanted {
  readonly dry: boolean
  readonly tests: boolean
  readonly publish: boolean
}

function release(word: string, { dry, tests, publish }: Wanted): void {
  const root = git(process.cwd(), ['rev-parse', '--show-toplevel'])
  const planned = plan(root, word)
  if (publish) mayPublish(planned)
  if (tests) {
    run('.ci/run', [], { cwd: root, shown: true })
    clean(root)
  }
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'klint-release-')))
  try {
    const built = build(planned, folder)
    console.log(`built ${word} twice, same bytes; the package has ${(built.size / 1000).toFixed(0)} kB`)
    if (dry) console.log('dry run: nothing is tagged')
    else tagAndPublish(planned, built, publish)
  } finally {
    // whatever went wrong before is what should be said
    agrees('git', ['worktree', 'remove', '--force', join(folder, 'tree')], root)
    rmSync(folder, { recursive: true, force: true })
    agrees('git', ['worktree', 'prune'], root)
  }
}

function tagAndPublish(planned: Plan, { commit, tarball }: Built, publish: boolean): void {
  const { root, tag, majorTag, version } = planned
  const back = record(planned, commit)
  const [kept, notes] = [`${KEPT}/${basename(tarball)}`, `${KEPT}/${tag}.md`]
  const push = ['git', 'push', '--atomic', 'origin', 'main', `refs/tags/${tag}`, `+refs/tags/${majorTag}`]
  try {
    mkdirSync(join(root, KEPT), { recursive: true })
    copyFileSync(tarball, join(root, KEPT, basename(tarball)))
    writeFileSync(join(root, notes), `${planned.notes}\n`)
    console.log(`tagged ${tag} (and ${majorTag}) at ${commit.slice(0, 12)}, recorded on main`)
    if (publish) send(root, push)
  } catch (error) {
    back()
    throw error
  }
  const others = [
    ['npm', 'publish', `./${kept}`],
    ['gh', 'release', 'create', tag, '--verify-tag', '--title', `'klint ${version}'`, '--notes-file', notes],
  ]
  if (!publish) console.log(`\nto publish:\n\n${[push, ...others].map(words => `  ${words.join(' ')}\n`).join('')}`)
  // what is pushed stays; what fails from here on can be done again by hand
  for (const words of publish ? others : []) {
    if (words[0] === 'gh' && !agrees('gh', ['--version'], root)) console.log(`left to do: ${words.join(' ')}`)
    else send(root, words)
  }
}

function send(root: string, words: readonly string[]): void {
  const [command = '', ...argv] = words.map(word => word.replaceAll("'", ''))
  console.log(words.join(' '))
  run(command, argv, { cwd: root, shown: true })
}

const { values, positionals } = commandLine(USAGE, {
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    'no-tests': { type: 'boolean', default: false },
    publish: { type: 'boolean', default: false },
  },
})
const [word] = positionals
if (word === undefined || positionals.length > 1) stop(USAGE)
if (values['dry-run'] && values.publish) stop('`--dry-run` publishes nothing', USAGE)

// an interrupt ends the command that runs; what it leaves is then taken back
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
try {
  release(word, { dry: values['dry-run'], tests: !values['no-tests'], publish: values.publish })
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`release: ${error.what}`)
  if (error.help !== undefined) console.error(`         ${error.help}`)
  process.exitCode = 1
}
