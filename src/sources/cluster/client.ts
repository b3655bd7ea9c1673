import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { createGunzip } from 'node:zlib'
import type { Connection } from './kubeconfig.js'

/** What a run may take from a cluster. */
export interface Limits {
  /** Requests at the same time. */
  readonly inFlight: number
  /** Milliseconds for one request, until its last byte is here. */
  readonly timeout: number
  readonly requests: number
  /** Bytes of all answers, unpacked. */
  readonly bytes: number
}

export type Failure =
  /** The apiserver answered with this status; `said` is the message of its Status, which may hold anything. */
  | { readonly why: 'status'; readonly status: number; readonly said: string }
  | { readonly why: 'timeout' | 'too-large' | 'not-json' | 'redirect' | 'budget' }
  | { readonly why: 'connection'; readonly code: string }

export type Answer =
  | { readonly state: 'answered'; readonly body: unknown; readonly headers: IncomingMessage['headers'] }
  | { readonly state: 'failed'; readonly failure: Failure }

export interface Client {
  /** Sends GET and nothing else. Never throws; follows no redirect. `bytes`: the largest answer that is read, unpacked. */
  readonly get: (path: string, options?: { readonly bytes?: number; readonly accept?: string }) => Promise<Answer>
  readonly sent: () => { readonly requests: number; readonly bytes: number }
  readonly close: () => void
}

/** A page of 500 nodes is 5 MB, of large ones 15. Bytes. */
const LARGEST_BODY = 48 * 2 ** 20
/** How often one request is sent while the apiserver asks for patience, or its connection breaks. */
const TRIES = 3
/** Longer than this nobody waits for an answer that is to be there in seconds; milliseconds. */
const LONGEST_PAUSE = 5_000
/** Milliseconds all waiting for an apiserver that asks for patience may take in one run. */
const MOST_WAITING = 20_000

export function client(connection: Connection, limits: Limits): Client {
  let requests = 0
  let bytes = 0
  let waited = 0
  let pausedUntil = 0
  const gate = semaphore(limits.inFlight)

  const once = (path: string, most: number, accept: string): Promise<Answer & { readonly retryAfter?: number }> => {
    if (requests >= limits.requests || bytes >= limits.bytes) return Promise.resolve(failed({ why: 'budget' }))
    requests++
    return send(connection, path, { accept, timeout: limits.timeout, most, onBytes: count => (bytes += count) })
  }

  const get: Client['get'] = async (path, { bytes: most = LARGEST_BODY, accept = 'application/json' } = {}) => {
    const leave = await gate()
    try {
      for (let tries = 1; ; tries++) {
        const pause = Math.min(pausedUntil - Date.now(), LONGEST_PAUSE)
        if (pause > 0) {
          waited += pause
          await new Promise(resolve => setTimeout(resolve, pause))
        }
        const answer = await once(path, most, accept)
        const wait = patience(answer, tries)
        if (wait === undefined || tries >= TRIES || wait > LONGEST_PAUSE || waited + wait > MOST_WAITING) return answer
        // who is asked for patience by one answer has no more for the next requests
        pausedUntil = Math.max(pausedUntil, Date.now() + wait)
      }
    } finally {
      leave()
    }
  }
  return { get, sent: () => ({ requests, bytes }), close: () => connection.agent.destroy() }
}

const failed = (failure: Failure): Answer => ({ state: 'failed', failure })

/** Milliseconds to wait before a request is sent again; undefined if that would change nothing. */
function patience(answer: Answer & { readonly retryAfter?: number }, tries: number): number | undefined {
  if (answer.state === 'answered') return undefined
  const { failure } = answer
  // a connection that was kept alive may have been closed at the moment it was used
  if (failure.why === 'connection') return tries === 1 && /^(?:ECONNRESET|EPIPE)$/.test(failure.code) ? 0 : undefined
  if (failure.why !== 'status') return undefined
  if (failure.status === 429) return answer.retryAfter ?? 1_000
  return failure.status === 503 && answer.retryAfter !== undefined ? answer.retryAfter : undefined
}

function semaphore(most: number): () => Promise<() => void> {
  let free = most
  const waiting: (() => void)[] = []
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) free++
    else next()
  }
  return async () => {
    if (free > 0) free--
    else await new Promise<void>(resolve => waiting.push(resolve))
    return leave
  }
}

interface Sending {
  readonly accept: string
  readonly timeout: number
  readonly most: number
  readonly onBytes: (count: number) => void
}

function send(
  { server, headers, agent }: Connection,
  path: string,
  { accept, timeout, most, onBytes }: Sending,
): Promise<Answer & { readonly retryAfter?: number }> {
  return new Promise(resolve => {
    const request = server.protocol === 'https:' ? tlsRequest : plainRequest
    let isDone = false
    const done = (answer: Answer & { readonly retryAfter?: number }): void => {
      if (isDone) return
      isDone = true
      clearTimeout(timer)
      resolve(answer)
    }
    const stop = (failure: Failure): void => {
      done(failed(failure))
      sent.destroy()
    }
    const sent = request(
      {
        method: 'GET',
        protocol: server.protocol,
        hostname: server.hostname.replace(/^\[|\]$/g, ''),
        port: server.port === '' ? (server.protocol === 'https:' ? 443 : 80) : server.port,
        path: server.pathname.replace(/\/$/, '') + path,
        agent,
        headers: { ...headers, Accept: accept, 'Accept-Encoding': 'gzip', 'User-Agent': 'klint' },
      },
      response => {
        const { statusCode: status = 0 } = response
        if (status >= 300 && status < 400) return stop({ why: 'redirect' })
        collect(response, most, onBytes).then(
          text => {
            if (status !== 200) {
              const wait = retryAfter(response)
              return done({
                ...failed({ why: 'status', status, said: messageOf(text) }),
                ...(wait === undefined ? {} : { retryAfter: wait }),
              })
            }
            const body = parsed(text)
            done(
              body === undefined ? failed({ why: 'not-json' }) : { state: 'answered', body, headers: response.headers },
            )
          },
          (error: unknown) =>
            stop(error instanceof TooLarge ? { why: 'too-large' } : { why: 'connection', code: codeOf(error) }),
        )
      },
    )
    // one limit for all of it: who waits does not care whether a name, a handshake or a body takes so long
    const timer = setTimeout(() => stop({ why: 'timeout' }), timeout)
    sent.on('error', error => done(failed({ why: 'connection', code: codeOf(error) })))
    sent.end()
  })
}

class TooLarge extends Error {}

function collect(response: IncomingMessage, most: number, onBytes: (count: number) => void): Promise<string> {
  const stream = response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length
      onBytes(chunk.length)
      if (length > most) reject(new TooLarge())
      else chunks.push(chunk)
    })
    stream.on('end', () => resolve(Buffer.concat(chunks, length).toString('utf8')))
    stream.on('error', reject)
    response.on('error', reject)
    // a body that ends before its length has no `end`
    response.on('aborted', () => reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })))
  })
}

/** An object; undefined for anything else, which no apiserver answers. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** `message` of a Status, or the first line of what stands there instead. */
function messageOf(text: string): string {
  const status = parsed(text)
  const said =
    typeof status === 'object' && status !== null && 'message' in status && typeof status.message === 'string'
      ? status.message
      : (text.trim().split('\n')[0] ?? '')
  return said.slice(0, 300)
}

/** Seconds or a date (RFC 9110, 10.2.3), in milliseconds; undefined if it is neither. */
function retryAfter({ headers }: IncomingMessage): number | undefined {
  const value = headers['retry-after']
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error
    ? String(error.code)
    : error instanceof Error
      ? error.message.slice(0, 100)
      : 'unknown'
