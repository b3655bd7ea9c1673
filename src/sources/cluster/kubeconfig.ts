import { readFileSync, statSync } from 'node:fs'
import { type Agent, type OutgoingHttpHeaders, Agent as PlainAgent, validateHeaderValue } from 'node:http'
import { type RequestOptions, Agent as TlsAgent } from 'node:https'
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { KubeConfig } from '@kubernetes/client-node/dist/config.js'
import type { Cluster, User } from '@kubernetes/client-node/dist/config_types.js'
import { parse } from 'yaml'
import { didYouMean } from '../../model/nearest.js'
import { maskSecrets } from '../../model/secrets.js'
import { UserError } from '../../model/user-error.js'
import { isFile } from '../is-file.js'
import { askPlugin } from './exec-plugin.js'
import { proxyFor } from './proxy.js'
import { isObject, listAt, objectAt, textAt } from './strip.js'

/** Which cluster is meant, and as whom. */
export interface Asked {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly kubeconfig?: string
  readonly context?: string
  readonly as?: string
  readonly asGroups?: readonly string[]
  /** Milliseconds a proxy has to open a tunnel: the limit of a request, which is not told of its proxy. */
  readonly timeout?: number
  /** Where a pod finds its service account. */
  readonly serviceAccount?: string
}

/** How to reach a cluster: everything a request needs but its path. */
export interface Connection {
  /** What the cluster is called in reports. */
  readonly name: string
  readonly server: URL
  /** What is sent with each request: credentials among it, so it is never printed. */
  readonly headers: OutgoingHttpHeaders
  readonly agent: Agent
  /** Whether the certificate of the server is looked at. */
  readonly isVerified: boolean
  /** Strings that must appear nowhere. */
  readonly secrets: readonly string[]
}

/** Kubeconfigs of clouds with hundreds of clusters are some hundred kB; nothing sensible is larger. Bytes. */
const LARGEST = 8 * 2 ** 20
/** Where Kubernetes mounts it into every pod (kubernetes/kubernetes plugin/pkg/admission/serviceaccount/admission.go). */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

/**
 * Reads the kubeconfig as kubectl finds it (`--kubeconfig`, `$KUBECONFIG`, `~/.kube/config`, else the service account of the pod) and
 * authenticates.
 * @throws UserError if there is none, it cannot be read, names no such context, or nobody gives credentials
 */
export async function connect(asked: Asked, inFlight: number): Promise<Connection> {
  const config = configOf(asked)
  const context = contextOf(config, asked.context)
  config.setCurrentContext(context)
  const cluster = config.getCurrentCluster()
  if (cluster === null || cluster === undefined || typeof cluster.server !== 'string' || cluster.server === '')
    throw new UserError(`context \`${context}\` names no cluster with a server`, 'see `kubectl config view`')
  const server = serverOf(cluster)
  const user = await withPlugin(config.getCurrentUser(), cluster, asked.env)
  const chosen = new KubeConfig()
  chosen.loadFromOptions({
    // the client speaks no plain HTTP unless it is told that nothing is verified, and there is nothing to verify
    clusters: [
      { ...withProxy(cluster, server, asked.env), ...(server.protocol === 'http:' ? { skipTLSVerify: true } : {}) },
    ],
    users: [user === null ? { name: 'nobody' } : impersonating(withoutRenewal(user), asked.as)],
    contexts: [{ name: context, cluster: cluster.name, user: user?.name ?? 'nobody' }],
    currentContext: context,
  })
  const options: RequestOptions = asked.timeout === undefined ? {} : { timeout: asked.timeout }
  await authenticated(chosen.applyToHTTPSOptions(options))
  const groups = asked.asGroups ?? []
  // who is named on the command line takes nothing of whom the file means
  const headers = headersOf(options, groups.length > 0 || asked.as !== undefined ? groups : groupsOf(user))
  checkSendable(headers, options)
  return {
    name: displayName(context),
    server,
    headers,
    agent: agentOf(options, cluster, server, inFlight, chosen.getCurrentCluster()?.proxyUrl !== undefined),
    isVerified: server.protocol === 'https:' && cluster.skipTLSVerify !== true,
    secrets: secretsOf(headers, user),
  }
}

function configOf({ cwd, env, kubeconfig, serviceAccount = SERVICE_ACCOUNT }: Asked): KubeConfig {
  if (kubeconfig !== undefined) return readAll([resolve(cwd, kubeconfig)], true)
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter(path => path !== '')
  if (listed.length > 0)
    return readAll(
      listed.map(path => resolve(cwd, path)),
      false,
    )
  const home = env.HOME ?? env.USERPROFILE
  const usual = home === undefined || home === '' ? undefined : join(home, '.kube', 'config')
  if (usual !== undefined && isFile(usual)) return readAll([usual], true)
  const [host, port] = [env.KUBERNETES_SERVICE_HOST, env.KUBERNETES_SERVICE_PORT]
  if (host !== undefined && host !== '' && isFile(join(serviceAccount, 'token')))
    return inCluster(host, port ?? '443', serviceAccount)
  throw new UserError('there is no kubeconfig', 'give one with `--kubeconfig`, or set `KUBECONFIG`')
}

/** What the first file says of a name counts, and the first current context: as kubectl merges. */
function readAll(paths: readonly string[], mustExist: boolean): KubeConfig {
  const all = new KubeConfig()
  let found = 0
  for (const path of paths) {
    if (!mustExist && !isFile(path)) continue
    const one = readOne(path)
    found++
    const unknown = <T extends { readonly name: string }>(list: readonly T[], known: readonly T[]): T[] =>
      list.filter(({ name }) => !known.some(other => other.name === name))
    all.clusters = [...all.clusters, ...unknown(one.clusters, all.clusters)]
    all.users = [...all.users, ...unknown(one.users, all.users)]
    all.contexts = [...all.contexts, ...unknown(one.contexts, all.contexts)]
    all.currentContext ||= one.currentContext
  }
  if (found === 0) throw new UserError('no file that `KUBECONFIG` names exists', 'set it to a kubeconfig, or unset it')
  return all
}

function readOne(path: string): KubeConfig {
  const one = new KubeConfig()
  let groups: ReadonlyMap<string, readonly string[]> = new Map()
  try {
    if (statSync(path).size > LARGEST) throw new UserError(`kubeconfig \`${path}\` is larger than 8 MiB`)
    // a warning of the parser quotes the file
    const config: unknown = parse(readFileSync(path, 'utf8'), { version: '1.1', logLevel: 'error' })
    groups = groupsIn(config)
    one.loadFromString(understood(config, dirname(path)), { onInvalidEntry: 'filter' })
  } catch (error) {
    if (error instanceof UserError) throw error
    // what a parser says may quote the file, and with it a token
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new UserError(`kubeconfig \`${path}\` cannot be read${code}`, 'see whether `kubectl config view` can')
  }
  one.makePathsAbsolute(dirname(path))
  // a name that is none cannot be meant by anybody
  one.clusters = one.clusters.filter(isNamed)
  one.users = one.users.filter(isNamed).map(user => ({ ...user, asGroups: groups.get(user.name) ?? [] }))
  one.contexts = one.contexts.filter(isNamed)
  if (typeof one.currentContext !== 'string') one.currentContext = ''
  // what is not a plain `true` must not switch off the look at a certificate
  one.clusters = one.clusters.map(cluster => ({ ...cluster, skipTLSVerify: cluster.skipTLSVerify === true }))
  for (const { exec } of one.users) {
    // a command with a slash is relative to the file that names it (client-go tools/clientcmd/loader.go)
    if (typeof exec?.command === 'string' && /[\\/]/.test(exec.command) && !isAbsolute(exec.command))
      exec.command = join(dirname(path), exec.command)
  }
  return one
}

const isNamed = ({ name }: { readonly name: unknown }): boolean => typeof name === 'string' && name !== ''

/** `as-groups` of each user, which the client drops: without them somebody else would be meant. */
const groupsIn = (config: unknown): ReadonlyMap<string, readonly string[]> =>
  new Map(
    listAt(config, 'users').map(one => {
      const groups: unknown = objectAt(one, 'user')['as-groups']
      return [textAt(one, 'name'), Array.isArray(groups) ? groups.filter(group => typeof group === 'string') : []]
    }),
  )

const groupsOf = (user: User | null): readonly string[] =>
  user !== null && 'asGroups' in user && Array.isArray(user.asGroups) ? user.asGroups : []

/**
 * A kubeconfig as kubectl reads it, in JSON: YAML 1.1, where `no` is no string that counts as true. The client knows `tokenFile` by
 * another name, looks for it in the working directory, and prefers a token to it.
 */
function understood(config: unknown, folder: string): string {
  if (!isObject(config) || !Array.isArray(config.users)) return JSON.stringify(config)
  const users = config.users.map((one: unknown) => {
    const file = textAt(one, 'user', 'tokenFile')
    if (!isObject(one) || file === '') return one
    const { token: _, ...user } = objectAt(one, 'user')
    return { ...one, user: { ...user, 'token-file': resolve(folder, file) } }
  })
  return JSON.stringify({ ...config, users })
}

function inCluster(host: string, port: string, folder: string): KubeConfig {
  const config = new KubeConfig()
  config.loadFromOptions({
    clusters: [
      {
        name: 'in-cluster',
        server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
        caFile: join(folder, 'ca.crt'),
        skipTLSVerify: false,
      },
    ],
    users: [
      { name: 'service-account', authProvider: { name: 'tokenFile', config: { tokenFile: join(folder, 'token') } } },
    ],
    contexts: [{ name: 'in-cluster', cluster: 'in-cluster', user: 'service-account' }],
    currentContext: 'in-cluster',
  })
  return config
}

function contextOf(config: KubeConfig, asked: string | undefined): string {
  const names = config.contexts.map(({ name }) => name)
  const name = asked ?? config.currentContext
  if (name === undefined || name === '') {
    const known = names.length === 0 ? 'the kubeconfig has none' : `known are ${names.slice(0, 20).join(', ')}`
    throw new UserError('no context is chosen', `give one with \`--context\`; ${known}`)
  }
  if (!names.includes(name))
    throw new UserError(
      `the kubeconfig has no context \`${name}\`${didYouMean(name, names)}`,
      names.length === 0 ? undefined : `known are ${names.slice(0, 20).join(', ')}`,
    )
  return name
}

function serverOf({ server }: Cluster): URL {
  try {
    const url = new URL(server)
    if (url.protocol === 'https:' || url.protocol === 'http:') return url
  } catch {
    // said below
  }
  throw new UserError(`\`${withoutPassword(server)}\` is no address of an apiserver`, 'it begins with `https://`')
}

/** Also where what is in front of it is no scheme. */
const withoutPassword = (url: string): string => maskSecrets(url, 'prose').replace(/:[^:@/]+@/, ':********@')

/** The client takes a proxy from the kubeconfig alone; kubectl from the environment as well. */
function withProxy(cluster: Cluster, server: URL, env: Asked['env']): Cluster {
  const { proxyUrl: own, ...direct } = cluster
  const isOwn = own !== undefined && own !== ''
  const proxy = isOwn ? own : proxyFor(server, env)
  if (proxy === undefined) return direct
  // its address is not quoted: there may be a password in it
  if (!URL.canParse(proxy) || !/^(?:https?|socks\w*):$/.test(new URL(proxy).protocol))
    throw new UserError(
      `the proxy of ${isOwn ? 'the kubeconfig (`proxy-url`)' : 'the environment'} is no address of one`,
      'it begins with `http://`, `https://` or `socks5://`',
    )
  return { ...direct, proxyUrl: proxy }
}

const impersonating = (user: User, as: string | undefined): User =>
  as === undefined ? user : { ...user, impersonateUser: as }

/** The credentials of a plugin in place of the plugin: the client's own would wait for it for ever, and quote what it prints. */
async function withPlugin(user: User | null, cluster: Cluster, env: Asked['env']): Promise<User | null> {
  if (!isObject(user?.exec)) return user
  const { exec, ...rest } = user
  const { token, certificate, key } = await askPlugin(
    exec,
    exec.provideClusterInfo === true ? toPlugin(cluster) : undefined,
    env,
  )
  return {
    ...rest,
    ...(token === undefined ? {} : { token }),
    ...(certificate === undefined || key === undefined
      ? {}
      : { certData: Buffer.from(certificate).toString('base64'), keyData: Buffer.from(key).toString('base64') }),
  }
}

/**
 * The providers `gcp` and `azure`, which kubectl had up to 1.25, keep a token, and a command for the next one: the client would wait for it
 * for ever and let it write to the terminal. That of `oidc` would ask its issuer for one, and klint asks nobody but the apiserver.
 */
function withoutRenewal(user: User): User {
  const { authProvider } = user
  if (!isObject(authProvider) || !isObject(authProvider.config)) return user
  const { 'cmd-path': _, 'refresh-token': __, ...config } = authProvider.config
  return { ...user, authProvider: { ...authProvider, config } }
}

const toPlugin = ({ server, tlsServerName, skipTLSVerify, caData, proxyUrl }: Cluster) => ({
  server,
  ...(tlsServerName === undefined ? {} : { 'tls-server-name': tlsServerName }),
  ...(skipTLSVerify ? { 'insecure-skip-tls-verify': true } : {}),
  ...(caData === undefined ? {} : { 'certificate-authority-data': caData }),
  ...(proxyUrl === undefined ? {} : { 'proxy-url': proxyUrl }),
})

/** What the providers of old kubeconfigs throw, in a sentence: some of them run a command whose output has a token in it. */
async function authenticated(credentials: Promise<void>): Promise<void> {
  try {
    await credentials
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    if (error instanceof Error && 'path' in error)
      throw new UserError(`\`${String(error.path)}\`, which the kubeconfig names, cannot be read${code}`)
    throw new UserError(`the kubeconfig gives no credentials${code}`, 'see whether `kubectl version` works')
  }
}

function headersOf({ headers, auth }: RequestOptions, groups: readonly string[]): OutgoingHttpHeaders {
  const result: OutgoingHttpHeaders = {}
  // what comes from a file may end with a line end
  for (const [name, value] of Object.entries(headers ?? {}))
    if (value !== undefined) result[name] = String(value).trim()
  if (typeof auth === 'string' && result.Authorization === undefined)
    result.Authorization = `Basic ${Buffer.from(auth).toString('base64')}`
  if (groups.length > 0) result['Impersonate-Group'] = [...groups]
  return result
}

/**
 * Node throws where the first request would be sent, and quotes nothing.
 * @throws UserError if what is to be sent or shown cannot be
 */
function checkSendable(headers: OutgoingHttpHeaders, { ca, cert, key, passphrase }: RequestOptions): void {
  for (const [name, value] of Object.entries(headers))
    for (const one of [value].flat()) {
      try {
        validateHeaderValue(name, String(one))
      } catch {
        const what = name === 'Authorization' ? 'the token or password of the kubeconfig' : 'a name to impersonate'
        throw new UserError(`${what} has a character in it that cannot be sent`)
      }
    }
  try {
    createSecureContext({ ca, cert, key, passphrase })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new UserError(
      `the client certificate and key of the kubeconfig, or the certificate of the authority, cannot be used${code}`,
      'see whether `kubectl version` works',
    )
  }
}

/** One agent for all requests: a connection for each of them would take longer than everything else. */
function agentOf(
  options: RequestOptions,
  { skipTLSVerify }: Cluster,
  server: URL,
  inFlight: number,
  isProxied: boolean,
): Agent {
  const { agent } = options
  if (isProxied && typeof agent === 'object') {
    // the client's own, which knows the way through the proxy
    Object.assign(agent, { keepAlive: true, maxSockets: inFlight, maxFreeSockets: inFlight })
    return agent
  }
  const pool = { keepAlive: true, maxSockets: inFlight, maxFreeSockets: inFlight, scheduling: 'lifo' as const }
  if (server.protocol === 'http:') return new PlainAgent(pool)
  const { ca, cert, key, pfx, passphrase } = options
  return new TlsAgent({
    ...pool,
    ca,
    cert,
    key,
    pfx,
    passphrase,
    ...(skipTLSVerify ? { rejectUnauthorized: false } : {}),
    ...('servername' in options && typeof options.servername === 'string' ? { servername: options.servername } : {}),
  })
}

/** `arn:aws:eks:eu-west-1:1234:cluster/prod` is `prod`. What is called like a path would read as one. */
function displayName(context: string): string {
  const eks = /^arn:aws[\w-]*:eks:[^/]*:cluster\/(.+)$/.exec(context)
  return (eks?.[1] ?? context).replaceAll('/', '_')
}

function secretsOf(headers: OutgoingHttpHeaders, user: User | null): string[] {
  const authorization = String(headers.Authorization ?? '')
  const given: unknown[] = [authorization.replace(/^(?:Bearer|Basic) /, ''), user?.password, user?.token, user?.keyData]
  return given.filter((one): one is string => typeof one === 'string' && one.length >= 6)
}
