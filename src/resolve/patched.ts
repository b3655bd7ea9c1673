import { folder, outermost } from '../model/document.js'
import type { Field, Fragment, ReferenceFragment, ResourceFragment } from '../model/fragment.js'
import { append } from '../model/lists.js'
import type { Tree } from '../model/tree.js'
import { push } from './reference.js'
import { relative } from './relative.js'

const WHY = 'a kustomization patches it'

/** Fragments as far as they are known: what a kustomization in view may change is not final. */
export function patched(fragments: readonly Fragment[]): readonly Fragment[] {
  const bundled = new Map<string, string[]>()
  const references: ReferenceFragment[] = []
  for (const fragment of fragments) {
    if (fragment.kind !== 'reference') continue
    if (fragment.as === 'bundled') push(bundled, folder(fragment.doc), targetOf(fragment))
    if (fragment.as === 'patched' || fragment.as === 'retagged') references.push(fragment)
  }
  if (bundled.size + references.length === 0) return fragments
  const rest = fragments.filter(one => one.kind !== 'reference' || !OURS.has(one.as))
  if (references.length === 0) return rest
  const changes = changesOf(references, bundled)
  return rest.map(fragment => {
    const { uri, source } = outermost(fragment.doc)
    // What a chart renders is of kinds, and has images, that its values do not name.
    const rendered = fragment.kind === 'settings' && fragment.what === 'values'
    const found = around(uri, changes).filter(
      ({ among }) => rendered || among === undefined || among.some(word => source.includes(word)),
    )
    const retagged = found.some(one => one.as === 'retagged') ? withoutVersions(fragment) : fragment
    const by = found.find(one => one.as === 'patched')
    return by !== undefined ? unsettled(retagged, by) : retagged
  })
}

const OURS: ReadonlySet<string> = new Set(['bundled', 'patched', 'retagged'])

/** What begins with a slash is named from the root of the repository. */
const targetOf = ({ doc, target: { value } }: ReferenceFragment): string =>
  relative(value.startsWith('/') ? '' : folder(doc), value)

/** Changes of one target that are told apart; beyond them anything may be changed. */
const MOST = 50

function anything({ among: _, ...reference }: ReferenceFragment): ReferenceFragment {
  return { ...reference, as: 'patched' }
}

/** Changes by the file or folder they reach, through kustomizations that take in others. */
function changesOf(
  references: readonly ReferenceFragment[],
  bundled: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly ReferenceFragment[]> {
  const changes = new Map<string, ReferenceFragment[]>()
  // What differs only in where it is written changes the same.
  const seen = new Set<string>()
  const queue = references.map(reference => ({ reference, target: targetOf(reference) }))
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { reference, target } = next
    const key = [target, reference.as, ...(reference.among ?? [])].join('\0')
    if (seen.has(key)) continue
    seen.add(key)
    const here = changes.get(target)?.length ?? 0
    if (here > MOST) continue
    push(changes, target, here < MOST ? reference : anything(reference))
    for (const below of bundled.get(target) ?? []) queue.push({ reference, target: below })
  }
  return changes
}

function around(uri: string, changes: ReadonlyMap<string, readonly ReferenceFragment[]>): readonly ReferenceFragment[] {
  const found = [...(changes.get(uri) ?? [])]
  for (let at = uri; at !== ''; ) {
    at = at.slice(0, Math.max(0, at.lastIndexOf('/')))
    append(found, changes.get(at) ?? [])
  }
  return found
}

function withoutVersions<F extends Fragment>(fragment: F): F {
  return fragment.versions === undefined ? fragment : { ...fragment, versions: [] }
}

/** Everything may have another value, and more may come. */
function unsettled(fragment: Fragment, by: ReferenceFragment): Fragment {
  switch (fragment.kind) {
    case 'argv': {
      const { instances: _, runsIn, ...rest } = fragment
      const environment = { ...fragment.environment, open: true }
      const openedBy = { what: WHY, at: by.at }
      return {
        ...rest,
        open: true,
        openedBy,
        environment,
        ...(runsIn === undefined ? {} : { runsIn: unknownFields(runsIn, by) }),
      }
    }
    case 'resource':
      return unknownFields(fragment, by)
    case 'config':
    case 'policy':
    case 'settings':
      return { ...fragment, tree: unsure(fragment.tree) }
    default:
      return fragment
  }
}

function unknownFields(fragment: ResourceFragment, by: ReferenceFragment): ResourceFragment {
  const fields = [...fragment.fields.keys()].map((name): [string, Field] => [
    name,
    { state: 'unknown', why: WHY, at: by.at },
  ])
  return { ...fragment, fields: new Map(fields), open: true }
}

const unsure = (tree: Tree): Tree =>
  tree.kind === 'map'
    ? { ...tree, open: true, entries: tree.entries.map(entry => ({ ...entry, conditional: true })) }
    : tree
