import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { UserError } from '../model/user-error.js'
import { codeOf } from '../sources/files.js'

/**
 * Writes a file so that whoever looks, after whatever happens, sees the old one or the new one: aside, synced, and moved. Keeps the
 * permissions of the one it replaces, unless `mode` says who may read it. Directories above it are made.
 * @throws UserError if it cannot be written
 */
export function writeFile(path: string, text: string | Uint8Array, mode?: number): void {
  let aside: string | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    const before = statSync(path, { throwIfNoEntry: false })
    const name = asideOf(path)
    // nobody else may read what only its owner could, not even for a moment
    const descriptor = before === undefined ? openSync(name, 'wx', mode ?? 0o666) : openSync(name, 'wx', 0o600)
    aside = name
    try {
      writeFileSync(descriptor, text)
      if (before !== undefined) {
        own(descriptor, before)
        fchmodSync(descriptor, mode ?? before.mode & 0o7777)
      }
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(aside, path)
  } catch (error) {
    if (aside !== undefined) remove(aside)
    throw new UserError(`\`${path}\` cannot be written (${codeOf(error)})`)
  }
}

/** A name nobody can have put there before, short enough wherever the file's own name is. */
const asideOf = (path: string): string => join(dirname(path), `.klint-${randomUUID().slice(0, 13)}`)

/** In a container klint runs as root over somebody's files. Whoever may not give files away owns them already. */
function own(descriptor: number, { uid, gid }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid)
  } catch {
    // then the file belongs to whoever writes it
  }
}

/**
 * Writes a report where the user said: whole as `writeFile` does where that is a file or nothing yet, straight into it where it is a pipe or
 * a device. A link is followed, but for one in the working directory that leads out of it, which may be somebody else's idea.
 * @throws UserError if it cannot be written
 */
export function writeReport(path: string, text: string | Uint8Array, cwd: string, mode?: number): void {
  const real = insideOf(path, cwd)
  try {
    const stat = statSync(real, { throwIfNoEntry: false })
    if (stat === undefined || stat.isFile() || stat.isDirectory()) writeFile(real, text, mode)
    else writeFileSync(real, text)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`\`${path}\` cannot be written (${codeOf(error)})`)
  }
}

/**
 * A path without links.
 * @throws UserError for one in the working directory that a link leads out of it
 */
export function insideOf(path: string, cwd: string): string {
  const real = realPath(path)
  if (isBelow(path, cwd) && !isBelow(real, realPath(cwd)))
    throw new UserError(
      `\`${path}\` is not written: a symbolic link leads out of the working directory, to \`${real}\``,
      'remove the link, or name what it leads to',
    )
  return real
}

/** As many as the kernel follows (path_resolution(7)); more are a circle. */
const MOST_LINKS = 40

/** Without links, as far as there is something. */
export function realPath(path: string, links = MOST_LINKS): string {
  try {
    return realpathSync(path)
  } catch {
    const target = linkAt(path)
    const above = dirname(path)
    if (target !== undefined) return links === 0 ? path : realPath(resolve(above, target), links - 1)
    return above === path ? path : join(realPath(above, links), basename(path))
  }
}

/** Where a link leads; undefined for anything else, also for what lies below a file, which is nothing. */
function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

export const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory + sep)

/**
 * Writes a new file below a directory, as whole as `writeFile` does; false, and nothing done, if there is one. `path` is relative and
 * with `/`. What lies below the directory may be somebody else's, so no link on the way is followed.
 * @throws UserError if it cannot be written, or a link is in the way
 */
export function createFile(directory: string, path: string, text: string): boolean {
  const steps = path.split('/')
  for (const [i] of steps.entries()) {
    const at = join(directory, ...steps.slice(0, i + 1))
    const stat = lstatSync(at, { throwIfNoEntry: false })
    if (stat === undefined) break
    if (stat.isSymbolicLink())
      throw new UserError(`\`${steps.slice(0, i + 1).join('/')}\` is a symbolic link`, 'remove it, klint follows none')
    if (i === steps.length - 1) return false
  }
  const target = join(directory, ...steps)
  const aside = asideOf(target)
  writeFile(aside, text)
  try {
    // fails where a file has come meanwhile; a rename would replace it
    linkSync(aside, target)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw new UserError(`\`${path}\` cannot be written (${codeOf(error)})`)
  } finally {
    remove(aside)
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // it was moved
  }
}
