import type { Answer, Client } from '../../../src/sources/cluster/client.js'
import type { Shape } from './shape.js'
import { storeOf } from './store.js'

/** A client without a network, whose answers go through a change. */
export function storeClient(shape: Shape, change: (body: unknown) => unknown): Client {
  const store = storeOf({ slim: true, ...shape })
  let requests = 0
  return {
    get: (path): Promise<Answer> => {
      requests++
      const { status, body } = store(path)
      if (status !== 200) return Promise.resolve({ state: 'failed', failure: { why: 'status', status, said: body } })
      const changed = change(JSON.parse(body))
      const isRecord = typeof changed === 'object' && changed !== null && !Array.isArray(changed)
      return Promise.resolve(
        isRecord
          ? { state: 'answered', body: changed, headers: {} }
          : { state: 'failed', failure: { why: 'not-json' } },
      )
    },
    sent: () => ({ requests, bytes: 0 }),
    close: () => {},
  }
}

/** Replaces some of the values in a tree by others. */
export function spoiled(value: unknown, next: () => number, odds: number): unknown {
  const others = [null, 7, -1, 'x', '', [], {}, true, ['x'], [null], { name: 7 }, 1e308, '\u001b[31m', '__proto__']
  if (next() < odds) return others[Math.floor(next() * others.length)]
  if (Array.isArray(value)) return value.map(one => spoiled(one, next, odds))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoiled(one, next, odds)]))
}
