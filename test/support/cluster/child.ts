// The other side of process.ts: one simulated cluster, told what to do over the channel to its parent.

import type { Order, Word } from './process.js'
import { simulatedCluster } from './server.js'

const say = (word: Word): void => {
  process.send?.(word)
}

let running: Awaited<ReturnType<typeof simulatedCluster>> | undefined

process.on('message', async (order: Order) => {
  if (order.order === 'serve') {
    running = await simulatedCluster(order.shape, order.serving)
    const { url, port, authority, client, token } = running
    say({ word: 'serving', endpoint: { url, port, authority, client, token } })
  } else if (order.order === 'reset') {
    running?.reset(order.troubles)
    say({ word: 'done' })
  } else if (running !== undefined) say({ word: 'seen', seen: running.seen() })
})
process.on('disconnect', () => process.exit())
