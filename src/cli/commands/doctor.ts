import { existsSync, readdirSync } from 'node:fs'
import { release } from 'node:os'
import { join, relative } from 'node:path'
import { knownVersions } from '../../engine/known-versions.js'
import { run } from '../../engine/run.js'
import { largest } from '../../model/lists.js'
import { UserError } from '../../model/user-error.js'
import { formatRange } from '../../model/version.js'
import { paint } from '../../reporters/paint.js'
import { plural, scopeWords } from '../../reporters/reporter.js'
import { safeJson, visible } from '../../reporters/safe-text.js'
import { maskSecrets } from '../../reporters/secrets.js'
import type { ClusterModel } from '../../resolve/index.js'
import { repositoryOf } from '../../sources/files.js'
import { about, here } from '../about.js'
import { baselinePlace, counted as entries, readBaseline } from '../baseline-file.js'
import { cachePath, isCache, isEntry } from '../cache/folder.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf } from '../options.js'
import { allRules } from '../rule-facts.js'
import { isPrivate, userFolder } from '../user-folder.js'
import { reportContext } from './context.js'
import { type Gathered, gather } from './input.js'

/** Sections of facts, each a name and what is to be said of it. */
type Facts = Readonly<Record<string, Readonly<Record<string, string>>>>

/** `klint doctor [paths]`: what a bug report needs. It says what is wrong instead of failing for it. */
export async function doctor(options: Options, env: Env, io: Io): Promise<number> {
  const format = oneOf(['pretty', 'json'], options.format ?? 'pretty', 'format')
  const brief = homeless(env)
  const facts: Facts = {
    klint: await klintFacts(env, brief),
    ...(await workFacts(options, io, brief)),
    environment: environmentFacts(env, brief),
  }
  if (format === 'json') {
    io.out(`${safeJson({ version: 1, klint: about().version, ...facts })}\n`)
    return 0
  }
  const colors = paint(reportContext(options, env, io, 'pretty'))
  const blocks = Object.entries(facts).map(([section, of]) => {
    const width = largest(
      Object.keys(of).map(name => name.length),
      0,
    )
    const lines = Object.entries(of).map(
      ([name, what]) =>
        `  ${visible(name).padEnd(width)}  ${what
          .split('\n')
          .map(visible)
          .join(`\n${' '.repeat(width + 4)}`)}`,
    )
    return [colors.bold(section), ...(lines.length === 0 ? ['  nothing'] : lines)].join('\n')
  })
  io.out(`${blocks.join('\n\n')}\n`)
  return 0
}

/** A bug report goes to strangers: the home directory, and with it the user's name, becomes `~`. */
function homeless({ HOME, USERPROFILE }: Env): (text: string) => string {
  const home = HOME ?? USERPROFILE ?? ''
  return text => (home.length > 1 ? text.replaceAll(home, '~') : text)
}

async function klintFacts(env: Env, brief: (text: string) => string): Promise<Record<string, string>> {
  const { version } = about()
  const { oldest, newest } = knownVersions()
  return {
    version,
    node: process.version,
    platform: `${process.platform} ${process.arch}, ${release()}`,
    bundle: existsSync(join(here(), 'klint.cjs')) ? brief(here()) : `none, a checkout: ${brief(here())}`,
    'code cache': brief(codeCache(env)),
    rules: String(Object.keys(allRules()).length),
    Kubernetes: `${oldest} to ${newest} known`,
  }
}

function codeCache(env: Env): string {
  if (!existsSync(join(here(), 'klint.cjs'))) return 'not used: this is no bundle'
  if ((env.KLINT_NO_CODE_CACHE ?? '') !== '') return 'not used: KLINT_NO_CODE_CACHE is set'
  if (env.NODE_V8_COVERAGE !== undefined) return 'not used: NODE_V8_COVERAGE is set'
  const own = userFolder(env)
  const usable = [join(here(), '.cache'), ...(own === undefined || !isPrivate(own) ? [] : [own])]
  for (const folder of usable) {
    const files = existsSync(folder)
      ? readdirSync(folder).filter(name => name.includes(`-${process.version}-${process.arch}-`))
      : []
    if (files.length > 0) return `${plural(files.length, 'file')} for this node in ${folder}`
  }
  return 'none yet: a run that checks something writes one'
}

async function workFacts(options: Options, io: Io, brief: (text: string) => string): Promise<Facts> {
  const shown = (path: string): string => relative(io.cwd, path) || '.'
  let used: string | undefined
  let mistake: string | undefined
  const look = (given: Options): Promise<Gathered> =>
    gather(given, io, {
      onConfiguration: ({ uri }) => {
        used = uri
      },
    })
  let gathered: Gathered
  try {
    gathered = await look(options)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    mistake = error.what
    gathered = await look({ ...options, config: false })
  }
  const { outcome, clusters } = await run({
    files: gathered.files,
    config: gathered.config,
    preset: 'all',
    // rules say what they could not tell; one that crashes is another bug than the one that is reported
    onCrash: () => undefined,
  })
  const repository = repositoryOf(io.cwd)
  const notChecked = [...outcome.notChecked, ...gathered.notChecked]
  return {
    place: {
      'working directory': brief(io.cwd),
      repository: repository === undefined ? 'none' : shown(repository),
      configuration: mistake ?? (used === undefined ? 'none' : `${used}, without mistakes`),
      baseline: baselineOf(options, io),
      cache: cacheOf(options, io, shown),
    },
    found: {
      files:
        outcome.objects === undefined
          ? `${gathered.found} with names klint reads, ${outcome.files} with something in them`
          : `${scopeWords(outcome)}, with something in them`,
      clusters: clustersOf(clusters),
      components: counted(clusters.flatMap(({ components }) => components.map(({ kind }) => kind))),
      resources: counted(clusters.flatMap(({ resources }) => resources.map(({ kind }) => kind))),
      versions: versionsOf(clusters),
      'cannot be read': counted(
        outcome.findings.flatMap(({ rule }) => (rule === 'klint/unreadable-document' ? [rule] : [])),
      ),
      'not checked':
        notChecked.length === 0
          ? 'nothing'
          : notChecked
              .slice(0, 10)
              .map(({ what }) => what)
              .join('\n'),
    },
  }
}

function baselineOf(options: Options, { cwd }: Io): string {
  if (options.baseline === false) return 'none: --no-baseline'
  const place = baselinePlace(options, cwd)
  try {
    const baseline = readBaseline(place)
    return baseline === undefined ? 'none' : `${place.uri}, ${entries(baseline.entries.length)}`
  } catch (error) {
    if (error instanceof UserError) return error.what
    throw error
  }
}

function cacheOf({ cache }: Options, { cwd }: Io, shown: (path: string) => string): string {
  const path = cachePath(cache, cwd)
  if (!isCache(path)) return 'none'
  return `${shown(path)}, ${plural(readdirSync(path).filter(isEntry).length, 'kept outcome')}`
}

function clustersOf(clusters: readonly ClusterModel[]): string {
  const names = clusters.flatMap(({ name }) => name ?? [])
  return `${clusters.length}${names.length === 0 ? '' : `, ${names.length} of them named`}`
}

function versionsOf(clusters: readonly ClusterModel[]): string {
  const stated = clusters.filter(({ kubernetes: { at, source } }) => at !== undefined || source !== undefined)
  const ranges = [...new Set(stated.map(({ kubernetes }) => formatRange(kubernetes)))]
  const unknown = clusters.length - stated.length
  if (clusters.length === 0) return 'none'
  return [
    ...(ranges.length === 0 ? [] : [ranges.join(', ')]),
    ...(unknown === 0 ? [] : [`${plural(unknown, 'cluster')} without a version that is written somewhere`]),
  ].join('; ')
}

function counted(kinds: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts.size === 0
    ? 'none'
    : [...counts]
        .sort()
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ')
}

/** What changes how klint behaves; never all of the environment, and no value that looks like a secret. */
const MATTERS =
  /^(?:KLINT_\w+|NO_COLOR|FORCE_COLOR|CLICOLOR(?:_FORCE)?|TERM|COLORTERM|COLUMNS|CI|GITHUB_ACTIONS|GITLAB_CI|PRE_COMMIT|XDG_CACHE_HOME|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|NODE_COMPILE_CACHE|LANG|LC_ALL)$/

function environmentFacts(env: Env, brief: (text: string) => string): Record<string, string> {
  const masked = (name: string, value: string): string =>
    maskSecrets(`${name}="${value.replaceAll('"', "'")}"`, 'code').slice(name.length + 2, -1)
  return Object.fromEntries(
    Object.entries(env)
      .filter(([name]) => MATTERS.test(name))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value = '']) => [name, brief(masked(name, value)) || '(empty)']),
  )
}
