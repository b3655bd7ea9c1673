import { folder } from '../model/document.js'
import type { Fragment } from '../model/fragment.js'
import { places } from './places.js'
import {
  areaOf,
  areasFor,
  baseName,
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

/** A directory of drop-ins as it lies in the repository, or as a carrier writes it. */
interface Root {
  readonly at: string
  readonly files: { readonly name: string; readonly fragment: Fragment }[]
}

/** A path nobody writes is not taken apart any further. */
const DEEPEST = 32

/**
 * Finds what lies below a directory, at any depth and in the order the kubelet walks it (cmd/kubelet/app/server.go,
 * mergeKubeletConfigurations): of the host, else of the nearest place that has such a directory. None in view is no
 * proof that there are none.
 */
export function directories(
  fragments: readonly Fragment[],
  isTheirs: (reference: Reference, place: string, steps: number) => boolean,
): (reference: Reference) => Hit {
  const hosts = new Map<string, { name: string; fragment: Fragment }[]>()
  const roots = new Map<string, Root>()
  const around = places<Root>(REACH, (a, b) => a === b)
  const add = (key: string, at: string, name: string, fragment: Fragment) => {
    const id = `${key}\0${at}\0${fragment.doc.host?.id ?? ''}`
    let root = roots.get(id)
    if (root === undefined) {
      root = { at, files: [] }
      roots.set(id, root)
      around.add(key, at, root)
    }
    root.files.push({ name, fragment })
  }
  for (const fragment of fragments) {
    const wanted = wantedAs(fragment)
    if (wanted === undefined) continue
    const [path, file] = [pathOf(fragment), fileOf(fragment)]
    const key = (directory: string) => `${wanted}\0${areaOf(fragment)}\0${directory}`
    if (path !== undefined) {
      for (const { directory, name } of above(path)) {
        if (fragment.doc.host !== undefined)
          push(hosts, `${wanted}\0${fragment.doc.host.id}\0${directory}`, { name, fragment })
        add(key(`/${directory}`), folder(fragment.doc), name, fragment)
      }
    } else if (file !== undefined) {
      for (const { directory, name } of above(file)) {
        const suffix = suffixOf(directory)
        if (suffix !== undefined) add(key(suffix), directory, name, fragment)
        add(key(`*/${baseName(directory)}`), directory, name, fragment)
      }
    }
  }

  return reference => {
    const { from, path, wants } = reference
    const directory = path
      .split('/')
      .filter(segment => segment !== '')
      .join('/')
    const own = from.doc.host === undefined ? undefined : hosts.get(`${wants}\0${from.doc.host.id}\0${directory}`)
    if (own !== undefined) return loaded(own, 'host')
    const steps = [
      [`/${directory}`, REACH],
      [suffixOf(directory), REACH],
      [`*/${baseName(directory)}`, NEAR],
    ] as const
    for (const [name, reach] of steps) {
      if (name === undefined) continue
      const keys = areasFor(from).map(area => `${wants}\0${area}\0${name}`)
      const found = around.nearest(keys, folder(from.doc), reach)
      const [first, second] = found?.things ?? []
      if (found === undefined || first === undefined) continue
      if (second !== undefined) return nothing('two equally near')
      if (isTheirs(reference, first.at, found.steps)) return nothing("the neighbour's")
      return loaded(first.files, 'directory')
    }
    return nothing('not in view')
  }
}

/** Only names that end in `.conf`, in the order of filepath.WalkDir: names of one directory sorted, directories entered where they stand. */
function loaded(files: readonly { name: string; fragment: Fragment }[], how: string): Hit {
  const sorted = files
    .filter(({ name }) => name.endsWith('.conf'))
    .map(({ name, fragment }) => ({ order: name.replaceAll('/', '\u0000'), fragment }))
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
  return sorted.length === 0 ? nothing('not in view') : { fragments: sorted.map(({ fragment }) => fragment), how }
}

/** Every directory above a file and the file's name below it. */
function above(path: string): { directory: string; name: string }[] {
  const segments = path.split('/').filter(segment => segment !== '')
  if (segments.length > DEEPEST) return []
  return segments
    .slice(1)
    .map((_, i) => ({ directory: segments.slice(0, i + 1).join('/'), name: segments.slice(i + 1).join('/') }))
}
