import type { Component } from '../model/component.js'
import { known, type Read } from '../model/rule.js'
import type { KnownSetting } from '../model/setting.js'

/**
 * Whether an apiserver keeps the endpoints of the `kubernetes` Service by count, and the setting that says so. Before 1.9
 * there is nothing else (kubernetes#51698) and no setting; since 1.11 leases are the default (kubernetes#63383).
 */
export function* byMasterCount(
  apiserver: Component<'kube-apiserver'>,
): Generator<Read, { readonly setting?: KnownSetting<string | undefined> } | undefined, unknown> {
  const type = apiserver.get('endpoint-reconciler-type')
  if (type === undefined) return {}
  const setting = yield* known(type)
  return setting.value === 'master-count' ? { setting } : undefined
}
