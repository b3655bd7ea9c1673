import { closeSync, linkSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'

/**
 * Writes a file of klint's own that only the user may read, aside and then moved, so that a run beside this one sees all of it or
 * nothing. `new` leaves one that is there already. A link in its place is replaced, never followed.
 */
export function putFile(path: string, text: string, mode: 'new' | 'replace' = 'replace'): void {
  const aside = `${path}.klint-${process.pid}`
  const descriptor = openSync(aside, 'wx', 0o600)
  try {
    writeFileSync(descriptor, text)
    closeSync(descriptor)
    if (mode === 'replace') renameSync(aside, path)
    else linkIfNew(aside, path)
  } catch (error) {
    remove(aside)
    throw error
  }
}

function linkIfNew(aside: string, path: string): void {
  try {
    linkSync(aside, path)
  } catch {
    // it is there
  }
  remove(aside)
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // somebody else did
  }
}
