import { gunzipSync, gzipSync } from 'node:zlib'
import { UserError } from '../../model/user-error.js'
import { READS } from './reads.js'
import type { Missing, RecordedObject, Recording } from './recording.js'
import { redacted } from './redact.js'
import { isObject, type Json } from './strip.js'
import { secretsWithheld } from './withheld.js'

/** How a file with a recording is called; one that is not is none. */
export const RECORDING = '.json.gz'

/** Unpacked bytes: 5,000 nodes that are all different are 40 MB. */
const LARGEST = 128 * 2 ** 20
const MOST_OBJECTS = 100_000
/** Levels. A pod has twelve. */
const DEEPEST = 100
/** Commas, colons and what opens a list or a map: as values they are many times as large as a text that is made of them. */
const MOST_MARKS = 8_000_000
/** Bytes of one object as text; as much as etcd takes of one. */
const LARGEST_OBJECT = 2 * 2 ** 20
/** Names of others are examples. */
const MOST_OTHERS = 3
/** Nodes of one group; no cluster has more. */
const MOST_ALIKE = 1_000_000
const MOST_MISSING = 1_000

/**
 * Whether a name may be that of a recording that is to be written.
 * @throws UserError if not
 */
export function checkRecordingName(file: string): void {
  if (file === '-') throw new UserError('`--record -` names no file, and a recording is none for a terminal', NAMED)
  if (!file.toLowerCase().endsWith(RECORDING))
    throw new UserError(
      `\`${file}\` does not end in \`${RECORDING}\`, by which \`klint FILE\` knows a recording`,
      NAMED,
    )
}

const NAMED = 'write it like `--record prod.json.gz`'

/** The bytes of a recording's file: the same for the same recording. Secrets are in none, names only in one that is not redacted. */
export function recordingFile(recording: Recording, redact: boolean): Uint8Array {
  const known = secretsWithheld(recording)
  const sorted = { ...known, missing: [...known.missing].sort((a, b) => (order(a) < order(b) ? -1 : 1)) }
  const bytes = gzipSync(JSON.stringify(redact ? redacted(sorted) : sorted))
  // on which system it was packed is nobody's business (RFC 1952: unknown), and would make equal files differ
  bytes[9] = 255
  return bytes
}

/** Answers come in no order. */
const order = ({ read, why, path }: Missing): string => [read, why, path].join('\0')

/** What a file held that klint cannot use is counted, for whoever reads a report should know. */
export interface Opened {
  readonly recording: Recording
  readonly damaged: number
}

/** The recording alone. @throws UserError as `openRecording` */
export const readRecording = (path: string, bytes: Uint8Array): Recording => openRecording(path, bytes).recording

/**
 * What a file of `klint cluster --record` holds. It may come from anybody.
 * @throws UserError if it is something else, or more than klint reads
 */
export const openRecording = (path: string, bytes: Uint8Array): Opened =>
  opened(path, parsed(path, unpacked(path, bytes)))

/**
 * A recording as data, of somebody who is trusted.
 * @throws UserError if it is something else
 */
export const recordingIn = (path: string, value: unknown): Recording => opened(path, value).recording

function opened(path: string, value: unknown): Opened {
  if (!isObject(value) || value.kind !== 'ClusterRecording') throw none(path)
  const { apiVersion } = value
  if (apiVersion !== 'klint.dev/v1') {
    const version = typeof apiVersion === 'string' ? ` (${apiVersion.slice(0, 40)})` : ''
    throw new UserError(
      `\`${path}\` is a recording of another version of klint${version}`,
      'read it with that version, or record the cluster again',
    )
  }
  const { klint, takenAt, cluster, distribution, redacted, objects, missing } = value
  if (!Array.isArray(objects) || !Array.isArray(missing) || !isName(cluster) || cluster === '')
    throw new UserError(`the recording \`${path}\` is damaged`, AGAIN)
  if (objects.length > MOST_OBJECTS)
    throw new UserError(`\`${path}\` holds ${objects.length} objects, and klint reads at most ${MOST_OBJECTS}`)
  const whole = objects.flatMap(recorded)
  const missed = missing.slice(0, MOST_MISSING).flatMap(missingOf)
  return {
    recording: {
      kind: 'ClusterRecording',
      apiVersion: 'klint.dev/v1',
      klint: text(klint, 40),
      takenAt: text(takenAt, 40),
      cluster,
      distribution: DISTRIBUTIONS.find(name => name === distribution) ?? 'other',
      redacted: redacted === true,
      objects: whole,
      missing: missed,
    },
    damaged: objects.length - whole.length + missing.length - missed.length,
  }
}

const AGAIN = 'record the cluster again'

const none = (path: string): UserError =>
  new UserError(`\`${path}\` is no recording of a cluster`, 'make one with `klint cluster --record FILE.json.gz`')

function unpacked(path: string, bytes: Uint8Array): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST })
  } catch (error) {
    if (error instanceof RangeError)
      throw new UserError(`\`${path}\` unpacks to more than ${LARGEST / 2 ** 20} MiB, which klint does not read`)
    throw none(path)
  }
}

function parsed(path: string, source: Buffer): unknown {
  const wrong = excess(source)
  if (wrong !== undefined) throw new UserError(`\`${path}\` ${wrong} than klint reads`, AGAIN)
  try {
    return JSON.parse(source.toString('utf8'))
  } catch {
    throw none(path)
  }
}

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]

/** Seen before it is parsed: what goes through a value afterwards does so by calling itself. */
function excess(bytes: Uint8Array): string | undefined {
  let depth = 0
  let marks = 0
  let isText = false
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (isText) {
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) isText = false
    } else if (byte === QUOTE) isText = true
    // `[`, `{` and their ends
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > DEEPEST) return 'is nested deeper'
      marks++
    } else if (byte === 0x5d || byte === 0x7d) depth--
    else if (byte === COMMA || byte === COLON) marks++
  }
  return marks > MOST_MARKS ? 'holds more values' : undefined
}

const DISTRIBUTIONS: readonly Recording['distribution'][] = ['eks', 'gke', 'aks', 'openshift', 'k3s', 'rke2', 'other']

const text = (value: unknown, most: number): string => (typeof value === 'string' ? value.slice(0, most) : '')

/** As long as Kubernetes allows. A slash would make another object of it, for an object is told by its path. */
const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 253 && !value.includes('/') && value !== '.' && value !== '..'

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_ALIKE

/** One object, of which only what is known is kept; none if it cannot be one. */
function recorded(value: unknown): readonly RecordedObject[] {
  if (!isObject(value) || !isObject(value.body)) return []
  const { kind, name, namespace, part, count, others, group, pool, role, body } = value
  if (typeof kind !== 'string' || !/^[A-Z][A-Za-z]{0,62}$/.test(kind) || !isName(name) || name === '') return []
  if (!isCount(count) || !Array.isArray(others)) return []
  if (namespace !== undefined && (!isName(namespace) || namespace === '')) return []
  if (part !== undefined && part !== 'configz') return []
  if (role !== undefined && role !== 'control-plane' && role !== 'worker') return []
  if (!isBounded(body)) return []
  return [
    {
      kind,
      ...(namespace === undefined ? {} : { namespace }),
      name,
      ...(part === undefined ? {} : { part }),
      count,
      others: others.slice(0, MOST_OTHERS).filter(isName),
      ...(typeof group === 'string' ? { group: group.slice(0, 4096) } : {}),
      ...(isName(pool) ? { pool } : {}),
      ...(role === undefined ? {} : { role }),
      body,
    },
  ]
}

const isBounded = (body: Json): boolean => JSON.stringify(body).length <= LARGEST_OBJECT

const WHY: readonly Missing['why'][] = [
  'forbidden',
  'unauthorized',
  'not-found',
  'timeout',
  'failed',
  'limit',
  'unreadable',
]

function missingOf(value: unknown): readonly Missing[] {
  if (!isObject(value)) return []
  const { path, read, why, said, count } = value
  const known = READS.find(({ id }) => id === read)
  const reason = WHY.find(name => name === why)
  if (known === undefined || reason === undefined || !isCount(count)) return []
  return [{ path: text(path, 1_000), read: known.id, why: reason, said: text(said, 400), count }]
}
