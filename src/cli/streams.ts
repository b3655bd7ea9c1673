import { fstatSync, writeSync } from 'node:fs'
import { UserError } from '../model/user-error.js'
import { codeOf } from '../sources/files.js'

/**
 * Synchronous: `process.stdout` costs as much as parsing a file. A pipe that is full says EAGAIN, one whose reader has left EPIPE.
 * Anything else is said on standard error; where that cannot be written, nobody can be told.
 */
export function writer(descriptor: 1 | 2): (text: string) => void {
  let closed = false
  return text => {
    const bytes = Buffer.from(text)
    let offset = 0
    while (offset < bytes.length && !closed) {
      try {
        offset += writeSync(descriptor, bytes, offset)
      } catch (error) {
        const code = codeOf(error)
        if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
        else if (code === 'EPIPE' || descriptor === 2) closed = true
        else throw new UserError(`standard output cannot be written (${code})`)
      }
    }
  }
}

/** `tty.isatty` costs 2 ms; /dev/null (1, 3) is the one other character device people write to. */
export function isTerminal(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor)
    return stat.isCharacterDevice() && stat.rdev !== 0x103
  } catch {
    return false
  }
}
