import { byMasterCount } from '../../facts/endpoint-reconciler.js'
import { replaceValue } from '../../model/edit.js'
import { offer } from '../../model/fix.js'
import { cannotTell, defineRule, known } from '../../model/rule.js'

export default defineRule({
  id: 'apiserver/reconciler-not-lease',
  summary: 'several apiservers keep dead endpoints in the kubernetes Service',
  checks: 'kube-apiserver',
  severity: 'error',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/kubernetes/issues/22609',
    'https://github.com/kubernetes/kubernetes/pull/51698',
    'https://github.com/kubernetes/kubernetes/pull/63383',
    'https://github.com/kubernetes/kubernetes/issues/58068',
    'https://github.com/kubernetes/kubernetes/issues/56477',
    'https://github.com/kubernetes/kubernetes/issues/56584',
    'https://github.com/kubernetes/kubernetes/pull/108062',
    'https://github.com/coreos/coreos-kubernetes/pull/730',
    'https://github.com/coreos/coreos-kubernetes/pull/823',
  ],
  messages: {
    masterCount: {
      what: '{count} apiservers share the `kubernetes` Service and `{spelling}` never removes a dead one',
      why: 'when one apiserver dies its address stays, so about 1 in {count} API calls from pods fails until somebody intervenes',
      help: 'set `--endpoint-reconciler-type=lease` on every apiserver and remove `--apiserver-count`',
    },
    default: {
      what: '{count} apiservers share the `kubernetes` Service and kube-apiserver {version} never removes a dead one by default',
      why: 'when one apiserver dies its address stays, so about 1 in {count} API calls from pods fails until somebody intervenes',
      help: 'from 1.9 on set `--endpoint-reconciler-type=lease` on every apiserver; upgrade older ones',
    },
  },
  fix: 'safe',

  *check(apiserver, { cluster }) {
    if (apiserver.development) return
    const reconciler = yield* byMasterCount(apiserver)
    if (reconciler === undefined) return
    const running = cluster.count('kube-apiserver')
    const written = apiserver.get('apiserver-count')
    if (running.min < 2) {
      const { value = 1 } = yield* known(written)
      if (value < 2) {
        if (running.max === 1) return
        yield* cannotTell('the number of apiservers is not known', apiserver)
      }
    }
    const configured = written?.state === 'set' ? written : undefined
    const count = Math.max(running.min, configured?.value ?? 1)
    const { setting } = reconciler
    if (setting?.by === undefined) {
      yield { message: 'default', at: configured ?? apiserver, values: { count } }
      return
    }
    const edit = replaceValue(setting.by, 'lease')
    yield {
      message: 'masterCount',
      at: setting,
      values: { count },
      ...offer('safe', 'set `endpoint-reconciler-type` to lease', edit),
    }
  },
})
