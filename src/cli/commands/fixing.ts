import { accessSync, constants, lstatSync, readFileSync, realpathSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { type Change, type Mended, mend } from '../../engine/fixing/mend.js'
import type { Request, Result } from '../../engine/run.js'
import type { Finding } from '../../model/finding.js'
import { UserError } from '../../model/user-error.js'
import { plural } from '../../reporters/reporter.js'
import { message, visible } from '../../reporters/safe-text.js'
import { printed, where } from '../../reporters/where.js'
import { codeOf } from '../../sources/files.js'
import type { Io } from '../io.js'
import type { Options } from '../options.js'
import { isBelow, writeFile } from '../write-file.js'

/** Mends what the options allow; nothing is written yet. */
export function mendFiles(
  request: Request,
  options: Options,
  reported: (result: Result) => readonly Finding[],
  io: Io,
): Promise<Mended> {
  if (options.paths.includes('-') && !options.diff)
    throw new UserError('standard input cannot be mended', '`--diff` prints what would change')
  const known = new Map<string, string | undefined>()
  return mend(request, {
    level: options.fix === 'unsafe' ? 'unsafe' : 'safe',
    reported,
    // in context the paths only choose findings, whose fixes may lie anywhere below
    untouchable: uri => {
      if (!known.has(uri)) known.set(uri, untouchable(uri, options.inContext ? ['.'] : options.paths, io.cwd))
      return known.get(uri)
    },
  })
}

/** Why a file is not written: only what was named, or lies in a directory that was named, under its own name, is klint's to change. */
function untouchable(uri: string, paths: readonly string[], cwd: string): string | undefined {
  if (paths.includes('-') && lstatSync(resolve(cwd, uri), { throwIfNoEntry: false }) === undefined) return undefined
  const path = resolve(cwd, uri)
  try {
    if (lstatSync(path).isSymbolicLink()) return 'is a symbolic link'
    const real = realpathSync(path)
    const roots = (paths.length === 0 ? ['.'] : paths.filter(given => given !== '-')).map(given => resolve(cwd, given))
    const own = roots.some(root => {
      // below the working directory no link counts as the user's own way of naming it
      const from = isBelow(root, cwd) ? cwd : root
      return isBelow(path, root) && real === join(realpathSync(from), relative(from, path))
    })
    if (!own) return 'is not where its name says: a symbolic link leads there, or out of what is checked'
    accessSync(path, constants.W_OK)
  } catch (error) {
    return `cannot be written (${codeOf(error)})`
  }
  const bytes = readFileSync(path)
  return bytes.equals(Buffer.from(bytes.toString('utf8'))) ? undefined : 'is not UTF-8 throughout'
}

/**
 * Writes what was mended, each file whole or not at all.
 * @throws UserError that names every file that could not be written
 */
export function writeChanges(changes: readonly Change[], cwd: string): void {
  const failed: string[] = []
  for (const { uri, before, after } of changes) {
    const path = resolve(cwd, uri)
    try {
      if (readFileSync(path, 'utf8') !== before)
        throw new UserError(`\`${uri}\` was changed by somebody else meanwhile, and is left as it is`)
      writeFile(path, after)
    } catch (error) {
      failed.push(error instanceof UserError ? error.what : `\`${uri}\` cannot be written (${codeOf(error)})`)
    }
  }
  if (failed.length > 0) throw new UserError(failed.join('\n'), 'run klint again')
}

/** What was offered and not done, and why. */
export function sayRefused({ refused }: Mended, io: Io): void {
  for (const { finding, why } of refused)
    io.err(`klint: not fixed: ${visible(printed(where(finding.at, {})))}: ${finding.rule}: the fix ${message(why)}\n`)
}

export const fixedWords = ({ fixed, changes }: Mended): string =>
  `fixed ${plural(fixed, 'finding')} in ${plural(changes.length, 'file')}`
