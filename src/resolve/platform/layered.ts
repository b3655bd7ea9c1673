import { folder, outermost } from '../../model/document.js'
import type { Fragment, ReferenceFragment, SettingsFragment } from '../../model/fragment.js'
import { places } from '../places.js'
import { baseName, push } from '../reference.js'
import { relative } from '../relative.js'

/** How far from a release a file of its values may lie that is only known by its base name: Argo CD names it from another root. */
const NEAR = 4

/** A path nobody writes is not taken apart any further. */
const DEEPEST = 32

/** Values without those of files that a release in view puts under others: by themselves they are not what runs. */
export function finalValues(
  charts: readonly SettingsFragment[],
  fragments: readonly Fragment[],
): readonly SettingsFragment[] {
  const named = fragments.filter((one): one is ReferenceFragment => one.kind === 'reference' && one.as === 'values')
  if (named.length === 0) return charts
  const releases = new Set(named.map(({ doc }) => outermost(doc).uri))
  const files = charts.map(({ doc }) => outermost(doc).uri).filter(uri => !releases.has(uri))
  const endings = new Map<string, string[]>()
  for (const uri of new Set(files)) for (const ending of endingsOf(uri)) push(endings, ending, uri)

  const layered = new Set<string>()
  const around = places<string>(NEAR, (a, b) => a === b)
  for (const { doc, target } of named) {
    const path = relative('', target.value)
    const here = target.known ? relative(folder(doc), target.value) : ''
    const key = [`/${here}`, path].find(one => one.includes('/') && endings.has(one))
    if (target.known && key !== undefined) {
      for (const uri of endings.get(key) ?? []) layered.add(uri)
      // All of them are known now: to name them again takes no time.
      endings.set(key, [])
    } else around.add(keyOf(target), folder(doc), keyOf(target))
  }
  return charts.filter(({ doc }) => {
    const { uri } = outermost(doc)
    if (releases.has(uri)) return true
    return !layered.has(uri) && around.nearest([baseName(uri), ANY], folder(doc), NEAR) === undefined
  })
}

const ANY = '*'

/** The base name, if at least that is written. */
function keyOf(target: ReferenceFragment['target']): string {
  const name = target.slice(target.value.lastIndexOf('/') + 1)
  return name.known ? name.value : ANY
}

/** `/a/b/c.yaml`, the whole of it, then `b/c.yaml` and other ends that have a folder. */
function endingsOf(uri: string): readonly string[] {
  const segments = uri.split('/')
  const ends = segments.length > DEEPEST ? [] : segments.slice(0, -1).map((_, i) => segments.slice(i).join('/'))
  return [`/${uri}`, ...ends]
}
