import { lstatSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'

/** Where klint keeps what belongs to one user: the code cache, and the key of the result cache. undefined where there is no home. */
export function userFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const base = env.XDG_CACHE_HOME !== undefined && isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : undefined
  const home = env.HOME ?? env.USERPROFILE
  if (base === undefined && (home === undefined || !isAbsolute(home))) return undefined
  return join(base ?? join(home ?? '', '.cache'), 'klint')
}

/** A directory nobody else can enter, or write to. */
export function isPrivate(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isDirectory()) return false
  return process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o077) === 0)
}
