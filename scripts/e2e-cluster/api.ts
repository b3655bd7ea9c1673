import { Agent, request } from 'node:https'
import type { Json, Objects } from './objects.js'

export interface Answer {
  readonly status: number
  readonly text: string
}

export interface Api {
  /** @throws Error if there is no answer */
  send(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: Json): Promise<Answer>
  /** Makes objects, each at its place, and gives them their status. @throws Error with the first that is refused */
  create(objects: Objects): Promise<void>
  /** Changes part of an object. @throws Error if that is refused */
  change(path: string, part: Json): Promise<void>
  close(): void
}

/** The API as a plain client sees it: klint's own is what is tested. */
export function api(url: string, ca: Buffer, token: string): Api {
  const agent = new Agent({ keepAlive: true, ca })
  const send: Api['send'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = {
        Authorization: `Bearer ${token}`,
        'Content-Type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      }
      const sent = request(new URL(path, url), { method, agent, headers, timeout: 30_000 }, response => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        response.on('error', reject)
      })
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${path}: no answer`)))
      sent.on('error', reject)
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })
  const wanted = async (...[method, path, body]: Parameters<typeof send>): Promise<void> => {
    const { status, text } = await send(method, path, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 1000)}`)
  }
  return {
    send,
    async create(objects) {
      for (const { path, object } of objects) {
        await wanted('POST', path, object)
        // of what is created the status is dropped, but a node's
        if (object.status !== undefined && !path.endsWith('/nodes'))
          await wanted('PATCH', `${path}/${object.metadata.name}/status`, { status: object.status })
      }
    },
    change: (path, part) => wanted('PATCH', path, part),
    close: () => agent.destroy(),
  }
}
