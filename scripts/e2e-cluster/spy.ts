import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, createServer, request } from 'node:https'
import { type Certificates, loaded } from './certificates.js'

export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly bodyBytes: number
  readonly status: number
}

export interface Spy {
  readonly url: string
  /** What was sent since the last call, in order of the answers. */
  taken(): readonly Seen[]
  close(): void
}

/** Stands between klint and the apiserver, has a certificate that klint trusts, and notes all that is sent. */
export function spy(target: string, certificates: Certificates): Promise<Spy> {
  const agent = new Agent({ keepAlive: true, ca: readFileSync(certificates.authority) })
  let seen: Seen[] = []
  const server = createServer(loaded(certificates.pair('spy')), (incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming
    const onward = request(new URL(path, target), { method, headers, agent }, response => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(outgoing)
      response.on('end', () => seen.push({ method, path, headers, bodyBytes, status: response.statusCode ?? 0 }))
    })
    let bodyBytes = 0
    incoming.on('data', (part: Buffer) => {
      bodyBytes += part.length
      onward.write(part)
    })
    incoming.on('end', () => onward.end())
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (typeof address !== 'object' || address === null) return reject(new Error('no address'))
      resolve({
        url: `https://127.0.0.1:${address.port}`,
        taken() {
          const all = seen
          seen = []
          return all
        },
        close() {
          server.close()
          server.closeAllConnections()
          agent.destroy()
        },
      })
    })
  })
}
