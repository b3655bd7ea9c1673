/** A line on a terminal that says how far a long run is. */
export interface Progress {
  show(text: () => string): void
  /** Before anything else is printed. */
  clear(): void
}

/** Whoever waits less than this needs no line; then a few times a second. Milliseconds. */
const PATIENCE = 500
const EVERY = 100

export function progress(log: (text: string) => void, clock: () => number): Progress {
  let next = clock() + PATIENCE
  let width = 0
  return {
    show: text => {
      const now = clock()
      if (now < next) return
      next = now + EVERY
      const line = `klint: ${text()}`
      log(`\r${line.padEnd(width)}`)
      width = line.length
    },
    clear: () => {
      next = Number.POSITIVE_INFINITY
      if (width > 0) log(`\r${' '.repeat(width)}\r`)
      width = 0
    },
  }
}
