import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { NotChecked } from '../../model/finding.js'
import type { Input } from '../../model/input.js'
import { UserError } from '../../model/user-error.js'
import { documentsOf } from '../../sources/cluster/documents.js'
import type { Recording } from '../../sources/cluster/recording.js'
import { readRecording } from '../../sources/cluster/recording-file.js'
import type { Options } from '../options.js'
import { missingOf } from './missing.js'

/** Bytes, packed. */
const LARGEST = 64 * 2 ** 20

/** What recordings of clusters hold, for a run over files. */
export function recordings(
  paths: readonly string[],
  options: Options,
  cwd: string,
): { readonly files: readonly Input[]; readonly notChecked: readonly NotChecked[] } {
  const all = paths.map(path => readRecordingFile(path, cwd))
  return { files: all.flatMap(documentsOf), notChecked: all.flatMap(one => missingOf(one, options)) }
}

/** @throws UserError for a file that cannot be read, or is no recording */
export function readRecordingFile(path: string, cwd: string): Recording {
  let bytes: Uint8Array
  try {
    const { size } = statSync(resolve(cwd, path))
    if (size > LARGEST) throw new UserError(`\`${path}\` is larger than 64 MiB`)
    bytes = readFileSync(resolve(cwd, path))
  } catch (error) {
    if (error instanceof UserError) throw error
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new UserError(`\`${path}\` cannot be read${code}`)
  }
  return readRecording(path, bytes)
}
