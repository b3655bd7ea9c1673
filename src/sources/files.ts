import {
  closeSync,
  type Dirent,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { NotChecked } from '../model/finding.js'
import type { Input } from '../model/input.js'
import { isKubeletFile } from '../model/kubelet-file.js'
import { UserError } from '../model/user-error.js'
import { type Ignores, ignoresAbove, ignoresOf, isIgnored } from './ignored.js'

/** Never entered, whatever .gitignore says: other people's code and state (.terraform holds copies of modules). */
export const SKIPPED = new Set(['.git', 'node_modules', '.terraform', 'vendor'])

/** Names that are never text; saves opening them. */
export const BINARY =
  /\.(?:png|jpe?g|gif|ico|webp|svgz|pdf|zip|t?gz|bz2|xz|zst|7z|tar|jar|war|exe|dll|so|dylib|a|o|wasm|woff2?|ttf|eot|mp[34]|mov|pyc|class|db|sqlite3?)$/i

/** Larger files are data, not configuration; they are named as not checked. */
export const LARGEST = 2 * 1024 * 1024

export interface Selection {
  /** Absolute. */
  readonly cwd: string
  /** Files and directories as given; empty means the working directory. */
  readonly paths: readonly string[]
  /** Globs relative to `excludeFrom`. */
  readonly exclude?: readonly string[]
  /** Absolute; the working directory if absent. */
  readonly excludeFrom?: string
  /** Whether a file of this name may be wanted at all; files that are named are not asked about. */
  readonly mayHold?: (uri: string) => boolean
  /** False reads what .gitignore leaves out. */
  readonly gitignore?: boolean
  /** Told of what below a directory is not read; only `klint files` asks. */
  readonly onLeftOut?: (what: LeftOut) => void
}

/** Why a file or directory below a given one is not read. left-out.ts says which glob or line it was. */
export type LeftOutBy = 'folder' | 'ending' | 'name' | 'exclude' | 'gitignore' | 'dead-link' | 'outside' | 'twice'

export interface LeftOut {
  readonly uri: string
  /** Absolute. */
  readonly path: string
  readonly isDirectory: boolean
  readonly by: LeftOutBy
  /** The .gitignore files that govern it. */
  readonly ignores: Ignores | undefined
}

export interface FoundFile {
  readonly uri: string
  readonly path: string
  /** Given by its own name, so that it must be read. */
  readonly named?: true
  /** It is not to be read, and matters by being there. */
  readonly unread?: true
}

export interface Found {
  readonly files: readonly FoundFile[]
  readonly notChecked: readonly NotChecked[]
}

/**
 * Files below the given paths, sorted, each real file once. Links are followed only to what lies inside the directory or the
 * working directory, and only if the walk does not reach it by its own name.
 * @throws UserError for a path that does not exist, cannot be read, or is a pipe or a device
 */
export async function findFiles(selection: Selection): Promise<Found> {
  const { cwd } = selection
  const walk = await walker(selection)
  for (const path of selection.paths.length > 0 ? selection.paths : ['.']) {
    const absolute = resolve(cwd, path)
    const stats = statOf(absolute, path)
    if (stats.isDirectory()) await walk.directory(absolute)
    else if (stats.isFile()) walk.file(absolute)
    // reading a pipe may wait for ever, reading a device never end
    else throw new UserError(`\`${path}\` is neither a file nor a directory`, 'give its text on standard input, as `-`')
  }
  return walk.found
}

function statOf(absolute: string, path: string): Stats {
  try {
    return statSync(absolute)
  } catch (error) {
    const missing = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
    throw new UserError(
      missing ? `\`${path}\` does not exist` : `\`${path}\` cannot be read (${codeOf(error)})`,
      missing ? 'give a file or directory that exists; without one klint reads the working directory' : undefined,
    )
  }
}

interface Walker {
  readonly found: Found
  directory(path: string): Promise<void>
  file(path: string): void
}

/** A directory or file still to be visited. */
interface Pending {
  readonly path: string
  readonly directory: boolean
  readonly ignores: Ignores | undefined
}

async function walker(selection: Selection): Promise<Walker> {
  const { cwd, gitignore = true, mayHold = () => true, onLeftOut } = selection
  const files: FoundFile[] = []
  const notChecked: NotChecked[] = []
  /** Real paths: what was visited already, under whatever name. */
  const seen = new Set<string>()
  const excluded = await excluder(selection)

  const add = (path: string, real: string, named = false): void => {
    if (seen.has(real)) return
    seen.add(real)
    files.push({ uri: uriOf(cwd, path), path, ...(named ? { named } : {}) })
  }

  async function directory(root: string): Promise<void> {
    const realRoot = realpathSync(root)
    const allowed = [realRoot, realpathSync(cwd)]
    const above = gitignore ? await ignoresAbove(root, repositoryOf(root)) : undefined
    const links: Pending[] = []
    await visit([{ path: root, directory: true, ignores: above }], realRoot, links, root)
    // links come after everything that has a name of its own; the list may grow by links inside linked directories
    for (let link = links.shift(); link !== undefined; link = links.shift()) await follow(link, allowed, links)
  }

  const leaveOut = ({ path, ignores }: Omit<Pending, 'directory'>, isDirectory: boolean, by: LeftOutBy): void =>
    onLeftOut?.({ uri: uriOf(cwd, path), path, isDirectory, by, ignores })

  /** A link that is not followed here is one to a kubelet, which reads what it leads to. */
  const leaveLink = (link: Pending, isDirectory: boolean, by: LeftOutBy): void => {
    const uri = uriOf(cwd, link.path)
    if (!isDirectory && isKubeletFile(uri)) files.push({ uri, path: link.path, unread: true })
    leaveOut(link, isDirectory, by)
  }

  async function follow(link: Pending, allowed: readonly string[], links: Pending[]): Promise<void> {
    let real: string
    let isDirectory: boolean
    try {
      real = realpathSync(link.path)
      const stats = statSync(real)
      if (!stats.isFile() && !stats.isDirectory()) return leaveOut(link, false, 'dead-link')
      isDirectory = stats.isDirectory()
    } catch {
      return leaveOut(link, false, 'dead-link') // nowhere, or around in a circle
    }
    const root = allowed.find(root => real === root || real.startsWith(root + sep))
    if (seen.has(real)) return leaveLink(link, isDirectory, 'twice')
    if (root === undefined) return leaveLink(link, isDirectory, 'outside')
    if (isIgnored(link.path, isDirectory, link.ignores)) return leaveOut(link, isDirectory, 'gitignore')
    if (
      real
        .slice(root.length)
        .split(sep)
        .some(name => SKIPPED.has(name))
    )
      return leaveOut(link, isDirectory, 'folder')
    if (isDirectory) await visit([{ ...link, directory: true }], real, links)
    else if (mayHold(uriOf(cwd, link.path))) add(link.path, real)
    else leaveOut(link, false, 'name')
  }

  /** Depth first, in the order of names; `base` is the real path of the first. A given `root` must be readable. */
  async function visit(pending: Pending[], base: string, links: Pending[], root?: string): Promise<void> {
    const [{ path: top } = { path: '' }] = pending
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      // below `top` no link was followed, so the real path only differs in its beginning
      const real = base + next.path.slice(top.length)
      if (!next.directory) {
        add(next.path, real)
        continue
      }
      if (seen.has(real)) continue
      seen.add(real)
      const entries = read(next.path, next.path === root)
      const own = gitignore && entries.some(({ name }) => name === '.gitignore')
      const ignores = own ? await ignoresOf(next.path, next.ignores) : next.ignores
      const inside: Pending[] = []
      for (const entry of entries) {
        const path = join(next.path, entry.name)
        const isDirectory = entry.isDirectory()
        const by = whyNot(entry, path, isDirectory, ignores)
        if (by !== undefined) {
          if (onLeftOut !== undefined) leaveOut({ path, ignores }, isDirectory, by)
          continue
        }
        if (entry.isSymbolicLink()) links.push({ path, directory: false, ignores })
        else if (isDirectory || entry.isFile()) inside.push({ path, directory: isDirectory, ignores })
      }
      for (const one of inside.reverse()) pending.push(one)
    }
  }

  /** The cheapest question first: most of what is left out is left out by its name. */
  function whyNot(
    entry: Dirent,
    path: string,
    isDirectory: boolean,
    ignores: Ignores | undefined,
  ): LeftOutBy | undefined {
    if (SKIPPED.has(entry.name)) return 'folder'
    if (!isDirectory && BINARY.test(entry.name)) return 'ending'
    if (entry.isFile() && !mayHold(uriOf(cwd, path))) return 'name'
    if (excluded(path, isDirectory)) return 'exclude'
    return isIgnored(path, isDirectory, ignores) ? 'gitignore' : undefined
  }

  function read(path: string, isRoot: boolean) {
    try {
      return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    } catch (error) {
      if (isRoot) throw new UserError(`\`${uriOf(cwd, path)}\` cannot be read (${codeOf(error)})`)
      notChecked.push(notRead(uriOf(cwd, path), `cannot be read (${codeOf(error)})`))
      return []
    }
  }

  return { found: { files, notChecked }, directory, file: path => add(path, realpathSync(path), true) }
}

/** Patterns of the configuration; a pattern that names a directory leaves out what is in it. */
export async function excluder({
  cwd,
  exclude = [],
  excludeFrom = cwd,
}: Pick<Selection, 'cwd' | 'exclude' | 'excludeFrom'>): Promise<(path: string, isDirectory: boolean) => boolean> {
  if (exclude.length === 0) return () => false
  const { Minimatch } = await import('minimatch')
  const options = { dot: true, nonegate: true, nocomment: true, optimizationLevel: 2 }
  const patterns = exclude.map(glob => new Minimatch(glob.replace(/\/$/, ''), options))
  const inside = exclude.flatMap(glob => (glob.endsWith('/**') ? [new Minimatch(glob.slice(0, -3), options)] : []))
  return (path, isDirectory) => {
    const name = uriOf(excludeFrom, path)
    return patterns.some(pattern => pattern.match(name)) || (isDirectory && inside.some(pattern => pattern.match(name)))
  }
}

/** The directory that holds `.git`, from a directory upwards. */
export function repositoryOf(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (at === dirname(at)) return undefined
  }
}

function uriOf(cwd: string, path: string): string {
  const below = path.startsWith(cwd + sep) ? path.slice(cwd.length + 1) : relative(cwd, path)
  return sep === '/' ? below : below.replaceAll(sep, '/')
}

export interface Reading {
  /** The cheap look at path and bytes that decides what is parsed; it belongs to the formats. */
  sniff(uri: string, bytes: Uint8Array): boolean
  /** Called for a file that was not read, in the order of the files. */
  onNotChecked(what: NotChecked): void
  /** bytes; LARGEST if absent */
  readonly largest?: number
  /** Told of every file that was read, before anything is asked of its bytes: they are overwritten by the next file. */
  readonly onBytes?: (uri: string, bytes: Uint8Array, isWhole: boolean) => void
  /** Told of a file that could not be read. */
  readonly onUnreadable?: (uri: string, code: string) => void
  /** Told of files whose bytes say that nothing is in them for klint. */
  readonly onNothing?: (uri: string, because: 'binary' | 'sniff') => void
}

/**
 * Reads one file after the other into one buffer, and decodes what the byte check wants.
 * @throws UserError for a file that was named and cannot be read
 */
export function* readFiles(
  files: Iterable<FoundFile>,
  { sniff, onNotChecked, largest = LARGEST, onBytes, onUnreadable, onNothing }: Reading,
): Generator<Input> {
  // one more than may be read, to see that a file is too large
  const buffer = Buffer.allocUnsafe(largest + 1)
  const unread = (uri: string): Input[] => (isKubeletFile(uri) ? [{ uri, source: '', hint: { unread: true } }] : [])
  for (const { uri, path, named, unread: isUnread } of files) {
    if (isUnread) {
      onUnreadable?.(uri, 'link')
      yield* unread(uri)
      continue
    }
    const length = readInto(buffer, path)
    if (typeof length === 'string') {
      if (named) throw new UserError(`\`${uri}\` cannot be read (${length})`)
      onUnreadable?.(uri, length)
      onNotChecked(notRead(uri, `cannot be read (${length})`))
      yield* unread(uri)
      continue
    }
    const bytes = buffer.subarray(0, Math.min(length, largest))
    onBytes?.(uri, bytes, length <= largest)
    const nothing = isBinary(bytes) ? 'binary' : sniff(uri, bytes) ? undefined : 'sniff'
    if (nothing !== undefined) {
      onNothing?.(uri, nothing)
      continue
    }
    if (length > largest) {
      onNotChecked(notRead(uri, `is larger than ${sizeOf(largest)}`))
      yield* unread(uri)
    } else yield { uri, source: buffer.toString('utf8', 0, length) }
  }
}

/** A file nobody looked into has a place all the same: its beginning. */
const notRead = (uri: string, why: string): NotChecked => ({
  what: `${uri} ${why}`,
  at: { doc: { uri, source: '', holes: [], regions: [] }, start: 0, end: 0 },
  rules: [],
})

/** How many bytes were read, at most the buffer's length; the error's code if there is one. */
function readInto(buffer: Buffer, path: string): number | string {
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch (error) {
    return codeOf(error)
  }
  try {
    let length = 0
    while (length < buffer.length) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null)
      if (read === 0) break
      length += read
    }
    return length
  } catch (error) {
    return codeOf(error)
  } finally {
    closeSync(descriptor)
  }
}

/** No text holds a zero byte; git looks at as many. */
const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 8000).includes(0)

const sizeOf = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MiB` : `${bytes} bytes`

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)
