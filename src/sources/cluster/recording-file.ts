import { gunzipSync, gzipSync } from 'node:zlib'
import { UserError } from '../../model/user-error.js'
import { READS } from './reads.js'
import type { Missing, RecordedObject, Recording } from './recording.js'
import { redacted } from './redact.js'
import { isObject } from './strip.js'

/** A recording of the largest cluster is a few MB; unpacked bytes. */
const LARGEST = 256 * 2 ** 20
const MOST_OBJECTS = 200_000

/** The bytes of a recording's file. */
export const recordingFile = (recording: Recording, redact: boolean): Uint8Array =>
  gzipSync(JSON.stringify(redact ? redacted(recording) : recording))

/**
 * What a file of `klint cluster --record` holds.
 * @throws UserError if it is something else, or more than klint reads
 */
export function readRecording(path: string, bytes: Uint8Array): Recording {
  let value: unknown
  try {
    value = JSON.parse(gunzipSync(bytes, { maxOutputLength: LARGEST }).toString('utf8'))
  } catch {
    throw new UserError(
      `\`${path}\` is no recording of a cluster`,
      'make one with `klint cluster --record FILE.json.gz`',
    )
  }
  return recordingIn(path, value)
}

/**
 * A recording as data.
 * @throws UserError if it is something else
 */
export function recordingIn(path: string, value: unknown): Recording {
  if (!isObject(value) || value.kind !== 'ClusterRecording')
    throw new UserError(
      `\`${path}\` is no recording of a cluster`,
      'make one with `klint cluster --record FILE.json.gz`',
    )
  if (value.apiVersion !== 'klint.dev/v1')
    throw new UserError(
      `\`${path}\` is a recording of another version of klint (${String(value.apiVersion)})`,
      'record the cluster again',
    )
  const { klint, takenAt, cluster, distribution, redacted, objects, missing } = value
  if (
    !Array.isArray(objects) ||
    !Array.isArray(missing) ||
    objects.length > MOST_OBJECTS ||
    typeof cluster !== 'string'
  )
    throw new UserError(`the recording \`${path}\` is damaged`, 'record the cluster again')
  return {
    kind: 'ClusterRecording',
    apiVersion: 'klint.dev/v1',
    klint: String(klint),
    takenAt: String(takenAt),
    cluster,
    distribution: DISTRIBUTIONS.find(name => name === distribution) ?? 'other',
    redacted: redacted === true,
    objects: objects.filter(isRecorded),
    missing: missing.filter(isMissing),
  }
}

const DISTRIBUTIONS: readonly Recording['distribution'][] = ['eks', 'gke', 'aks', 'openshift', 'k3s', 'rke2', 'other']

const isText = (value: unknown): value is string => typeof value === 'string'
const isMaybe = (value: unknown): boolean => value === undefined || isText(value)

function isRecorded(value: unknown): value is RecordedObject {
  if (!isObject(value) || !isText(value.kind) || !isText(value.name) || !isObject(value.body)) return false
  const { count, others, namespace, part, group, pool, role } = value
  return (
    Number.isSafeInteger(count) &&
    Array.isArray(others) &&
    others.every(isText) &&
    [namespace, group, pool].every(isMaybe) &&
    (part === undefined || part === 'configz') &&
    (role === undefined || role === 'control-plane' || role === 'worker')
  )
}

const WHY: readonly Missing['why'][] = [
  'forbidden',
  'unauthorized',
  'not-found',
  'timeout',
  'failed',
  'limit',
  'unreadable',
]

function isMissing(value: unknown): value is Missing {
  if (!isObject(value)) return false
  const { path, read, why, said, count } = value
  return (
    isText(path) &&
    READS.some(({ id }) => id === read) &&
    WHY.some(name => name === why) &&
    isText(said) &&
    Number.isSafeInteger(count)
  )
}
