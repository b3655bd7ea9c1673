import { join, relative, sep } from 'node:path'
import { excluder, type LeftOut, type Selection } from './files.js'
import { patternsOf } from './ignore-patterns.js'
import { ignoreFile } from './ignored.js'

/** The first glob of the configuration that leaves a path out. */
export async function excludingGlob(
  { path, isDirectory }: LeftOut,
  { exclude = [], ...from }: Pick<Selection, 'cwd' | 'exclude' | 'excludeFrom'>,
): Promise<string | undefined> {
  for (const glob of exclude) {
    const excludes = await excluder({ ...from, exclude: [glob] })
    if (excludes(path, isDirectory)) return glob
  }
  return undefined
}

/** The line (from 1) of the .gitignore that leaves a path out; `file` relative to the working directory. */
export async function ignoringLine(
  { path, isDirectory, ignores }: LeftOut,
  cwd: string,
): Promise<{ readonly file: string; readonly line: number; readonly pattern: string } | undefined> {
  for (let at = ignores; at !== undefined; at = at.outer) {
    const inside = path.slice(at.directory.length + 1).replaceAll(sep, '/')
    const asked = isDirectory ? `${inside}/` : inside
    if (at.patterns(asked) !== true) continue
    const file = join(at.directory, '.gitignore')
    const lines = (ignoreFile(at.directory) ?? '').split(/\r?\n/)
    // the last line that says something decides
    for (const [i, pattern] of [...lines.entries()].reverse())
      if ((await patternsOf(pattern))(asked) === true)
        return { file: relative(cwd, file).replaceAll(sep, '/'), line: i + 1, pattern: pattern.trim() }
  }
  return undefined
}
