import type { Component } from '../../model/component.js'
import { known, type Read } from '../../model/rule.js'
import { atLeast } from '../../model/version.js'
import { gateOf, items, rows, written } from './checks.js'

const ADMISSION = 'pkg/kubeapiserver/options/admission.go'
const GENERIC = 'staging/src/k8s.io/apiserver/pkg/server/options/admission.go'

/**
 * APIs of which one may switch off priority and fairness, by the minor that brought the list: the first that `--runtime-config`
 * names decides.
 */
const FLOW_CONTROL: readonly (readonly [string, readonly string[]])[] = [
  ['1.29', ['flowcontrol.apiserver.k8s.io/v1', 'api/ga', 'api/all']],
  ['1.26', ['flowcontrol.apiserver.k8s.io/v1beta3', 'api/beta', 'api/all']],
  ['1.25', ['flowcontrol.apiserver.k8s.io/v1beta2', 'flowcontrol.apiserver.k8s.io/v1beta1', 'api/beta', 'api/all']],
]

/** Whether requests are queued by priority and fairness. */
export function* isFair(apiserver: Component<'kube-apiserver'>): Generator<Read, boolean, unknown> {
  const flag = apiserver.get('enable-priority-and-fairness')
  if (flag === undefined || (yield* known(flag)).value !== true) return false
  // the gate is gone where nothing can switch it off
  const gate = yield* gateOf(apiserver, 'APIPriorityAndFairness')
  return gate === undefined || gate.value === true
}

/** What may enter, and at which rate. */
export const ADMISSION_ROWS = rows('kube-apiserver', [
  {
    id: 'admission-exclusive',
    settings: ['--admission-control', '--enable-admission-plugins', '--disable-admission-plugins'],
    versions: '>=1.10',
    reason: 'it excludes `{flag}`',
    remedy: 'remove `--admission-control` and name its plugins in `--enable-admission-plugins`',
    source: ADMISSION,
    *check(apiserver) {
      const old = yield* written(apiserver, 'admission-control')
      if (old === undefined) return
      for (const flag of ['enable-admission-plugins', 'disable-admission-plugins'] as const) {
        const other = yield* written(apiserver, flag)
        if (other === undefined) continue
        yield { at: old, values: { flag: `--${flag}` }, related: [{ at: other, label: 'the flag that replaced it' }] }
        return
      }
    },
  },
  {
    id: 'admission-overlap',
    settings: ['--disable-admission-plugins', '--enable-admission-plugins'],
    versions: '>=1.10',
    reason: '`{plugin}` is enabled as well',
    remedy: 'remove {plugin} from one of the lists',
    source: GENERIC,
    *check(apiserver) {
      const disabled = yield* written(apiserver, 'disable-admission-plugins')
      if (disabled === undefined) return
      const enabled = yield* items(apiserver, 'enable-admission-plugins')
      for (const { value } of yield* items(apiserver, 'disable-admission-plugins')) {
        const other = enabled.find(one => one.value === value)
        if (other !== undefined)
          yield {
            at: disabled,
            values: { plugin: value },
            related: [{ at: other.at, label: 'enabled here' }],
          }
      }
    },
  },
  {
    id: 'apf-runtime-config',
    settings: ['--runtime-config', '--enable-priority-and-fairness'],
    versions: '>=1.25',
    reason: 'priority and fairness needs `{api}`',
    remedy: 'remove {api}=false, or set `--enable-priority-and-fairness=false`',
    source: 'pkg/controlplane/apiserver/options/validation.go',
    *check(apiserver) {
      const [, apis = []] = FLOW_CONTROL.find(([since]) => atLeast(apiserver.version, since)) ?? []
      for (const api of apis) {
        const entry = yield* known(apiserver.get('runtime-config', api))
        if (entry.value === 'true') return
        if (entry.value !== 'false') continue
        if (yield* isFair(apiserver)) yield { at: entry, values: { api } }
        return
      }
    },
  },
])
