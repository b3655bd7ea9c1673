import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { UserError } from '../../model/user-error.js'
import { visible } from '../../reporters/safe-text.js'
import { codeOf, repositoryOf } from '../../sources/files.js'
import type { Env } from '../io.js'
import { userFolder } from '../user-folder.js'
import { insideOf } from '../write-file.js'
import { putFile } from './put.js'

export const DEFAULT_LOCATION = '.klint-cache'

const MARKER = 'CACHEDIR.TAG'
/** The first line is what backup programs look for (bford.info/cachedir), the second makes it klint's. */
const MARKED = `Signature: 8a477f597d28d172789f06886806bc55
# klint keeps the outcome of runs here (--cache). \`klint clean\` removes it, and so may you at any time.
`
const IGNORED = '*\n'
const KEY = 'key'

/** Names klint gives to what it writes into the directory. */
const ENTRY = /^[0-9a-f]{64}\.entry$/
const TEMPORARY = /\.klint-\d+$/
export const isEntry = (name: string): boolean => ENTRY.test(name)
export const isOwnName = (name: string): boolean =>
  ENTRY.test(name) || TEMPORARY.test(name) || name === MARKER || name === '.gitignore' || name === KEY

export interface Cache {
  /** Absolute. */
  readonly path: string
  /** Signs entries. */
  readonly secret: Buffer
}

/** Where the cache is, or would be. */
export const cachePath = (location: string | undefined, cwd: string): string =>
  resolve(cwd, location === undefined || location === '' ? DEFAULT_LOCATION : location)

/** Whether a directory is a cache that klint made: its marker says so. */
export function isCache(path: string): boolean {
  try {
    if (!lstatSync(path).isDirectory()) return false
    const marker = join(path, MARKER)
    return lstatSync(marker).isFile() && readFileSync(marker, 'utf8') === MARKED
  } catch {
    return false
  }
}

/**
 * Opens the cache, and makes it where there is none. A text says why it cannot be used.
 * @throws UserError if something else has its place: klint writes into no directory it did not make
 */
export function openCache(location: string, cwd: string, env: Env): Cache | string {
  const path = cachePath(location, cwd)
  insideOf(dirname(path), cwd)
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat?.isSymbolicLink()) throw notOurs(path, 'is a symbolic link')
  if (stat !== undefined && !stat.isDirectory()) throw notOurs(path, 'is no directory')
  try {
    if (stat === undefined) mkdirSync(path, { recursive: true, mode: 0o700 })
    if (!isCache(path)) {
      // what another run has just begun to make holds nothing, or what is about to be moved
      const foreign = readdirSync(path).find(name => !TEMPORARY.test(name) && name !== MARKER)
      if (foreign !== undefined || lstatSync(join(path, MARKER), { throwIfNoEntry: false }) !== undefined)
        throw notOurs(path, 'was not made by klint, and is not empty')
      putFile(join(path, MARKER), MARKED)
    }
    if (lstatSync(join(path, '.gitignore'), { throwIfNoEntry: false }) === undefined)
      putFile(join(path, '.gitignore'), IGNORED)
    return withSecret(path, cwd, env)
  } catch (error) {
    if (error instanceof UserError) throw error
    return `${visible(path)} cannot be written (${codeOf(error)})`
  }
}

const notOurs = (path: string, what: string): UserError =>
  new UserError(`the cache \`${path}\` ${what}`, 'remove it, or give another place with `--cache-location`')

/**
 * Whoever may put files into the cache must not be able to say that a run found nothing. A cache in the working tree may come out of
 * a pull request, so its entries are signed with a key that is kept with the user; elsewhere the key may lie beside them.
 */
function withSecret(path: string, cwd: string, env: Env): Cache | string {
  const tree = realpathSync(repositoryOf(cwd) ?? cwd)
  const real = realpathSync(path)
  const inTree = real === tree || real.startsWith(tree + sep)
  const folder = inTree ? userFolder(env) : path
  if (folder === undefined) return 'there is no home directory to keep the key of the cache in'
  if (inTree) mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!isSafe(folder)) return `others can write to ${visible(folder)}, so the key of the cache cannot be kept there`
  const file = join(folder, inTree ? 'cache-key' : KEY)
  const secret = readSecret(file) ?? makeSecret(file)
  return secret === undefined ? `${visible(file)} is no key` : { path, secret }
}

/** Others may look, for the key itself is the user's alone, but must not put another in its place. */
function isSafe(folder: string): boolean {
  const stat = lstatSync(folder)
  if (!stat.isDirectory()) return false
  return process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o022) === 0)
}

function makeSecret(file: string): Buffer | undefined {
  putFile(file, randomBytes(32).toString('hex'), 'new')
  // another run may have been faster; its key counts
  return readSecret(file)
}

function readSecret(file: string): Buffer | undefined {
  let descriptor: number
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch {
    return undefined
  }
  try {
    const stat = fstatSync(descriptor)
    const isOurs = process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o077) === 0)
    if (!stat.isFile() || !isOurs || stat.size !== 64) return undefined
    const text = readFileSync(descriptor, 'latin1')
    return /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined
  } finally {
    closeSync(descriptor)
  }
}
