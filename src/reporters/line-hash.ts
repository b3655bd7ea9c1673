const BLOCK = 100
const BASE = 37
const END_OF_FILE = 65535
const WORD = 2 ** 32

/** 37^100 modulo 2^64, as two words. */
const [TOP_HIGH, TOP_LOW] = (() => {
  let power = 1n
  for (let i = 0; i < BLOCK; i++) power = BigInt.asUintN(64, power * BigInt(BASE))
  return [Number(power >> 32n), Number(power & 0xffffffffn)]
})()

/**
 * `primaryLocationLineHash` of every line (index 0 = line 1), as code scanning computes it (github/codeql-action
 * src/fingerprints.ts): a rolling hash over the 100 characters from the start of a line that are neither space nor tab, every
 * line end counted as `\n`, then an end-of-file mark and zeros; hexadecimal, `:`, and how often that hash has occurred so far.
 */
export function lineHashes(source: string): string[] {
  const { codes, starts } = characters(source)
  const seen = new Map<string, number>()
  const hashes: string[] = []
  let high = 0
  let low = 0
  const shift = (entering: number, leaving: number): void => {
    // all products stay below 2^53: a word times 37, a word times a UTF-16 unit
    const grown = low * BASE + entering
    const gone = TOP_LOW * leaving
    const difference = (grown % WORD) - (gone % WORD)
    const borrow = difference < 0 ? 1 : 0
    low = difference + borrow * WORD
    const upper = high * BASE + Math.floor(grown / WORD) - borrow
    const lower = TOP_HIGH * leaving + Math.floor(gone / WORD)
    high = (((upper - lower) % WORD) + WORD) % WORD
  }
  for (let i = 0; i < BLOCK; i++) shift(codes[i] ?? 0, 0)
  let at = 0
  for (const start of starts) {
    for (; at < start; at++) shift(codes[at + BLOCK] ?? 0, codes[at] ?? 0)
    const hash = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0')
    const times = (seen.get(hash) ?? 0) + 1
    seen.set(hash, times)
    hashes.push(`${hash}:${times}`)
  }
  return hashes
}

/** The characters that count, and where lines begin among them. */
function characters(source: string): { codes: Uint16Array; starts: number[] } {
  const codes = new Uint16Array(source.length + 1)
  const starts: number[] = []
  let n = 0
  let lineStart = true
  const add = (code: number): void => {
    if (lineStart) starts.push(n)
    lineStart = code === 10
    codes[n++] = code
  }
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i)
    if (code === 32 || code === 9) continue
    if (code === 10 && source.charCodeAt(i - 1) === 13) continue
    add(code === 13 ? 10 : code)
  }
  add(END_OF_FILE)
  return { codes: codes.subarray(0, n), starts }
}
