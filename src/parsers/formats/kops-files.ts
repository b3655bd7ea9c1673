import type { Document, Hint, Host } from '../../model/document.js'
import type { Text } from '../../model/text.js'
import { itemsAt, lookup, scalarText, stringAt, type Tree, treeAt } from '../../model/tree.js'
import { decode } from '../decode.js'
import { embed, embedDecoded, type Part } from '../embed.js'
import type { Belongs } from './belonging.js'

/** Files, units and scripts that a cluster or a group brings to its machines. */
export function kopsFiles(tree: Tree, doc: Document, place: Belongs): readonly Document[] {
  const spec = treeAt(tree, 'spec')
  if (spec === undefined) return []
  return [...assets(spec, doc, place), ...hooks(spec, doc, place), ...userData(spec, doc, place)]
}

function assets(spec: Tree, doc: Document, place: Belongs): readonly Document[] {
  return itemsAt(spec, 'fileAssets').flatMap((asset, i) => {
    const content = contentOf(asset, 'content')
    const encoded = lookup(asset, 'isBase64')
    if (content === undefined || encoded.state === 'unknown') return []
    const role = place.role ?? roleOfAsset(asset)
    const name = stringAt(asset, 'name')
    // kubernetes/kops nodeup/pkg/model/file_assets.go: without a path it goes below /srv/kubernetes/assets.
    const path = stringAt(asset, 'path') ?? (name === undefined ? undefined : `/srv/kubernetes/assets/${name}`)
    const part: Part = {
      name: `fileAssets[${i}]`,
      host: hostOf(doc, place, role),
      hint: hintOf(place, role),
      ...(path === undefined ? {} : { path }),
    }
    if (stringAt(asset, 'isBase64') !== 'true') return [embed(content, part)]
    const source = content.known ? decode(content.value, 'base64') : undefined
    return source === undefined ? [] : [embedDecoded(content, source, part)]
  })
}

/** Hooks are units; without `useRawManifest` the manifest is the body of their [Service] section. */
function hooks(spec: Tree, doc: Document, place: Belongs): readonly Document[] {
  return itemsAt(spec, 'hooks').flatMap((hook, i) => {
    const content = contentOf(hook, 'manifest')
    if (content === undefined || !/^\s*\[/.test(content.value)) return []
    const role = place.role ?? roleOfAsset(hook)
    const name = stringAt(hook, 'name') ?? `kops-hook-${i}`
    const unit = name.endsWith('.service') ? name : `${name}.service`
    const hint: Hint = { ...hintOf(place, role), unit }
    return [embed(content, { name: `hooks[${i}]`, host: hostOf(doc, place, role), hint })]
  })
}

function userData(spec: Tree, doc: Document, place: Belongs): readonly Document[] {
  return itemsAt(spec, 'additionalUserData').flatMap((part, i) => {
    const content = contentOf(part, 'content')
    if (content === undefined) return []
    return [
      embed(content, {
        name: `additionalUserData[${i}]`,
        host: hostOf(doc, place, place.role),
        hint: hintOf(place, place.role),
      }),
    ]
  })
}

function contentOf(tree: Tree, key: string): Text | undefined {
  const found = treeAt(tree, key)
  return found === undefined ? undefined : scalarText(found)
}

/** `roles` or `execContainer`'s kin: the one role named; several, or none, mean every machine. */
function roleOfAsset(asset: Tree): Hint['role'] {
  const roles = itemsAt(asset, 'roles').map(role => (role.kind === 'scalar' ? role.text.value : ''))
  if (roles.length === 0) return undefined
  if (roles.every(role => role === 'Node')) return 'worker'
  return roles.every(role => role === 'Master' || role === 'ControlPlane') ? 'control-plane' : undefined
}

/** Machines of one group see the group's files; those of the cluster are apart, since groups write over them. */
function hostOf(doc: Document, place: Belongs, role: Hint['role']): Host {
  const owner = [doc.uri, place.cluster, place.pool, place.pool === undefined ? role : undefined]
  return { id: owner.filter(part => part !== undefined).join('#') }
}

function hintOf(place: Belongs, role: Hint['role']): Hint {
  return {
    platform: 'kops',
    ...(place.set === undefined ? {} : { set: place.set }),
    ...(role === undefined ? {} : { role }),
    ...(place.pool === undefined ? {} : { pool: place.pool }),
  }
}
