import { etcdClusters } from '../../facts/etcd-members.js'
import type { Component } from '../../model/component.js'
import { outermost } from '../../model/document.js'
import { replaceValue } from '../../model/edit.js'
import { offer } from '../../model/fix.js'
import { defineRule, known, type Read } from '../../model/rule.js'
import { type KnownSetting, writtenValue } from '../../model/setting.js'

type Timer = 'heartbeat-interval' | 'election-timeout'
const TIMERS: readonly Timer[] = ['election-timeout', 'heartbeat-interval']

interface Timed {
  readonly member: string
  readonly setting: KnownSetting<number | undefined>
}

export default defineRule({
  id: 'etcd/timers-differ',
  summary: 'members of one cluster use different heartbeat or election timers',
  checks: 'cluster',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: ['https://www.youtube.com/watch?v=xZO9nx6GBu0', 'https://etcd.io/docs/v3.5/tuning/'],
  messages: {
    differ: {
      what: 'member {member} has {value}, member {other} has {otherValue}',
      why: 'the member with the shorter timer starts elections all the time',
      help: 'use one `heartbeat-interval` and one `election-timeout` on all members',
    },
  },
  fix: 'unsafe',

  *check(cluster) {
    for (const members of etcdClusters(cluster.of('etcd'))) {
      for (const timer of TIMERS) {
        const timed = yield* read(members, timer)
        const [odd, usual] = deviating(timed)
        if (odd === undefined || usual === undefined) continue
        const values = {
          member: odd.member,
          value: inWords(odd, timer),
          other: usual.member,
          otherValue: inWords(usual, timer),
        }
        yield {
          message: 'differ',
          at: odd.setting,
          values,
          related: [{ at: usual.setting, label: 'differs from this' }],
          ...(isMajority(usual, timed) ? copied(odd, usual, timer) : {}),
        }
        break
      }
    }
  },
})

function* read(members: readonly Component<'etcd'>[], timer: Timer): Generator<Read, readonly Timed[], unknown> {
  const timed: Timed[] = []
  for (const etcd of members) {
    timed.push({
      member: writtenValue(etcd.get('name')) ?? outermost(etcd.anchor.doc).uri,
      setting: yield* known(etcd.get(timer)),
    })
  }
  return timed
}

/** One that differs from what most have; without a majority the shortest, beside the longest. */
function deviating(timed: readonly Timed[]): [Timed | undefined, Timed | undefined] {
  const sorted = [...timed].sort((a, b) => (a.setting.value ?? 0) - (b.setting.value ?? 0))
  const [shortest, longest] = [sorted[0], sorted[sorted.length - 1]]
  if (shortest?.setting.value === longest?.setting.value) return [undefined, undefined]
  // The value that more than half of them have stands in the middle.
  const middle = sorted[Math.floor(sorted.length / 2)]
  const usual = sorted.filter(({ setting }) => setting.value === middle?.setting.value)
  if (middle === undefined || usual.length * 2 <= sorted.length) return [shortest, longest]
  const odd = sorted.filter(({ setting }) => setting.value !== middle.setting.value)
  return [odd.find(({ setting }) => setting.by !== undefined) ?? odd[0], middle]
}

const isMajority = ({ setting }: Timed, timed: readonly Timed[]): boolean =>
  timed.filter(one => one.setting.value === setting.value).length * 2 > timed.length

const copied = ({ setting }: Timed, usual: Timed, timer: Timer) =>
  offer(
    'unsafe',
    `set \`${timer}\` to ${usual.setting.value}, as most members have it`,
    replaceValue(setting.by, String(usual.setting.value)),
  )

const inWords = ({ setting }: Timed, timer: Timer): string =>
  setting.by === undefined ? `the default \`${timer}\` of ${setting.value}ms` : `\`${setting.by.spelling}\``
