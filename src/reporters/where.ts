import { cutName, type Document, type Live, objectName, outermost } from '../model/document.js'
import { ALSO_HERE, type Alike, type Finding, type RelatedPlace } from '../model/finding.js'
import { describe, type Location, type Position, place, position } from '../model/location.js'

/** A range ready to print: lines and columns from 1, offsets from 0 in the file as it is on disk, ends exclusive. */
export interface Where {
  readonly path: string
  readonly start: Position & { readonly offset: number }
  readonly end: Position & { readonly offset: number }
  /** The place inside a decoded document; `path` .. `end` is then the whole outer scalar. */
  readonly decoded?: Where
  /** Set for an object of a running cluster: nobody has its lines. */
  readonly object?: LiveObject
  /** What the place is called in that object; absent where it is the whole of it, or nobody asked. */
  readonly route?: string
}

export interface LiveObject extends Live {
  /** Of a node, as its labels spell it. */
  readonly pool?: string
}

/** How files are called: every path of a report goes through here. */
export interface Naming {
  /** What stands before each path, with its slash if it has one; what `..` cancels out is dropped. */
  readonly pathPrefix?: string
  /** What a place in an object of a running cluster is called: reading it again is not for reporters. */
  readonly route?: (at: Location) => string
}

/** UTF-16 units of the value of a label, of a route, and of a path that is none. */
const LONGEST_LABEL = 63
const LONGEST_ROUTE = 200
const LONGEST_PATH = 1100

export function where(location: Location, naming: Naming = {}): Where {
  const on = place(location)
  if (on.doc.live !== undefined) return inObject(location, on.doc, naming)
  return {
    ...range(on, pathOf(on.doc, naming)),
    ...(on.decoded === undefined ? {} : { decoded: range(on.decoded, nameOf(on.decoded.doc)) }),
  }
}

function inObject(location: Location, doc: Document, { route }: Naming): Where {
  const { live, hint } = doc
  const { start, end } = place(location)
  const called = cutName(route?.(location) ?? '', LONGEST_ROUTE)
  const name = ({ cluster, kind, namespace, name, others, ...rest }: Live): Live => ({
    cluster: cutName(cluster),
    kind: cutName(kind),
    ...(namespace === undefined ? {} : { namespace: cutName(namespace) }),
    name: cutName(name),
    ...rest,
    others: others.map(other => cutName(other)),
  })
  return {
    ...range({ doc, start, end }, cutName(doc.uri, LONGEST_PATH)),
    ...(live === undefined
      ? {}
      : {
          object: { ...name(live), ...(hint?.pool === undefined ? {} : { pool: cutName(hint.pool, LONGEST_LABEL) }) },
        }),
    ...(called === '' ? {} : { route: called }),
  }
}

/** What a document on disk is called. */
function pathOf({ uri }: Document, { pathPrefix = '' }: Naming): string {
  if (pathPrefix === '' || uri.startsWith('/')) return uri
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

/**
 * `user-data.tf:7:18, decoded kubelet.service:2:60`; of a running cluster `prod/node/ip-10-0-1-7 (and 399 like it): configz evictionHard`.
 * Not yet safe to print.
 */
export function printed(at: Where, alike?: Alike): string {
  if (at.object !== undefined) return objectPrinted(at.object, at.route, alike)
  const outer = `${at.path}:${at.start.line}:${at.start.column}`
  return at.decoded === undefined ? outer : `${outer}, decoded ${printed(at.decoded)}`
}

/** The place of a finding, and of how many others it is true; not yet safe to print. */
export const printedPlace = ({ at, alike }: Pick<Finding, 'at' | 'alike'>, naming: Naming): string =>
  printed(where(at, naming), alike)

function objectPrinted(object: LiveObject, route: string | undefined, alike: Alike | undefined): string {
  const inside = [object.part, route].filter(part => part !== undefined).join(' ')
  const like = likeIt(alike?.count ?? object.count, alike?.pools ?? object.pool)
  return `${objectName(object)}${like}${inside === '' ? '' : `: ${inside}`}`
}

/** ` (and 1,199 like it in 12 pools)`, ` (and 399 like it in pool workers)` */
function likeIt(count: number, pools: string | readonly string[] = []): string {
  if (count < 2) return ''
  const [only, ...others] = typeof pools === 'string' ? [pools] : pools
  const named = only === undefined ? '' : ` in pool ${cutName(only, LONGEST_LABEL)}`
  return ` (and ${thousands(count - 1)} like it${others.length === 0 ? named : ` in ${others.length + 1} pools`})`
}

/** 12,345 */
export const thousands = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

/** Findings of one file stand together, and those of one object; of a group of nodes whichever was asked. */
export const heading = ({ path, object }: Where): string => (object === undefined ? path : objectName(object))

/** Another object of the cluster that says the same: to show its lines again would tell nobody anything. */
export const isSame = ({ at, label }: RelatedPlace): boolean =>
  label === ALSO_HERE && outermost(at.doc).live !== undefined

/**
 * Behind a sentence whose path and line do not say all: ` (decoded kubelet.service:2:60)`, `, at prod/node/ip-10-0-1-7: configz`; not
 * yet safe to print.
 */
export function within(at: Where, alike?: Alike): string {
  if (at.object !== undefined) return `, at ${printed(at, alike)}`
  return at.decoded === undefined ? '' : ` (decoded ${printed(at.decoded)})`
}

/** ` (a.yaml:3:5)` behind a sentence that does not name that place, or the whole file, by itself; not yet safe to print. */
export function placeAfter(what: string, at: Location | undefined, naming: Naming = {}): string {
  if (at === undefined) return ''
  const { uri: path, live } = place(at).doc
  // a sentence names the object by itself, or is about the cluster as a whole
  if (live !== undefined && (live.kind === 'Version' || what.includes(objectName(live)))) return ''
  const isWhole = at.start === 0 && at.end === 0 && what.startsWith(path)
  // the object says enough: a route is behind a finding, where there is room
  const { route: _, ...on } = where(at, naming)
  return isWhole || what.includes(describe(at)) ? '' : ` (${printed(on)})`
}

/**
 * The document and range whose text a reader wants to see: the decoded one where there is one. What a ConfigMap of a cluster holds is
 * one long line of JSON outside.
 */
export function shown(location: Location): Location {
  if (outermost(location.doc).live !== undefined) return location
  const { doc, start, end, decoded } = place(location)
  return decoded ?? { doc, start, end }
}
