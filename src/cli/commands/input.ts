import { existsSync, statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { type Configuration, clusterMatcher } from '../../engine/configuration.js'
import type { NotChecked } from '../../model/finding.js'
import type { Input } from '../../model/input.js'
import { append } from '../../model/lists.js'
import type { Location } from '../../model/location.js'
import { UserError } from '../../model/user-error.js'
import { mayHold, mayMatter } from '../../parsers/sniff.js'
import { readYaml } from '../../parsers/syntax/yaml.js'
import { visible } from '../../reporters/safe-text.js'
import {
  type ConfigurationFile,
  findConfigurationFile,
  isConfigurationName,
  readConfigurationFile,
} from '../../sources/configuration-file.js'
import { type FoundFile, findFiles, type Reading, readFiles, type Selection } from '../../sources/files.js'
import type { Io } from '../io.js'
import type { Options } from '../options.js'
import { allRules } from '../rule-facts.js'

export interface Gathered {
  readonly files: Iterable<Input>
  /** What they are compared with. */
  readonly compared?: Iterable<Input>
  /** Grows while `files` are read. */
  readonly notChecked: NotChecked[]
  readonly config: Configuration
  /** What is looked through, relative to the working directory. */
  readonly roots: readonly string[]
  /** How many files have a name klint reads. */
  readonly found: number
  /** Whether a file of this absolute path was looked at, or is gone from where it would have been. */
  readonly inView: (path: string) => boolean
}

/** Who wants to know more of what is read than a run needs. */
export interface Watch extends Pick<Reading, 'onBytes' | 'onNothing' | 'onUnreadable'>, Pick<Selection, 'onLeftOut'> {
  /** Told of klint's own configuration, if there is one. */
  readonly onConfiguration?: (file: ConfigurationFile) => void
  /** The files are read, but nothing of them is wanted. */
  readonly onlyBytes?: true
}

/** How a file is called that `klint cluster --record` wrote; only one that is named is read. */
export const isRecording = (path: string): boolean => path.toLowerCase().endsWith('.json.gz')

/** The configuration, and the files it and the command line name. */
export async function gather(options: Options, io: Io, watch: Watch = {}): Promise<Gathered> {
  const file = configurationFile(options, io)
  if (file !== undefined) watch.onConfiguration?.(file)
  const config = file === undefined ? {} : await configurationOf(file, io)
  const stdin = options.paths.includes('-') || (options.paths.length === 0 && options.stdinFilename !== undefined)
  const recorded = options.paths.filter(isRecording)
  const paths = options.paths.filter(path => path !== '-' && !isRecording(path))
  if (options.stdinFilename !== undefined && !stdin)
    throw new UserError('`--stdin-filename` names standard input, which is not read', 'add `-` to the paths')
  const searched =
    (stdin || recorded.length > 0) && paths.length === 0
      ? { files: [], notChecked: [] }
      : await findFiles({
          cwd: io.cwd,
          paths,
          mayHold,
          gitignore: options.gitignore,
          ...(config.exclude === undefined ? {} : { exclude: config.exclude }),
          ...(file === undefined ? {} : { excludeFrom: file.directory }),
          ...(watch.onLeftOut === undefined ? {} : { onLeftOut: watch.onLeftOut }),
        })
  const ofClusters =
    recorded.length === 0 ? undefined : (await import('./recordings.js')).recordings(recorded, io.cwd, watch)
  const isNone = stdin || (ofClusters !== undefined && paths.length === 0)
  const roots = isNone ? [] : (paths.length > 0 ? paths : ['.']).map(path => resolve(io.cwd, path))
  const found = searched.files.filter(({ uri }) => !isConfigurationName(uri))
  const notChecked = [...searched.notChecked, ...(ofClusters?.notChecked ?? [])]
  for (const { what } of searched.notChecked) watch.onUnreadable?.(what, '')
  if (file !== undefined && !isNone)
    append(
      notChecked,
      await unmatched(
        config,
        file.directory,
        roots,
        found.map(({ uri }) => uri),
      ),
    )
  const isInView = isNone ? () => false : viewOf(found, notChecked, paths.length > 0 ? paths : ['.'], io.cwd)
  const clusters = (ofClusters?.clusters ?? []).map(cluster => resolve(io.cwd, cluster) + sep)
  function* inputs(): Generator<Input> {
    if (stdin) yield io.stdin(options.stdinFilename)
    if (ofClusters !== undefined) yield* ofClusters.files
    yield* readFiles(found, {
      sniff: watch.onlyBytes ? () => false : sniff,
      onNotChecked: what => notChecked.push(what),
      ...(watch.onBytes === undefined ? {} : { onBytes: watch.onBytes }),
      ...(watch.onUnreadable === undefined ? {} : { onUnreadable: watch.onUnreadable }),
      ...(watch.onNothing === undefined ? {} : { onNothing: watch.onNothing }),
    })
  }
  return {
    files: inputs(),
    notChecked,
    config,
    roots: roots.map(path => relative(io.cwd, path).split(sep).join('/')),
    found: found.length + (stdin ? 1 : 0) + (ofClusters?.files.length ?? 0),
    // objects of a cluster have names like paths
    inView: path => clusters.some(cluster => path.startsWith(cluster)) || isInView(path),
  }
}

function viewOf(
  found: readonly FoundFile[],
  notChecked: readonly NotChecked[],
  paths: readonly string[],
  cwd: string,
): Gathered['inView'] {
  let seen: ReadonlySet<string> | undefined
  const roots = paths.map(path => resolve(cwd, path))
  return path => {
    seen ??= looked(found, notChecked, cwd)
    return seen.has(path) || (roots.some(root => path.startsWith(root + sep)) && !existsSync(path))
  }
}

/** Asked once all is read: what was too large, or could not be read, was not looked at. */
function looked(found: readonly FoundFile[], notChecked: readonly NotChecked[], cwd: string): ReadonlySet<string> {
  const paths = new Set(found.flatMap(({ path, unread }) => (unread ? [] : [path])))
  for (const { at } of notChecked) if (at !== undefined) paths.delete(resolve(cwd, at.doc.uri))
  return paths
}

/** The file named, the one found, or none. */
export function configurationFile(
  { config, paths }: Pick<Options, 'config' | 'paths'>,
  io: Io,
): ConfigurationFile | undefined {
  if (config === false) return undefined
  return config === undefined
    ? findConfigurationFile(io.cwd, runRoot(paths, io.cwd))
    : readConfigurationFile(io.cwd, config)
}

/** What the file says; what still works but is written otherwise now is told on standard error. The reader is loaded only where there is a file. */
export async function configurationOf(file: ConfigurationFile, io: Io): Promise<Configuration> {
  const base = relative(file.directory, io.cwd).split(sep).join('/')
  const below = relative(io.cwd, file.directory).split(sep).join('/')
  const { readConfiguration } = await import('../../engine/read-configuration.js')
  const config = await readConfiguration(file, allRules(), doc => readYaml(doc), base)
  for (const note of config.notes ?? []) io.err(`klint: ${visible(note)}\n`)
  return below !== '' && !below.startsWith('..') ? { ...config, directory: below } : config
}

/** The directory that is checked, if one is named; else the working directory. */
function runRoot(paths: readonly string[], cwd: string): string {
  const [only] = paths
  if (paths.length !== 1 || only === undefined || only === '-') return cwd
  const path = resolve(cwd, only)
  try {
    return statSync(path).isDirectory() ? path : cwd
  } catch {
    return cwd // what is wrong with it is said once files are looked for
  }
}

/** Globs of clusters that match no file, and clusters whose files all belong to others, where all files below the configuration were looked for. */
async function unmatched(
  { clusters = [], ...rest }: Configuration,
  directory: string,
  roots: readonly string[],
  uris: readonly string[],
): Promise<NotChecked[]> {
  if (clusters.length === 0 || !roots.some(root => `${directory}${sep}`.startsWith(`${root}${sep}`))) return []
  const ownerOf = await clusterMatcher({ ...rest, clusters })
  const owners = new Set(uris.map(ownerOf))
  const found: NotChecked[] = []
  for (const cluster of clusters) {
    const { name, files, places = [] } = cluster
    let matched = false
    for (const [i, glob] of files.entries()) {
      const matches = await clusterMatcher({ ...rest, clusters: [{ name, files: [glob] }] })
      if (uris.some(uri => matches(uri) !== undefined)) matched = true
      else found.push(notFound(`no file matches \`${glob}\` of cluster ${name}`, places[i]))
    }
    if (matched && !owners.has(cluster))
      found.push(
        notFound(`no file is left for cluster ${name}: clusters before it have all that it matches`, places[0]),
      )
  }
  return found
}

const notFound = (what: string, at: Location | undefined): NotChecked => ({
  what,
  ...(at === undefined ? {} : { at }),
  rules: [],
})

const sniff = (uri: string, bytes: Uint8Array): boolean =>
  mayMatter(uri, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))
