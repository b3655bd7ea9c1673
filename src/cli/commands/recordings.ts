import { readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { NotChecked } from '../../model/finding.js'
import type { Input } from '../../model/input.js'
import { UserError } from '../../model/user-error.js'
import { documentsOf } from '../../sources/cluster/documents.js'
import type { Recording } from '../../sources/cluster/recording.js'
import { type Opened, openRecording, RECORDING, readRecording } from '../../sources/cluster/recording-file.js'
import { codeOf } from '../../sources/files.js'
import type { Watch } from './input.js'
import { missingOf } from './missing.js'

/** Bytes, packed. */
const LARGEST = 64 * 2 ** 20

/** What recordings hold, for a run over files. */
export interface Recorded {
  readonly files: readonly Input[]
  readonly notChecked: readonly NotChecked[]
  /** What the clusters in it are called in this run: paths begin with it. */
  readonly clusters: readonly string[]
}

/**
 * Reads recordings of clusters. One that is named twice is read once, and clusters of one name in several files are told apart by the
 * names of the files.
 * @throws UserError if one cannot be read, or is none
 */
export function recordings(paths: readonly string[], cwd: string, watch: Watch = {}): Recorded {
  // the first name it has counts
  const unique = [...new Map([...paths].reverse().map(path => [real(path, cwd), path])).values()].reverse()
  const read = unique.map(path => ({ path, bytes: bytesOf(path, cwd) }))
  for (const { path, bytes } of read) watch.onBytes?.(path, bytes, true)
  if (watch.onlyBytes) return { files: [], notChecked: [], clusters: [] }
  const opened = read.map(({ path, bytes }) => ({ path, ...openRecording(path, bytes) }))
  const named = toldApart(opened)
  return {
    files: named.flatMap(({ recording }) => documentsOf(recording)),
    notChecked: named.flatMap(one => [...damage(one), ...missingOf(one.recording)]),
    clusters: named.map(({ recording }) => recording.cluster),
  }
}

/** @throws UserError if it cannot be read, or is none */
export const readRecordingFile = (path: string, cwd: string): Recording => readRecording(path, bytesOf(path, cwd))

type Named = Opened & { readonly path: string }

/** Redacted recordings are all of `cluster-1`. */
function toldApart(all: readonly Named[]): readonly Named[] {
  const taken = new Set<string>()
  return all.map(one => {
    const { cluster } = one.recording
    const isShared = all.filter(({ recording }) => recording.cluster === cluster).length > 1
    const wanted = isShared ? `${cluster}@${basename(one.path).slice(0, -RECORDING.length)}` : cluster
    let name = wanted
    for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`
    taken.add(name)
    return { ...one, recording: { ...one.recording, cluster: name } }
  })
}

function damage({ path, damaged }: Named): NotChecked[] {
  if (damaged === 0) return []
  return [
    {
      what: `${path}: ${damaged} of what it holds cannot be read, and ${damaged === 1 ? 'is' : 'are'} left out`,
      rules: [],
    },
  ]
}

function real(path: string, cwd: string): string {
  try {
    return realpathSync(resolve(cwd, path))
  } catch {
    return resolve(cwd, path) // what is wrong with it is said when it is read
  }
}

function bytesOf(path: string, cwd: string): Uint8Array {
  const absolute = resolve(cwd, path)
  try {
    const stats = statSync(absolute)
    if (stats.isDirectory()) throw new UserError(`\`${path}\` is a directory, and no recording of a cluster`)
    if (stats.size > LARGEST) throw new UserError(`\`${path}\` is larger than ${LARGEST / 2 ** 20} MiB`)
    return readFileSync(absolute)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(
      codeOf(error) === 'ENOENT' ? `\`${path}\` does not exist` : `\`${path}\` cannot be read (${codeOf(error)})`,
    )
  }
}
