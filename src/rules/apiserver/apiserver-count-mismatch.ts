import { byMasterCount } from '../../facts/endpoint-reconciler.js'
import type { Cluster } from '../../model/component.js'
import { replaceValue } from '../../model/edit.js'
import type { Count } from '../../model/fragment.js'
import { defineRule, known } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'

export default defineRule({
  id: 'apiserver/apiserver-count-mismatch',
  summary: '--apiserver-count differs from the number of apiservers',
  checks: 'cluster',
  severity: 'error',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/kubernetes/issues/18535',
    'https://github.com/openshift/origin/issues/2255',
    'https://github.com/openshift/origin/issues/6073',
    'https://github.com/kubernetes/kops/issues/790',
    'https://github.com/coreos/coreos-kubernetes/pull/823',
    'https://github.com/Azure/acs-engine/issues/485',
  ],
  messages: {
    mismatch: {
      what: '`--apiserver-count` is {value} but the cluster has {apiservers}',
      why: "with the master-count reconciler they overwrite each other's endpoints, watches are reset and dead addresses are never trimmed",
      help: 'set `--endpoint-reconciler-type=lease` (1.9 and later), or `--apiserver-count={number}` everywhere',
    },
    differs: {
      what: '`--apiserver-count` is {value} here and {other} for another apiserver of the cluster',
      why: "with the master-count reconciler they overwrite each other's endpoints, watches are reset and dead addresses are never trimmed",
      help: 'set `--endpoint-reconciler-type=lease` (1.9 and later), or one `--apiserver-count` everywhere',
    },
  },
  options: {
    expectedControlPlanes: {
      type: 'number',
      default: undefined,
      why: 'number of control-plane nodes where the repository holds one template for all of them',
    },
  },
  fix: 'unsafe',

  *check(cluster, { options }) {
    const counted: Counted[] = []
    for (const apiserver of cluster.of('kube-apiserver')) {
      if (apiserver.development || (yield* byMasterCount(apiserver)) === undefined) continue
      const setting = yield* known(apiserver.get('apiserver-count'))
      // A platform keeps the count it writes itself.
      if (setting.at.doc.made) continue
      counted.push({ setting, value: setting.value ?? 1, platform: apiserver.platform })
    }
    const running = runningOf(cluster, counted, options.expectedControlPlanes)
    const all = counted.filter(({ value }) => value < running.min || value > (running.max ?? value))
    const [wrong, ...more] = all
    if (wrong !== undefined) {
      const number = wrong.value < running.min ? running.min : (running.max ?? running.min)
      const related = more.map(({ setting }) => ({ at: setting, label: 'and here' }))
      const apiservers = number === 1 ? '1 apiserver' : `${number} apiservers`
      const value = wrong.setting.by === undefined ? `${wrong.value} by default` : wrong.value
      yield {
        message: 'mismatch',
        at: wrong.setting,
        values: { value, apiservers, number },
        related,
        ...counts(all, running),
      }
      return
    }
    const [low, high] = extremes(counted)
    if (low === undefined || high === undefined || low.value === high.value) return
    const related = [{ at: high.setting, label: `${high.value} here` }]
    yield { message: 'differs', at: low.setting, values: { value: low.value, other: high.value }, related }
  },
})

interface Counted {
  readonly setting: KnownSetting<unknown>
  readonly value: number
  readonly platform: string | undefined
}

/** The number is certain only where every apiserver is in view. */
function counts(wrong: readonly Counted[], { min, max }: Count) {
  if (min !== max) return {}
  const edits = wrong.map(({ setting }) => replaceValue(setting.by, String(min)))
  const certain = edits.flatMap(edit => edit ?? [])
  if (certain.length < edits.length) return {}
  return { fix: { level: 'unsafe', title: `set \`--apiserver-count\` to ${min}`, edits: certain } } as const
}

/** How many run: of a platform's groups of machines there may be more than are in view. */
function runningOf(cluster: Cluster, counted: readonly Counted[], expected: number | undefined): Count {
  if (expected !== undefined) return { min: expected, max: expected }
  const { min, max } = cluster.count('kube-apiserver')
  return max === undefined || counted.some(({ platform }) => platform !== undefined) ? { min } : { min, max }
}

function extremes(all: readonly Counted[]): [Counted | undefined, Counted | undefined] {
  let [low, high] = [all[0], all[0]]
  for (const one of all) {
    if (low !== undefined && one.value < low.value) low = one
    if (high !== undefined && one.value > high.value) high = one
  }
  return [low, high]
}
