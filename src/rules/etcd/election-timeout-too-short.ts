import { ELECTION, HEARTBEAT } from '../../facts/etcd-timers.js'
import { replaceValue } from '../../model/edit.js'
import type { Edit } from '../../model/finding.js'
import { defineRule, known } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'

export default defineRule({
  id: 'etcd/election-timeout-too-short',
  summary: 'heartbeat or election timeout leaves no room for disk and network stalls',
  checks: 'etcd',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://etcd.io/docs/v3.5/tuning/',
    'https://github.com/openshift/cluster-etcd-operator/pull/499',
    'https://github.com/k3s-io/k3s/issues/8956',
    'https://github.com/coreos/bugs/issues/76',
    'https://github.com/etcd-io/etcd/issues/3118',
  ],
  messages: {
    short: {
      what: '`{spelling}` leaves no room for disk or network stalls',
      why: 'leaders change under load, writes stall, and controllers lose their leases',
      help: 'set `heartbeat-interval` to 100 and `election-timeout` to 1000, or to 500 and 5000 on slow or distant members',
    },
    distant: {
      what: '`heartbeat-interval` {heartbeat}ms and `election-timeout` {election}ms are too short for members {rtt}ms apart',
      why: 'leaders change under load, writes stall, and controllers lose their leases',
      help: 'set `heartbeat-interval` to about {rtt} and `election-timeout` to at least {least}',
    },
  },
  options: {
    rttMs: {
      type: 'number',
      default: undefined,
      why: 'round-trip time between the members in milliseconds, if they are not in one data centre',
    },
  },
  fix: 'unsafe',

  *check(etcd, { options }) {
    const heartbeat = yield* known(etcd.get('heartbeat-interval'))
    const election = yield* known(etcd.get('election-timeout'))
    const [beat, timeout] = [heartbeat.value ?? 0, election.value ?? 0]
    // 0 and less stop etcd on their own.
    if (beat <= 0 || timeout <= 0) return
    const short = [...(timeout < ELECTION ? [election] : []), ...(beat < HEARTBEAT ? [heartbeat] : [])]
    const [first, second] = short
    if (first !== undefined) {
      const related = second === undefined ? [] : [{ at: second, label: 'the heartbeat' }]
      const edits = mend(short, election, Math.max(beat, HEARTBEAT))
      const fix = { level: 'unsafe', title: 'set the timers back to what etcd uses by default', edits } as const
      yield { message: 'short', at: first, related, ...(edits.length === 0 ? {} : { fix }) }
      return
    }
    const rtt = options.rttMs
    if (rtt === undefined || (timeout >= 10 * rtt && beat >= rtt / 2)) return
    yield {
      message: 'distant',
      at: election.by === undefined ? heartbeat : election,
      values: { heartbeat: beat, election: timeout, rtt, least: 10 * rtt },
    }
  },
})

/** All or nothing: with one of the two mended the other would still be wrong. */
function mend(short: readonly KnownSetting<unknown>[], election: unknown, beat: number): readonly Edit[] {
  const edits = short.map(setting =>
    replaceValue(setting.by, String(setting === election ? Math.max(ELECTION, 10 * beat) : HEARTBEAT)),
  )
  return edits.every(edit => edit !== undefined) ? edits.flatMap(edit => edit ?? []) : []
}
