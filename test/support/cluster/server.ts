import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'
import { authority, type Credential, type Wanted } from './certificate.js'
import { encoder } from './encoding.js'
import { type Trouble, troubled } from './faults.js'
import { misbehave } from './misbehaviour.js'
import { type Asked, CONFIGZ, type Seen } from './seen.js'
import type { Shape } from './shape.js'
import { statusOf, storeOf } from './store.js'

export const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.c2ltdWxhdGVk.dG9rZW4tb2YtYS1yZWFkZXI'

export interface Serving {
  readonly troubles?: readonly Trouble[]
  /** What is wrong with the server's certificate. */
  readonly certificate?: 'expired' | 'another host' | 'another authority'
  /** Name the certificate is for, in place of the address: `tls-server-name`. */
  readonly serverName?: string
  /** Without a token or a client certificate of its authority the answer is 401; on unless it is `false`. */
  readonly authentication?: boolean
  /** `127.0.0.1` if absent. */
  readonly host?: string
}

/** What a client needs to know of a server. */
export interface Endpoint {
  readonly url: string
  readonly port: number
  readonly authority: string
  readonly client: Credential
  readonly token: string
}

export interface SimulatedCluster extends Endpoint {
  /** Counted up to now. */
  seen(): Seen
  /** Starts counting anew, with other troubles. */
  reset(troubles?: readonly Trouble[]): void
  close(): Promise<void>
}

const listening = (server: Server, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, () => {
      const address: AddressInfo | string | null = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })

/**
 * A cluster that is not there: its API over HTTPS on the loopback, with a certificate of an authority made for it, that answers
 * as a real one of this shape would, goes wrong where it is told to, and counts what it is asked.
 */
export async function simulatedCluster(shape: Shape = {}, serving: Serving = {}): Promise<SimulatedCluster> {
  const { certificate, host = '127.0.0.1', serverName, authentication = true } = serving
  const own = authority('simulated-cluster')
  const signing = certificate === 'another authority' ? authority('another-authority') : own
  const hosts =
    certificate === 'another host'
      ? ['elsewhere.example']
      : serverName !== undefined
        ? [serverName]
        : [host, 'localhost']
  const wanted: Wanted = { commonName: 'kube-apiserver', hosts, expired: certificate === 'expired' }
  const { certificate: cert, key } = signing.sign(wanted)
  const answers = encoder(storeOf(shape))

  let faultOf = troubled(serving.troubles ?? [])
  let asked: Asked[] = []
  let [connections, bytes, received, now, most, nowConfigz, mostConfigz] = [0, 0, 0, 0, 0, 0, 0]
  const numbers = new WeakMap<object, number>()

  const authenticated = ({ headers, socket }: IncomingMessage): boolean =>
    !authentication || headers.authorization === `Bearer ${TOKEN}` || (socket instanceof TLSSocket && socket.authorized)

  const clientOf = ({ socket }: IncomingMessage): string | undefined => {
    const name = socket instanceof TLSSocket ? socket.getPeerCertificate().subject?.CN : undefined
    return Array.isArray(name) ? name[0] : name
  }

  function counted(request: IncomingMessage, response: ServerResponse): number {
    const { method = '', url: path = '', headers, socket } = request
    const client = clientOf(request)
    const count = asked.push({
      method,
      path,
      headers,
      connection: numbers.get(socket) ?? 0,
      ...(client === undefined ? {} : { client }),
    })
    const settings = CONFIGZ.test(path)
    most = Math.max(most, ++now)
    if (settings) mostConfigz = Math.max(mostConfigz, ++nowConfigz)
    response.on('close', () => {
      now--
      if (settings) nowConfigz--
    })
    request.on('data', (chunk: Buffer) => {
      received += chunk.length
    })
    return count
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const count = counted(request, response)
    const { method, url: path = '', headers } = request
    if (method !== 'GET') {
      const { status, body } = statusOf(405, 'the simulated cluster is only read')
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
      return
    }
    if (!authenticated(request)) {
      const { status, body } = statusOf(401, 'Unauthorized')
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
      return
    }
    const gzip = /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))
    const fault = faultOf(path)
    if (fault !== undefined) {
      misbehave(fault, path, () => answers(path, gzip), response, count)
      return
    }
    const encoded = answers(path, gzip)
    bytes += encoded.body.length
    response.writeHead(encoded.status, encoded.headers).end(encoded.body)
  }

  const server = createServer(
    { cert, key, ca: own.authority.certificate, requestCert: true, rejectUnauthorized: false },
    answer,
  )
  server.on('secureConnection', socket => {
    numbers.set(socket, ++connections)
    socket.on('error', () => {}) // a client that goes away
  })
  server.on('tlsClientError', () => {}) // one that does not trust this server
  const port = await listening(server, host)

  return {
    url: `https://${host}:${port}`,
    port,
    authority: own.authority.certificate,
    client: own.sign({ commonName: 'reader', organizations: ['readers'] }),
    token: TOKEN,
    seen: () => ({ asked, connections, inFlight: most, configzInFlight: mostConfigz, bytes, received }),
    reset(troubles = []) {
      faultOf = troubled(troubles)
      asked = []
      connections = bytes = received = most = mostConfigz = 0
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
