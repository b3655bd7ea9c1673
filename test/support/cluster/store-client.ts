import { random } from '../../../scripts/bench/random.js'
import type { Answer, Asking, Client, Failure } from '../../../src/sources/cluster/client.js'
import { isObject, type Json } from '../../../src/sources/cluster/strip.js'
import type { Shape } from './shape.js'
import { storeOf } from './store.js'

/** A client without a network, whose answers go through a change. */
export function storeClient(shape: Shape, change: (body: unknown) => unknown): Client {
  const store = storeOf({ slim: true, ...shape })
  let requests = 0
  const failed = (failure: Failure): Answer<never> => ({ state: 'failed', failure })
  return {
    async get<T>(path: string, { keep }: Asking<T> = {}): Promise<Answer<T>> {
      requests++
      const { status, body } = store(path)
      if (status !== 200) return failed({ why: 'status', status, said: body })
      const changed = change(JSON.parse(body))
      if (!isObject(changed)) return failed({ why: 'not-json' })
      if (keep === undefined || !Array.isArray(changed.items)) return { state: 'answered', body: changed }
      const items = changed.items.filter(isObject).flatMap((item: Json): T[] => {
        const kept = keep(item)
        return kept === undefined ? [] : [kept]
      })
      return { state: 'answered', body: { ...changed, items: [] }, items }
    },
    sent: () => ({ requests, bytes: 0 }),
    close: () => {},
  }
}

const OTHERS: readonly unknown[] = [
  null,
  7,
  -1,
  'x',
  '',
  [],
  {},
  true,
  ['x'],
  [null],
  { name: 7 },
  1e308,
  '\u001b[31m',
  '__proto__',
  '-1Ki',
  '9'.repeat(400),
]

/** Replaces some of the values in trees by others; the same seed, the same ones. */
export function spoiling(seed: number, odds: number): (tree: unknown) => unknown {
  const { next, between } = random(seed)
  const spoiled = (value: unknown): unknown => {
    if (next() < odds) return OTHERS[between(0, OTHERS.length - 1)]
    if (Array.isArray(value)) return value.map(spoiled)
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoiled(one)]))
  }
  return spoiled
}
