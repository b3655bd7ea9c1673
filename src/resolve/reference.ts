import type { ComponentKind, Fragment, PolicyFlag } from '../model/fragment.js'

/** How far apart two folders may be for a match by base name alone: 9 of 9 within three steps were right, 10 of 10 farther away wrong. */
export const NEAR = 3

/** A path somebody in view writes down, and what must stand there. */
export interface Reference {
  readonly from: Fragment
  /** Absolute path on the host (or inside a pod, already mapped through its mounts). */
  readonly path: string
  /** What it is called in traces and by neighbours: `kubelet config`. Two references of one role compete for a file. */
  readonly role: string
  readonly wants: Wanted
  /** Everything below a directory instead of one file. */
  readonly directory?: boolean
}

/** An environment file, a configuration document of a component, or the document of a flag. */
export type Wanted = 'env' | `config ${ComponentKind}` | `policy ${PolicyFlag}`

export interface Hit {
  readonly fragments: readonly Fragment[]
  readonly how: string
}

export const AMBIGUOUS = 'two equally near'

/** Files that a loader may mean, where klint cannot tell which: not to be judged as if nothing loaded them. */
export type Contested = Map<Fragment, Fragment>

/** Why an ambiguous file dangles. */
export const ambiguous = (path: string): string => `two files in view could be ${path}`

/** Beyond this even a declared path or a suffix belongs to somebody else: another role, another product of a monorepo. */
export const REACH = 8

/** Endings of template files: `kubelet.service.j2` holds `kubelet.service`. */
const TEMPLATE = /\.(j2|jinja2?|tmpl|tpl|tftpl|erb|gotmpl|template)$/

export function pathOf(fragment: Fragment): string | undefined {
  return fragment.path ?? fragment.doc.path
}

/** The path of the file on disk without template endings, only for documents that are files themselves. */
export function fileOf(fragment: Fragment): string | undefined {
  if (fragment.doc.parent !== undefined) return undefined
  return fragment.doc.uri.replace(TEMPLATE, '')
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export function wantedAs(fragment: Fragment): Wanted | undefined {
  if (fragment.kind === 'env') return 'env'
  if (fragment.kind === 'config' && fragment.layer !== 'patch') return `config ${fragment.component}`
  if (fragment.kind === 'policy') return `policy ${fragment.of}`
  return undefined
}

/** The last two segments, which a file and a path must share: `kubernetes/kubelet.yaml`. */
export function suffixOf(path: string): string | undefined {
  const segments = path.split('/').filter(segment => segment !== '')
  return segments.length < 2 ? undefined : segments.slice(-2).join('/')
}

/**
 * What a reference may find by looking around: files of other machines stay theirs, and what kind would write stays
 * inside its containers.
 */
export function areaOf(fragment: Fragment): string {
  if (fragment.platform === 'kind') return `kind ${fragment.set ?? ''}`
  return fragment.doc.host === undefined ? 'free' : 'host'
}

export function areasFor({ doc, set }: Fragment): string[] {
  return ['free', ...(doc.host === undefined ? ['host'] : []), ...(set === undefined ? [] : [`kind ${set}`])]
}

export const nothing = (how: string): Hit => ({ fragments: [], how })

export function push<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const found = map.get(key)
  if (found === undefined) map.set(key, [value])
  else found.push(value)
}
