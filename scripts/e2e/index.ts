// npm run e2e [-- PART...] [--keep]: a release in a clone of this checkout, used as people use it. Every command gets a time limit, no
// standard input, and nothing of the user's configuration; only tools are downloaded.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { commandLine, stop } from '../command-line.js'
import { action } from './action.js'
import { type Checks, checks } from './checks.js'
import { hooks } from './hooks.js'
import { install } from './install.js'
import { tarball } from './package.js'
import { release } from './release.js'
import { type Stage, stage } from './stage.js'
import { preCommit, prek } from './tools.js'

type Part = (checks: Checks, stage: Stage) => Promise<void>

const PARTS: Readonly<Record<string, Part>> = {
  'pre-commit': async (counter, stage) =>
    hooks(counter, stage, {
      name: 'pre-commit',
      command: await preCommit(stage),
      home: { PRE_COMMIT_HOME: join(stage.folder, 'pre-commit/home') },
      update: 'autoupdate',
    }),
  prek: async (counter, stage) =>
    hooks(counter, stage, {
      name: 'prek',
      command: await prek(stage),
      home: { PREK_HOME: join(stage.folder, 'prek/home') },
      update: 'update',
    }),
  install,
  package: tarball,
  action,
}

const USAGE = `usage: npm run e2e -- [${Object.keys(PARTS).join('|')}...] [--keep]
  --keep  leave the temporary directory`

const { values, positionals } = commandLine(USAGE, {
  allowPositionals: true,
  options: { keep: { type: 'boolean', default: false } },
})
for (const name of positionals) if (!Object.hasOwn(PARTS, name)) stop(`there is no part \`${name}\``, USAGE)

const counter = checks()
const staged = await stage(process.cwd())
try {
  if (await release(counter, staged))
    for (const [name, part] of Object.entries(PARTS))
      if (positionals.length === 0 || positionals.includes(name))
        try {
          await part(counter, staged)
        } catch (error) {
          await counter.check(`${name}: can be tested`, () => Promise.reject(error))
        }
} finally {
  if (values.keep) console.log(`kept: ${staged.folder}`)
  else rmSync(staged.folder, { recursive: true, force: true })
}
const { passed, failed } = counter.counted()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
