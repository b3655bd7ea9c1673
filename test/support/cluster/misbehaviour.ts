import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Encoded } from './encoding.js'
import type { Fault } from './faults.js'
import { statusOf } from './store.js'

const FILLING = 'x'.repeat(65_536)

/** The kind of list a path asks for, so that only the size of a body is wrong. */
function listKind(path: string): string {
  const [, plural = 'nodes'] = /\/([a-z]+)(?:\?|$)/.exec(path) ?? []
  return { nodes: 'NodeList', pods: 'PodList', deployments: 'DeploymentList' }[plural] ?? 'List'
}

function* large(path: string, bytes: number): Generator<string> {
  yield `{"kind":"${listKind(path)}","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"large","annotations":{"fill":"`
  for (let sent = 0; sent < bytes; sent += FILLING.length) yield FILLING
  yield '"}},"spec":{},"status":{}}]}'
}

function huge(
  path: string,
  { bytes, gzip = false }: { bytes: number; gzip?: boolean },
  response: ServerResponse,
): void {
  response.writeHead(200, { 'content-type': 'application/json', ...(gzip ? { 'content-encoding': 'gzip' } : {}) })
  const body = Readable.from(large(path, bytes), { objectMode: false, highWaterMark: FILLING.length })
  const sent = gzip ? pipeline(body, createGzip({ level: 9 }), response) : pipeline(body, response)
  sent.catch(() => {}) // a client that has had enough
}

const endless = (path: string, fresh: boolean, count: number): string =>
  JSON.stringify({
    kind: listKind(path),
    apiVersion: 'v1',
    metadata: { resourceVersion: '1', continue: fresh ? `again-${count}` : 'again', remainingItemCount: 1 },
    items: [{ metadata: { name: `more-${count}` }, spec: {}, status: {} }],
  })

const head = (version: string, status: number, headers: Readonly<Record<string, string | number>>): string =>
  `HTTP/${version} ${status} OK\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`

/** Answers with a fault. What of it is the real answer comes from `real`. */
export function misbehave(
  fault: Fault,
  path: string,
  real: () => Encoded,
  response: ServerResponse,
  count: number,
): undefined {
  const { socket } = response
  const json = { 'content-type': 'application/json' }
  switch (fault.kind) {
    case 'status': {
      const { status, retryAfter, message = 'the simulated cluster refuses this', body } = fault
      const retry = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
      response.writeHead(status, { ...json, ...retry }).end(body ?? statusOf(status, message).body)
      return
    }
    case 'body':
      response.writeHead(200, { 'content-type': fault.type ?? 'application/json' }).end(fault.body)
      return
    case 'replace': {
      const { status, body } = real()
      response.writeHead(status, json).end(body.toString().replaceAll(fault.from, fault.to))
      return
    }
    case 'silent':
      return
    case 'late': {
      const timer = setTimeout(() => {
        const { status, headers, body } = real()
        response.writeHead(status, headers).end(body)
      }, fault.ms)
      response.on('close', () => clearTimeout(timer))
      return
    }
    case 'drip': {
      const { status, headers, body } = real()
      response.writeHead(status, headers)
      let at = 0
      const timer = setInterval(() => {
        if (at < body.length) response.write(body.subarray(at, ++at))
        else response.end()
      }, fault.ms)
      response.on('close', () => clearInterval(timer))
      return
    }
    case 'cut': {
      if (fault.after === 0) {
        socket?.destroy()
        return
      }
      const { status, headers, body } = real()
      response.writeHead(status, headers)
      response.write(body.subarray(0, fault.after), () => socket?.destroy())
      return
    }
    case 'huge':
      huge(path, fault, response)
      return
    case 'endless':
      response.writeHead(200, json).end(endless(path, fault.fresh, count))
      return
    case 'redirect':
      response.writeHead(fault.status ?? 302, { location: fault.to }).end()
      return
    case 'http10': {
      const { status, headers, body } = real()
      const { 'content-length': _, ...rest } = headers
      socket?.write(head('1.0', status, rest))
      socket?.end(body)
      return
    }
    case 'trailing': {
      const { status, headers, body } = real()
      socket?.write(Buffer.concat([Buffer.from(head('1.1', status, headers)), body, Buffer.from(fault.bytes)]))
      return
    }
    case 'headers': {
      const { status, headers, body } = real()
      response.writeHead(status, { ...headers, 'x-long': 'x'.repeat(fault.bytes) }).end(body)
      return
    }
    case 'mislabelled':
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(real().body)
      return
    case 'noise':
      socket?.end(fault.bytes)
      return
    default:
      fault satisfies never
  }
}
