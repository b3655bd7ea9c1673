import { realpathSync, statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { changedClusters, inChanged, pathOf, within } from '../engine/changed.js'
import type { Request } from '../engine/run.js'
import { UserError } from '../model/user-error.js'
import { mayHold } from '../parsers/sniff.js'
import { plural } from '../reporters/reporter.js'
import { isConfigurationName } from '../sources/configuration-file.js'
import { isRecording } from './commands/input.js'
import { BASELINE_NAME } from './commands/known.js'
import type { Env, Io } from './io.js'
import type { Options } from './options.js'

/** What a run reads, and what it reports of that. */
export interface Scope {
  readonly paths: readonly string[]
  readonly asked: NonNullable<Request['asked']>
  /** For the summary, once the run is over. */
  readonly notes: () => readonly string[]
}

/**
 * `--in-context`, `--changed`, `--since` and `--staged`: everything is read, and a part is reported.
 * @throws UserError if git cannot say what changed
 */
export async function scopeOf(options: Options, env: Env, io: Io): Promise<Scope> {
  mayBeChosen(options)
  const chosen = options.inContext ? inContext(options.paths, io.cwd) : undefined
  const changed = options.changed === undefined ? undefined : await inChangedClusters(options.changed, env, io)
  return {
    paths: chosen?.paths ?? options.paths,
    asked: clusters => {
      const isChanged = changed?.asked(clusters)
      return finding => chosen?.has(pathOf(finding)) !== false && isChanged?.(finding) !== false
    },
    notes: () => changed?.notes() ?? [],
  }
}

/** Recordings of clusters are no part of a repository. Hooks may hand over anything, so beside other paths they are not looked at. */
function mayBeChosen({ paths, inContext, changed }: Options): void {
  const recording = paths.find(isRecording)
  if (recording === undefined || (inContext && !paths.every(isRecording))) return
  const option = inContext
    ? '--in-context'
    : changed === 'staged'
      ? '--staged'
      : changed === 'uncommitted'
        ? '--changed'
        : '--since'
  throw new UserError(
    `\`${option}\` chooses among the files of a repository, and \`${recording}\` is a recording of a cluster`,
    `check it in a run of its own: \`klint ${recording}\``,
  )
}

interface Chosen {
  readonly paths: readonly string[]
  has(uri: string): boolean
}

/**
 * Paths that hooks hand over: thousands, of all kinds, some gone by now. They choose, so none of them has to exist; only what lies
 * outside the working directory is looked for, since it is no part of it.
 */
function inContext(paths: readonly string[], cwd: string): Chosen {
  if (paths.includes('-'))
    throw new UserError('`--in-context` chooses among files, and standard input is none', 'give the path of the file')
  const outside: string[] = []
  const uris = paths.map(path => {
    const uri = slashed(relative(cwd, resolve(cwd, path)))
    if (!isOutside(uri)) return uri
    const real = realUri(path, cwd)
    if (real !== undefined && !isOutside(real)) return real
    if (isWanted(resolve(cwd, path), uri)) outside.push(path)
    return uri
  })
  return { paths: ['.', ...outside], has: paths.length === 0 ? () => true : within(uris) }
}

const slashed = (path: string): string => path.split(sep).join('/')
const isOutside = (uri: string): boolean => uri === '..' || uri.startsWith('../') || /^[A-Za-z]:/.test(uri)

/** A path as it is without links: the working directory may have several names. */
function realUri(path: string, cwd: string): string | undefined {
  try {
    return slashed(relative(realpathSync(cwd), realpathSync(resolve(cwd, path))))
  } catch {
    return undefined
  }
}

/** A directory, or a file of a name klint reads. */
function isWanted(path: string, uri: string): boolean {
  try {
    const stats = statSync(path)
    return stats.isDirectory() || (stats.isFile() && mayHold(uri))
  } catch {
    return false
  }
}

async function inChangedClusters(
  asked: NonNullable<Options['changed']>,
  env: Env,
  io: Io,
): Promise<Pick<Scope, 'asked' | 'notes'>> {
  const { changesOf } = await import('../sources/git.js')
  const changes = changesOf(asked, io.cwd, env)
  const how = asked === 'uncommitted' ? 'not committed' : asked === 'staged' ? 'staged' : `since \`${asked.since}\``
  const configuration = changes.changed.find(path => isConfigurationName(path) && !path.endsWith(BASELINE_NAME))
  // it decides what is found in all of them
  if (configuration !== undefined)
    return {
      asked: () => () => true,
      notes: () => [`all clusters are reported, since ${configuration} changed (${how})`],
    }
  let note = ''
  return {
    asked: clusters => {
      const count = changedClusters(clusters, changes).size
      note = `${count} of ${plural(clusters.length, 'cluster')} changed (${how}); the others are not reported`
      return inChanged(clusters, changes)
    },
    notes: () => (note === '' ? [] : [note]),
  }
}
