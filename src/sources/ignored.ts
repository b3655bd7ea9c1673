import { lstatSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { type Patterns, patternsOf } from './ignore-patterns.js'

/** The .gitignore files that govern one directory: its own and those above it, innermost first. */
export interface Ignores {
  readonly directory: string
  readonly patterns: Patterns
  readonly outer: Ignores | undefined
}

/** bytes; thousands of patterns */
const LARGEST = 256 * 1024

/**
 * The text of a directory's .gitignore. git follows no link in its place (gitignore(5)), and neither a pipe nor a device is opened; what is
 * larger than anybody writes is left alone, since every name is held against every line.
 */
export function ignoreFile(directory: string): string | undefined {
  const path = join(directory, '.gitignore')
  try {
    const stat = lstatSync(path)
    return stat.isFile() && stat.size <= LARGEST ? readFileSync(path, 'utf8') : undefined
  } catch {
    return undefined
  }
}

/** `outer`, with the directory's own .gitignore before it. */
export async function ignoresOf(directory: string, outer: Ignores | undefined): Promise<Ignores | undefined> {
  const text = ignoreFile(directory)
  if (text === undefined) return outer
  return { directory, patterns: await patternsOf(text), outer }
}

/** The .gitignore files above a directory, up to the root of its repository; none outside a repository. */
export async function ignoresAbove(directory: string, repository: string | undefined): Promise<Ignores | undefined> {
  if (repository === undefined || directory === repository) return undefined
  const above: string[] = []
  for (let at = dirname(directory); ; at = dirname(at)) {
    above.unshift(at)
    if (at === repository || at === dirname(at)) break
  }
  let found: Ignores | undefined
  for (const at of above) found = await ignoresOf(at, found)
  return found
}

/** The innermost file that has an opinion decides, as in git. Directories must be asked for before what is in them. */
export function isIgnored(path: string, isDirectory: boolean, ignores: Ignores | undefined): boolean {
  for (let at = ignores; at !== undefined; at = at.outer) {
    const inside = path.slice(at.directory.length + 1).replaceAll(sep, '/')
    const verdict = at.patterns(isDirectory ? `${inside}/` : inside)
    if (verdict !== undefined) return verdict
  }
  return false
}
