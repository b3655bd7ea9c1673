import { flagsOf } from './control-plane.js'
import { configzOf } from './kubelet-configuration.js'
import { labelsOf, nodeOf } from './nodes.js'
import { objectsOf, proxyPod } from './objects.js'
import {
  gitVersionOf,
  isManaged,
  type KubeObject,
  minorOf,
  type Node,
  nodesOf,
  providerOf,
  type Shape,
} from './shape.js'

export interface Answer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Reads of a cluster, by path with query. */
export type Store = (path: string) => Answer

interface Row {
  readonly namespace: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly nodeName: string
  /** JSON without `apiVersion` and `kind`, which the API leaves out in lists. */
  json(): string
}

interface Resource {
  readonly apiVersion: string
  readonly kind: string
  readonly rows: Row[]
}

/** The plurals that are not the kind with an `s`. */
const PLURALS: Readonly<Record<string, string>> = {
  Endpoints: 'endpoints',
  NetworkPolicy: 'networkpolicies',
  PriorityClass: 'priorityclasses',
}

/** Kinds of which a cluster may have none, and answers an empty list. */
const KNOWN: readonly (readonly [apiVersion: string, kind: string])[] = [
  ['v1', 'Node'],
  ['v1', 'Pod'],
  ['v1', 'ConfigMap'],
  ['v1', 'Service'],
  ['v1', 'Endpoints'],
  ['v1', 'ResourceQuota'],
  ['v1', 'Namespace'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'DaemonSet'],
  ['coordination.k8s.io/v1', 'Lease'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['scheduling.k8s.io/v1', 'PriorityClass'],
  ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
  ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'],
  ['apiregistration.k8s.io/v1', 'APIService'],
  ['flowcontrol.apiserver.k8s.io/v1', 'FlowSchema'],
  ['flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration'],
]

const STATUS_REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
}

/** An error as the API words it. */
export function statusOf(status: number, message: string, details?: object): Answer {
  const reason = STATUS_REASONS[status] ?? 'Unknown'
  const about = details === undefined ? {} : { details }
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...about,
    code: status,
  }
  return { status, body: JSON.stringify(body) }
}

const found = (body: string): Answer => ({ status: 200, body })

const collectionOf = (apiVersion: string, kind: string): string =>
  `${apiVersion === 'v1' ? '/api' : '/apis'}/${apiVersion}/${PLURALS[kind] ?? `${kind.toLowerCase()}s`}`

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const strings = (value: unknown): Record<string, string> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)])) : {}

function rowOf({ apiVersion: _, kind: __, ...rest }: KubeObject): Row {
  const { metadata, spec } = rest
  const json = JSON.stringify(rest)
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    labels: strings(metadata.labels),
    nodeName: isRecord(spec) && typeof spec.nodeName === 'string' ? spec.nodeName : '',
    json: () => json,
  }
}

const nodeRow = (shape: Shape, node: Node): Row => ({
  namespace: '',
  name: node.name,
  get labels() {
    return labelsOf(shape, node)
  },
  nodeName: '',
  json: () => JSON.stringify(nodeOf(shape, node)),
})

function table(shape: Shape, nodes: readonly Node[]): Map<string, Resource> {
  const resources = new Map<string, Resource>()
  const resource = (apiVersion: string, kind: string): Resource => {
    const path = collectionOf(apiVersion, kind)
    const made = resources.get(path) ?? { apiVersion, kind, rows: [] }
    resources.set(path, made)
    return made
  }
  for (const [apiVersion, kind] of KNOWN) resource(apiVersion, kind)
  resource('v1', 'Node').rows.push(...nodes.map(node => nodeRow(shape, node)))
  for (const one of objectsOf(shape, nodes)) resource(one.apiVersion, one.kind).rows.push(rowOf(one))
  resource('v1', 'Pod').rows.push(...nodes.map(node => rowOf(proxyPod(shape, node))))
  for (const one of shape.objects ?? []) {
    const { rows } = resource(one.apiVersion, one.kind)
    const row = rowOf(one)
    const at = rows.findIndex(({ name, namespace }) => name === row.name && namespace === row.namespace)
    if (at === -1) rows.push(row)
    else rows[at] = row
  }
  return resources
}

/** Equality, inequality, existence and sets: what label selectors know. */
function selects(selector: string, labels: Readonly<Record<string, string>>): boolean {
  const terms = selector.match(/(?:[^,(]|\([^)]*\))+/g) ?? []
  return terms.every(term => {
    const [, key = '', not, values = ''] = /^\s*(\S+)\s+(not)?in\s*\(([^)]*)\)\s*$/.exec(term) ?? []
    if (key !== '') return values.split(',').some(one => one.trim() === labels[key]) === (not === undefined)
    const [, name = '', operator, value] = /^\s*(!?[^=!\s]+)\s*(?:(==?|!=)\s*(\S*))?\s*$/.exec(term) ?? []
    if (operator === undefined) return name.startsWith('!') ? !(name.slice(1) in labels) : name in labels
    return (labels[name] === value) === (operator !== '!=')
  })
}

function fields(selector: string, row: Row): boolean {
  const values: Readonly<Record<string, string>> = {
    'metadata.name': row.name,
    'metadata.namespace': row.namespace,
    'spec.nodeName': row.nodeName,
  }
  return selector === '' || selects(selector, values)
}

const REVISION = '900000001'

interface Start {
  readonly at: number
}
function startOf(token: string): Start | undefined {
  if (token === '') return { at: 0 }
  try {
    const { start }: { start?: unknown } = JSON.parse(Buffer.from(token, 'base64').toString())
    return typeof start === 'number' ? { at: start } : undefined
  } catch {
    return undefined
  }
}

function listOf({ apiVersion, kind, rows }: Resource, namespace: string, query: URLSearchParams): Answer {
  const labelled = query.get('labelSelector') ?? ''
  const wanted = rows.filter(
    row =>
      (namespace === '' || row.namespace === namespace) &&
      (labelled === '' || selects(labelled, row.labels)) &&
      fields(query.get('fieldSelector') ?? '', row),
  )
  const limit = Number(query.get('limit') ?? 0)
  const start = startOf(query.get('continue') ?? '')
  if (start === undefined) return statusOf(400, 'continue key is not valid: invalid character')
  const end = limit > 0 ? start.at + limit : wanted.length
  const left = wanted.length - end
  const token = Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: 900000001, start: end })).toString('base64')
  const paging = left > 0 ? { continue: token, remainingItemCount: left } : {}
  const metadata = JSON.stringify({ resourceVersion: REVISION, ...paging })
  const items = wanted.slice(start.at, end).map(row => row.json())
  return found(
    `{"kind":"${kind}List","apiVersion":"${apiVersion}","metadata":${metadata},"items":[${items.join(',')}]}`,
  )
}

const missing = (plural: string, name: string): Answer =>
  statusOf(404, `${plural} "${name}" not found`, { name, kind: plural })

function objectOf(resource: Resource, plural: string, namespace: string, name: string): Answer {
  const row = resource.rows.find(one => one.name === name && one.namespace === namespace)
  if (row === undefined) return missing(plural, name)
  return found(`{"kind":"${resource.kind}","apiVersion":"${resource.apiVersion}",${row.json().slice(1)}`)
}

function versionAnswer(shape: Shape): Answer {
  const gitVersion = gitVersionOf(shape)
  const minor = minorOf(shape)
  const newer = {
    emulationMajor: '1',
    emulationMinor: `${minor}`,
    minCompatibilityMajor: '1',
    minCompatibilityMinor: `${minor - 1}`,
  }
  const body = {
    major: '1',
    minor: isManaged(shape) && providerOf(shape) === 'eks' ? `${minor}+` : `${minor}`,
    ...(minor >= 34 ? newer : {}),
    gitVersion,
    gitCommit: '8cc511e399b929453cd98ae65b419c3cc227ec79',
    gitTreeState: 'clean',
    buildDate: '2026-01-14T08:00:00Z',
    goVersion: 'go1.24.9',
    compiler: 'gc',
    platform: 'linux/amd64',
  }
  return found(JSON.stringify(body, null, 2))
}

/** `/flagz` and `/statusz` answer since 1.36. */
function componentPage(shape: Shape, nodes: readonly Node[], page: string): Answer {
  if (minorOf(shape) < 36) return statusOf(404, 'the server could not find the requested resource')
  const named = { metadata: { name: 'kube-apiserver' } }
  const common = { kind: page === 'flagz' ? 'Flagz' : 'Statusz', apiVersion: 'config.k8s.io/v1beta1', ...named }
  return found(
    JSON.stringify(
      page === 'flagz'
        ? { ...common, flags: flagsOf(shape, nodes) }
        : {
            ...common,
            binaryVersion: gitVersionOf(shape),
            startTime: '2026-11-01T07:00:00Z',
            paths: ['/livez', '/readyz'],
          },
    ),
  )
}

/** The reads of a cluster of this shape. Nodes are made when they are asked for: 5,000 of them weigh 47 MB. */
export function storeOf(shape: Shape): Store {
  const nodes = nodesOf(shape)
  const byName = new Map(nodes.map(node => [node.name, node]))
  const resources = table(shape, nodes)
  const absent = shape.without ?? []

  const proxied = (name: string, rest: string): Answer => {
    const node = byName.get(name)
    if (node === undefined) return missing('nodes', name)
    if (rest === 'configz') return found(JSON.stringify(configzOf(node)))
    return { status: 404, body: '404 page not found\n', headers: { 'content-type': 'text/plain; charset=utf-8' } }
  }

  return path => {
    const url = new URL(path, 'https://cluster')
    const { pathname, searchParams } = url
    if (absent.some(one => pathname === one || pathname.startsWith(`${one}/`)))
      return statusOf(404, 'the server could not find the requested resource', {})
    if (pathname === '/version') return versionAnswer(shape)
    if (pathname === '/readyz' || pathname === '/livez')
      return { status: 200, body: 'ok', headers: { 'content-type': 'text/plain' } }
    const [, page] = /^\/(flagz|statusz)$/.exec(pathname) ?? []
    if (page !== undefined) return componentPage(shape, nodes, page)
    const [, node, kubelet] = /^\/api\/v1\/nodes\/([^/]+)\/proxy\/(.+)$/.exec(pathname) ?? []
    if (node !== undefined && kubelet !== undefined) return proxied(decodeURIComponent(node), kubelet)
    const [, prefix = '', namespace = '', plural = '', name] =
      /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? []
    const resource = resources.get(`${prefix}/${plural}`)
    if (resource === undefined) return statusOf(404, 'the server could not find the requested resource', {})
    if (name !== undefined) return objectOf(resource, plural, namespace, decodeURIComponent(name))
    return listOf(resource, namespace, searchParams)
  }
}
