import type { Component } from '../model/component.js'
import { outermost } from '../model/document.js'

/**
 * Whether it is seen to run with what is in view, so that nothing of it can keep it from starting: a kubelet that shows its
 * configuration, one whose node notes how it was started (k3s, RKE2), a container that its kubelet calls ready. A pod that is there may
 * well crash again and again.
 */
export function isSeenRunning({ isObserved, anchor, runsIn }: Component): boolean {
  if (isObserved || anchor.doc.live?.kind === 'Node') return true
  const ready = runsIn?.kind === 'pod' ? runsIn.get('ready') : undefined
  return ready?.state === 'set' && ready.value === 'true'
}

/**
 * Whether apiserver and kubelet are one process, as in a server of k3s: they are of one version, whichever of the servers answered to
 * `/version` in the middle of an upgrade.
 */
export function isOneWithApiserver({ kind, role, range: { at } }: Component): boolean {
  if (kind !== 'kubelet' || role !== 'control-plane' || at === undefined) return false
  return outermost(at.doc).live?.kind === 'Node' && at.doc.source.slice(at.start, at.end).includes('+k3s')
}
