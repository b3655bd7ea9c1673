import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http'
import { type RequestOptions, request as tlsRequest } from 'node:https'
import { createGunzip } from 'node:zlib'
import { bytes as gathering } from './bytes.js'
import { type ItemStream, itemStream } from './item-stream.js'
import type { Connection } from './kubeconfig.js'
import { isObject, type Json } from './strip.js'

/** What a run may take from a cluster. */
export interface Limits {
  /** Requests at the same time. */
  readonly inFlight: number
  /** Milliseconds for one request, until its last byte is here. */
  readonly timeout: number
  readonly requests: number
  /** Bytes of all answers, unpacked. */
  readonly bytes: number
  /** Milliseconds for all requests together: what is not sent by then is not sent. */
  readonly total: number
}

export type Failure =
  /** The apiserver answered with this status; `said` is the message of its Status, which may hold anything. */
  | { readonly why: 'status'; readonly status: number; readonly said: string }
  | { readonly why: 'timeout' | 'too-large' | 'not-json' | 'redirect' | 'budget' | 'moot' }
  | { readonly why: 'connection'; readonly code: string }

export type Answer<T = unknown> =
  /** `items`: what was kept of a list, if it is one. */
  | { readonly state: 'answered'; readonly body: Json; readonly items?: readonly T[] }
  | { readonly state: 'failed'; readonly failure: Failure }

export interface Client {
  /** Sends GET and nothing else. Never throws; follows no redirect. */
  readonly get: <T>(path: string, asking?: Asking<T>) => Promise<Answer<T>>
  readonly sent: () => { readonly requests: number; readonly bytes: number }
  readonly close: () => void
}

export interface Asking<T> {
  /** The largest answer that is read, unpacked. */
  readonly bytes?: number
  readonly accept?: string
  /** What is kept of each item of a list, which the body is without then; undefined for nothing. */
  readonly keep?: (item: Json) => T | undefined
  /** Asked when the request's turn has come, for which thousands may wait: whether nobody needs it any more. */
  readonly isMoot?: () => boolean
}

/** A page of 500 nodes is 5 MB, of large ones 15. Bytes. */
const LARGEST_BODY = 48 * 2 ** 20
/** A Status is a few hundred. Characters. */
const LARGEST_STATUS = 2 ** 20
/** A page has 500; apiservers before 1.9 know no pages. */
const MOST_ITEMS = 20_000
/** etcd takes requests of 1.5 MiB (`--max-request-bytes`), and nobody raises that much. Characters. */
export const LARGEST_OBJECT = 2 ** 21
/** An item with what nobody keeps of it, and what is left of a list without its items: as objects they are thirty times that. Characters. */
const LARGEST_PARSED = 4 * LARGEST_OBJECT
/** How often one request is sent while the apiserver asks for patience, or its connection breaks. */
const TRIES = 5
/** Longer than this nobody waits for an answer that is to be there in seconds; milliseconds. */
const LONGEST_PAUSE = 10_000
/** Milliseconds all waiting for an apiserver that asks for patience may take in one run. */
const MOST_WAITING = 30_000

export function client(connection: Connection, limits: Limits): Client {
  const started = Date.now()
  let requests = 0
  let bytes = 0
  let waited = 0
  let pausedUntil = 0
  /** An apiserver that has answered nothing while one request waited all its time is not there for the others either. */
  let reached: 'unknown' | 'yes' | 'no' = 'unknown'
  const gate = semaphore(limits.inFlight)

  const once = <T>(path: string, asking: Asking<T>): Promise<Attempt<T>> => {
    if (requests >= limits.requests || bytes >= limits.bytes || Date.now() - started >= limits.total)
      return Promise.resolve(failed({ why: 'budget' }))
    requests++
    return send(connection, path, asking, limits.timeout, count => {
      bytes += count
    })
  }

  const get = async <T>(path: string, asking: Asking<T> = {}): Promise<Answer<T>> => {
    const leave = await gate()
    try {
      if (asking.isMoot?.()) return failed({ why: 'moot' })
      if (reached === 'no') return failed({ why: 'timeout' })
      for (let tries = 1; ; tries++) {
        const pause = Math.min(pausedUntil - Date.now(), LONGEST_PAUSE)
        if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause))
        const answer = await once(path, asking)
        if (answer.state === 'answered' || answer.failure.why !== 'timeout') reached = 'yes'
        else if (reached === 'unknown') reached = 'no'
        const wait = patience(answer, tries)
        if (wait === undefined || tries >= TRIES || wait > LONGEST_PAUSE || waited + wait > MOST_WAITING) return answer
        // who is asked for patience by one answer has no more for the next requests
        const until = Date.now() + wait
        // what many wait for at the same time is waited for once
        if (until > pausedUntil) waited += until - Math.max(pausedUntil, Date.now())
        pausedUntil = Math.max(pausedUntil, until)
      }
    } finally {
      leave()
    }
  }
  return { get, sent: () => ({ requests, bytes }), close: () => connection.agent.destroy() }
}

const failed = (failure: Failure): Answer<never> => ({ state: 'failed', failure })

/** What one request came to, and how long the apiserver asks to wait: milliseconds. */
type Attempt<T> = Answer<T> & { readonly retryAfter?: number }

/** Milliseconds to wait before a request is sent again; undefined if that would change nothing. */
function patience(answer: Attempt<unknown>, tries: number): number | undefined {
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

function send<T>(
  { server, headers, agent, secrets }: Connection,
  path: string,
  { accept = 'application/json', bytes: most = LARGEST_BODY, keep }: Asking<T>,
  timeout: number,
  onBytes: (count: number) => void,
): Promise<Attempt<T>> {
  return new Promise(resolve => {
    const request = server.protocol === 'https:' ? tlsRequest : plainRequest
    let isDone = false
    const done = (answer: Attempt<T>): void => {
      if (isDone) return
      isDone = true
      clearTimeout(timer)
      resolve(answer)
    }
    const stop = (failure: Failure): void => {
      done(failed(failure))
      sent.destroy()
    }
    const options: RequestOptions = {
      method: 'GET',
      protocol: server.protocol,
      hostname: server.hostname.replace(/^\[|\]$/g, ''),
      port: server.port === '' ? (server.protocol === 'https:' ? 443 : 80) : server.port,
      path: server.pathname.replace(/\/$/, '') + path,
      agent,
      headers: { ...headers, Accept: accept, 'Accept-Encoding': 'gzip', 'User-Agent': 'klint' },
    }
    const onResponse = (response: IncomingMessage): void => {
      const { statusCode: status = 0 } = response
      if (status >= 300 && status < 400) {
        stop({ why: 'redirect' })
        return
      }
      const items: T[] = []
      let count = 0
      // what is no list is small, and so is what says why there is none
      const stream =
        keep === undefined || status !== 200
          ? undefined
          : itemStream(text => {
              if (++count > MOST_ITEMS) throw new Stopped({ why: 'too-large' })
              const kept = keepOf(text, keep)
              if (kept !== undefined) items.push(kept)
            })
      collect(response, most, onBytes, stream).then(
        text => {
          if (status !== 200) {
            const wait = retryAfter(response)
            return done({
              ...failed({ why: 'status', status, said: messageOf(text, secrets) }),
              ...(wait === undefined ? {} : { retryAfter: wait }),
            })
          }
          if (stream !== undefined && text.length > LARGEST_PARSED) return done(failed({ why: 'too-large' }))
          const body = parsed(text)
          if (body === undefined) return done(failed({ why: 'not-json' }))
          done({
            state: 'answered',
            body,
            ...(stream !== undefined && Array.isArray(body.items) ? { items } : {}),
          })
        },
        (error: unknown) => stop(failureOf(error)),
      )
    }
    let sent: ClientRequest
    try {
      sent = request(options, onResponse)
    } catch (error) {
      // what cannot be sent, or shown in a handshake
      return resolve(failed(failureOf(error)))
    }
    // one limit for all of it: who waits does not care whether a name, a handshake or a body takes so long
    const timer = setTimeout(() => stop({ why: 'timeout' }), timeout)
    sent.on('error', error => done(failed({ why: 'connection', code: codeOf(error) })))
    sent.end()
  })
}

/** Reading stops here, for a reason that is not the connection's. */
class Stopped extends Error {
  constructor(readonly failure: Failure) {
    super(failure.why)
  }
}

const failureOf = (error: unknown): Failure =>
  error instanceof Stopped ? error.failure : { why: 'connection', code: codeOf(error) }

/** What is kept of an item. */
function keepOf<T>(text: string, keep: (item: Json) => T): T {
  if (text.length > LARGEST_PARSED) throw new Stopped({ why: 'too-large' })
  const item = parsed(text)
  if (item === undefined) throw new Stopped({ why: 'not-json' })
  return keep(item)
}

function collect(
  response: IncomingMessage,
  most: number,
  onBytes: (count: number) => void,
  items: ItemStream | undefined,
): Promise<string> {
  const stream = response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response
  return new Promise((resolve, reject) => {
    const body = gathering()
    let length = 0
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length
      onBytes(chunk.length)
      if (length > most) return reject(new Stopped({ why: 'too-large' }))
      if (items === undefined) return body.push(chunk)
      try {
        items.push(chunk)
      } catch (error) {
        reject(error)
      }
    })
    stream.on('end', () => resolve(items === undefined ? body.text() : items.rest()))
    stream.on('error', reject)
    response.on('error', reject)
    // a body that ends before its length has no `end`
    response.on('aborted', () => reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })))
  })
}

/** An object; undefined for anything else, which no apiserver answers. */
function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** `message` of a Status, or the first line of what stands there instead. */
function messageOf(text: string, secrets: readonly string[]): string {
  const status = text.length > LARGEST_STATUS ? undefined : parsed(text)
  const said = typeof status?.message === 'string' ? status.message : (text.trim().split('\n')[0] ?? '')
  // what stands in front of an apiserver may repeat what it was sent
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '********'), said).slice(0, 300)
}

/** Seconds or a date (RFC 9110, 10.2.3), in milliseconds; undefined if it is neither. */
function retryAfter({ headers }: IncomingMessage): number | undefined {
  const value = headers['retry-after']
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000
  // what else looks like a number is a year to `Date.parse`
  const date = /^[a-z]{3,9},? /i.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error
    ? String(error.code)
    : error instanceof Error
      ? error.message.slice(0, 100)
      : 'unknown'
