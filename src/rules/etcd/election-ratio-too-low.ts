import { ELECTION, HEARTBEAT } from '../../facts/etcd-timers.js'
import type { Cluster } from '../../model/component.js'
import { replaceValue } from '../../model/edit.js'
import { offer } from '../../model/fix.js'
import { defineRule, known } from '../../model/rule.js'

/** Above it etcd exits (server/embed/config.go, maxElectionMs, v3.5.0). */
const MOST = 50_000

export default defineRule({
  id: 'etcd/election-ratio-too-low',
  summary: 'the election timeout is less than five heartbeats',
  checks: 'etcd',
  severity: 'error',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/etcd-io/etcd/blob/v3.5.0/server/embed/config.go',
    'https://etcd.io/docs/v3.5/tuning/',
  ],
  messages: {
    low: {
      what: '`election-timeout` {election}ms is less than 5 times `heartbeat-interval` {heartbeat}ms',
      why: 'etcd refuses to start, so a member that was tuned for slow disks stays away after its restart',
      help: 'set `election-timeout` to 10 times the heartbeat, for example 500 and 5000',
      effect: 'stops',
    },
    tight: {
      what: '`election-timeout` {election}ms is less than 10 times `heartbeat-interval` {heartbeat}ms',
      why: 'a few heartbeats that are late by a disk stall already start an election',
      help: 'set `election-timeout` to 10 times the heartbeat, for example 500 and 5000',
      severity: 'info',
    },
  },
  fix: 'safe',

  *check(etcd, { cluster, strict }) {
    const heartbeat = yield* known(etcd.get('heartbeat-interval'))
    const election = yield* known(etcd.get('election-timeout'))
    const [beat, timeout] = [heartbeat.value ?? 0, election.value ?? 0]
    // 0 and less stop etcd on their own.
    if (beat <= 0 || timeout <= 0 || 10 * beat <= timeout) return
    const low = 5 * beat > timeout
    if (!low && !strict) return
    const at = election.by === undefined ? heartbeat : election
    const other = at === election && heartbeat.by !== undefined ? [{ at: heartbeat, label: 'the heartbeat' }] : []
    // members whose timers differ want one answer for all of them, and a heartbeat below etcd's own is a fault of its own
    const wanted = Math.max(10 * beat, ELECTION)
    const isAlone = beat >= HEARTBEAT && wanted <= MOST && isShared(cluster, [beat, timeout])
    const edit = isAlone ? replaceValue(election.by, String(wanted)) : undefined
    yield {
      message: low ? 'low' : 'tight',
      at,
      values: { heartbeat: beat, election: timeout },
      related: other,
      ...offer('safe', `set \`election-timeout\` to ${wanted}`, edit),
    }
  },
})

/** Every member in view runs with these timers, so that the same edit at each keeps them equal. */
function isShared(cluster: Cluster, [beat, timeout]: readonly [number, number]): boolean {
  for (const member of cluster.of('etcd')) {
    const [heartbeat, election] = [member.get('heartbeat-interval'), member.get('election-timeout')]
    if (heartbeat?.state !== 'set' && heartbeat?.state !== 'default') return false
    if (election?.state !== 'set' && election?.state !== 'default') return false
    if (heartbeat.value !== beat || election.value !== timeout) return false
  }
  return true
}
