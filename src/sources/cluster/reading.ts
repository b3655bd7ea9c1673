import { type Client, type Failure, LARGEST_OBJECT } from './client.js'
import { permissionWords, READS, readOf } from './reads.js'
import type { Missing, RecordedObject } from './recording.js'
import { isObject, withoutSecrets } from './strip.js'

export interface Wanted {
  readonly cluster: string
  /** klint's own version. */
  readonly klint: string
  readonly takenAt: string
  /** The configuration of every node, not of one of each group. */
  readonly allNodes: boolean
  /** Whether kubelets are asked through the apiserver at all. */
  readonly nodeProxy: boolean
  /** Also what no rule looks at yet. */
  readonly everything: boolean
  /** Told how much is there of how much; of pages nobody knows how many follow. */
  readonly onProgress?: (what: string, done: number, of?: number) => void
}

/** Objects of one kind, and nodes with nothing in common: a cluster with more of what klint looks at is none. */
export const MOST_KEPT = 5_000
/** Of all objects that are kept, as text: a recording may be twice as large. */
const MOST_TEXT = 64 * 2 ** 20

/** What a run knows while it reads. */
export interface Run {
  readonly client: Client
  readonly wanted: Wanted
  readonly objects: RecordedObject[]
  readonly missing: Map<string, Missing>
  /** Characters of all objects. */
  kept: number
}

export function keep(
  run: Run,
  id: string,
  object: Omit<RecordedObject, 'count' | 'others'> & Partial<Pick<RecordedObject, 'count' | 'others'>>,
): void {
  const body = isObject(object.body) ? withoutSecrets(object.body) : {}
  const { length } = JSON.stringify(body)
  const said =
    length > LARGEST_OBJECT
      ? `\`${object.name}\` is larger than any object etcd keeps`
      : run.kept + length > MOST_TEXT
        ? 'klint keeps no more of one cluster'
        : undefined
  if (said !== undefined) {
    miss(run, id, readOf(id).path, { why: 'limit', said })
    return
  }
  run.kept += length
  run.objects.push({ count: 1, others: [], ...object, body })
}

const WHY: Readonly<Record<Exclude<Failure['why'], 'status'>, Missing['why']>> = {
  timeout: 'timeout',
  'too-large': 'limit',
  'not-json': 'unreadable',
  redirect: 'failed',
  budget: 'limit',
  moot: 'limit',
  connection: 'failed',
}

const SAID: Readonly<Record<Exclude<Failure['why'], 'status' | 'connection'>, string>> = {
  timeout: 'no answer in time',
  'too-large': 'the answer is larger than klint reads',
  'not-json': 'the answer is no JSON object',
  redirect: 'the answer is a redirect, and klint follows none',
  budget: 'klint asks for no more in one run',
  moot: 'klint has given up on others like it',
}

export function whyOf(failure: Failure): Pick<Missing, 'why' | 'said'> {
  if (failure.why === 'connection') return { why: 'failed', said: `the connection failed (${failure.code})` }
  if (failure.why !== 'status') return { why: WHY[failure.why], said: SAID[failure.why] }
  const said = `${failure.status}${failure.said === '' ? '' : ` ${failure.said}`}`
  if (failure.status === 403) return { why: 'forbidden', said }
  if (failure.status === 401) return { why: 'unauthorized', said }
  return { why: failure.status === 404 ? 'not-found' : 'failed', said }
}

export function miss(run: Run, read: string, path: string, failed: Pick<Missing, 'why' | 'said'>): void {
  const key = `${read}\0${failed.why}`
  const known = run.missing.get(key)
  run.missing.set(key, known === undefined ? { path, read, ...failed, count: 1 } : { ...known, count: known.count + 1 })
}

/** Answers come as they like; a report about the same cluster is the same. */
export const inOrder = (missing: readonly Missing[]): Missing[] =>
  READS.flatMap(({ id }) => missing.filter(({ read }) => read === id).sort((a, b) => (a.why < b.why ? -1 : 1)))

/** `get nodes/proxy`: what would make a failed read succeed. */
export const permissionFor = ({ read }: Missing): string => permissionWords(readOf(read).permission)

export const tooMany = (run: Run, id: string, count: number): void =>
  miss(run, id, readOf(id).path, { why: 'limit', said: `klint looks at ${MOST_KEPT} of ${count} objects` })
