import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Input } from '../model/input.js'
import { UserError } from '../model/user-error.js'
import { codeOf, repositoryOf } from './files.js'

export const CONFIGURATION_NAMES = ['klint.yaml', 'klint.yml', 'klint.json', '.klint.yaml', '.klint.yml', '.klint.json']

/** What klint itself is configured by is nothing to check. */
export const isConfigurationName = (uri: string): boolean =>
  CONFIGURATION_NAMES.includes(uri.slice(uri.lastIndexOf('/') + 1))

export interface ConfigurationFile extends Input {
  /** Absolute: its globs start here. */
  readonly directory: string
}

/**
 * klint's own configuration: the nearest from the directory that is checked up to the root of the repository. No cascade, and
 * nothing above the repository, which would be somebody else's.
 * @throws UserError if one directory has two
 */
export function findConfigurationFile(cwd: string, from = cwd): ConfigurationFile | undefined {
  const top = repositoryOf(from) ?? from
  for (let at = from; ; at = dirname(at)) {
    const [first, second] = CONFIGURATION_NAMES.filter(name => existsSync(join(at, name)))
    if (second !== undefined)
      throw new UserError(`two configurations in one directory: \`${first}\` and \`${second}\``, 'keep one of them')
    if (first !== undefined) return readConfigurationFile(cwd, join(at, first))
    if (at === top || at === dirname(at)) return undefined
  }
}

/** @throws UserError if it cannot be read */
export function readConfigurationFile(cwd: string, path: string): ConfigurationFile {
  const absolute = resolve(cwd, path)
  try {
    const source = readFileSync(absolute, 'utf8')
    return { uri: relative(cwd, absolute).split(sep).join('/'), source, directory: dirname(absolute) }
  } catch (error) {
    throw new UserError(
      codeOf(error) === 'ENOENT'
        ? `the configuration \`${path}\` does not exist`
        : `the configuration \`${path}\` cannot be read (${codeOf(error)})`,
      'give another file with `--config`, or `--no-config` to go without one',
    )
  }
}
