import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { recordingFile } from '../../src/sources/cluster/recording-file.js'
import { talk2018 } from '../../test/support/live-clusters.js'

/** Recordings to try klint on without a cluster. */
const EXAMPLES = { 'examples/talk-cluster.json.gz': talk2018 }

/** Writes the recordings whose content has changed, or only names them: how well they are packed differs from one Node to the next. */
export function putRecordings(isCheck: boolean): readonly string[] {
  return Object.entries(EXAMPLES).flatMap(([path, recording]) => {
    const fresh = recordingFile(recording, false)
    if (existsSync(path) && gunzipSync(readFileSync(path)).equals(gunzipSync(fresh))) return []
    if (!isCheck) writeFileSync(path, fresh)
    return [path]
  })
}
