import { gzipSync } from 'node:zlib'
import type { Answer, Store } from './store.js'

/** The API compresses what is larger than this, quickly rather than well. */
const WORTH_COMPRESSING = 128 * 1024
const LARGE = 64 * 1024

export interface Encoded {
  readonly status: number
  readonly body: Buffer
  readonly headers: Record<string, string | number>
}

/** Bodies by path and encoding; lists of nodes are kept, because 47 MB take longer to make than to read. */
export function encoder(store: Store): (path: string, gzip: boolean) => Encoded {
  const kept = new Map<string, Encoded>()
  return (path, gzip) => {
    const key = `${gzip} ${path}`
    const known = kept.get(key)
    if (known !== undefined) return known
    const answer = store(path)
    const encoded = encode(answer, gzip)
    if (answer.body.length > LARGE) kept.set(key, encoded)
    return encoded
  }
}

function encode({ status, body, headers = {} }: Answer, gzip: boolean): Encoded {
  const plain = Buffer.from(body)
  const compressed = gzip && plain.length > WORTH_COMPRESSING
  const bytes = compressed ? gzipSync(plain, { level: 1 }) : plain
  return {
    status,
    body: bytes,
    headers: {
      'cache-control': 'no-cache, private',
      'content-type': 'application/json',
      'x-kubernetes-pf-flowschema-uid': '24e0b5f4-0000-4000-8000-000000000000',
      ...(compressed ? { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } : {}),
      ...headers,
      'content-length': bytes.length,
    },
  }
}
