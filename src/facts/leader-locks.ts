import type { ComponentKind } from '../model/fragment.js'

/**
 * The first minor of a component that no longer locks with a kind of object: client-go tools/leaderelection/resourcelock/interface.go
 * of 1.24 and 1.28; kube-controller-manager and kube-scheduler ask for `leases` themselves from 1.27 on (k8s.io/controller-manager
 * options/generic.go, kubernetes/kubernetes pkg/scheduler/apis/config/validation/validation.go).
 */
const REMOVED: Readonly<Record<string, { readonly kubernetes: number; readonly autoscaler: number }>> = {
  endpoints: { kubernetes: 124, autoscaler: 124 },
  configmaps: { kubernetes: 124, autoscaler: 124 },
  endpointsleases: { kubernetes: 127, autoscaler: 128 },
  configmapsleases: { kubernetes: 127, autoscaler: 128 },
}

/** Undefined for a lock that is not gone, or none. */
export function lockRemoved(kind: ComponentKind, lock: string): number | undefined {
  const found = Object.hasOwn(REMOVED, lock) ? REMOVED[lock] : undefined
  return kind === 'cluster-autoscaler' ? found?.autoscaler : found?.kubernetes
}

/** The lock a leader has to be moved through, so that old and new processes see each other. */
export const LOCK_BETWEEN: Readonly<Record<string, string>> = {
  endpoints: 'endpointsleases',
  configmaps: 'configmapsleases',
}
