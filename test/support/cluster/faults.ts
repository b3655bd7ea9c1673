/** What goes wrong with a read. Data only: it goes to a server in another process as it is. */
export type Fault =
  /** A status of the API; `body` in place of its Status object. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfter?: string
      readonly message?: string
      readonly body?: string
    }
  /** These bytes, with status 200. */
  | { readonly kind: 'body'; readonly body: string; readonly type?: string }
  /** The real answer with these words replaced. */
  | { readonly kind: 'replace'; readonly from: string; readonly to: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'silent' }
  /** Nothing for so long, then the real answer. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The headers at once, the body a byte at a time. */
  | { readonly kind: 'drip'; readonly ms: number }
  /** The connection ends behind so many bytes of the body; behind none: before the headers. */
  | { readonly kind: 'cut'; readonly after: number }
  /** A list whose one item is filled up to so many bytes; compressed, a bomb. */
  | { readonly kind: 'huge'; readonly bytes: number; readonly gzip?: boolean }
  /** A list of one item that says there is more, every time; under a new token or under the same. */
  | { readonly kind: 'endless'; readonly fresh: boolean }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** The real answer as HTTP/1.0 gave it: its end is the end of the connection. */
  | { readonly kind: 'http10' }
  /** The real answer, and bytes behind it that belong to nothing. */
  | { readonly kind: 'trailing'; readonly bytes: string }
  /** Headers of so many bytes. */
  | { readonly kind: 'headers'; readonly bytes: number }
  /** Says it is compressed, and is not. */
  | { readonly kind: 'mislabelled' }
  /** Bytes that are not HTTP. */
  | { readonly kind: 'noise'; readonly bytes: string }

/** A fault of the reads whose path with query matches, all of them or the first few. */
export interface Trouble {
  readonly at: RegExp
  readonly fault: Fault
  readonly times?: number
  /** So many matching reads are answered first. */
  readonly skip?: number
}

/** Picks the fault of each read, in order; the first that matches. */
export function troubled(troubles: readonly Trouble[]): (path: string) => Fault | undefined {
  const hits = troubles.map(() => 0)
  return path => {
    for (const [i, { at, fault, skip = 0, times = Number.POSITIVE_INFINITY }] of troubles.entries()) {
      if (!at.test(path)) continue
      const hit = hits[i] ?? 0
      hits[i] = hit + 1
      if (hit >= skip && hit < skip + times) return fault
    }
    return undefined
  }
}
