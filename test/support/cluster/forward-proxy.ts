import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'

export interface ForwardProxy {
  readonly url: string
  /** Host and port of each tunnel that was asked for. */
  readonly tunnels: readonly string[]
  /** What came as `Proxy-Authorization`, where something did. */
  readonly authorizations: readonly string[]
  /** Tunnels, and requests for one, that are still open. */
  open(): number
  /** Requests that were no CONNECT: with their headers they would be readable here. */
  readonly plain: readonly string[]
  close(): Promise<void>
}

export interface Proxying {
  /** `user:password` that has to come with a tunnel. */
  readonly credentials?: string
  /** Where names lead, as a resolver of the site would have it: `api.example.com` to the loopback. */
  readonly resolve?: Readonly<Record<string, string>>
  /** Status for every tunnel in place of one. */
  readonly refuse?: number
  /** Takes every request for a tunnel, and says nothing. */
  readonly silent?: boolean
}

/** A forward proxy for HTTPS, as companies have them: CONNECT, and the bytes go through as they are. */
export async function forwardProxy({
  credentials,
  resolve = {},
  refuse,
  silent,
}: Proxying = {}): Promise<ForwardProxy> {
  const [tunnels, authorizations, plain]: [string[], string[], string[]] = [[], [], []]
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    plain.push(`${request.method} ${request.url}`)
    response.writeHead(405).end()
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.on('connect', (request, socket, first) => {
    const { url = '', headers } = request
    tunnels.push(url)
    const authorization = headers['proxy-authorization']
    if (authorization !== undefined) authorizations.push(authorization)
    if (silent) return socket.resume().on('end', () => socket.destroy())
    if (refuse !== undefined) return socket.end(`HTTP/1.1 ${refuse} refused\r\n\r\n`)
    if (credentials !== undefined && authorization !== `Basic ${Buffer.from(credentials).toString('base64')}`)
      return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n')
    const { hostname, port } = new URL(`http://${url}`)
    const upstream = connect(Number(port), resolve[hostname] ?? hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.write(first)
      upstream.pipe(socket)
      socket.pipe(upstream)
    })
    sockets.add(upstream)
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
    return undefined
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    tunnels,
    authorizations,
    plain,
    open: () => [...sockets].filter(socket => !socket.destroyed).length,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
