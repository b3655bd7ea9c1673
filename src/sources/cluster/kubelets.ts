import type { Answer } from './client.js'
import type { NodeGroup } from './nodes.js'
import { keep, MOST_KEPT, miss, type Run, tooMany, whyOf } from './reading.js'
import { readOf } from './reads.js'
import { type Json, objectAt, withoutSecrets } from './strip.js'

/** An answer of one kubelet is 8 kB. Bytes. */
const LARGEST_CONFIGZ = 2 ** 20
/** Groups asked in a sampled run; a cluster with more is one where every node is a group of its own. */
const MOST_GROUPS = 100
/** So many nodes in a row that do not answer: neither will the others. */
const MOST_SILENT = 12
/** With 32 asked at a time that is a minute and a half of waiting. */
const MOST_SILENT_IN_ALL = 256
const MOST_OTHERS = 3

/** Windows nodes have rules of their own, which klint does not know. */
const isLinux = ({ operatingSystem }: NodeGroup): boolean => operatingSystem === 'linux'

export function keepNodes(run: Run, groups: readonly NodeGroup[]): void {
  const linux = groups.filter(isLinux)
  if (linux.length > MOST_KEPT) tooMany(run, 'nodes', linux.length)
  for (const group of linux.slice(0, MOST_KEPT)) {
    keep(run, 'nodes', { ...nodeOf(group, group.name, group.names), body: group.body })
  }
}

/** Some nodes of a group, by the name of one. */
const nodeOf = ({ key, pool, role }: NodeGroup, name: string, names: readonly string[]) => ({
  kind: 'Node',
  name,
  count: names.length,
  others: names.filter(other => other !== name).slice(0, MOST_OTHERS),
  group: key,
  ...(pool === undefined ? {} : { pool }),
  role,
})

const keepAnswer = (run: Run, group: NodeGroup, name: string, names: readonly string[], body: Json): void =>
  keep(run, 'configz', { ...nodeOf(group, name, names), part: 'configz', body })

export async function readKubelets(run: Run, all: readonly NodeGroup[]): Promise<void> {
  // one answer stands for a whole group: the largest first
  const groups = all.filter(isLinux).sort((a, b) => b.names.length - a.names.length)
  const asked = run.wanted.allNodes ? groups : groups.slice(0, MOST_GROUPS)
  const left = groups.slice(asked.length)
  const [first, ...rest] = asked
  if (first === undefined) return
  let onAnswer = (): void => {}
  const answered = new Promise<void>(resolve => {
    onAnswer = resolve
  })
  const state: Asking = {
    turns: 0,
    answered: 0,
    silent: [],
    denied: false,
    done: 0,
    of: run.wanted.allNodes ? nodesIn(asked) : asked.length,
    onAnswer,
  }
  // the first says whether it is allowed at all: there may be thousands of others
  const begun = readGroup(run, first, state)
  await answered
  if (!state.denied) await Promise.all(rest.map(group => readGroup(run, group, state)))
  await begun
  if (state.denied) return
  if (left.length > 0) {
    const said = `${left.length} groups of nodes were not asked, ${nodesIn(left)} of ${nodesIn(groups)} nodes`
    miss(run, 'configz', readOf('configz').path, { why: 'limit', said })
  }
}

const nodesIn = (groups: readonly NodeGroup[]): number => groups.reduce((sum, { names }) => sum + names.length, 0)

interface Asking {
  /** Nodes asked so far. */
  turns: number
  /** The last of them that answered. */
  answered: number
  /** Those that did not. */
  readonly silent: number[]
  denied: boolean
  done: number
  readonly of: number
  /** One has answered, or has not. */
  readonly onAnswer: () => void
}

async function readGroup(run: Run, group: NodeGroup, state: Asking): Promise<void> {
  const { names, ready } = group
  if (run.wanted.allNodes) return readEach(run, group, state)
  // one that reports to be well will answer; a second is asked where it does not
  const candidates = [...new Set([...ready, ...names.slice(0, 2)])].slice(0, 2)
  for (const [i, candidate] of candidates.entries()) {
    const found = await configz(run, candidate, state, i < candidates.length - 1)
    if (state.denied) return
    if (found === undefined) continue
    keepAnswer(run, group, candidate, names, found)
    return
  }
}

/** Nodes of a group that run with the same share an answer. */
async function readEach(run: Run, group: NodeGroup, state: Asking): Promise<void> {
  const [first, ...rest] = group.names
  const byText = new Map<string, { body: Json; names: string[] }>()
  const ask = async (name: string): Promise<void> => {
    const found = await configz(run, name, state, false)
    if (found === undefined) return
    const text = JSON.stringify(withoutSecrets(found))
    const known = byText.get(text) ?? { body: found, names: [] }
    byText.set(text, known)
    known.names.push(name)
  }
  if (first !== undefined) await ask(first)
  if (state.denied) return
  await Promise.all(rest.map(ask))
  for (const { body, names } of byText.values()) {
    const [name = ''] = names.sort()
    keepAnswer(run, group, name, names, body)
  }
}

/** What a kubelet answers is about one node: names and addresses of it make no difference. */
const OF_ONE_NODE = ['providerID', 'address', 'staticPodURL', 'staticPodURLHeader', 'healthzBindAddress', 'podCIDR']

/** Those that take their time end together, so that it counts in which order they were asked. */
function isGivenUp({ silent, answered }: Asking): boolean {
  return silent.length >= MOST_SILENT_IN_ALL || silent.filter(turn => turn > answered).length >= MOST_SILENT
}

const MOOT: Answer<never> = { state: 'failed', failure: { why: 'moot' } }

async function configz(run: Run, name: string, state: Asking, isRetried: boolean): Promise<Json | undefined> {
  const path = readOf('configz').path.replace('NAME', encodeURIComponent(name))
  const wasGivenUp = (): boolean => state.denied || isGivenUp(state)
  let turn = 0
  const isMoot = (): boolean => {
    turn = ++state.turns
    return wasGivenUp()
  }
  const answer = wasGivenUp() ? MOOT : await run.client.get(path, { bytes: LARGEST_CONFIGZ, isMoot })
  run.wanted.onProgress?.('kubelets', Math.min(++state.done, state.of), state.of)
  state.onAnswer()
  if (answer.state === 'answered') {
    state.answered = Math.max(state.answered, turn)
    const config = objectAt(answer.body, 'kubeletconfig')
    if (Object.keys(config).length > 0)
      return Object.fromEntries(Object.entries(config).filter(([field]) => !OF_ONE_NODE.includes(field)))
    miss(run, 'configz', path, { why: 'unreadable', said: 'the answer holds no kubeletconfig' })
    return undefined
  }
  if (answer.failure.why === 'moot') return undefined
  const failed = whyOf(answer.failure)
  if (failed.why === 'forbidden' || failed.why === 'unauthorized') state.denied = true
  else if (failed.why !== 'not-found') {
    const before = isGivenUp(state)
    state.silent.push(turn)
    if (!before && isGivenUp(state)) {
      const many =
        state.silent.length < MOST_SILENT_IN_ALL ? `${MOST_SILENT} nodes in a row` : `${MOST_SILENT_IN_ALL} nodes`
      const said = `${many} did not answer, so the others were not asked`
      miss(run, 'configz', path, { why: 'limit', said })
    }
  }
  if (!isRetried || state.denied) miss(run, 'configz', path, failed)
  return undefined
}
