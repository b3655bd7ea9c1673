/** Bytes that arrive in pieces. */
export interface Bytes {
  push(piece: Uint8Array): void
  readonly length: number
  text(): string
  clear(): void
}

const FIRST = 4096

/** Copied into one buffer: a body in chunks of one byte each would be an object of two hundred for every byte of it. */
export function bytes(): Bytes {
  let buffer = Buffer.allocUnsafe(0)
  let length = 0
  return {
    push(piece) {
      if (length + piece.length > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(FIRST, 2 * (length + piece.length)))
        buffer.copy(larger, 0, 0, length)
        buffer = larger
      }
      buffer.set(piece, length)
      length += piece.length
    },
    get length() {
      return length
    },
    text: () => buffer.toString('utf8', 0, length),
    clear() {
      // what an item took stays for the next one, unless it was an unusual one
      if (buffer.length > 2 ** 20) buffer = Buffer.allocUnsafe(0)
      length = 0
    },
  }
}
