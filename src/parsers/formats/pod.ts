import { parsed, type TreeFormat } from '../format.js'
import { kindOf } from './object.js'
import { patchName } from './patch-name.js'
import { podFragments } from './pod-spec.js'

/** Static pod manifests, in YAML or JSON, and pods of a cluster. */
export const pod: TreeFormat = {
  name: 'pod',
  wants: (tree, doc) => kindOf(tree) === 'Pod' && patchName(tree, doc) === undefined,
  read: (tree, { doc }) =>
    parsed(
      podFragments({
        object: tree,
        pod: tree,
        doc,
        instances: doc.live === undefined ? { min: 1 } : { min: 1, max: 1 },
      }),
    ),
}
