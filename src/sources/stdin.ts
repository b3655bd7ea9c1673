import { readSync } from 'node:fs'
import type { Input } from '../model/input.js'
import { UserError } from '../model/user-error.js'
import { codeOf, LARGEST } from './files.js'

/**
 * Standard input as one document. `filename` is what `--stdin-filename` says; formats that go by the name need it.
 * @throws UserError if it cannot be read or is too large
 */
export function readStdin(filename = 'stdin', descriptor = 0): Input {
  const chunks: Buffer[] = []
  let length = 0
  for (;;) {
    const chunk = Buffer.allocUnsafe(65536)
    const read = readChunk(descriptor, chunk)
    if (read === 0) break
    length += read
    if (length > LARGEST) throw new UserError('standard input is larger than 2 MiB', 'give the file by its path')
    chunks.push(chunk.subarray(0, read))
  }
  return { uri: filename.replaceAll('\\', '/'), source: Buffer.concat(chunks).toString('utf8') }
}

/** Blocks until there is something: a pipe that is not ready says EAGAIN, a closed one says EOF on Windows. */
function readChunk(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk, 0, chunk.length, null)
    } catch (error) {
      const code = codeOf(error)
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw new UserError(`standard input cannot be read (${code})`)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}
