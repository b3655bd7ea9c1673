import { resolve } from 'node:path'
import { visible } from '../../reporters/safe-text.js'
import type { Recording } from '../../sources/cluster/recording.js'
import { checkRecordingName, recordingFile } from '../../sources/cluster/recording-file.js'
import type { Io } from '../io.js'
import type { ClusterOptions } from '../options.js'
import { insideOf, writeReport } from '../write-file.js'

/** It describes a cluster, and names hosts where it is not redacted: for nobody else's eyes, until its owner says so. */
const OWNER_ONLY = 0o600

/**
 * `--record FILE.json.gz`: takes what was read, and writes it whole or not at all.
 * @throws UserError before a cluster is asked, if the file's name is none for a recording or leads out of the working directory
 */
export function recorder(
  file: string,
  { redact }: Pick<ClusterOptions, 'redact'>,
  io: Io,
): (recording: Recording) => void {
  checkRecordingName(file)
  const path = resolve(io.cwd, file)
  insideOf(path, io.cwd)
  return recording => {
    writeReport(path, recordingFile(recording, redact), io.cwd, OWNER_ONLY)
    io.err(`klint: wrote ${visible(file)}${redact ? '' : ', names and addresses as they are'}\n`)
  }
}
