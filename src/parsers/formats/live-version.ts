import type { Fragment } from '../../model/fragment.js'
import { textAt } from '../../model/tree.js'
import { parsed, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { stated } from './version-hint.js'

/**
 * What an apiserver answers to `/version`. Where no pod shows how it was started, it is a component all the same: of which the
 * version is known, and nothing else.
 */
export const liveVersion: TreeFormat = {
  name: 'version',
  wants: (_, doc) => doc.live?.kind === 'Version',
  read(tree, { doc }) {
    const text = textAt(tree, 'gitVersion')
    const at = text?.at ?? tree.at
    const cluster = doc.live?.cluster
    const fragments: Fragment[] = [
      { kind: 'version', ...belonging(doc, at, { cluster, versions: [stated('kubernetes', text, 'gitVersion')] }) },
    ]
    if (doc.hint?.role === 'control-plane')
      fragments.push({
        kind: 'argv',
        ...belonging(doc, at, { versions: [stated('kube-apiserver', text, 'gitVersion')] }),
        component: 'kube-apiserver',
        words: [],
        open: true,
        openedBy: { what: unseen(doc.hint?.managedBy), at },
        environment: { variables: [], open: true },
      })
    return parsed(fragments)
  },
}

const unseen = (managedBy: string | undefined): string =>
  managedBy === undefined
    ? 'how kube-apiserver was started is not in view'
    : `${managedBy} does not show how kube-apiserver is started`
