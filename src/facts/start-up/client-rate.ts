import type { Component, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { known } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import { beside } from './beside.js'
import { written } from './checks.js'
import type { Checking, Validation } from './validation.js'

/** What client-go refuses of a limit of requests (kubernetes/clientset.go, NewForConfig, v0.17.17 to v0.37.2); without a rate there is no limit. */
export const clientRate = <K extends ComponentKind>(
  burst: ScalarKey<K>,
  qps: ScalarKey<K>,
  isExempt: (burst: KnownSetting<unknown>) => boolean = () => false,
): Validation<K> => ({
  id: 'client-rate',
  settings: [String(burst), String(qps)],
  versions: '>=1.17',
  reason: 'with a limit of {qps} requests a second the burst must be greater than 0',
  remedy: 'remove it',
  source: 'staging/src/k8s.io/client-go/kubernetes/clientset.go',
  *check(component: Component<K>): Checking {
    const most = yield* written(component, burst)
    if (typeof most?.value !== 'number' || most.value > 0 || isExempt(most)) return
    const rate: KnownSetting<unknown> = yield* known(component.get(qps))
    if (typeof rate.value !== 'number' || rate.value <= 0) return
    yield {
      at: most,
      values: { qps: rate.value },
      ...beside([rate, 'the limit']),
    }
  },
})
