import { statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { type Configuration, readConfiguration } from '../../engine/configuration.js'
import type { NotChecked } from '../../model/finding.js'
import type { Input } from '../../model/input.js'
import { mayHold, mayMatter } from '../../parsers/sniff.js'
import { readYaml } from '../../parsers/syntax/yaml.js'
import { findConfigurationFile, readConfigurationFile } from '../../sources/configuration-file.js'
import { findFiles, readFiles } from '../../sources/files.js'
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

/** The configuration, and the files it and the command line name. */
export async function gather(options: Options, io: Io): Promise<Gathered> {
  const file =
    options.config === false
      ? undefined
      : options.config === undefined
        ? findConfigurationFile(io.cwd, runRoot(options.paths, io.cwd))
        : readConfigurationFile(io.cwd, options.config)
  const base = file === undefined ? '' : relative(file.directory, io.cwd).split(sep).join('/')
  const below = file === undefined ? '' : relative(io.cwd, file.directory).split(sep).join('/')
  const inside = below !== '' && !below.startsWith('..') ? { directory: below } : {}
  const config =
    file === undefined ? {} : { ...(await readConfiguration(file, allRules(), doc => readYaml(doc), base)), ...inside }
  const stdin = options.paths.includes('-') || (options.paths.length === 0 && options.stdinFilename !== undefined)
  const paths = options.paths.filter(path => path !== '-')
  const found =
    stdin && paths.length === 0
      ? { files: [], notChecked: [] }
      : await findFiles({
          cwd: io.cwd,
          paths,
          mayHold,
          gitignore: options.gitignore,
          ...(config.exclude === undefined ? {} : { exclude: config.exclude }),
          ...(file === undefined ? {} : { excludeFrom: file.directory }),
        })
  const notChecked = [...found.notChecked]
  function* inputs(): Generator<Input> {
    if (stdin) yield io.stdin(options.stdinFilename)
    yield* readFiles(found.files, { sniff, onNotChecked: what => notChecked.push(what) })
  }
  return { files: inputs(), notChecked, config, found: found.files.length + (stdin ? 1 : 0) }
}

/** The directory that is checked, if one is named; else the working directory. */
function runRoot(paths: readonly string[], cwd: string): string {
  const [only] = paths
  if (paths.length !== 1 || only === undefined || only === '-') return cwd
  const path = resolve(cwd, only)
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : cwd
}

const sniff = (uri: string, bytes: Uint8Array): boolean =>
  mayMatter(uri, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))
