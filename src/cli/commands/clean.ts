import { lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { UserError } from '../../model/user-error.js'
import { plural } from '../../reporters/reporter.js'
import { visible } from '../../reporters/safe-text.js'
import { codeOf } from '../../sources/files.js'
import { cachePath, isCache, isEntry, isOwnName } from '../cache/folder.js'
import type { Env, Io } from '../io.js'
import type { Options } from '../options.js'

/**
 * `klint clean [directory]`: removes the cache of a directory, or the one of `--cache-location`. Only what klint made: the directory must
 * hold klint's marker, and what has another name stays.
 */
export function clean(options: Options, _env: Env, io: Io): number {
  const [directory = '.', more] = options.paths
  if (more !== undefined) throw new UserError('`klint clean` takes one directory', 'call it once for each')
  const at = resolve(io.cwd, directory)
  const path = isCache(at) ? at : cachePath(options.cache, at)
  const shown = visible(relative(io.cwd, path) || '.')
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) {
    io.out(`nothing to remove: there is no ${shown}\n`)
    return 0
  }
  if (!isCache(path))
    throw new UserError(
      `\`${shown}\` is no cache of klint: it holds no marker of klint's`,
      'remove it by hand if you know it',
    )
  try {
    const { entries, bytes, others } = empty(path)
    if (others.length === 0) rmdirSync(path)
    io.out(`removed ${plural(entries, 'kept outcome')} (${(bytes / 1e6).toFixed(1)} MB) from ${shown}\n`)
    if (others.length > 0)
      io.out(`left ${others.map(name => visible(join(shown, name))).join(', ')}, which klint did not make\n`)
    return 0
  } catch (error) {
    throw new UserError(`\`${shown}\` cannot be removed (${codeOf(error)})`)
  }
}

/** The marker goes last, so that what is left after an error is still known as klint's. */
function empty(path: string): { entries: number; bytes: number; others: readonly string[] } {
  const names = readdirSync(path)
  const others = names.filter(name => !isOwnName(name))
  const own = names.filter(isOwnName).sort((a, b) => Number(a === 'CACHEDIR.TAG') - Number(b === 'CACHEDIR.TAG'))
  let [entries, bytes] = [0, 0]
  for (const name of own) {
    if (isEntry(name)) {
      entries++
      bytes += lstatSync(join(path, name)).size
    }
    unlinkSync(join(path, name))
  }
  return { entries, bytes, others }
}
