import { bytes } from './bytes.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_MAP = 0x7b
const CLOSE_MAP = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d

/** The name of the list; a longer one is another. */
const LONGEST_KEY = 'items'.length

/** Cuts the elements of `items` out of a list of the API while its bytes arrive. */
export interface ItemStream {
  push(chunk: Buffer): void
  /** The list without its items; to be parsed as JSON. */
  rest(): string
}

/**
 * A page of 500 nodes is 5 MB of JSON and ten times that as objects, of which klint keeps a hundredth: one item at a time is parsed
 * and let go. Only the brackets are looked at here; whether the rest is JSON shows when the pieces are parsed.
 */
export function itemStream(onItem: (text: string) => void): ItemStream {
  const rest = bytes()
  const item = bytes()
  let isItem = false
  let depth = 0
  let inString = false
  let escaped = false
  /** The last string at the top of the list: the key before a value. */
  let key = ''
  let inItems = false

  function push(chunk: Buffer): void {
    let from = 0
    const cut = (to: number): void => {
      if (to > from) (isItem ? item : rest).push(chunk.subarray(from, to))
      from = to
    }
    for (let i = 0; i < chunk.length; i++) {
      if (inString) {
        const start = i
        i = endOfString(chunk, i)
        if (depth === 1 && key.length <= LONGEST_KEY)
          key += chunk.toString('latin1', start, Math.min(i, start + LONGEST_KEY + 1))
        continue
      }
      switch (chunk[i]) {
        case QUOTE:
          inString = true
          if (depth === 1) key = ''
          break
        case OPEN_MAP:
          if (inItems && depth === 2) {
            cut(i)
            isItem = true
          }
          depth++
          break
        case OPEN_LIST:
          if (depth === 1 && key === 'items') inItems = true
          depth++
          break
        case CLOSE_MAP:
          depth--
          if (isItem && depth === 2) {
            cut(i + 1)
            const text = item.text()
            item.clear()
            isItem = false
            onItem(text)
          }
          break
        case CLOSE_LIST:
          depth--
          if (depth === 1) inItems = false
          break
      }
    }
    cut(chunk.length)
  }

  /** Index of the quote that ends the string, or the end of the chunk. */
  function endOfString(chunk: Buffer, start: number): number {
    let i = start
    if (escaped) {
      escaped = false
      i++
    }
    while (i < chunk.length) {
      const quote = chunk.indexOf(QUOTE, i)
      const end = quote === -1 ? chunk.length : quote
      let backslashes = 0
      while (end - 1 - backslashes >= i && chunk[end - 1 - backslashes] === BACKSLASH) backslashes++
      if (quote === -1) {
        escaped = backslashes % 2 === 1
        return chunk.length
      }
      if (backslashes % 2 === 0) {
        inString = false
        return quote
      }
      i = quote + 1
    }
    return chunk.length
  }

  return { push, rest: () => withoutCommas(rest.text()) }
}

/** Between the items that were cut out stand commas. */
const withoutCommas = (text: string): string => text.replace(/("items"\s*:\s*\[)[\s,]*(?=\])/, '$1')
