import { type Document, folder, outermost } from '../model/document.js'
import type { Fragment } from '../model/fragment.js'
import type { Followed } from './parts.js'

/** A path somebody in view writes down, and what must stand there. */
export interface Reference {
  readonly from: Fragment
  /** Absolute path on the host (or inside a pod, already mapped through its mounts). */
  readonly path: string
  /** What it is called in traces and by neighbours: `kubelet --config`. Two references of one role compete for a file. */
  readonly role: string
  readonly wants: (fragment: Fragment) => boolean
  /** Everything below a directory instead of one file. */
  readonly directory?: boolean
}

export type Hit =
  | { readonly fragments: readonly Fragment[]; readonly how: string }
  | { readonly fragments: readonly []; readonly how: string }

/** How far apart two folders may be for a match by base name alone: 9 of 9 within three steps were right, 10 of 10 farther away wrong. */
const NEAR = 3

/** Beyond this even a declared path or a suffix belongs to somebody else: another role, another product of a monorepo. */
const REACH = 8

/** Endings of template files: `kubelet.service.j2` holds `kubelet.service`. */
const TEMPLATE = /\.(j2|jinja2?|tmpl|tpl|tftpl|erb|gotmpl|template)$/

export function pathOf(fragment: Fragment): string | undefined {
  return fragment.path ?? fragment.doc.path
}

/** The path of the file on disk without template endings, only for documents that are files themselves. */
function fileOf(fragment: Fragment): string | undefined {
  if (fragment.doc.parent !== undefined) return undefined
  return fragment.doc.uri.replace(TEMPLATE, '')
}

/** Directory steps between two folders. */
export function distance(a: string, b: string): number {
  const left = a === '' ? [] : a.split('/')
  const right = b === '' ? [] : b.split('/')
  let common = 0
  while (common < left.length && common < right.length && left[common] === right[common]) common++
  return left.length + right.length - 2 * common
}

const between = (a: Document, b: Document): number => distance(folder(a), folder(b))

/**
 * Follows references in the steps of DESIGN 4.3: the same host; a declared absolute path; a path suffix of two or more
 * segments; the base name alone within three directory steps. The nearest candidate wins; two equally near dangle, and
 * so does one that a nearer document refers to in the same way, because it is the neighbour's.
 */
export function linker(fragments: readonly Fragment[], references: readonly Reference[], trace: Followed[]) {
  const byRole = new Map<string, Reference[]>()
  for (const reference of references) {
    const key = `${reference.role}\0${baseName(reference.path)}`
    const found = byRole.get(key)
    if (found === undefined) byRole.set(key, [reference])
    else found.push(reference)
  }
  // Looking at every fragment for every reference would be quadratic in large repositories.
  const byBase = new Map<string, Fragment[]>()
  const byFolder = new Map<string, Fragment[]>()
  for (const fragment of fragments) {
    for (const path of new Set([pathOf(fragment), fileOf(fragment)])) {
      if (path === undefined) continue
      push(byBase, baseName(path), fragment)
      for (const above of ancestors(path)) push(byFolder, above, fragment)
    }
  }

  const follow = (reference: Reference): Hit => {
    const hit = reference.directory ? findDirectory(reference, byFolder) : findFile(reference, byBase, byRole)
    trace.push({
      from: reference.from.doc,
      path: reference.path,
      wants: reference.role,
      how: hit.how,
      ...(hit.fragments[0] === undefined ? {} : { to: hit.fragments[0].doc }),
    })
    return hit
  }
  return { follow }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const found = map.get(key)
  if (found === undefined) map.set(key, [value])
  else found.push(value)
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Names of the folders above a path: `kubelet.conf.d` of `/etc/kubelet.conf.d/10.conf`. */
function ancestors(path: string): string[] {
  return path
    .split('/')
    .slice(0, -1)
    .filter(name => name !== '')
}

function findFile(
  reference: Reference,
  byBase: ReadonlyMap<string, readonly Fragment[]>,
  byRole: ReadonlyMap<string, readonly Reference[]>,
): Hit {
  const { from, path, wants } = reference
  // What kind would write stays inside its containers: no machine of the repository loads it.
  const ours = (fragment: Fragment) => fragment.platform !== 'kind' || fragment.set === from.set
  const candidates = (byBase.get(baseName(path)) ?? []).filter(fragment => wants(fragment) && ours(fragment))
  if (candidates.length === 0) return { fragments: [], how: 'not in view' }
  const sameHost = candidates.filter(
    fragment =>
      fragment.doc.host !== undefined && fragment.doc.host.id === from.doc.host?.id && pathOf(fragment) === path,
  )
  // A later write to the same path wins (cloud-init write_files).
  if (sameHost.length > 0) return { fragments: [sameHost[sameHost.length - 1]!], how: 'host' }
  const sameSet = candidates.filter(
    fragment =>
      fragment.set !== undefined &&
      fragment.set === from.set &&
      pathOf(fragment) === path &&
      sameMachines(fragment, from),
  )
  if (sameSet.length > 0) return { fragments: [sameSet[sameSet.length - 1]!], how: 'platform' }
  const reaches = (fragment: Fragment) => between(fragment.doc, from.doc) <= REACH
  const steps: [string, (fragment: Fragment) => boolean][] = [
    ['declared', fragment => pathOf(fragment) === path && reaches(fragment)],
    ['suffix', fragment => sharesSuffix(fileOf(fragment), path) && reaches(fragment)],
    ['base name', fragment => fileOf(fragment) !== undefined && between(fragment.doc, from.doc) <= NEAR],
  ]
  for (const [how, fits] of steps) {
    const fitting = candidates.filter(fits)
    if (fitting.length === 0) continue
    return nearest(reference, fitting, how, byRole)
  }
  return { fragments: [], how: 'only far away' }
}

/** A platform writes one file per pool or role; one without either serves all. */
function sameMachines(fragment: Fragment, from: Fragment): boolean {
  if (fragment.pool !== undefined && from.pool !== undefined && fragment.pool !== from.pool) return false
  return fragment.role === undefined || from.role === undefined || fragment.role === from.role
}

/** `pool-a/etc/kubernetes/kubelet.yaml` and `/etc/kubernetes/kubelet.yaml`: two or more segments in common from the end. */
function sharesSuffix(file: string | undefined, path: string): boolean {
  if (file === undefined) return false
  const segments = path.split('/').filter(segment => segment !== '')
  if (segments.length < 2) return false
  return `/${file}`.endsWith(`/${segments.slice(-2).join('/')}`)
}

function nearest(
  reference: Reference,
  fitting: readonly Fragment[],
  how: string,
  byRole: ReadonlyMap<string, readonly Reference[]>,
): Hit {
  const { from } = reference
  const ranked = fitting
    .map(fragment => ({ fragment, steps: between(fragment.doc, from.doc) }))
    .sort((a, b) => a.steps - b.steps)
  const [first, second] = ranked
  if (first === undefined) return { fragments: [], how: 'not in view' }
  if (second !== undefined && second.steps === first.steps && second.fragment.doc !== first.fragment.doc)
    return { fragments: [], how: 'two equally near' }
  const rivals = byRole.get(`${reference.role}\0${baseName(reference.path)}`) ?? []
  const theirs = rivals.some(
    rival =>
      rival.from.fallback === undefined &&
      outermost(rival.from.doc) !== outermost(from.doc) && between(rival.from.doc, first.fragment.doc) < first.steps,
  )
  if (theirs) return { fragments: [], how: "the neighbour's" }
  return { fragments: [first.fragment], how }
}

/** All files below a directory, in path order; none in view is no proof that there are none. */
function findDirectory(reference: Reference, byFolder: ReadonlyMap<string, readonly Fragment[]>): Hit {
  const { from, path, wants } = reference
  const clean = path.replace(/\/+$/, '')
  const inside = (byFolder.get(baseName(clean)) ?? []).filter(wants)
  const sameHost = inside.filter(
    fragment =>
      fragment.doc.host !== undefined &&
      fragment.doc.host.id === from.doc.host?.id &&
      pathOf(fragment)?.startsWith(`${clean}/`) === true,
  )
  const found = sameHost.length > 0 ? sameHost : inside.filter(fragment => below(fragment, clean))
  if (found.length === 0) return { fragments: [], how: 'not in view' }
  const steps = Math.min(...found.map(fragment => between(fragment.doc, from.doc)))
  const near = found.filter(fragment => between(fragment.doc, from.doc) === steps)
  if (new Set(near.map(fragment => folder(fragment.doc))).size > 1 && sameHost.length === 0)
    return { fragments: [], how: 'two equally near' }
  const sorted = [...near].sort((a, b) => ((pathOf(a) ?? a.doc.uri) < (pathOf(b) ?? b.doc.uri) ? -1 : 1))
  return { fragments: sorted, how: sameHost.length > 0 ? 'host' : 'directory' }
}

function below(fragment: Fragment, directory: string): boolean {
  const declared = pathOf(fragment)
  if (declared !== undefined) return declared.startsWith(`${directory}/`)
  const file = fileOf(fragment)
  if (file === undefined) return false
  const segments = directory.split('/').filter(segment => segment !== '')
  return `/${file}`.includes(`/${segments.slice(-2).join('/')}/`)
}
