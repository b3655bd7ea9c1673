import type { Document, Hint } from '../../model/document.js'
import type { PatchFragment, SettingsFragment } from '../../model/fragment.js'
import type { Text } from '../../model/text.js'
import { itemsAt, lookup, scalarText, stringAt, type Tree, textAt, treeAt, unseenList } from '../../model/tree.js'
import { decode, encodingOf } from '../decode.js'
import { embed, embedDecoded, type Part } from '../embed.js'
import { NOTHING, parsed, type TreeContext, type TreeFormat } from '../format.js'
import { type Belongs, belonging } from './belonging.js'
import { apiVersionOf, kindOf, ofGroup } from './object.js'
import { type PatchName, patchFile } from './patch-name.js'
import { perFile } from './per-file.js'
import { editedPaths } from './script-files.js'
import { stated } from './version-hint.js'
import { commandScript } from './write-files.js'

/** Where each kind keeps its KubeadmConfigSpec. */
const SPECS: Readonly<Record<string, readonly string[]>> = {
  KubeadmControlPlane: ['spec', 'kubeadmConfigSpec'],
  KubeadmControlPlaneTemplate: ['spec', 'template', 'spec', 'kubeadmConfigSpec'],
  KubeadmConfig: ['spec'],
  KubeadmConfigTemplate: ['spec', 'template', 'spec'],
}

const DOCUMENTS = {
  clusterConfiguration: 'ClusterConfiguration',
  initConfiguration: 'InitConfiguration',
  joinConfiguration: 'JoinConfiguration',
} as const

/** Cluster API: kubeadm's documents as parts of objects, and the files that come with them. */
export const capi: TreeFormat = {
  name: 'capi',
  wants: tree => specRoute(tree) !== undefined && ofGroup(tree, 'cluster.x-k8s.io'),
  read(tree, context) {
    const spec = treeAt(tree, ...(specRoute(tree) ?? []))
    if (spec?.kind !== 'map') return NOTHING
    const place = belongs(tree, context)
    const fragments = Object.entries(DOCUMENTS).flatMap(([key, what]) => {
      const fragment = settings(spec, key, what, tree, context.doc, place)
      return fragment === undefined ? [] : [fragment]
    })
    const written = files(spec, tree, context.doc, place)
    return parsed([...fragments, ...unknownPatches(spec, written, context.doc, place)], written)
  },
}

function specRoute(tree: Tree): readonly string[] | undefined {
  const kind = kindOf(tree) ?? ''
  return Object.hasOwn(SPECS, kind) ? SPECS[kind] : undefined
}

function settings(
  spec: Tree,
  key: string,
  what: string,
  object: Tree,
  doc: Document,
  place: Belongs,
): SettingsFragment | undefined {
  const found = lookup(spec, key)
  if (found.state !== 'found' || found.value.kind !== 'map') return undefined
  const apiVersion = apiVersionOf(object)
  return {
    kind: 'settings',
    ...belonging(doc, found.key?.at ?? found.value.at, place),
    platform: 'kubeadm',
    // Cluster API makes of it what the kubeadm of the machine reads: bootstrap/kubeadm/types/utils.go
    isConverted: true,
    what,
    tree: found.value,
    ...(apiVersion === undefined ? {} : { apiVersion }),
  }
}

function belongs(tree: Tree, { doc, siblings }: TreeContext): Belongs {
  const controlPlane = isControlPlane(tree)
  const pool = spelled(tree, 'metadata', 'name')
  const cluster = stringAt(tree, 'metadata', 'labels', 'cluster.x-k8s.io/cluster-name')
  // A file with several control planes (a ClusterClass with variants) does not say whose the workers are.
  const several = controlPlanes(siblings) > 1
  const version = controlPlane ? textAt(tree, 'spec', 'version') : workersVersions(siblings).get(pool ?? '')
  return {
    set: doc.hint?.set ?? (several ? `capi:${doc.uri}#${pool ?? ''}` : `capi:${doc.uri}`),
    cluster,
    role: controlPlane ? 'control-plane' : kindOf(tree) === 'KubeadmConfigTemplate' ? 'worker' : undefined,
    ...(controlPlane ? {} : { pool }),
    development: inContainers(siblings),
    versions: [stated('kubernetes', version, 'version')],
  }
}

const isControlPlane = (tree: Tree): boolean =>
  kindOf(tree) === 'KubeadmControlPlane' || kindOf(tree) === 'KubeadmControlPlaneTemplate'

const controlPlanes = perFile(siblings => siblings.filter(isControlPlane).length)

/** The Docker provider's machines are containers on the machine of a developer or of CI. */
const inContainers = perFile(siblings =>
  siblings.some(sibling => /^(?:Docker|Dev)(?:Cluster|Machine)/.test(kindOf(sibling) ?? '')),
)

/** Versions of the machines that MachineDeployments and pools make, by the template they name. */
const workersVersions = perFile(siblings => {
  const versions = new Map<string, Text>()
  for (const sibling of siblings) {
    const spec = treeAt(sibling, 'spec', 'template', 'spec')
    const version = spec === undefined ? undefined : textAt(spec, 'version')
    const name = spec === undefined ? undefined : spelled(spec, 'bootstrap', 'configRef', 'name')
    if (name !== undefined && version !== undefined) versions.set(name, version)
  }
  return versions
})

/** A name as its author spelled it: two that come from one template are the same. */
function spelled(tree: Tree, ...route: readonly string[]): string | undefined {
  const found = lookup(tree, ...route)
  if (found.state !== 'found' || found.value.kind !== 'scalar') return undefined
  const { text } = found.value
  const { doc, start, end } = text.at
  return text.known ? text.value : doc.source.slice(start, end)
}

/** Folders that hold kubeadm's patches on the object's machines. */
const patchFolders = (spec: Tree): string[] =>
  ['initConfiguration', 'joinConfiguration'].flatMap(
    key => stringAt(spec, key, 'patches', 'directory')?.replace(/(?<!\/)\/+$/, '') ?? [],
  )

/** Set for a file that kubeadm takes for one of its patches. */
function patchAt(path: string | undefined, folders: readonly string[]): PatchName | undefined {
  const cut = path?.lastIndexOf('/') ?? -1
  return path !== undefined && folders.includes(path.slice(0, cut)) ? patchFile(path.slice(cut + 1)) : undefined
}

/** Patches whose content is not in view, be it that a Secret holds it or that a command changes it: they may say anything. */
function unknownPatches(spec: Tree, written: readonly Document[], doc: Document, place: Belongs): PatchFragment[] {
  const folders = patchFolders(spec)
  if (folders.length === 0) return []
  const known = new Set(written.flatMap(({ path }) => path ?? []))
  return itemsAt(spec, 'files').flatMap((file): PatchFragment[] => {
    const path = stringAt(file, 'path')
    const patch = patchAt(path, folders)
    if (path === undefined || patch === undefined || known.has(path)) return []
    const where = belonging(doc, file.at, { ...place, path })
    return [
      { kind: 'patch', ...where, platform: 'kubeadm', target: patch.target, type: 'json', tree: unseenList(file.at) },
    ]
  })
}

/** Paths that the object's commands change when its files are written. */
function changedPaths(spec: Tree, doc: Document): ReadonlySet<string> {
  const scripts = ['preKubeadmCommands', 'postKubeadmCommands'].flatMap(key =>
    commandScript(doc, treeAt(spec, key), key),
  )
  return new Set(scripts.flatMap(script => [...editedPaths(script)]))
}

/** `files[]`: a file that is appended to, or comes from a Secret, is not the whole of itself. */
function files(spec: Tree, object: Tree, doc: Document, place: Belongs): readonly Document[] {
  const name = spelled(object, 'metadata', 'name') ?? kindOf(object) ?? ''
  const hint: Hint = {
    ...(place.set === undefined ? {} : { set: place.set }),
    ...(place.role === undefined ? {} : { role: place.role }),
    ...(place.pool === undefined ? {} : { pool: place.pool }),
  }
  const changed = changedPaths(spec, doc)
  const folders = patchFolders(spec)
  return itemsAt(spec, 'files').flatMap((file, i) => {
    const found = treeAt(file, 'content')
    const content = found === undefined ? undefined : scalarText(found)
    const append = lookup(file, 'append')
    if (content === undefined || append.state === 'unknown' || stringAt(file, 'append') === 'true') return []
    const path = stringAt(file, 'path')
    if (path !== undefined && changed.has(path)) return []
    const part: Part = {
      name: `${name}.files[${i}]`,
      host: { id: `${doc.uri}#${name}` },
      hint: patchAt(path, folders) === undefined ? hint : { ...hint, patch: true },
      ...(path === undefined ? {} : { path }),
    }
    if (lookup(file, 'encoding').state === 'unknown') return []
    const encoding = encodingOf(stringAt(file, 'encoding'))
    if (encoding === 'plain') return [embed(content, part)]
    const source = content.known ? decode(content.value, encoding) : undefined
    return source === undefined ? [] : [embedDecoded(content, source, part)]
  })
}
