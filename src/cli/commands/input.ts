import { statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { type Configuration, clusterMatcher, readConfiguration } from '../../engine/configuration.js'
import type { NotChecked } from '../../model/finding.js'
import type { Input } from '../../model/input.js'
import { UserError } from '../../model/user-error.js'
import { mayHold, mayMatter } from '../../parsers/sniff.js'
import { readYaml } from '../../parsers/syntax/yaml.js'
import {
  type ConfigurationFile,
  findConfigurationFile,
  isConfigurationName,
  readConfigurationFile,
} from '../../sources/configuration-file.js'
import { findFiles, type Reading, readFiles, type Selection } from '../../sources/files.js'
import type { Io } from '../io.js'
import type { Options } from '../options.js'
import { allRules } from '../rule-facts.js'

export interface Gathered {
  readonly files: Iterable<Input>
  /** Grows while `files` are read. */
  readonly notChecked: NotChecked[]
  readonly config: Configuration
  /** How many files have a name klint reads. */
  readonly found: number
}

/** Who wants to know more of what is read than a run needs. */
export interface Watch extends Pick<Reading, 'onBytes' | 'onNothing' | 'onUnreadable'>, Pick<Selection, 'onLeftOut'> {
  /** Told of klint's own configuration, if there is one. */
  readonly onConfiguration?: (file: ConfigurationFile) => void
  /** The files are read, but nothing of them is wanted. */
  readonly onlyBytes?: true
}

/** The configuration, and the files it and the command line name. */
export async function gather(options: Options, io: Io, watch: Watch = {}): Promise<Gathered> {
  const file =
    options.config === false
      ? undefined
      : options.config === undefined
        ? findConfigurationFile(io.cwd, runRoot(options.paths, io.cwd))
        : readConfigurationFile(io.cwd, options.config)
  if (file !== undefined) watch.onConfiguration?.(file)
  const base = file === undefined ? '' : relative(file.directory, io.cwd).split(sep).join('/')
  const below = file === undefined ? '' : relative(io.cwd, file.directory).split(sep).join('/')
  const inside = below !== '' && !below.startsWith('..') ? { directory: below } : {}
  const config =
    file === undefined ? {} : { ...(await readConfiguration(file, allRules(), doc => readYaml(doc), base)), ...inside }
  const stdin = options.paths.includes('-') || (options.paths.length === 0 && options.stdinFilename !== undefined)
  const paths = options.paths.filter(path => path !== '-')
  if (options.stdinFilename !== undefined && !stdin)
    throw new UserError('`--stdin-filename` names standard input, which is not read', 'add `-` to the paths')
  const searched =
    stdin && paths.length === 0
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
  const found = searched.files.filter(({ uri }) => !isConfigurationName(uri))
  const notChecked = [...searched.notChecked]
  for (const { what } of notChecked) watch.onUnreadable?.(what, '')
  if (file !== undefined && !stdin) {
    const roots = (paths.length > 0 ? paths : ['.']).map(path => resolve(io.cwd, path))
    notChecked.push(
      ...(await unmatched(
        config,
        file.directory,
        roots,
        found.map(({ uri }) => uri),
      )),
    )
  }
  function* inputs(): Generator<Input> {
    if (stdin) yield io.stdin(options.stdinFilename)
    yield* readFiles(found, {
      sniff: watch.onlyBytes ? () => false : sniff,
      onNotChecked: what => notChecked.push(what),
      ...(watch.onBytes === undefined ? {} : { onBytes: watch.onBytes }),
      ...(watch.onUnreadable === undefined ? {} : { onUnreadable: watch.onUnreadable }),
      ...(watch.onNothing === undefined ? {} : { onNothing: watch.onNothing }),
    })
  }
  return { files: inputs(), notChecked, config, found: found.length + (stdin ? 1 : 0) }
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

/** Globs of clusters that match no file, where all files below the configuration were looked for. */
async function unmatched(
  { clusters = [], ...rest }: Configuration,
  directory: string,
  roots: readonly string[],
  uris: readonly string[],
): Promise<NotChecked[]> {
  if (clusters.length === 0 || !roots.some(root => `${directory}${sep}`.startsWith(`${root}${sep}`))) return []
  const found: NotChecked[] = []
  for (const { name, files, places } of clusters)
    for (const [i, glob] of files.entries()) {
      const matches = await clusterMatcher({ ...rest, clusters: [{ name, files: [glob] }] })
      if (uris.some(uri => matches(uri) !== undefined)) continue
      const at = places?.[i]
      found.push({
        what: `no file matches \`${glob}\` of cluster ${name}`,
        ...(at === undefined ? {} : { at }),
        rules: [],
      })
    }
  return found
}

const sniff = (uri: string, bytes: Uint8Array): boolean =>
  mayMatter(uri, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))
