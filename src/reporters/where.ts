import type { Document } from '../model/document.js'
import { describe, type Location, type Position, place, position } from '../model/location.js'

/** A range ready to print: lines and columns from 1, offsets from 0 in the file as it is on disk, ends exclusive. */
export interface Where {
  readonly path: string
  readonly start: Position & { readonly offset: number }
  readonly end: Position & { readonly offset: number }
  /** The place inside a decoded document; `path` .. `end` is then the whole outer scalar. */
  readonly decoded?: Where
}

/** How files are called: every path of a report goes through here. */
export interface Naming {
  /** What stands before each path, with its slash if it has one; what `..` cancels out is dropped. */
  readonly pathPrefix?: string
}

export function where(location: Location, naming: Naming = {}): Where {
  const on = place(location)
  return {
    ...range(on, pathOf(on.doc, naming)),
    ...(on.decoded === undefined ? {} : { decoded: range(on.decoded, nameOf(on.decoded.doc)) }),
  }
}

/** What a document on disk is called; an object of a running cluster keeps its name. */
function pathOf({ uri, live }: Document, { pathPrefix = '' }: Naming): string {
  if (pathPrefix === '' || live !== undefined || uri.startsWith('/')) return uri
  return straight(pathPrefix + uri)
}

/** `infra/../nodes/a.yaml` is `nodes/a.yaml`. */
function straight(path: string): string {
  if (!/(?:^|\/)\.{1,2}\//.test(path)) return path
  const kept: string[] = []
  for (const part of path.split('/')) {
    const last = kept.at(-1)
    if (part === '..' && last !== undefined && last !== '' && last !== '..') kept.pop()
    else if (part !== '.') kept.push(part)
  }
  return kept.join('/')
}

function range({ doc, start, end }: Location, path: string): Where {
  const bom = doc.bom ?? 0
  const at = (offset: number) => ({ ...position(doc, offset), offset: offset + bom })
  return { path, start: at(start), end: at(end) }
}

/** What a decoded document is called: the file it becomes, else what its carrier calls it. */
function nameOf(doc: Document): string {
  const name = doc.path ?? doc.hint?.unit ?? doc.uri.slice(doc.uri.lastIndexOf('#') + 1)
  return name.slice(name.lastIndexOf('/') + 1) || doc.uri
}

/** `user-data.tf:7:18, decoded kubelet.service:2:60`; not yet safe to print. */
export function printed(at: Where): string {
  const outer = `${at.path}:${at.start.line}:${at.start.column}`
  return at.decoded === undefined ? outer : `${outer}, decoded ${printed(at.decoded)}`
}

/** ` (decoded kubelet.service:2:60)` behind a place on disk that holds more than is meant; not yet safe to print. */
export const within = ({ decoded }: Where): string => (decoded === undefined ? '' : ` (decoded ${printed(decoded)})`)

/** ` (a.yaml:3:5)` behind a sentence that does not name that place, or the whole file, by itself; not yet safe to print. */
export function placeAfter(what: string, at: Location | undefined, naming: Naming = {}): string {
  if (at === undefined) return ''
  const path = place(at).doc.uri
  const isWhole = at.start === 0 && at.end === 0 && what.startsWith(path)
  return isWhole || what.includes(describe(at)) ? '' : ` (${printed(where(at, naming))})`
}

/** The document and range whose text a reader wants to see: the decoded one where there is one. */
export function shown(location: Location): Location {
  const { doc, start, end, decoded } = place(location)
  return decoded ?? { doc, start, end }
}
