import { parse } from 'yaml'
import type { Input } from '../../src/model/input.js'
import { documentsOf } from '../../src/sources/cluster/documents.js'
import { recordingIn } from '../../src/sources/cluster/recording-file.js'

const RECORDING = /^kind: ClusterRecording$/m

/** A file of an example that holds a recording of a cluster, in YAML for people; what a machine writes of it may be left out. */
export const isRecording = (source: string): boolean => RECORDING.test(source)

/** What a run reads of the files of an example: of a recording the objects of the cluster, each by its name. */
export const inputsOf = (files: ReadonlyMap<string, string>): readonly Input[] =>
  [...files].flatMap(([uri, source]): readonly Input[] =>
    isRecording(source) ? documentsOf(recordingIn(uri, completed(parse(source)))) : [{ uri, source }],
  )

function completed(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given
  const objects: unknown[] = 'objects' in given && Array.isArray(given.objects) ? given.objects : []
  return {
    apiVersion: 'klint.dev/v1',
    klint: '0.0.0',
    takenAt: '2026-11-26T07:00:00Z',
    cluster: 'prod',
    distribution: 'other',
    redacted: false,
    missing: [],
    ...given,
    objects: objects.map(object =>
      typeof object === 'object' && object !== null ? { count: 1, others: [], ...object } : object,
    ),
  }
}
