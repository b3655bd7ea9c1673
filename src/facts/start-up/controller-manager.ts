import type { ScalarKey } from '../../model/component.js'
import { known } from '../../model/rule.js'
import { outside, rows, written } from './checks.js'
import { clientRate } from './client-rate.js'
import { isEnabled, unknownControllers } from './controllers.js'
import { ELECTION, leaderRows } from './leader.js'
import { loggingRow } from './logging.js'
import { NODE_RANGES } from './node-ranges.js'
import { SERVING, servingRows } from './serving.js'
import { SIGNERS } from './signers.js'
import type { Validation } from './validation.js'

const OPTIONS = 'cmd/kube-controller-manager/app/options'

type Flag = ScalarKey<'kube-controller-manager'>

/** Workers of a controller that has to have one. Others take 0 and do nothing, as does --concurrent-validating-admission-policy-status-syncs, whose check nobody calls. */
const atLeastOne = (flag: Flag, versions: string, file: string): Validation<'kube-controller-manager'> => ({
  id: `min-${flag}`,
  settings: [`--${flag}`],
  versions,
  reason: 'the controller needs a worker, so it must be greater than 0',
  remedy: 'remove it, for the default is enough',
  source: `${OPTIONS}/${file}`,
  check: outside([flag], { min: 1 }),
})

export const VALIDATIONS = rows('kube-controller-manager', [
  loggingRow<'kube-controller-manager'>(),
  ...leaderRows<'kube-controller-manager'>(ELECTION),
  clientRate<'kube-controller-manager'>('kube-api-burst', 'kube-api-qps'),
  {
    id: 'controllers',
    settings: ['--controllers'],
    versions: '>=1.9',
    reason: 'no controller of this version has that name',
    remedy: '{cure}',
    source: 'staging/src/k8s.io/controller-manager/options/generic.go',
    check: unknownControllers,
  },
  ...NODE_RANGES,
  ...SIGNERS,
  atLeastOne('concurrent-cron-job-syncs', '>=1.28', 'cronjobcontroller.go'),
  atLeastOne('concurrent-daemonset-syncs', '>=1.32', 'daemonsetcontroller.go'),
  atLeastOne('concurrent-device-taint-eviction-syncs', '>=1.35', 'devicetaintevictioncontroller.go'),
  atLeastOne('concurrent-ephemeralvolume-syncs', '>=1.23', 'ephemeralcontroller.go'),
  atLeastOne('concurrent-horizontal-pod-autoscaler-syncs', '>=1.26', 'hpacontroller.go'),
  atLeastOne('concurrent-job-syncs', '>=1.28', 'jobcontroller.go'),
  atLeastOne('concurrent-resourceclaim-syncs', '>=1.36', 'resourceclaimcontroller.go'),
  atLeastOne('concurrent-statefulset-syncs', '>=1.16', 'statefulsetcontroller.go'),
  {
    id: 'endpoint-slices',
    settings: ['--max-endpoints-per-slice'],
    versions: '>=1.16',
    reason: 'it lies outside 1 to 1000',
    remedy: 'set a value between 1 and 1000',
    source: `${OPTIONS}/endpointslicecontroller.go`,
    check: outside(['max-endpoints-per-slice'], { min: 1, max: 1000 }),
  },
  {
    id: 'endpoint-slice-workers',
    settings: ['--concurrent-service-endpoint-syncs', '--mirroring-concurrent-service-endpoint-syncs'],
    versions: '>=1.16',
    reason: 'it lies outside 1 to 50',
    remedy: 'set a value between 1 and 50',
    source: `${OPTIONS}/endpointslicecontroller.go`,
    check: outside(['concurrent-service-endpoint-syncs', 'mirroring-concurrent-service-endpoint-syncs'], {
      min: 1,
      max: 50,
    }),
  },
  {
    id: 'mirroring',
    settings: ['--mirroring-max-endpoints-per-subset'],
    versions: '>=1.19',
    reason: 'it lies outside 1 to 1000',
    remedy: 'set a value between 1 and 1000',
    source: `${OPTIONS}/endpointslicemirroringcontroller.go`,
    check: outside(['mirroring-max-endpoints-per-subset'], { min: 1, max: 1000 }),
  },
  {
    id: 'attach-detach-period',
    settings: ['--attach-detach-reconcile-sync-period'],
    versions: '>=1.9',
    reason: 'it must be at least 1s',
    remedy: 'remove it, for the default is 1m',
    source: `${OPTIONS}/attachdetachcontroller.go`,
    *check(manager) {
      const period = yield* written(manager, 'attach-detach-reconcile-sync-period')
      if (typeof period?.value !== 'number' || period.value >= 1_000) return
      // up to 1.25 the controller itself refuses it (app/core.go), so not where it is off
      if (yield* isEnabled(manager, ['attachdetach', 'persistentvolume-attach-detach-controller'])) yield { at: period }
    },
  },
  ...servingRows<'kube-controller-manager'>(SERVING, '1.12'),
  {
    id: 'cidr-allocator',
    settings: ['--cidr-allocator-type'],
    versions: '>=1.32',
    reason: 'only RangeAllocator is left of the allocators, since cloud providers are no longer built in',
    remedy: 'remove it',
    source: `${OPTIONS}/options.go`,
    *check(manager) {
      const type = yield* written(manager, 'cidr-allocator-type')
      if (type?.value !== undefined && type.value !== '' && type.value !== 'RangeAllocator') yield { at: type }
    },
  },
  {
    id: 'service-ranges',
    settings: ['--service-cluster-ip-range'],
    versions: '>=1.16',
    reason: 'services have one range per family, so two at most',
    remedy: 'keep two of them',
    source: `${OPTIONS}/nodeipamcontroller.go`,
    *check(manager) {
      const range = yield* known(manager.get('service-cluster-ip-range'))
      if (range.by !== undefined && range.value !== undefined && range.value.split(',').length > 2) yield { at: range }
    },
  },
])
