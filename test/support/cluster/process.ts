import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Trouble } from './faults.js'
import type { Seen } from './seen.js'
import type { Endpoint, Serving } from './server.js'
import type { Shape } from './shape.js'

export type Order =
  | { readonly order: 'serve'; readonly shape: Shape; readonly serving: Serving }
  | { readonly order: 'reset'; readonly troubles: readonly Trouble[] }
  | { readonly order: 'count' }

export type Word =
  | { readonly word: 'serving'; readonly endpoint: Endpoint }
  | { readonly word: 'done' }
  | { readonly word: 'seen'; readonly seen: Seen }

export interface ClusterProcess extends Endpoint {
  seen(): Promise<Seen>
  reset(troubles?: readonly Trouble[]): Promise<void>
  close(): Promise<void>
}

/** A simulated cluster in a process of its own: it takes neither time nor memory from the one that asks it. */
export async function clusterProcess(shape: Shape = {}, serving: Serving = {}): Promise<ClusterProcess> {
  const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced', // regular expressions go through
  })
  const ask = (order: Order): Promise<Word> =>
    new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the simulated cluster has ended'))
      child.once('exit', ended)
      child.once('message', (word: Word) => {
        child.off('exit', ended)
        resolve(word)
      })
      child.send(order)
    })
  const started = await ask({ order: 'serve', shape, serving })
  if (started.word !== 'serving') throw new Error('the simulated cluster does not serve')
  return {
    ...started.endpoint,
    async seen() {
      const told = await ask({ order: 'count' })
      if (told.word !== 'seen') throw new Error('the simulated cluster does not count')
      return told.seen
    },
    async reset(troubles = []) {
      await ask({ order: 'reset', troubles })
    },
    async close() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
