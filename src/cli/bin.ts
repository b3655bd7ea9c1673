import { fstatSync, writeSync } from 'node:fs'
import { readStdin } from '../sources/stdin.js'
import { main } from './main.js'

/** Synchronous: `process.stdout` costs as much as parsing a file. A pipe that is full says EAGAIN, one whose reader has left EPIPE. */
function writer(descriptor: number): (text: string) => void {
  let closed = false
  return text => {
    const bytes = Buffer.from(text)
    let offset = 0
    while (offset < bytes.length && !closed) {
      try {
        offset += writeSync(descriptor, bytes, offset)
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined
        if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
        else if (code === 'EPIPE') closed = true
        else throw error
      }
    }
  }
}

/** `tty.isatty` costs 2 ms; /dev/null (1, 3) is the one other character device people write to. */
function isTerminal(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor)
    return stat.isCharacterDevice() && stat.rdev !== 0x103
  } catch {
    return false
  }
}

// no handler for SIGINT: the default ends a busy process at once, and the shell says 130
main(process.argv.slice(2), process.env, {
  cwd: process.cwd(),
  out: writer(1),
  err: writer(2),
  outIsTerminal: isTerminal(1),
  columns: () => process.stdout.columns,
  stdin: filename => readStdin(filename),
}).then(code => {
  process.exitCode = code
})
