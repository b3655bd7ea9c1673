import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { output, type Place, run } from './command.js'
import type { Stage } from './stage.js'

/** Versions are pinned: what the test sees should change with klint only. */
const PRE_COMMIT = 'pre-commit==4.7.0'
const PREK = '@j178/prek@0.5.3'
const PUBLINT = 'publint@0.3.25'

/** Seconds; a registry may be slow. */
const DOWNLOAD = 300

/** Tools come from the network, and so with the user's settings for it. */
const online = ({ folder }: Stage): Place => {
  const { NODE_OPTIONS: _, ...env } = process.env
  return { cwd: folder, env, limit: DOWNLOAD }
}

/** The pre-commit of the machine (Debian: `apt-get install pre-commit`), else one from PyPI. */
export async function preCommit(stage: Stage): Promise<string> {
  const place = { cwd: stage.folder, env: stage.env }
  const installed = await run(['pre-commit', '--version'], place)
  // npm 12 refuses the options that pre-commit passed before 4.6.2
  const [major = 0, minor = 0] = (/\d+\.\d+/.exec(installed.said)?.[0] ?? '').split('.').map(Number)
  const isTooOld = major < 4 || (major === 4 && minor < 7)
  const npm = Number.parseInt(await output(['npm', '--version'], place), 10)
  if (installed.status === 0 && !(isTooOld && npm >= 12)) return 'pre-commit'
  const venv = join(stage.folder, 'tools/pre-commit')
  for (const argv of [
    ['python3', '-m', 'venv', venv],
    [join(venv, 'bin/pip'), 'install', '--quiet', PRE_COMMIT],
  ]) {
    const { status, said } = await run(argv, online(stage))
    if (status !== 0)
      throw new Error(
        `pre-commit is missing: install it (\`apt-get install pre-commit\`, \`pipx install pre-commit\`), or python3 with venv and pip\n${said.trim().slice(-1000)}`,
      )
  }
  return join(venv, 'bin/pre-commit')
}

async function fromNpm(packages: readonly string[], into: string, stage: Stage): Promise<string> {
  const folder = join(stage.folder, 'tools', into)
  mkdirSync(folder, { recursive: true })
  const { status, said } = await run(
    ['npm', 'install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', ...packages],
    online(stage),
  )
  if (status !== 0) throw new Error(`${packages.join(', ')} cannot be installed from npm\n${said.trim().slice(-1000)}`)
  return join(folder, 'node_modules')
}

export const prek = async (stage: Stage): Promise<string> => join(await fromNpm([PREK], 'prek', stage), '.bin/prek')

export const publint = async (stage: Stage): Promise<string> =>
  join(await fromNpm([PUBLINT], 'publint', stage), '.bin/publint')

/** The folder of a Node of that major version: the one that runs, or one from npm, which has those for Linux. */
export async function node(major: number, stage: Stage): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return dirname(process.execPath)
  const name = `node-${process.platform}-${process.arch}`
  return join(await fromNpm([`${name}@${major}`], `node-${major}`, stage), name, 'bin')
}

/** npm's program, to run it with another Node. */
export async function npmProgram({ folder, env }: Stage): Promise<string> {
  const found = await output(['sh', '-c', 'command -v npm'], { cwd: folder, env })
  const program = realpathSync(found)
  // where `npm` is a script of the shell, the program lies in the folder of its packages
  if (/^#!.*node/.test(readFileSync(program, 'utf8').slice(0, 80))) return program
  const beside = join(dirname(program), '../lib/node_modules/npm/bin/npm-cli.js')
  if (!existsSync(beside)) throw new Error(`npm's program is not found beside ${found}`)
  return beside
}
