import type { ArgvFragment, PatchFragment, Word } from '../../model/fragment.js'
import { lookup, scalarText, stringAt, type Tree } from '../../model/tree.js'
import { isAnyWord, unknownAt, word } from './written.js'

/**
 * A static pod after kubeadm's patches: a strategic or merge patch that lists `command` replaces the whole list
 * (cmd/kubeadm/app/util/patches/patches.go, v1.36.0; lists of strings have no merge key). A JSON patch changes single
 * items of a list nobody sees here, so everything may be different.
 */
export function patched(pod: ArgvFragment, patches: readonly PatchFragment[]): ArgvFragment {
  return patches.reduce(apply, pod)
}

const opened = (pod: ArgvFragment, { at }: Tree): ArgvFragment => ({
  ...pod,
  open: true,
  openedBy: { what: 'a patch of kubeadm’s may change its command line', at },
})

function apply(pod: ArgvFragment, { type, tree }: PatchFragment): ArgvFragment {
  if (type === 'json') return touchesCommand(tree) ? opened(pod, tree) : pod
  const containers = lookup(tree, 'spec', 'containers')
  if (containers.state === 'unknown') return opened(pod, tree)
  if (containers.state === 'absent' || containers.value.kind !== 'list') return pod
  let result = pod
  let words: Word[] | undefined
  for (const { value: container, conditional } of containers.value.items) {
    // A merge patch replaces the whole list of containers, a strategic one that of the same name.
    const name = stringAt(container, 'name')
    if (type === 'strategic' && name !== undefined && name !== pod.component) continue
    const command = lookup(container, 'command')
    const args = lookup(container, 'args')
    if (conditional || command.state === 'unknown' || args.state === 'unknown') result = opened(result, tree)
    else if (command.state === 'found') {
      result = { ...result, ...wordsOf(command.value, 1) }
      words = undefined
    }
    if (args.state === 'found') {
      const more = wordsOf(args.value, 0)
      // one list for all containers: a patch may hold very many
      words ??= [...result.words]
      for (const one of more.words) words.push(one)
      if (more.open) result = { ...result, open: true }
    }
  }
  return words === undefined ? result : { ...result, words }
}

function wordsOf(tree: Tree, from: number): { words: Word[]; open: boolean } {
  if (tree.kind !== 'list') return { words: [], open: true }
  const sure = tree.items.filter(item => !item.conditional)
  const texts = sure.slice(from).map(({ value }) => scalarText(value) ?? unknownAt(value.at))
  const open = tree.open || sure.length < tree.items.length || texts.some(isAnyWord)
  return { words: texts.map(word), open }
}

function touchesCommand(tree: Tree): boolean {
  if (tree.kind !== 'list' || tree.open) return true
  return tree.items.some(({ value }) => {
    const path = stringAt(value, 'path')
    return path === undefined || /\/(command|args)(\/|$)/.test(path) || !path.includes('/containers/')
  })
}
