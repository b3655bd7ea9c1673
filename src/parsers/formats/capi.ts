import type { Document, Hint } from '../../model/document.js'
import type { SettingsFragment } from '../../model/fragment.js'
import type { Text } from '../../model/text.js'
import { itemsAt, lookup, scalarText, stringAt, type Tree, textAt, treeAt } from '../../model/tree.js'
import { decode, encodingOf } from '../decode.js'
import { embed, embedDecoded, type Part } from '../embed.js'
import { NOTHING, parsed, type TreeContext, type TreeFormat } from '../format.js'
import { type Belongs, belonging } from './belonging.js'
import { apiVersionOf, kindOf, ofGroup } from './object.js'
import { perFile } from './per-file.js'
import { stated } from './version-hint.js'

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
    return parsed(fragments, files(spec, tree, context.doc, place))
  },
}

const specRoute = (tree: Tree): readonly string[] | undefined => SPECS[kindOf(tree) ?? '']

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

/** `files[]`: a file that is appended to, or comes from a Secret, is not the whole of itself. */
function files(spec: Tree, object: Tree, doc: Document, place: Belongs): readonly Document[] {
  const name = spelled(object, 'metadata', 'name') ?? kindOf(object) ?? ''
  const hint: Hint = {
    ...(place.set === undefined ? {} : { set: place.set }),
    ...(place.role === undefined ? {} : { role: place.role }),
    ...(place.pool === undefined ? {} : { pool: place.pool }),
  }
  return itemsAt(spec, 'files').flatMap((file, i) => {
    const found = treeAt(file, 'content')
    const content = found === undefined ? undefined : scalarText(found)
    const append = lookup(file, 'append')
    if (content === undefined || append.state === 'unknown' || stringAt(file, 'append') === 'true') return []
    const path = stringAt(file, 'path')
    const part: Part = {
      name: `${name}.files[${i}]`,
      host: { id: `${doc.uri}#${name}` },
      hint,
      ...(path === undefined ? {} : { path }),
    }
    if (lookup(file, 'encoding').state === 'unknown') return []
    const encoding = encodingOf(stringAt(file, 'encoding'))
    if (encoding === 'plain') return [embed(content, part)]
    const source = content.known ? decode(content.value, encoding) : undefined
    return source === undefined ? [] : [embedDecoded(content, source, part)]
  })
}
