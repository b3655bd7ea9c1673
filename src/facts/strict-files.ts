import type { ComponentKind } from '../model/fragment.js'
import { atLeast, type Version } from '../model/version.js'

/** Who refuses a file with a field that it does not know, and since when; all others read past it. */
export const STRICT_SINCE = {
  // EnableStrict in pkg/scheduler/apis/config/scheme/scheme.go of kubernetes/kubernetes v1.19.0
  'kube-scheduler': '1.19',
} as const

export const refusesFields = (kind: ComponentKind, version: Version): boolean =>
  kind === 'kube-scheduler' && atLeast(version, STRICT_SINCE[kind])
