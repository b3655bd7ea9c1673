import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

/** What a call of the DevTools protocol answers, or an event tells. */
type Answer = Readonly<Record<string, unknown>>

/** A tab of a browser that somebody else will never see. */
export interface Tab {
  /** One method of the DevTools protocol. */
  call(method: string, parameters?: object): Promise<Answer>
  /** Loads a file and waits until it is complete. */
  open(path: string): Promise<void>
  /** The value of an expression in the page; waits for a promise. @throws Error with what the page threw */
  evaluate<T>(expression: string, is: (value: unknown) => value is T): Promise<T>
  /** Presses keys by their names: `Tab`, `Enter`, `a`. */
  press(...keys: readonly string[]): Promise<void>
  /** What the page asked for and what its policy refused, since it was opened. */
  readonly requests: readonly string[]
  readonly complaints: readonly string[]
}

export interface Browser {
  readonly tab: Tab
  close(): Promise<void>
}

/** Debian's name first; others where somebody has one. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export const chromium = (): string | undefined =>
  [process.env.CHROMIUM, ...PLACES].find(path => path !== undefined && path !== '' && existsSync(path))

/**
 * Starts Chromium without a window and speaks the DevTools protocol over two pipes (`--remote-debugging-pipe`: messages of JSON, each
 * ended by a zero byte), so that no package and no port is needed.
 */
export async function start(path: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'klint-chromium-'))
  const process = spawn(
    path,
    [
      '--headless=new',
      '--remote-debugging-pipe',
      '--no-sandbox', // its own needs privileges that a container has not; the page is klint's
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--hide-scrollbars',
      '--force-color-profile=srgb',
      '--no-first-run',
      '--disable-extensions',
      '--disable-background-networking',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const exited = new Promise<void>(done => {
    process.on('exit', () => done())
  })
  const { 3: input, 4: output } = process.stdio
  if (!isWritable(input) || !isReadable(output)) throw new Error('no pipes')
  const connection = connect(input, output)
  const tab = await openTab(connection)
  return {
    tab,
    close: async () => {
      await connection.call('Browser.close').catch(() => undefined)
      await exited
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

const isWritable = (stream: unknown): stream is Writable =>
  typeof stream === 'object' && stream !== null && 'write' in stream
const isReadable = (stream: unknown): stream is Readable =>
  typeof stream === 'object' && stream !== null && 'read' in stream

interface Connection {
  call(method: string, parameters?: object, session?: string): Promise<Answer>
  on(listener: (method: string, parameters: Answer) => void): void
}

/** Longer than any step takes on a loaded machine. */
const PATIENCE = 60_000

function connect(input: Writable, output: Readable): Connection {
  let last = 0
  const waiting = new Map<number, (message: Answer) => void>()
  const listeners: ((method: string, parameters: Answer) => void)[] = []
  let chunks: Buffer[] = []
  output.on('data', (data: Buffer) => {
    let from = 0
    for (let end = data.indexOf(0); end !== -1; end = data.indexOf(0, from)) {
      chunks.push(data.subarray(from, end))
      const message: Answer = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      chunks = []
      from = end + 1
      if (typeof message.id === 'number') waiting.get(message.id)?.(message)
      else if (typeof message.method === 'string')
        for (const listener of listeners) listener(message.method, record(message.params))
    }
    chunks.push(data.subarray(from))
  })
  return {
    on: listener => listeners.push(listener),
    call: (method, parameters = {}, session) =>
      new Promise((answer, fail) => {
        const id = ++last
        const timer = setTimeout(() => fail(new Error(`${method}: no answer`)), PATIENCE)
        waiting.set(id, message => {
          clearTimeout(timer)
          waiting.delete(id)
          if (message.error === undefined) answer(record(message.result))
          else fail(new Error(`${method}: ${JSON.stringify(message.error)}`))
        })
        const one = { id, method, params: parameters, ...(session === undefined ? {} : { sessionId: session }) }
        input.write(`${JSON.stringify(one)}\0`)
      }),
  }
}

const isRecord = (value: unknown): value is Answer => typeof value === 'object' && value !== null
export const record = (value: unknown): Answer => (isRecord(value) ? value : {})

async function openTab(connection: Connection): Promise<Tab> {
  const { targetId } = await connection.call('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await connection.call('Target.attachToTarget', { targetId, flatten: true })
  const session = String(sessionId)
  const call: Tab['call'] = (method, parameters) => connection.call(method, parameters, session)
  const requests: string[] = []
  const complaints: string[] = []
  let loaded: (() => void) | undefined
  connection.on((method, parameters) => {
    if (method === 'Page.loadEventFired') loaded?.()
    if (method === 'Network.requestWillBeSent') requests.push(String(record(parameters.request).url))
    if (method === 'Log.entryAdded') complaints.push(String(record(parameters.entry).text))
    if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(parameters.exceptionDetails))
  })
  for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await call(`${domain}.enable`)
  return {
    call,
    requests,
    complaints,
    open: async path => {
      requests.length = 0
      complaints.length = 0
      const done = new Promise<void>(resolve => {
        loaded = resolve
      })
      await call('Page.navigate', { url: pathToFileURL(path).href })
      await done
    },
    evaluate: async (expression, is) => {
      const { result, exceptionDetails } = await call('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      })
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
      const { value } = record(result)
      if (!is(value)) throw new Error(`${expression.slice(0, 80)} gave ${JSON.stringify(value)}`)
      return value
    },
    press: async (...keys) => {
      for (const key of keys) {
        const known = KEYS[key]
        const about = {
          key: known?.key ?? key,
          ...(known === undefined ? {} : { code: known.key, windowsVirtualKeyCode: known.code }),
        }
        const text = known === undefined ? key : known.text
        await call('Input.dispatchKeyEvent', { type: 'keyDown', ...about, ...(text === undefined ? {} : { text }) })
        await call('Input.dispatchKeyEvent', { type: 'keyUp', ...about })
      }
    },
  }
}

/** Keys that are no letters, with their Windows codes, which Chromium goes by. */
const KEYS: Readonly<Record<string, { readonly key: string; readonly code: number; readonly text?: string }>> = {
  Tab: { key: 'Tab', code: 9 },
  Enter: { key: 'Enter', code: 13, text: '\r' },
  Space: { key: ' ', code: 32, text: ' ' },
  ArrowDown: { key: 'ArrowDown', code: 40 },
}
