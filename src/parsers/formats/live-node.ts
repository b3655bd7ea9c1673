import type { ArgvFragment, ComponentKind, Fragment, ObservedFragment, Word } from '../../model/fragment.js'
import { parseQuantity } from '../../model/quantity.js'
import { Text } from '../../model/text.js'
import { lookup, stringAt, type Tree, textAt } from '../../model/tree.js'
import { parsed, type TreeContext, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { anchorOf, kindOf } from './object.js'
import { stated } from './version-hint.js'

/**
 * A node of a running cluster, which stands for its group: what it sets aside, and the arguments k3s and RKE2 note on it.
 * Objects in files are fixtures of tests and simulators more often than nodes.
 */
export const liveNode: TreeFormat = {
  name: 'node',
  wants: (tree, doc) => doc.live?.kind === 'Node' && doc.live.part === undefined && kindOf(tree) === 'Node',
  read: (tree, context) => parsed([...kubelet(tree, context), ...arguments_(tree, context)]),
}

/** The configuration a kubelet answers with; the carrier cut the wrapper `{"kubeletconfig": …}` away. */
export const liveConfigz: TreeFormat = {
  name: 'configz',
  wants: (_, doc) => doc.live?.part === 'configz',
  read(tree, { doc }) {
    const fragment: ObservedFragment = {
      kind: 'observed',
      ...belonging(doc, { doc, start: tree.at.start, end: tree.at.start }),
      component: 'kubelet',
      shows: { what: 'configuration', tree },
      instances: instancesOf(doc),
    }
    return parsed([fragment])
  },
}

const instancesOf = ({ live }: TreeContext['doc']) => ({ min: live?.count ?? 1, max: live?.count ?? 1 })

function kubelet(tree: Tree, { doc }: TreeContext): ObservedFragment[] {
  const version = stated('kubelet', textAt(tree, 'status', 'nodeInfo', 'kubeletVersion'), 'kubeletVersion')
  const at = textAt(tree, 'status', 'nodeInfo', 'kubeletVersion')?.at ?? anchorOf(tree)
  const allocatable = lookup(tree, 'status', 'allocatable')
  return [
    {
      kind: 'observed',
      ...belonging(doc, allocatable.state === 'found' ? (allocatable.key?.at ?? at) : at, { versions: [version] }),
      component: 'kubelet',
      shows: { what: 'reservation', isNothing: setsNothingAside(tree) },
      instances: instancesOf(doc),
    },
  ]
}

/** True only where memory and CPU are given to pods as a whole; undefined where one of them cannot be read. */
function setsNothingAside(tree: Tree): boolean | undefined {
  let isNothing = true
  for (const resource of ['memory', 'cpu']) {
    const [has, gives] = ['capacity', 'allocatable'].map(list =>
      parseQuantity(stringAt(tree, 'status', list, resource) ?? ''),
    )
    if (has === undefined || gives === undefined) return undefined
    if (has > gives) isNothing = false
  }
  return isNothing
}

/**
 * k3s and RKE2 note the arguments they were started with, those of their configuration file among them
 * (k3s-io/k3s pkg/nodeconfig/nodeconfig.go); what they add themselves is not there.
 */
const ANNOTATIONS = ['k3s.io/node-args', 'rke2.io/node-args']

const ARGUMENT: Readonly<Record<string, ComponentKind>> = {
  'kubelet-arg': 'kubelet',
  'kube-apiserver-arg': 'kube-apiserver',
  'kube-controller-manager-arg': 'kube-controller-manager',
  'kube-scheduler-arg': 'kube-scheduler',
  'kube-proxy-arg': 'kube-proxy',
  'etcd-arg': 'etcd',
}

function arguments_(tree: Tree, { doc }: TreeContext): Fragment[] {
  const text = ANNOTATIONS.map(name => textAt(tree, 'metadata', 'annotations', name)).find(found => found !== undefined)
  if (text === undefined) return []
  const words = new Map<ComponentKind, Word[]>()
  for (const { component, value } of pairs(text)) {
    const known = words.get(component) ?? []
    words.set(component, known)
    known.push({ parts: [{ text: value }], splits: false })
  }
  const version = textAt(tree, 'status', 'nodeInfo', 'kubeletVersion')
  return [...words].map(
    ([component, all]): ArgvFragment => ({
      kind: 'argv',
      ...belonging(doc, text.at, {
        versions: [component === 'etcd' ? undefined : stated(component, version, 'kubeletVersion')],
      }),
      component,
      words: all,
      open: true,
      environment: { variables: [], open: true },
      instances: instancesOf(doc),
    }),
  )
}

/** `--kubelet-arg=max-pods=250` and `--kubelet-arg max-pods=250`, each as `--max-pods=250`. */
function* pairs(text: Text): Generator<{ component: ComponentKind; value: Text }> {
  let list: unknown
  try {
    list = JSON.parse(text.value)
  } catch {
    return
  }
  if (!Array.isArray(list)) return
  let component: ComponentKind | undefined
  for (const word of list) {
    if (typeof word !== 'string') return
    const found = /^--([a-z-]+)(?:=(.*))?$/s.exec(word)
    const value = component !== undefined && found === null ? word : found?.[2]
    const name = found?.[1] ?? ''
    component = found === null ? component : Object.hasOwn(ARGUMENT, name) ? ARGUMENT[name] : undefined
    if (component === undefined || value === undefined) continue
    yield { component, value: argument(text, value) }
    component = undefined
  }
}

/** At its own place in the annotation where it stands there as it is, else at the whole of it. */
function argument(text: Text, value: string): Text {
  const found = text.value.indexOf(value)
  const where = found === -1 ? text : text.slice(found, found + value.length)
  const { doc, start, end } = where.at
  return Text.join([Text.whole(doc, start, start, '--'), found === -1 ? Text.whole(doc, start, end, value) : where])
}
