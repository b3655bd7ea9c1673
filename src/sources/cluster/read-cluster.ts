import { type Answer, type Client, type Failure, LARGEST_OBJECT } from './client.js'
import { addNodes, type NodeGroup, summaryOf } from './nodes.js'
import { permissionWords, READS, type Read, readOf } from './reads.js'
import type { Distribution, Missing, RecordedObject, Recording } from './recording.js'
import { PROVIDERS } from './recording.js'
import { isObject, type Json, listAt, objectAt, stripped, textAt, withoutSecrets } from './strip.js'

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

const PAGE = 500
/** 100,000 nodes or workloads; no cluster has more, and an apiserver whose list has no end is none. */
const MOST_PAGES = 200
/** An answer of one kubelet is 8 kB. Bytes. */
const LARGEST_CONFIGZ = 2 ** 20
/** Control-plane nodes whose pods are asked for, where no label tells them. */
const MOST_CONTROL_PLANE = 5
/** Groups asked in a sampled run; a cluster with more is one where every node is a group of its own. */
const MOST_GROUPS = 100
/** So many nodes in a row that do not answer: neither will the others. */
const MOST_SILENT = 12
/** With 32 asked at a time that is a minute and a half of waiting. */
const MOST_SILENT_IN_ALL = 256
const MOST_OTHERS = 3
/** Objects of one kind, and nodes with nothing in common: a cluster with more of what klint looks at is none. */
const MOST_KEPT = 5_000
/** Of all objects that are kept, as text: a recording may be twice as large. */
const MOST_TEXT = 64 * 2 ** 20

/** What a run knows while it reads. */
interface Run {
  readonly client: Client
  readonly wanted: Wanted
  readonly objects: RecordedObject[]
  readonly missing: Map<string, Missing>
  /** Characters of all objects. */
  kept: number
}

/** Asks an apiserver for what klint looks at. Never throws: what could not be read is listed. */
export async function readCluster(client: Client, wanted: Wanted): Promise<Recording> {
  const run: Run = { client, wanted, objects: [], missing: new Map(), kept: 0 }
  const [version, groups] = await Promise.all([one(run, 'version'), readNodes(run), readOthers(run)])
  const distribution = distributionOf(textAt(version, 'gitVersion'), groups)
  if (version !== undefined) keep(run, 'version', { kind: 'Version', name: 'version', body: version })
  keepNodes(run, groups)
  await Promise.all([
    wanted.nodeProxy ? readKubelets(run, groups) : undefined,
    readControlPlane(run, groups, distribution),
    readKubeProxy(run),
    readOldKubeletConfig(run, textAt(version, 'gitVersion')),
    wanted.everything ? readMore(run, textAt(version, 'gitVersion')) : undefined,
  ])
  const { cluster, klint, takenAt } = wanted
  const uri = ({ kind, namespace, name, part }: RecordedObject): string => [kind, namespace, name, part].join('\0')
  return {
    kind: 'ClusterRecording',
    apiVersion: 'klint.dev/v1',
    klint,
    takenAt,
    cluster,
    distribution,
    redacted: false,
    objects: run.objects.sort((a, b) => (uri(a) < uri(b) ? -1 : 1)),
    missing: inOrder([...run.missing.values()]),
  }
}

function keep(
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

function whyOf(failure: Failure): Pick<Missing, 'why' | 'said'> {
  if (failure.why === 'connection') return { why: 'failed', said: `the connection failed (${failure.code})` }
  if (failure.why !== 'status') return { why: WHY[failure.why], said: SAID[failure.why] }
  const said = `${failure.status}${failure.said === '' ? '' : ` ${failure.said}`}`
  if (failure.status === 403) return { why: 'forbidden', said }
  if (failure.status === 401) return { why: 'unauthorized', said }
  return { why: failure.status === 404 ? 'not-found' : 'failed', said }
}

function miss(run: Run, read: string, path: string, failed: Pick<Missing, 'why' | 'said'>): void {
  const key = `${read}\0${failed.why}`
  const known = run.missing.get(key)
  run.missing.set(key, known === undefined ? { path, read, ...failed, count: 1 } : { ...known, count: known.count + 1 })
}

/** Answers come as they like; a report about the same cluster is the same. */
const inOrder = (missing: readonly Missing[]): Missing[] =>
  READS.flatMap(({ id }) => missing.filter(({ read }) => read === id).sort((a, b) => (a.why < b.why ? -1 : 1)))

/** A single object; what is not there is no loss. */
async function one(run: Run, id: string, path = readOf(id).path): Promise<Json | undefined> {
  const answer = await run.client.get(path, { bytes: 2 * LARGEST_OBJECT })
  if (answer.state === 'answered') return answer.body
  const failed = whyOf(answer.failure)
  if (failed.why !== 'not-found') miss(run, id, path, failed)
  return undefined
}

/** All pages of a list, one after the other. `gone`: the API itself is not there. */
async function pages<T>(
  run: Run,
  { id, path, query }: Pick<Read, 'id' | 'path' | 'query'>,
  keep: (item: Json) => T | undefined,
  onPage: (items: readonly T[]) => void,
): Promise<'all' | 'part' | 'gone'> {
  let token = ''
  for (let page = 0; page < MOST_PAGES; page++) {
    const words = [
      `limit=${PAGE}`,
      ...(query === undefined ? [] : [query]),
      ...(token === '' ? [] : [`continue=${encodeURIComponent(token)}`]),
    ]
    const answer = await run.client.get(`${path}?${words.join('&')}`, { keep })
    if (answer.state === 'failed') {
      const failed = whyOf(answer.failure)
      if (failed.why === 'not-found') return 'gone'
      miss(run, id, path, failed)
      return 'part'
    }
    const { items } = answer
    if (items === undefined && answer.body.items !== null) {
      miss(run, id, path, { why: 'unreadable', said: 'the answer is no list' })
      return 'part'
    }
    onPage(items ?? [])
    const next = textAt(answer.body, 'metadata', 'continue')
    if (next === '') return 'all'
    if (next === token) break
    token = next
  }
  miss(run, id, path, { why: 'limit', said: 'the list has no end' })
  return 'part'
}

async function readNodes(run: Run): Promise<readonly NodeGroup[]> {
  const groups = new Map<string, NodeGroup>()
  let count = 0
  await pages(run, readOf('nodes'), summaryOf, items => {
    addNodes(groups, items)
    count += items.length
    run.wanted.onProgress?.('nodes', count)
  })
  return [...groups.values()]
}

/** Windows nodes have rules of their own, which klint does not know. */
const isLinux = ({ operatingSystem }: NodeGroup): boolean => operatingSystem === 'linux'

function keepNodes(run: Run, groups: readonly NodeGroup[]): void {
  const linux = groups.filter(isLinux)
  if (linux.length > MOST_KEPT) tooMany(run, 'nodes', linux.length)
  for (const group of linux.slice(0, MOST_KEPT)) {
    const { name, names, body } = group
    keep(run, 'nodes', {
      kind: 'Node',
      name,
      count: names.length,
      others: othersOf(name, names),
      ...belongs(group),
      body,
    })
  }
}

const belongs = ({ key, pool, role }: NodeGroup) => ({ group: key, ...(pool === undefined ? {} : { pool }), role })
const othersOf = (name: string, names: readonly string[]): string[] =>
  names.filter(other => other !== name).slice(0, MOST_OTHERS)

async function readKubelets(run: Run, all: readonly NodeGroup[]): Promise<void> {
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
    keep(run, 'configz', {
      kind: 'Node',
      name: candidate,
      part: 'configz',
      count: names.length,
      others: othersOf(candidate, names),
      ...belongs(group),
      body: found,
    })
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
    const [name = '', ...others] = names.sort()
    keep(run, 'configz', {
      kind: 'Node',
      name,
      part: 'configz',
      count: names.length,
      others: others.slice(0, MOST_OTHERS),
      ...belongs(group),
      body,
    })
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

/** What depends on nothing else. */
async function readOthers(run: Run): Promise<void> {
  const slices = async (): Promise<void> => {
    const found = await list(run, 'kubernetes endpointslices', 'EndpointSlice')
    if (found === 'gone') await object(run, 'kubernetes endpoints', 'Endpoints')
  }
  await Promise.all([
    list(run, 'control-plane pods', 'Pod'),
    list(run, 'deployments', 'Deployment', runsComponent),
    list(run, 'daemonsets', 'DaemonSet', runsComponent),
    list(run, 'leases', 'Lease'),
    object(run, 'kubernetes service', 'Service'),
    slices(),
    object(run, 'configmap kubelet-config', 'ConfigMap'),
    object(run, 'configmap cluster-autoscaler-status', 'ConfigMap'),
    object(run, 'configmap cluster-info', 'ConfigMap'),
  ])
}

async function object(run: Run, id: string, kind: string, apiVersion = 'v1'): Promise<void> {
  const found = await one(run, id)
  if (found !== undefined) keepObject(run, id, kind, apiVersion, stripped(found))
}

/** Items of a list have no kind of their own. */
function keepObject(run: Run, id: string, kind: string, apiVersion: string, found: Json): void {
  const name = textAt(found, 'metadata', 'name')
  const namespace = textAt(found, 'metadata', 'namespace')
  const { kind: _, apiVersion: __, ...rest } = found
  keep(run, id, { kind, name, ...(namespace === '' ? {} : { namespace }), body: { apiVersion, kind, ...rest } })
}

async function list(
  run: Run,
  id: string,
  kind: string,
  isWanted: (item: Json) => boolean = () => true,
  read: Pick<Read, 'id' | 'path' | 'query'> = readOf(id),
): Promise<'all' | 'part' | 'gone'> {
  const apiVersion = apiVersionOf(read.path)
  let count = 0
  const found = await pages(
    run,
    read,
    item => {
      if (textAt(item, 'metadata', 'name') === '' || !isWanted(item)) return undefined
      count++
      return count <= MOST_KEPT ? stripped(item) : undefined
    },
    items => {
      for (const item of items) keepObject(run, id, kind, apiVersion, item)
    },
  )
  if (count > MOST_KEPT) tooMany(run, id, count)
  return found
}

const tooMany = (run: Run, id: string, count: number): void =>
  miss(run, id, readOf(id).path, { why: 'limit', said: `klint looks at ${MOST_KEPT} of ${count} objects` })

/** `/apis/apps/v1/deployments` is `apps/v1`. */
const apiVersionOf = (path: string): string => /^\/apis\/([^/]+\/[^/]+)/.exec(path)?.[1] ?? 'v1'

/** Components that run as workloads, and what runs beside them; of thousands of workloads nothing else is kept. */
const COMPONENT =
  /cluster-autoscaler|kube-proxy|kube-apiserver|kube-controller-manager|kube-scheduler|hyperkube|\betcd\b|coredns|kube-dns|node-?local-?dns|k8s-dns-node-cache|node-problem-detector|descheduler|karpenter|konnectivity/

const runsComponent = (workload: Json): boolean =>
  listAt(workload, 'spec', 'template', 'spec', 'containers').some(({ image, command, args, name }) =>
    COMPONENT.test(JSON.stringify([name, image, command, args])),
  )

const isApiserver = ({ kind, body }: RecordedObject): boolean =>
  kind === 'Pod' &&
  listAt(body, 'spec', 'containers').some(({ image, command, args }) =>
    /kube-apiserver|hyperkube/.test(JSON.stringify([image, command, args])),
  )

/** Static pods that no label tells: whatever runs on the nodes of the control plane. */
async function readControlPlane(run: Run, groups: readonly NodeGroup[], distribution: Distribution): Promise<void> {
  if (run.objects.some(isApiserver) || PROVIDERS[distribution] !== undefined || distribution === 'k3s') return
  if ([...run.missing.values()].some(({ read }) => read === 'control-plane pods')) return
  const read = readOf('pods of control-plane nodes')
  const names = groups.filter(({ role }) => role === 'control-plane').flatMap(({ names }) => names)
  const known = new Set(
    run.objects.flatMap(({ kind, namespace, name }) => (kind === 'Pod' ? [`${namespace}/${name}`] : [])),
  )
  const isNew = (pod: Json): boolean =>
    !known.has(`${textAt(pod, 'metadata', 'namespace')}/${textAt(pod, 'metadata', 'name')}`) &&
    listAt(pod, 'spec', 'containers').some(({ image, command, args, name }) =>
      COMPONENT.test(JSON.stringify([name, image, command, args])),
    )
  await Promise.all(
    names.slice(0, MOST_CONTROL_PLANE).map(name =>
      list(run, read.id, 'Pod', isNew, {
        ...read,
        query: (read.query ?? '').replace('NAME', encodeURIComponent(name)),
      }),
    ),
  )
}

async function readKubeProxy(run: Run): Promise<void> {
  const runsProxy = run.objects.some(
    ({ kind, body }) => kind === 'DaemonSet' && /kube-proxy/.test(JSON.stringify(objectAt(body, 'spec', 'template'))),
  )
  if (runsProxy) await object(run, 'configmap kube-proxy', 'ConfigMap')
}

/** Up to 1.23 kubeadm kept one for each minor (kubernetes/kubernetes cmd/kubeadm/app/constants/constants.go, UnversionedKubeletConfigMap). */
async function readOldKubeletConfig(run: Run, gitVersion: string): Promise<void> {
  const minor = Number(/^v?1\.(\d+)/.exec(gitVersion)?.[1])
  if (!(minor < 24) || run.objects.some(({ kind, name }) => kind === 'ConfigMap' && name === 'kubelet-config')) return
  const { id, path } = readOf('configmap kubelet-config')
  const found = await one(run, id, `${path}-1.${minor}`)
  if (found !== undefined) keepObject(run, id, 'ConfigMap', 'v1', stripped(found))
}

const RECORDED_KINDS: Readonly<Record<string, string>> = {
  'validating webhooks': 'ValidatingWebhookConfiguration',
  'mutating webhooks': 'MutatingWebhookConfiguration',
  apiservices: 'APIService',
  'flow schemas': 'FlowSchema',
  'priority levels': 'PriorityLevelConfiguration',
  'pod disruption budgets': 'PodDisruptionBudget',
}

async function readMore(run: Run, gitVersion: string): Promise<void> {
  const minor = Number(/^v?1\.(\d+)/.exec(gitVersion)?.[1] ?? 0)
  await Promise.all(
    READS.filter(({ onlyRecorded }) => onlyRecorded).map(async read => {
      const kind = RECORDED_KINDS[read.id]
      if (kind !== undefined) await list(run, read.id, kind)
      else if (!('url' in read.permission)) await object(run, read.id, 'ConfigMap')
      else if (minor >= 32) await ownPage(run, read, minor)
    }),
  )
}

/** `/flagz` and `/statusz` (KEP-4828, KEP-4827): for programs from 1.36 on, in an alpha version before. */
async function ownPage(run: Run, { id, path }: Read, minor: number): Promise<void> {
  const kind = id === 'flagz' ? 'Flagz' : 'Statusz'
  const accept = `application/json;as=${kind};v=${minor >= 36 ? 'v1beta1' : 'v1alpha1'};g=config.k8s.io`
  const answer = await run.client.get(path, { accept, bytes: 2 * LARGEST_OBJECT })
  if (answer.state === 'answered') keep(run, id, { kind, name: id, body: answer.body })
  else {
    const failed = whyOf(answer.failure)
    // who is not asked for JSON in this version answers text, or refuses
    if (failed.why !== 'not-found' && failed.why !== 'unreadable' && !/^406/.test(failed.said))
      miss(run, id, path, failed)
  }
}

function distributionOf(gitVersion: string, groups: readonly NodeGroup[]): Distribution {
  if (gitVersion.includes('-eks-')) return 'eks'
  if (gitVersion.includes('-gke.')) return 'gke'
  if (gitVersion.includes('+k3s')) return 'k3s'
  if (gitVersion.includes('+rke2')) return 'rke2'
  const texts = groups.map(({ body }) => JSON.stringify(body))
  if (texts.some(text => text.includes('kubernetes.azure.com/'))) return 'aks'
  return texts.some(
    text => text.includes('machineconfiguration.openshift.io/') || text.includes('Red Hat Enterprise Linux CoreOS'),
  )
    ? 'openshift'
    : 'other'
}

/** `get nodes/proxy`: what would make a failed read succeed. */
export const permissionFor = ({ read }: Missing): string => permissionWords(readOf(read).permission)
