import { gunzipSync, gzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UserError } from '../../../src/model/user-error.js'
import { documentsOf } from '../../../src/sources/cluster/documents.js'
import {
  checkRecordingName,
  openRecording,
  readRecording,
  recordingFile,
} from '../../../src/sources/cluster/recording-file.js'
import { ORIGINALS, PLANTED, SECRETS } from '../../support/cluster/planted.js'

const test = suite('sources: files of recordings')

const packed = (value: unknown): Uint8Array => gzipSync(JSON.stringify(value))
const unpacked = (bytes: Uint8Array): string => gunzipSync(bytes).toString('utf8')
const whole = { ...PLANTED, objects: [], missing: [] }
const object = { kind: 'Pod', namespace: 'kube-system', name: 'p', count: 1, others: [], body: { kind: 'Pod' } }

/** What a user is told of it. */
function refused(bytes: Uint8Array): string {
  try {
    openRecording('x.json.gz', bytes)
  } catch (error) {
    assert.instance(error, UserError)
    return error instanceof UserError ? error.what : ''
  }
  throw new Error('it was read')
}

test('what is written is read back', () => {
  const { objects, missing, ...rest } = readRecording('x.json.gz', recordingFile({ ...PLANTED, objects: [] }, false))
  assert.equal(objects, [])
  assert.is(missing.length, 1)
  assert.equal({ ...rest, objects, missing }, { ...PLANTED, objects: [], missing })
  const { recording, damaged } = openRecording('x.json.gz', recordingFile(PLANTED, true))
  assert.is(damaged, 0)
  assert.is(recording.redacted, true)
  assert.is(recording.objects.length, PLANTED.objects.length)
})

test('names are in a file only where they are asked for, secrets never', () => {
  const [redacted, open] = [true, false].map(redact => unpacked(recordingFile(PLANTED, redact)))
  assert.equal(
    [...ORIGINALS, ...SECRETS].filter(one => redacted?.toLowerCase().includes(one.toLowerCase())),
    [],
  )
  assert.match(open ?? '', /wonka-prod/)
  assert.equal(
    SECRETS.filter(one => open?.includes(one)),
    [],
  )
})

test('equal recordings are equal files, whatever came first and wherever they are packed', () => {
  const missing = [
    ...PLANTED.missing,
    { path: '/version', read: 'version', why: 'timeout', said: '', count: 1 },
  ] as const
  const [a, b] = [missing, [...missing].reverse()].map(missing => recordingFile({ ...PLANTED, missing }, true))
  assert.equal(a, b)
  // no time, no system
  assert.equal([...(a ?? []).slice(4, 8)], [0, 0, 0, 0])
  assert.is(a?.[9], 255)
})

test('a file that could not be told from others is not written', () => {
  for (const name of ['prod.json', 'prod.gz', 'prod', '/dev/stdout', 'prod.json.gz/'])
    assert.throws(() => checkRecordingName(name), /`\.json\.gz`/)
  assert.throws(() => checkRecordingName('-'), /names no file/)
  checkRecordingName('out/Prod.JSON.gz')
})

test('what is none is told', () => {
  for (const bytes of [
    Buffer.from(''),
    Buffer.from('{}'),
    gzipSync('no JSON'),
    packed([]),
    packed(null),
    packed({}),
    packed({ kind: 'List' }),
  ])
    assert.is(refused(bytes), '`x.json.gz` is no recording of a cluster')
  assert.is(refused(recordingFile(PLANTED, true).slice(0, 300)), '`x.json.gz` is no recording of a cluster')
  assert.match(refused(packed({ ...whole, apiVersion: 'klint.dev/v9' })), /another version of klint \(klint\.dev\/v9\)/)
  assert.is(
    refused(packed({ ...whole, apiVersion: { a: 1 } })),
    '`x.json.gz` is a recording of another version of klint',
  )
  for (const broken of [
    { objects: {} },
    { missing: 7 },
    { cluster: 5 },
    { cluster: '' },
    { cluster: '../../etc' },
    { cluster: '..' },
  ])
    assert.is(refused(packed({ ...whole, ...broken })), 'the recording `x.json.gz` is damaged', JSON.stringify(broken))
})

test('bombs: what unpacks to more than klint reads, what is nested, what is many', () => {
  assert.match(refused(gzipSync(Buffer.alloc(200 * 2 ** 20, 0x20))), /unpacks to more than 128 MiB/)
  const deep = `{"kind":"ClusterRecording","objects":[{"body":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}]}`
  assert.match(refused(gzipSync(deep)), /nested deeper/)
  assert.match(refused(gzipSync('['.repeat(1_000_000))), /nested deeper/)
  assert.match(refused(packed({ ...whole, objects: Array.from({ length: 1_000_000 }, () => 0) })), /1000000 objects/)
  // brackets in texts are no depth
  const text = { ...object, body: { text: '[{"\\'.repeat(1_000) } }
  assert.is(openRecording('x.json.gz', packed({ ...whole, objects: [text] })).damaged, 0)
})

test('many small values are many times as large as their text, and refused before they are made', () => {
  const text = `{"kind":"ClusterRecording","objects":[${'{},'.repeat(9e6)}{}]}`
  assert.match(refused(gzipSync(text)), /holds more values than klint reads/)
})

test('an object that cannot be one is left out, and counted', () => {
  const broken: readonly object[] = [
    { ...object, count: 1e308 },
    { ...object, count: -1 },
    { ...object, count: 0 },
    { ...object, count: 1.5 },
    { ...object, count: '3' },
    { ...object, name: '' },
    { ...object, name: 'a/../../b' },
    { ...object, name: '..' },
    { ...object, name: 'x'.repeat(300) },
    { ...object, namespace: 'a/b' },
    { ...object, namespace: 7 },
    { ...object, kind: '../Pod' },
    { ...object, kind: 'pod list' },
    { ...object, part: 'logs' },
    { ...object, role: 'root' },
    { ...object, others: 'all' },
    { ...object, body: [] },
    { ...object, body: null },
    { ...object, body: { text: 'x'.repeat(3 * 2 ** 20) } },
    {},
  ]
  const { recording, damaged } = openRecording('x.json.gz', packed({ ...whole, objects: [...broken, null, 7, object] }))
  assert.equal(recording.objects, [object])
  assert.is(damaged, broken.length + 2)
})

test('what was not read: only what klint can have asked', () => {
  const good = { path: '/version', read: 'version', why: 'timeout', said: 'no answer in time', count: 1 }
  const bad = [{ ...good, read: 'toString' }, { ...good, why: 'whim' }, { ...good, count: -2 }, 'x', null]
  const { recording, damaged } = openRecording('x.json.gz', packed({ ...whole, missing: [good, ...bad] }))
  assert.equal(recording.missing, [good])
  assert.is(damaged, bad.length)
})

test('a million others are a few, keys of prototypes are keys, and names keep their escapes', () => {
  const others = Array.from({ length: 1_000_000 }, (_, i) => `n${i}`)
  const body = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')
  const named = { ...object, name: '\u001b[2Jx\u202e', others, body }
  const { recording } = openRecording('x.json.gz', packed({ ...whole, objects: [named] }))
  assert.equal(recording.objects[0]?.others, ['n0', 'n1', 'n2'])
  assert.is(Reflect.get({}, 'polluted'), undefined)
  const [document] = documentsOf(recording)
  assert.match(document?.source ?? '', /"__proto__"/)
  assert.is(document?.live?.name, named.name)
})

test.run()
