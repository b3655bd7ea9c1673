import { type Document, type Live, objectName } from '../model/document.js'

/** What no path of a file begins with. */
const PREFIX = 'klint-live/'

/** Whether a path of an identity stands for objects of a running cluster. */
export const isLiveIdentity = (path: string): boolean => path.startsWith(PREFIX)

/**
 * What stands for the path of a file where a document is an object of a running cluster, and is the same in the next run: nodes come and
 * go, so they are their pool, and mirror pods are what the node runs. Undefined for files.
 */
export function liveIdentity({ live, source, hint }: Document): string | undefined {
  if (live === undefined) return undefined
  return PREFIX + [lasting(live, hint?.pool ?? hint?.role, source), live.part].filter(Boolean).join('/')
}

function lasting(live: Live, group: string | undefined, source: string): string {
  if (live.kind === 'Node') return [live.cluster, 'nodes', group].filter(Boolean).join('/')
  if (live.kind !== 'Pod') return objectName(live)
  const node = /^ {4}"nodeName": "([^"\\]+)"/m.exec(source)?.[1]
  const suffix = `-${node}`
  if (node === undefined || !live.name.endsWith(suffix)) return objectName(live)
  return objectName({ ...live, name: live.name.slice(0, -suffix.length) })
}
