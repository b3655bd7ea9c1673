import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { UserError } from '../model/user-error.js'
import { codeOf } from '../sources/files.js'

/**
 * Writes a file so that whoever looks, after whatever happens, sees the old one or the new one: aside, synced, and moved. Keeps the
 * permissions of the one it replaces. Directories above it are made.
 * @throws UserError if it cannot be written
 */
export function writeFile(path: string, text: string): void {
  const aside = `${path}.klint-${process.pid}`
  let made = false
  try {
    mkdirSync(dirname(path), { recursive: true })
    const mode = statSync(path, { throwIfNoEntry: false })?.mode
    const descriptor = openSync(aside, 'wx')
    made = true
    try {
      writeFileSync(descriptor, text)
      if (mode !== undefined) fchmodSync(descriptor, mode & 0o7777)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(aside, path)
  } catch (error) {
    if (made) remove(aside)
    throw new UserError(`\`${path}\` cannot be written (${codeOf(error)})`)
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // it was moved
  }
}
