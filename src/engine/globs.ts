import type { Document } from '../model/document.js'

/** Whether a glob of klint.yaml means a path, seen from the directory of the configuration and written with `/`. */
export type PathTest = (path: string) => boolean

const OPTIONS = { dot: true, nonegate: true, nocomment: true, optimizationLevel: 2 } as const

/** Any of some globs. A glob that names a directory means all that is in it; the package is loaded where there is a glob. */
export async function pathTest(globs: readonly string[]): Promise<PathTest> {
  if (globs.length === 0) return () => false
  const { Minimatch } = await import('minimatch')
  const compiled = globs.flatMap(glob => {
    const bare = glob.replace(/^\.\//, '').replace(/(?<!\/)\/+$/, '')
    return [bare, `${bare}/**`].map(pattern => new Minimatch(pattern, OPTIONS))
  })
  return path => compiled.some(glob => glob.match(path))
}

/** Where the configuration lies, as seen from the working directory: what `Configuration` says of it. */
export interface Standpoint {
  readonly base?: string
  readonly directory?: string
}

/** A path relative to the working directory, seen from the directory of the configuration; undefined if it lies outside. */
export function seenFrom({ base = '', directory }: Standpoint, uri: string): string | undefined {
  if (directory !== undefined) {
    if (uri === directory) return ''
    return uri.startsWith(`${directory}/`) ? uri.slice(directory.length + 1) : undefined
  }
  const parts = base === '' ? [] : base.split('/')
  for (const part of uri.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** What globs are asked about: a file, or an object of a running cluster. */
export type Placed = Pick<Document, 'uri' | 'live'>

/** What runs lies in no directory: it is called the same wherever the configuration is. */
export const seenIn = (of: Standpoint, { uri, live }: Placed): string | undefined =>
  live === undefined ? seenFrom(of, uri) : uri

/** What a glob says before its first sign with a meaning of its own: `prod/units` of `prod/units/*.service`. */
export function fixedPart(glob: string): string {
  const parts = glob
    .replace(/^\.\//, '')
    .replace(/(?<!\/)\/+$/, '')
    .split('/')
  const magic = parts.findIndex(part => /[*?[\]{}()\\]/.test(part))
  return (magic === -1 ? parts : parts.slice(0, magic)).join('/')
}
