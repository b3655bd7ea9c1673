import { folder, outermost } from '../model/document.js'
import type { Fragment } from '../model/fragment.js'
import { directories } from './link-directory.js'
import type { Followed } from './parts.js'
import { places } from './places.js'
import {
  AMBIGUOUS,
  areaOf,
  areasFor,
  baseName,
  type Contested,
  fileOf,
  type Hit,
  NEAR,
  nothing,
  pathOf,
  push,
  REACH,
  type Reference,
  suffixOf,
  wantedAs,
} from './reference.js'

/**
 * Follows references in these steps: the same host; a declared absolute path; a path suffix of two or more
 * segments; the base name alone within three directory steps. The nearest candidate wins; two equally near dangle, and
 * so does one that a nearer document refers to in the same way, because it is the neighbour's.
 */
export function linker(
  fragments: readonly Fragment[],
  references: readonly Reference[],
  trace: Followed[],
  contested: Contested = new Map(),
) {
  const known = new Set<string>()
  const hosts = new Map<string, Fragment>()
  const sets = new Map<string, Fragment[]>()
  const around = places<Fragment>(REACH, (a, b) => a.doc === b.doc)
  for (const fragment of fragments) {
    const wanted = wantedAs(fragment)
    if (wanted === undefined) continue
    const [path, file, area] = [pathOf(fragment), fileOf(fragment), areaOf(fragment)]
    const where = folder(fragment.doc)
    if (path !== undefined) {
      known.add(`${wanted}\0${baseName(path)}`)
      // A later write to the same path wins (cloud-init write_files).
      if (fragment.doc.host !== undefined) hosts.set(`${wanted}\0${fragment.doc.host.id}\0${path}`, fragment)
      if (fragment.set !== undefined) push(sets, `${wanted}\0${fragment.set}\0${path}`, fragment)
      around.add(`declared\0${wanted}\0${area}\0${path}`, where, fragment)
    }
    if (file === undefined) continue
    known.add(`${wanted}\0${baseName(file)}`)
    const suffix = suffixOf(file)
    if (suffix !== undefined) around.add(`suffix\0${wanted}\0${area}\0${suffix}`, where, fragment)
    around.add(`base name\0${wanted}\0${area}\0${baseName(file)}`, where, fragment)
  }

  const rivals = places<Reference>(REACH, (a, b) => outermost(a.from.doc) === outermost(b.from.doc))
  const rivalKey = ({ role, path }: Reference): string => `${role}\0${baseName(path.replace(/(?<!\/)\/+$/, ''))}`
  for (const reference of references)
    if (reference.from.fallback === undefined) rivals.add(rivalKey(reference), folder(reference.from.doc), reference)
  /** True if another document, nearer to that place, refers to it in the same way. */
  const isTheirs = (reference: Reference, place: string, steps: number): boolean =>
    rivals
      .within([rivalKey(reference)], place, steps - 1)
      .some(({ from }) => outermost(from.doc) !== outermost(reference.from.doc))

  const findFile = (reference: Reference): Hit => {
    const { from, path, wants } = reference
    if (!known.has(`${wants}\0${baseName(path)}`)) return nothing('not in view')
    const own = from.doc.host === undefined ? undefined : hosts.get(`${wants}\0${from.doc.host.id}\0${path}`)
    if (own !== undefined) return { fragments: [own], how: 'host' }
    const ofSet = from.set === undefined ? undefined : sets.get(`${wants}\0${from.set}\0${path}`)
    const ours = ofSet?.findLast(fragment => sameMachines(fragment, from))
    if (ours !== undefined) return { fragments: [ours], how: 'platform' }
    const steps = [
      ['declared', path, REACH],
      ['suffix', suffixOf(path), REACH],
      ['base name', baseName(path), NEAR],
    ] as const
    for (const [how, name, reach] of steps) {
      const keys = areasFor(from).map(area => `${how}\0${wants}\0${area}\0${name}`)
      const found = name === undefined ? undefined : around.nearest(keys, folder(from.doc), reach)
      if (found === undefined) continue
      const [first, second] = found.things
      if (first === undefined) continue
      if (second !== undefined) {
        for (const thing of found.things) contested.set(thing, from)
        return nothing(AMBIGUOUS)
      }
      if (isTheirs(reference, folder(first.doc), found.steps)) return nothing("the neighbour's")
      return { fragments: [first], how }
    }
    return nothing('only far away')
  }

  let findDirectory: ReturnType<typeof directories> | undefined
  const follow = (reference: Reference): Hit => {
    if (reference.directory) findDirectory ??= directories(fragments, isTheirs)
    const hit = reference.directory && findDirectory !== undefined ? findDirectory(reference) : findFile(reference)
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

/** A platform writes one file per pool or role; one without either serves all. */
export function sameMachines(fragment: Fragment, from: Fragment): boolean {
  if (fragment.pool !== undefined && from.pool !== undefined && fragment.pool !== from.pool) return false
  return fragment.role === undefined || from.role === undefined || fragment.role === from.role
}
