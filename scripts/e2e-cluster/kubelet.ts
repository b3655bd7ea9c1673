import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { createServer, type Server } from 'node:https'
import { type Certificates, loaded } from './certificates.js'
import type { Json } from './objects.js'

/** Where a node's kubelet listens. */
export interface Endpoint {
  readonly address: string
  readonly port: number
}

export interface Kubelet extends Endpoint {
  /** Paths it was asked for, by a client with the certificate of the apiserver. */
  readonly asked: readonly string[]
  close(): void
}

/**
 * Stands in for a node's kubelet, as far as the node proxy of the apiserver shows it: answers whom the authority has signed, `/configz`
 * with `configuration`.
 * @param port 0 for a free one
 */
export function kubelet(
  { address, port }: Endpoint,
  configuration: Json,
  certificates: Certificates,
): Promise<Kubelet> {
  const asked: string[] = []
  const answers: Readonly<Record<string, () => string>> = {
    '/healthz': () => 'ok',
    '/configz': () => JSON.stringify({ kubeletconfig: configuration }),
  }
  const server: Server = createServer(
    {
      ...loaded(certificates.pair('kubelet')),
      ca: readFileSync(certificates.authority),
      requestCert: true,
      rejectUnauthorized: true,
    },
    ({ url = '', method }: IncomingMessage, response) => {
      asked.push(`${method} ${url}`)
      const answer = answers[url.replace(/\?.*/, '')]
      response.writeHead(answer === undefined ? 404 : 200, {
        'Content-Type': url.startsWith('/configz') ? 'application/json' : 'text/plain; charset=utf-8',
      })
      response.end(answer?.() ?? '404 page not found\n')
    },
  )
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => {
      const bound = server.address()
      if (typeof bound !== 'object' || bound === null) return reject(new Error(`${address}: no address`))
      resolve({ address, port: bound.port, asked, close: () => closed(server) })
    })
  })
}

function closed(server: Server): void {
  server.close()
  server.closeAllConnections()
}
