import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UserError } from '../../model/user-error.js'
import { repositoryOf } from '../../sources/files.js'
import { about, here } from '../about.js'
import { baselinePlace, readBaseline } from '../baseline-file.js'
import { VARIABLES } from '../coding-agent.js'
import type { Watch } from '../commands/input.js'
import type { Env, Io } from '../io.js'
import { FORMATS, type Options } from '../options.js'
import { linksToSource } from '../report.js'
import { today } from '../today.js'

/** A run with the cache sees these variables and no others, so nothing else of the environment can change its outcome. */
const SEEN =
  /^(?:KLINT_\w+|CI|GITHUB_(?:ACTIONS|WORKFLOW|REPOSITORY|SERVER_URL)|GITLAB_CI|CI_PROJECT_URL|NO_COLOR|FORCE_COLOR|CLICOLOR(?:_FORCE)?|COLORTERM|TERM|TERM_PROGRAM(?:_VERSION)?|VTE_VERSION|WT_SESSION|COLUMNS|SOURCE_DATE_EPOCH)$/

/** `auto` prints for them what they read best. */
const AGENTS: ReadonlySet<string> = new Set(VARIABLES)

/** Another at every commit: seen only where a report links to the files of the revision. */
const REVISION = /^(?:GITHUB_SHA|CI_COMMIT_SHA)$/

export const seenOf = (env: Env, { format, outputs }: Pick<Options, 'format' | 'outputs'>): Env =>
  Object.fromEntries(
    Object.entries(env)
      .filter(
        ([name]) => SEEN.test(name) || AGENTS.has(name) || (REVISION.test(name) && linksToRevision(format, outputs)),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const linksToRevision = (format: string | undefined, outputs: Options['outputs']): boolean =>
  [format, ...outputs.map(one => one.format)].some(name =>
    FORMATS.some(known => known === name && linksToSource(known)),
  )

/** Everything that was read in one run, as a hash: names and contents, in the order of reading. */
export interface Manifest {
  readonly watch: Required<Pick<Watch, 'onBytes' | 'onUnreadable' | 'onConfiguration'>>
  /** To be asked once, at the end. */
  digest(): string
}

export function manifest(): Manifest {
  const hash = createHash('sha256')
  // no part can be taken for another: names hold no zero byte, and contents come with their length
  const add = (kind: string, name: string, content: Uint8Array | string): void => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    hash.update(`${kind}\0${name}\0${bytes.length}\0`).update(bytes)
  }
  return {
    watch: {
      onBytes: (uri, bytes, isWhole) => add(isWhole ? 'file' : 'head', uri, bytes),
      onUnreadable: (uri, code) => add('unreadable', uri, code),
      onConfiguration: ({ uri, source }) => add('configuration', uri, source),
    },
    digest: () => hash.digest('hex'),
  }
}

/**
 * What decides the outcome besides the files that are read: klint itself, the options, the environment, the terminal, the baseline,
 * and the day, because a suppression may expire.
 */
export function circumstances(options: Options, env: Env, io: Io): string {
  const { cache: _cache, progress: _progress, verbose: _verbose, maxWarnings, ...rest } = options
  const parts = [
    identity(),
    process.version,
    today(env),
    JSON.stringify(rest),
    String(maxWarnings),
    JSON.stringify(env),
    io.cwd,
    String(repositoryOf(io.cwd)),
    JSON.stringify([io.outIsTerminal, io.outIsTerminal ? io.columns() : undefined]),
    baselineOf(options, io),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

export const keyOf = (circumstances: string, files: string): string =>
  createHash('sha256').update(`${circumstances}\n${files}\n`).digest('hex')

/** Its text, and which of the files it names there are: what is gone with its file is told. A broken one ends the run anyway. */
function baselineOf(options: Options, { cwd }: Io): string {
  if (options.baseline === false) return 'none'
  const place = baselinePlace(options, cwd)
  try {
    const baseline = readBaseline(place)
    if (baseline === undefined) return 'missing'
    const paths = [...new Set(baseline.entries.map(({ path }) => path))]
    const there = paths.map(path => existsSync(resolve(dirname(place.path), path)))
    return JSON.stringify([baseline.doc.source, there])
  } catch (error) {
    if (error instanceof UserError) return 'broken'
    throw error
  }
}

/** The bundle's first file holds the hashes of the others; docs.json is beside it. A checkout is all of its sources. */
function identity(): string {
  const hash = createHash('sha256').update(about().version)
  const folder = here()
  const files = readdirSync(folder)
  if (files.includes('klint.cjs')) {
    for (const name of ['klint.cjs', 'docs.json'])
      if (files.includes(name)) hash.update(readFileSync(join(folder, name)))
    for (const name of files.filter(name => name.endsWith('.wasm')).sort())
      hash.update(`${name} ${statSync(join(folder, name)).size}`)
  } else addSources(join(folder, '..'))
  return hash.digest('hex')

  function addSources(below: string): void {
    for (const entry of readdirSync(below, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(below, entry.name)
      if (entry.isDirectory()) addSources(path)
      else hash.update(`${path}\0`).update(readFileSync(path))
    }
  }
}
