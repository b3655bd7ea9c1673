import type { Recording } from './recording.js'

/** The same recording, with other names. */
export const redacted = (recording: Recording): Recording => ({ ...recording, redacted: true })
