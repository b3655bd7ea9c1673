import type { Component, ScalarKey } from '../../model/component.js'
import type { ComponentKind } from '../../model/fragment.js'
import { gateOf, items } from './checks.js'
import type { Checking, Validation } from './validation.js'

interface HeaderKeys<K extends ComponentKind> {
  readonly uid: ScalarKey<K>
  /** Lists of which no item is blank. */
  readonly others: readonly ScalarKey<K>[]
}

/** The same at whoever is asked through a proxy that authenticates. */
export const HEADERS = {
  uid: 'requestheader-uid-headers',
  others: [
    'requestheader-username-headers',
    'requestheader-group-headers',
    'requestheader-extra-headers-prefix',
    'requestheader-allowed-names',
  ],
} as const

const SOURCE = 'staging/src/k8s.io/apiserver/pkg/server/options/authentication.go'
const GATE = 'RemoteRequestHeaderUID'

export const headerRows = <K extends ComponentKind>({ uid, others }: HeaderKeys<K>): readonly Validation<K>[] => [
  {
    id: 'uid-headers',
    settings: [`--${String(uid)}`],
    versions: '>=1.32',
    reason: '{problem}',
    remedy: '{cure}',
    source: SOURCE,
    *check(component) {
      const headers = yield* items(component, uid)
      const [first] = headers
      if (first === undefined || headers.every(({ value }) => value === '')) return
      const spelling = `--${String(uid)}`
      const gate = yield* gateOf(component, GATE)
      if (gate?.value === false)
        yield {
          at: first.at,
          values: { problem: `it needs the gate ${GATE}`, cure: 'remove it, or enable the gate', spelling },
        }
      else if (!headers.some(({ value }) => value.toLowerCase() === 'x-remote-uid'))
        yield {
          at: first.at,
          values: { problem: 'X-Remote-Uid is not among the headers', cure: 'add `X-Remote-Uid`', spelling },
        }
    },
  },
  {
    id: 'blank-header',
    settings: others.map(key => `--${String(key)}`) as [string, ...string[]],
    versions: '>=1.22',
    reason: 'an item of the list is blank',
    remedy: 'remove the item, or the flag',
    source: SOURCE,
    *check(component) {
      for (const key of others) yield { apart: look(component, key) }
      function* look(of: Component<K>, key: ScalarKey<K>): Checking {
        const list = yield* items(of, key)
        // a flag without a value is an empty list
        if (list.length === 1 && list[0]?.value === '') return
        const blank = list.find(({ value }) => value.trim() === '')
        if (blank !== undefined) yield { at: blank.at, values: { spelling: `--${String(key)}` } }
      }
    },
  },
]
