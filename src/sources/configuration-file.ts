import { closeSync, lstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Input } from '../model/input.js'
import { UserError } from '../model/user-error.js'
import { codeOf, repositoryOf } from './files.js'

/** bytes. A thousand globs of five hundred characters fit twice. */
const LARGEST = 1024 * 1024

export const CONFIGURATION_NAMES = ['klint.yaml', 'klint.yml', 'klint.json', '.klint.yaml', '.klint.yml', '.klint.json']

/** What klint itself is configured by, or writes, is nothing to check. */
export const isConfigurationName = (uri: string): boolean => {
  const name = uri.slice(uri.lastIndexOf('/') + 1)
  return CONFIGURATION_NAMES.includes(name) || name === 'klint-baseline.json'
}

export interface ConfigurationFile extends Input {
  /** Absolute: its globs start here. */
  readonly directory: string
}

/**
 * klint's own configuration: the nearest from the directory that is checked up to the root of the repository. No cascade, and
 * nothing above the repository, which would be somebody else's.
 * @throws UserError if one directory has two, or one that is no file, or a link that leads out of the repository
 */
export function findConfigurationFile(cwd: string, from = cwd): ConfigurationFile | undefined {
  const top = repositoryOf(from) ?? from
  for (let at = from; ; at = dirname(at)) {
    const [first, second] = CONFIGURATION_NAMES.filter(name => exists(join(at, name)))
    if (second !== undefined)
      throw new UserError(`two configurations in one directory: \`${first}\` and \`${second}\``, 'keep one of them')
    if (first !== undefined) {
      const path = join(at, first)
      staysInside(path, top, uriOf(cwd, path))
      return readConfigurationFile(cwd, uriOf(cwd, path))
    }
    if (at === top || at === dirname(at)) return undefined
  }
}

/** Also a link that leads nowhere: whoever put it there wants it to count. */
/** A directory that may not be looked into holds none for us. */
function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** What a message quotes of a file comes from the repository: a link may not make it quote another file of this machine. */
function staysInside(path: string, top: string, uri: string): void {
  const stats = lstatSync(path)
  // reading a pipe may wait for ever, reading a device never end
  if (!stats.isFile() && !stats.isDirectory() && !stats.isSymbolicLink())
    throw new UserError(`the configuration \`${uri}\` is no file`, 'put one in its place')
  if (!stats.isSymbolicLink()) return
  let real: string
  try {
    real = realpathSync(path)
  } catch (error) {
    throw new UserError(
      `the configuration \`${uri}\` is a link that leads nowhere (${codeOf(error)})`,
      'mend or remove it',
    )
  }
  const root = realpathSync(top)
  if (real !== root && !real.startsWith(root + sep))
    throw new UserError(
      `the configuration \`${uri}\` is a link to a file outside`,
      'put the file there, or name the other one with `--config`',
    )
}

/** @throws UserError if it cannot be read, is no file or no text, or is larger than a configuration can be */
export function readConfigurationFile(cwd: string, path: string): ConfigurationFile {
  const absolute = resolve(cwd, path)
  // what was named by its whole path is told by it, where the way there from here is none anybody would write
  const near = uriOf(cwd, absolute)
  const uri = isAbsolute(path) && near.startsWith('../') ? path.split(sep).join('/') : near
  const help = 'give another file with `--config`, or `--no-config` to go without one'
  let source: string | undefined
  try {
    if (statSync(absolute).isDirectory())
      throw new UserError(`the configuration \`${uri}\` is a directory`, 'name a file in it, or put one in its place')
    source = readText(absolute)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(
      codeOf(error) === 'ENOENT'
        ? `the configuration \`${path}\` does not exist`
        : `the configuration \`${path}\` cannot be read (${codeOf(error)})`,
      help,
    )
  }
  if (source === undefined) throw new UserError(`the configuration \`${uri}\` is larger than 1 MiB`, help)
  if (source.includes('\0')) throw new UserError(`the configuration \`${uri}\` is no text in UTF-8`, help)
  return { uri, source, directory: dirname(absolute) }
}

const uriOf = (cwd: string, absolute: string): string => relative(cwd, absolute).split(sep).join('/')

/** Undefined if it is too large. What is named may be a pipe, which has no size. */
function readText(path: string): string | undefined {
  const descriptor = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(LARGEST + 1)
    let length = 0
    while (length < buffer.length) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null)
      if (read === 0) break
      length += read
    }
    return length > LARGEST ? undefined : buffer.toString('utf8', 0, length)
  } finally {
    closeSync(descriptor)
  }
}
