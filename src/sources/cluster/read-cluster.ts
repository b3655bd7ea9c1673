import { type Client, LARGEST_OBJECT } from './client.js'
import { keepNodes, readKubelets } from './kubelets.js'
import { addNodes, type NodeGroup, summaryOf } from './nodes.js'
import { inOrder, keep, MOST_KEPT, miss, type Run, tooMany, type Wanted, whyOf } from './reading.js'
import { READS, type Read, readOf } from './reads.js'
import { type Distribution, PROVIDERS, type RecordedObject, type Recording } from './recording.js'
import { type Json, listAt, objectAt, stripped, textAt } from './strip.js'

const PAGE = 500
/** 100,000 nodes or workloads; no cluster has more, and an apiserver whose list has no end is none. */
const MOST_PAGES = 200
/** Control-plane nodes whose pods are asked for, where no label tells them. */
const MOST_CONTROL_PLANE = 5

/** Asks an apiserver for what klint looks at. Never throws: what could not be read is listed. */
export async function readCluster(client: Client, wanted: Wanted): Promise<Recording> {
  const run: Run = { client, wanted, objects: [], missing: new Map(), kept: 0 }
  const [version, groups] = await Promise.all([one(run, 'version'), readNodes(run), readOthers(run)])
  const gitVersion = textAt(version, 'gitVersion')
  const distribution = distributionOf(gitVersion, groups)
  const minor = Number(/^v?1\.(\d+)/.exec(gitVersion)?.[1])
  if (version !== undefined) keep(run, 'version', { kind: 'Version', name: 'version', body: version })
  keepNodes(run, groups)
  await Promise.all([
    wanted.nodeProxy ? readKubelets(run, groups) : undefined,
    readControlPlane(run, groups, distribution),
    readKubeProxy(run),
    readOldKubeletConfig(run, minor),
    wanted.everything ? readMore(run, minor) : undefined,
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

/** What depends on nothing else. */
async function readOthers(run: Run): Promise<void> {
  const slices = async (): Promise<void> => {
    const found = await list(run, 'kubernetes endpointslices')
    if (found === 'gone') await object(run, 'kubernetes endpoints')
  }
  await Promise.all([
    list(run, 'control-plane pods'),
    list(run, 'deployments', runsComponent),
    list(run, 'daemonsets', runsComponent),
    list(run, 'leases'),
    object(run, 'kubernetes service'),
    slices(),
    object(run, 'configmap kubelet-config'),
    object(run, 'configmap cluster-autoscaler-status'),
    object(run, 'configmap cluster-info'),
  ])
}

async function object(run: Run, id: string, path = readOf(id).path): Promise<void> {
  const found = await one(run, id, path)
  if (found !== undefined) keepObject(run, id, stripped(found))
}

/** Items of a list have no kind of their own. */
function keepObject(run: Run, id: string, found: Json): void {
  const { path, kind: of = '' } = readOf(id)
  const name = textAt(found, 'metadata', 'name')
  const namespace = textAt(found, 'metadata', 'namespace')
  const { kind: _, apiVersion: __, ...rest } = found
  const body = { apiVersion: apiVersionOf(path), kind: of, ...rest }
  keep(run, id, { kind: of, name, ...(namespace === '' ? {} : { namespace }), body })
}

async function list(
  run: Run,
  id: string,
  isWanted: (item: Json) => boolean = () => true,
  read: Pick<Read, 'id' | 'path' | 'query'> = readOf(id),
): Promise<'all' | 'part' | 'gone'> {
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
      for (const item of items) keepObject(run, id, item)
    },
  )
  if (count > MOST_KEPT) tooMany(run, id, count)
  return found
}

/** `/apis/apps/v1/deployments` is `apps/v1`. */
const apiVersionOf = (path: string): string => /^\/apis\/([^/]+\/[^/]+)/.exec(path)?.[1] ?? 'v1'

/** Components that run as workloads, and what runs beside them; of thousands of workloads nothing else is kept. */
const COMPONENT =
  /cluster-autoscaler|kube-proxy|kube-apiserver|kube-controller-manager|kube-scheduler|hyperkube|\betcd\b|coredns|kube-dns|node-?local-?dns|k8s-dns-node-cache|node-problem-detector|descheduler|karpenter|konnectivity/

const hasComponent = (containers: readonly Json[]): boolean =>
  containers.some(({ image, command, args, name }) => COMPONENT.test(JSON.stringify([name, image, command, args])))

const runsComponent = (workload: Json): boolean =>
  hasComponent(listAt(workload, 'spec', 'template', 'spec', 'containers'))

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
    hasComponent(listAt(pod, 'spec', 'containers'))
  await Promise.all(
    names.slice(0, MOST_CONTROL_PLANE).map(name =>
      list(run, read.id, isNew, {
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
  if (runsProxy) await object(run, 'configmap kube-proxy')
}

/** Up to 1.23 kubeadm kept one for each minor (kubernetes/kubernetes cmd/kubeadm/app/constants/constants.go, UnversionedKubeletConfigMap). */
async function readOldKubeletConfig(run: Run, minor: number): Promise<void> {
  if (!(minor < 24) || run.objects.some(({ kind, name }) => kind === 'ConfigMap' && name === 'kubelet-config')) return
  const { id, path } = readOf('configmap kubelet-config')
  await object(run, id, `${path}-1.${minor}`)
}

async function readMore(run: Run, minor: number): Promise<void> {
  await Promise.all(
    READS.filter(({ onlyRecorded }) => onlyRecorded).map(async read => {
      if ('url' in read.permission) {
        if (minor >= 32) await ownPage(run, read, minor)
      } else if (read.permission.verb === 'list') await list(run, read.id)
      else await object(run, read.id)
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
