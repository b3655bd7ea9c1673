import { createHash } from 'node:crypto'
import { constants, rmSync } from 'node:fs'
import { access, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { output, run } from '../e2e/command.js'
import { type Component, RECIPES, type Recipe } from './components.js'
import { goMod } from './go-module.js'

export interface Wanted {
  readonly component: Component
  readonly version: string
}

/** How long it may take, in seconds, and where its progress goes, a line each. */
export interface Terms {
  readonly limit: number
  say(line: string): void
}

/** Seconds between two lines of progress. */
const PACE = 30

/** Of the user's settings for Go its proxies, caches and credentials stay; the modules are klint's own, and their toolchain is the one here. */
const ENVIRONMENT = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false', GOWORK: 'off' }

/** Where something is built right now. */
const building = new Set<string>()

process.on('exit', () => {
  for (const place of building) rmSync(place, { recursive: true, force: true, maxRetries: 10 })
})

/** `go version`, or undefined where Go is not installed. */
export async function goVersion(): Promise<string | undefined> {
  const { status, out } = await run(['go', 'version'], { cwd: tmpdir(), env: ENVIRONMENT, limit: 30 })
  return status === 0 ? out.trim() : undefined
}

/** `KLINT_ORACLE_BIN`, else klint's part of the user's cache: binaries survive a clean checkout. */
function folder(): string {
  const { KLINT_ORACLE_BIN: own, XDG_CACHE_HOME: cache } = process.env
  if (own !== undefined && own !== '') return own
  // the specification of XDG has relative paths ignored
  return join(cache?.startsWith('/') ? cache : join(homedir(), '.cache'), 'klint/oracle')
}

/**
 * The path of a component's binary at a version, built from its Go module if it is not there yet.
 * @throws Error with what Go said, or if the time is up
 */
export async function oracle(wanted: Wanted, { limit, say }: Terms): Promise<string> {
  const name = `${wanted.component}-${wanted.version}-${edition(RECIPES[wanted.component], wanted.version)}`
  const path = join(folder(), name)
  if (await isProgram(path)) return path
  // what is run later is what nobody else can have put there
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  const place = await mkdtemp(join(folder(), `.${name}-`))
  building.add(place)
  try {
    const built = await build(wanted, place, { limit, say })
    const said = await output([built, '--version'], { cwd: place, env: {} })
    if (!said.includes(wanted.version)) throw new Error(`${name} says it is ${said}`)
    // there is never half a binary, and where two build it, both have made the same
    await rename(built, path)
    return path
  } finally {
    await rm(place, { recursive: true, force: true })
    building.delete(place)
  }
}

/** A binary is kept for as long as what is around the component stays the same. */
function edition(recipe: Recipe, version: string): string {
  const what = JSON.stringify([filesOf(recipe, version), recipe.linkerFlags('1.0.0')])
  return createHash('sha256').update(what).digest('hex').slice(0, 8)
}

const filesOf = ({ files, filesAt }: Recipe, version: string) => filesAt?.(version) ?? files

async function isProgram(path: string): Promise<boolean> {
  try {
    if (!(await lstat(path)).isFile()) return false
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function build({ component, version }: Wanted, place: string, { limit, say }: Terms): Promise<string> {
  const recipe: Recipe = RECIPES[component]
  const start = performance.now()
  const left = (): number => Math.max(1, limit - (performance.now() - start) / 1000)
  const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(0)} s`
  say(`${component} ${version}: building it from ${recipe.module} v${version}`)

  const downloaded = await run(['go', 'mod', 'download', '-json', `${recipe.module}@v${version}`], {
    cwd: place,
    env: ENVIRONMENT,
    limit: left(),
  })
  if (downloaded.status !== 0)
    throw new Error(`${recipe.module} v${version} cannot be had\n${downloaded.said.slice(-4000)}`)
  const { GoMod: theirs }: { GoMod: string } = JSON.parse(downloaded.out)

  await writeFile(join(place, 'go.mod'), goMod(recipe, version, await readFile(theirs, 'utf8')))
  for (const [name, text] of Object.entries(filesOf(recipe, version))) await writeFile(join(place, name), text)
  const flags = ['-s', '-w', ...recipe.linkerFlags(version)].join(' ')
  let compiled = 0
  const progress = setInterval(
    () => say(`${component} ${version}: ${compiled} packages compiled, ${seconds()}`),
    PACE * 1000,
  )
  const built = await run(['go', 'build', '-v', '-mod=mod', '-trimpath', '-ldflags', flags, '-o', 'built', '.'], {
    cwd: place,
    // what Go leaves where it is stopped goes with the rest
    env: { ...ENVIRONMENT, GOTMPDIR: place },
    limit: left(),
    heard: text => {
      compiled += text.split('\n').filter(line => line !== '' && !line.startsWith('go: ')).length
    },
  })
  clearInterval(progress)
  if (built.status !== 0)
    throw new Error(
      built.status === undefined
        ? `${component} ${version} was not built within ${limit.toFixed(0)} s, ${compiled} packages were compiled`
        : `${component} ${version} cannot be built\n${built.said.slice(-4000)}`,
    )
  say(`${component} ${version}: built in ${seconds()}`)
  return join(place, 'built')
}
