import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Service {
  readonly name: string
  /** The end of what it has written. */
  log(): string
  stop(): Promise<void>
}

const running = new Set<ChildProcess>()

/** Ends them at once. */
export function endServices(): void {
  for (const child of running) child.kill('SIGKILL')
}

process.on('exit', endServices)

/**
 * Starts a program that stays, and waits until `isReady`. It is ended with this process.
 * @param logFile Gets both outputs.
 * @throws Error with the end of its log, if it ends or is not ready within `limit` seconds
 */
export async function service(
  [command = '', ...argv]: readonly string[],
  logFile: string,
  isReady: () => Promise<boolean>,
  limit = 90,
): Promise<Service> {
  const name = command.replace(/.*\//, '')
  const file = openSync(logFile, 'a')
  const child = spawn(command, argv, { stdio: ['ignore', file, file], env: {} })
  closeSync(file)
  running.add(child)
  const ended = new Promise<string>(resolve => {
    child.on('error', error => resolve(error.message))
    child.on('exit', (code, signal) => resolve(`it ended with ${code ?? signal}`))
  })
  void ended.then(() => running.delete(child))
  const log = (): string => readFileSync(logFile, 'utf8').slice(-3000)
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  const give = performance.now() + limit * 1000
  let failed: string | undefined
  void ended.then(reason => {
    failed = reason
  })
  while (!(await isReady())) {
    if (performance.now() > give) failed ??= `it is not ready after ${limit} s`
    if (failed !== undefined) {
      await stop()
      throw new Error(`${name}: ${failed}\n${log()}`)
    }
    await sleep(100)
  }
  return { name, log, stop }
}

/** A port of the loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(address)))
    })
  })
}
