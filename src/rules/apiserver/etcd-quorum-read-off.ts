import type { Cluster } from '../../model/component.js'
import { replaceValue } from '../../model/edit.js'
import { offer } from '../../model/fix.js'
import { cannotTell, defineRule, known } from '../../model/rule.js'
import { atLeast } from '../../model/version.js'

export default defineRule({
  id: 'apiserver/etcd-quorum-read-off',
  summary: 'etcd reads are not quorum reads, so an apiserver can serve stale data',
  checks: 'kube-apiserver',
  severity: 'error',
  preset: ['talk', 'recommended'],
  category: 'correctness',
  since: '0.1.0',
  kubernetes: '<=1.12',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/kubernetes/issues/19902',
    'https://github.com/kubernetes/kubernetes/issues/48865',
    'https://github.com/kubernetes/kubernetes/issues/53662',
    'https://github.com/kubernetes/kubernetes/pull/53717',
    'https://github.com/kubernetes/kubernetes/pull/61635',
    'https://github.com/kubernetes/kubernetes/pull/69527',
    'https://github.com/kubernetes/kubernetes/issues/37451',
    'https://github.com/coreos/tectonic-installer/issues/400',
  ],
  messages: {
    off: {
      what: '`{spelling}` reads from a single etcd member',
      why: 'a lagging or cut-off member hands out old state, and controllers delete or recreate the wrong objects',
      help: 'set `--etcd-quorum-read=true`; from 1.9 on remove the flag',
    },
    default: {
      what: 'kube-apiserver {version} does not use etcd quorum reads by default',
      why: 'a lagging or cut-off member hands out old state, and controllers delete or recreate the wrong objects',
      help: 'set `--etcd-quorum-read=true`',
    },
  },
  fix: 'safe',

  *check(apiserver, { cluster }) {
    // 1.13 and later exit with the flag and read with quorum without it.
    if (apiserver.development || atLeast(apiserver.version, '1.13')) return
    const quorum = yield* known(apiserver.get('etcd-quorum-read'))
    if (quorum.value !== false) return
    const servers = yield* known(apiserver.get('etcd-servers'))
    const listed = servers.value?.length ?? 0
    if (Math.max(listed, membersInView(cluster)) < 2) {
      if (isSingle(cluster)) return
      yield* cannotTell('the number of etcd members is not known', servers)
    }
    if (quorum.by === undefined) {
      yield { message: 'default', at: quorum }
      return
    }
    const edit = replaceValue(quorum.by, 'true')
    yield { message: 'off', at: quorum, ...offer('safe', 'set `etcd-quorum-read` to true', edit) }
  },
})

/** Members that the largest etcd cluster in view has at least; events may have one of their own. */
function membersInView(cluster: Cluster): number {
  const sizes = cluster.of('etcd').map(etcd => {
    const initial = etcd.get('initial-cluster')
    const named = initial?.state === 'set' ? (initial.value?.split(',').length ?? 0) : 0
    return Math.max(named, etcd.instances.min)
  })
  return sizes.reduce((most, size) => Math.max(most, size), 0)
}

function isSingle(cluster: Cluster): boolean {
  const etcds = cluster.of('etcd')
  return etcds.length > 0 && etcds.every(({ instances }) => instances.max === 1)
}
