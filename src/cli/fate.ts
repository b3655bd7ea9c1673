import { lstatSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Configuration } from '../engine/configuration.js'
import { pathTest, seenFrom } from '../engine/globs.js'
import type { Location } from '../model/location.js'
import { UserError } from '../model/user-error.js'
import { mayHold } from '../parsers/sniff.js'
import { isConfigurationName } from '../sources/configuration-file.js'
import { BINARY, codeOf, repositoryOf, SKIPPED } from '../sources/files.js'
import { type Ignores, ignoresAbove, ignoresOf, isIgnored } from '../sources/ignored.js'

/** What becomes of a file in a run over the working directory: a sentence, and where that is written. */
export interface Fate {
  readonly what: string
  readonly at?: Location
}

/** @throws UserError for what is no file */
export async function fateOf(cwd: string, path: string, config: Configuration, gitignore: boolean): Promise<Fate> {
  const absolute = resolve(cwd, path)
  const uri = relative(cwd, absolute).split(sep).join('/')
  if (statOf(absolute, path).isDirectory())
    throw new UserError(`\`${path}\` is a directory`, 'name one file, or none for what holds everywhere')
  if (isConfigurationName(uri)) return { what: "not checked: it is a configuration of klint's own" }
  const fate = await walked(cwd, uri, config, gitignore)
  return fate ?? { what: 'read' }
}

const onlyNamed = (why: string): Fate => ({ what: `read only where it is named: ${why}` })

function statOf(absolute: string, path: string): ReturnType<typeof statSync> & object {
  try {
    return statSync(absolute)
  } catch (error) {
    const isMissing = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
    throw new UserError(isMissing ? `\`${path}\` does not exist` : `\`${path}\` cannot be read (${codeOf(error)})`)
  }
}

/** What the walk over the working directory makes of a file, if it does not simply read it. */
async function walked(cwd: string, uri: string, config: Configuration, gitignore: boolean): Promise<Fate | undefined> {
  if (uri.startsWith('../')) return onlyNamed('it lies outside the working directory')
  const parts = uri.split('/')
  let ignores: Ignores | undefined = gitignore ? await ignoresAbove(cwd, repositoryOf(cwd)) : undefined
  for (const [i, part] of parts.entries()) {
    const path = join(cwd, ...parts.slice(0, i + 1))
    const isDirectory = i < parts.length - 1
    if (gitignore) ignores = await ignoresOf(dirname(path), ignores)
    if (SKIPPED.has(part)) return onlyNamed(`klint never enters \`${part}\``)
    if (lstatSync(path).isSymbolicLink())
      return { what: 'behind a link: read under its own name, if that lies in the working directory' }
    if (isIgnored(path, isDirectory, ignores))
      return onlyNamed(`${ignoring(cwd, path, isDirectory, ignores)} leaves it out`)
  }
  const excluded = await exclusion(uri, config)
  if (excluded !== undefined) return excluded
  return BINARY.test(uri) || !mayHold(uri) ? onlyNamed('its name is none that klint reads') : undefined
}

/** The .gitignore that decides: the innermost with an opinion. */
function ignoring(cwd: string, path: string, isDirectory: boolean, ignores: Ignores | undefined): string {
  for (let at = ignores; at !== undefined; at = at.outer)
    if (isIgnored(path, isDirectory, { ...at, outer: undefined }))
      return relative(cwd, join(at.directory, '.gitignore')).split(sep).join('/')
  return '.gitignore'
}

async function exclusion(uri: string, config: Configuration): Promise<Fate | undefined> {
  const path = seenFrom(config, uri)
  if (path === undefined) return undefined
  for (const [i, glob] of (config.exclude ?? []).entries()) {
    if (!(await pathTest([glob]))(path)) continue
    const at = config.places?.exclude?.[i]
    return { ...onlyNamed(`\`exclude\` has \`${glob}\``), ...(at === undefined ? {} : { at }) }
  }
  return undefined
}
