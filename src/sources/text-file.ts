import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { UserError } from '../model/user-error.js'
import { codeOf } from './files.js'

/**
 * The text of one regular file that is not larger than `largest` bytes; undefined if there is none of that name. A link may lead to
 * a pipe or a device, which is not even opened.
 * @param uri the name people know it by
 * @throws UserError if it cannot be read
 */
export function readTextFile(path: string, uri: string, largest: number): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) return undefined
    if (!found.isFile()) throw new UserError(`\`${uri}\` is no file`)
    const descriptor = openSync(path, 'r')
    try {
      const { size } = fstatSync(descriptor)
      if (size > largest) throw new UserError(`\`${uri}\` is larger than ${Math.round(largest / 1024 / 1024)} MiB`)
      const bytes = Buffer.allocUnsafe(size)
      let length = 0
      while (length < size) {
        const read = readSync(descriptor, bytes, length, size - length, null)
        if (read === 0) break
        length += read
      }
      return bytes.toString('utf8', 0, length)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`\`${uri}\` cannot be read (${codeOf(error)})`)
  }
}
