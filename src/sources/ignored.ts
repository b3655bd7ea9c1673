import { readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'

/** Is a path below `directory`, given relative to it and with `/`, ignored by that directory's file? undefined: it says nothing. */
type Patterns = (path: string) => boolean | undefined

/** The .gitignore files that govern one directory: its own and those above it, innermost first. */
export interface Ignores {
  readonly directory: string
  readonly patterns: Patterns
  readonly outer: Ignores | undefined
}

/** Lines with more stars than this are left out: their regular expressions can be made to run for hours on a long file name. */
const MOST_STARS = 6

/** `outer`, with the directory's own .gitignore before it. The package is loaded when the first such file is met. */
export async function ignoresOf(directory: string, outer: Ignores | undefined): Promise<Ignores | undefined> {
  let text: string
  try {
    text = readFileSync(join(directory, '.gitignore'), 'utf8')
  } catch {
    return outer
  }
  const { default: ignore } = await import('ignore')
  const lines = text
    .split(/\r?\n/)
    .filter(line => line.length < 1000 && (line.match(/\*+/g)?.length ?? 0) <= MOST_STARS)
  const matcher = ignore({ ignorecase: false }).add(lines)
  const patterns: Patterns = path => {
    const { ignored, unignored } = matcher.test(path)
    return ignored ? true : unignored ? false : undefined
  }
  return { directory, patterns, outer }
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
