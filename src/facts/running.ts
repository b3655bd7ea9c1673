import type { Component } from '../model/component.js'
import { outermost } from '../model/document.js'
import { writtenValue } from '../model/setting.js'
import { compareVersions } from '../model/version.js'

/**
 * Whether it is seen to run with what is in view, so that nothing of it can keep it from starting: a kubelet that shows its
 * configuration, one whose node notes how it was started (k3s, RKE2), a container that its kubelet calls ready. A pod that is there may
 * well crash again and again. Nobody has seen it run at a version that lies ahead.
 */
export function isSeenRunning({ isObserved, anchor, runsIn, range, version }: Component): boolean {
  if (compareVersions(version, range.max) > 0) return false
  if (isObserved || anchor.doc.live?.kind === 'Node') return true
  return runsIn?.kind === 'pod' && writtenValue(runsIn.get('ready')) === 'true'
}

/**
 * Whether apiserver and kubelet are one process, as in a server of k3s: they are of one version, whichever of the servers answered to
 * `/version` in the middle of an upgrade.
 */
export function isOneWithApiserver({ kind, role, range: { at } }: Component): boolean {
  if (kind !== 'kubelet' || role !== 'control-plane' || at === undefined) return false
  return outermost(at.doc).live?.kind === 'Node' && at.doc.source.slice(at.start, at.end).includes('+k3s')
}
