import { place, position } from '../../model/location.js'
import { knownValue } from '../../model/setting.js'
import { wordsOf } from './picture-text.js'
import type { View } from './shown.js'

/**
 * What a box is called: the pool, the name of an etcd member or a resource, else the part of its place that tells it from the
 * others of its kind. A thing that is alone needs no name.
 */
export function namesOf(views: readonly View[]): ReadonlyMap<View, string> {
  const names = new Map<View, string>()
  const unnamed = new Map<string, View[]>()
  for (const view of views) {
    const own = ownName(view)
    if (own !== undefined) names.set(view, own)
    else unnamed.set(view.thing.kind, [...(unnamed.get(view.thing.kind) ?? []), view])
  }
  for (const [kind, all] of unnamed) {
    if (all.length === 1 && views.filter(({ thing }) => thing.kind === kind).length === 1) continue
    const candidates = [fileName, embeddedIn, folderAndFile, fileAndLine]
    const telling = candidates.find(of => new Set(all.map(of)).size === all.length) ?? fileAndLine
    for (const view of all) names.set(view, telling(view))
  }
  return names
}

function ownName(view: View): string | undefined {
  if (!('component' in view)) return view.resource.name ?? knownValue(view.resource.get('label'))
  const { component } = view
  if (component.kind === 'etcd') return wordsOf(component, 'name')?.join(',')
  return component.pool
}

const pathOf = ({ thing }: View): string => place(thing.anchor).doc.uri

const fileName = (view: View): string => pathOf(view).split('/').slice(-1).join('')

const folderAndFile = (view: View): string => pathOf(view).split('/').slice(-2).join('/')

/** `WorkerLaunchConfiguration.UserData` of `stack.yaml#WorkerLaunchConfiguration.UserData#kubelet.service`. */
const embeddedIn = (view: View): string =>
  (view.thing.anchor.doc.uri.split('#')[1] ?? fileName(view)).replace(/\.(?:UserData|user_?data)$/i, '')

function fileAndLine(view: View): string {
  const { doc, start } = place(view.thing.anchor)
  return `${fileName(view)}:${position(doc, start).line}`
}
