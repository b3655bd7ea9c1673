import type { Missing, RecordedObject, Recording } from './recording.js'
import { BLOB, type Rewriting, rewriting } from './rewriting.js'
import { isObject, type Json } from './strip.js'
import { holdsNames, isFlag, isPublicDomain, isSetting } from './vocabulary.js'

/**
 * The same recording with other names: of the cluster, nodes, pools, hosts, users, namespaces, and of whatever else is not known to be
 * a word of Kubernetes. One name has one pseudonym wherever it stands, so what belongs together still does. What rules look at stays:
 * components, flags and their values, versions, images of upstream, paths, ports, durations, quantities.
 */
export function redacted(recording: Recording): Recording {
  const rewrite = rewriting(JSON.stringify(recording))
  // the most telling names first: what is met later as a part of a text has its pseudonym then
  rewrite.of(recording.cluster, 'cluster')
  for (const { kind, name, others, pool } of recording.objects) {
    if (kind === 'Node') for (const one of [name, ...others]) rewrite.node(one)
    if (pool !== undefined) rewrite.of(pool, 'pool')
  }
  // a name may stand in a text before it stands in its own place
  rewritten(recording, rewrite)
  return rewritten(recording, rewrite)
}

function rewritten(recording: Recording, rewrite: Rewriting): Recording {
  return {
    ...recording,
    cluster: rewrite.of(recording.cluster, 'cluster'),
    redacted: true,
    objects: recording.objects.map(one => object(one, rewrite)),
    missing: recording.missing.map(one => missing(one, rewrite)),
  }
}

function object(given: RecordedObject, rewrite: Rewriting): RecordedObject {
  const { kind, namespace, name, others, group, pool } = given
  const named = kind === 'Node' ? rewrite.node : rewrite.name
  return {
    ...given,
    ...(namespace === undefined ? {} : { namespace: rewrite.name(namespace) }),
    name: named(name),
    others: others.map(named),
    // it says no more than who belongs together
    ...(group === undefined ? {} : { group: rewrite.of(group, 'group') }),
    ...(pool === undefined ? {} : { pool: rewrite.of(pool, 'pool') }),
    body: bodyOf(given, rewrite),
  }
}

function missing(given: Missing, { node, name }: Rewriting): Missing {
  const { path, said } = given
  return {
    ...given,
    path: path.replace(/(?<=\/nodes\/)[^/?]+/, one => encodeURIComponent(node(decoded(one)))),
    said: name(said),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function bodyOf({ kind, part, body }: RecordedObject, rewrite: Rewriting): unknown {
  if (part === 'configz') return settings(body, rewrite)
  // in the order in which they stand: places of findings tell lines
  if (kind === 'ConfigMap' && isObject(body))
    return withField(body, rewrite, 'data', value => data(value, rewrite), ['binaryData'])
  // nothing in them is on a node: `path` is one of a URL, which generators make of a group
  if (OF_URLS.has(kind)) return fields(body, { ...rewrite, text: rewrite.name })
  if (kind === 'Flagz' && isObject(body)) return withField(body, rewrite, 'flags', value => flagMap(value, rewrite))
  return fields(body, rewrite)
}

const OF_URLS: ReadonlySet<string> = new Set([
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'APIService',
  'FlowSchema',
  'Statusz',
])

/** An object of which one field is treated otherwise, and some are left out. */
const withField = (
  body: Json,
  rewrite: Rewriting,
  name: string,
  change: (value: unknown) => unknown,
  dropped: readonly string[] = [],
): Json =>
  Object.fromEntries(
    Object.entries(body).flatMap(([key, value]): [string, unknown][] => {
      if (dropped.includes(key)) return []
      return key === name ? [[key, change(value)]] : Object.entries(map({ [key]: value }, rewrite))
    }),
  )

/** Every value under the name it has; lists hand theirs on. */
function each(value: unknown, key: string, change: (value: unknown, key: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map(one => each(one, key, change))
  return change(value, key)
}

const mapped = (value: Json, keyOf: (key: string) => string, change: (value: unknown, key: string) => unknown): Json =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [keyOf(key), each(inner, key, change)]))

/** Of the fields of an object these hold no names. */
const KEPT: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'gitCommit',
  'gitTreeState',
  'goVersion',
  'compiler',
  'platform',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/instance-type',
])
const RESOURCE = /^(?:cpu|memory|pods|storage|ephemeral-storage|hugepages-.*)$/
const QUANTITY = /^\d[\d.]{0,18}[A-Za-z]{0,2}$/
/** Maps whose keys somebody chose. */
const CHOSEN: ReadonlySet<string> = new Set([
  'labels',
  'annotations',
  'matchLabels',
  'nodeSelector',
  'selector',
  'data',
  'volumeAttributes',
])
/** Keys of bytes: `caBundle`, `certificateAuthorityData`, `client-key-data`. */
const isBlob = (key: string): boolean =>
  key === 'caBundle' || key.endsWith('-data') || (/[dD]ata$/.test(key) && /[cC]ertificate/.test(key.slice(0, -4)))

/** An object of the API: what is no number, no command line and no path is a name, unless it is a word of Kubernetes. */
function fields(value: unknown, rewrite: Rewriting, chosen = false): unknown {
  if (isObject(value)) return map(value, rewrite, chosen)
  return typeof value === 'string' ? rewrite.name(value) : value
}

function map(value: Json, rewrite: Rewriting, chosen = false): Json {
  const isSchema = (key: string): boolean => !chosen && /^[a-zA-Z][a-zA-Z0-9]*$/.test(key)
  const keyOf = (key: string): string => (isSchema(key) || isWellKnown(key) ? key : rewrite.name(key))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if ((key === 'command' || key === 'args') && Array.isArray(inner)) return [key, commandLine(inner, rewrite)]
      if (key === 'env' && Array.isArray(inner)) return [key, inner.map(one => variable(one, rewrite))]
      return [keyOf(key), each(inner, key, (one, key) => field(one, key, rewrite, chosen))]
    }),
  )
}

/** What etcd has a flag for it also takes from a variable. */
function variable(given: unknown, rewrite: Rewriting): unknown {
  if (!isObject(given) || typeof given.name !== 'string') return fields(given, rewrite)
  const { name, value } = given
  const flag = name
    .replace(/^ETCD_/, '')
    .toLowerCase()
    .replaceAll('_', '-')
  return {
    ...map(given, rewrite),
    name: rewrite.variable(name),
    ...(typeof value === 'string' ? { value: flagValue(flag, value, rewrite) } : {}),
  }
}

/** `topology.kubernetes.io/zone`, and none of those that end in a name of somebody's. */
function isWellKnown(key: string): boolean {
  const [prefix = '', name, ...more] = key.split('/')
  return name !== undefined && more.length === 0 && isPublicDomain(prefix) && !NAMING.test(prefix) && !/\d/.test(name)
}
const NAMING = /^(?:node-role|node-restriction)\.kubernetes\.io$|^kubernetes\.io$|^k8s\.io$|^kops\.k8s\.io$/

function field(value: unknown, key: string, rewrite: Rewriting, chosen: boolean): unknown {
  if (typeof value !== 'string') return fields(value, rewrite, CHOSEN.has(key) && isTexts(value))
  // somebody's label `platform` says something else
  if ((KEPT.has(key) && (!chosen || key.includes('/'))) || (RESOURCE.test(key) && QUANTITY.test(value))) return value
  if (isBlob(key)) return value === '' ? value : BLOB
  if (key === 'image' && !chosen) return rewrite.image(value)
  if (/node-args$/.test(key)) return jsonList(value, rewrite)
  if (isPath(value)) return rewrite.text(value)
  return POOL.test(key) && value !== '' ? rewrite.of(value, 'pool') : rewrite.name(value)
}

/** `labels: {…}`; a `selector` may be one of several things. */
const isTexts = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every(one => typeof one === 'string')

/** Labels of pools, of the providers that have one (nodes.ts). */
const POOL =
  /\/(?:nodegroup(?:-name)?|gke-nodepool|agentpool|nodepool|provisioner-name|instancegroup|machine-deployment|deployment-name|node-pool|machine-pool-name|pool|currentConfig)$|^agentpool$/

const isPath = (text: string): boolean => /^(?:\w{2,10}:\/\/)?\/[^\s,;]*$/.test(text)

/** Settings of a component: their names are its own, and so are most of their values. */
function settings(value: unknown, rewrite: Rewriting): unknown {
  if (!isObject(value)) return typeof value === 'string' ? rewrite.text(value) : value
  return mapped(value, rewrite.text, (inner, key) =>
    typeof inner === 'string' ? setting(key, inner, rewrite) : settings(inner, rewrite),
  )
}

function setting(key: string, value: string, rewrite: Rewriting): string {
  if (isBlob(key)) return value === '' ? value : BLOB
  if (/image(?:repository)?$/i.test(key) && !/\s/.test(value)) return rewrite.image(value)
  return (holdsNames(key) || !isSetting(key)) && !isPath(value) ? rewrite.name(value) : rewrite.text(value)
}

function flagMap(flags: unknown, rewrite: Rewriting): unknown {
  if (!isObject(flags)) return {}
  return mapped(flags, rewrite.text, (value, key) =>
    typeof value === 'string' ? flagValue(key, value, rewrite) : fields(value, rewrite),
  )
}

/** A flag nobody knows may hold anything. */
function flagValue(flag: string, value: string, rewrite: Rewriting): string {
  // flags of k3s hold flags of others: `--kubelet-arg=max-pods=110`
  const inner = /-arg$/.test(flag) ? argument(`--${value}`, rewrite)?.text.slice(2) : undefined
  if (inner !== undefined) return inner
  return isFlag(flag) || isPath(value) ? setting(flag, value, rewrite) : rewrite.name(value)
}

const FLAG = /^(--?)([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/

/** Arguments, each a word; one with spaces in it is a script, and its words are looked at one by one. */
function commandLine(words: readonly unknown[], rewrite: Rewriting): unknown[] {
  let open: string | undefined
  return words.map(given => {
    if (typeof given !== 'string') return fields(given, rewrite)
    const [flag, value] = [open, given]
    const found = argument(given, rewrite)
    if (found !== undefined) {
      open = found.open
      return found.text
    }
    open = undefined
    if (/\s/.test(value) && flag !== undefined && !isFlag(flag)) return script(value, rewrite)
    if (flag !== undefined) return flagValue(flag, value, rewrite)
    return /\s/.test(value) ? script(value, rewrite) : rewrite.text(value)
  })
}

/** `--flag=value` and `--flag`, which may have its value after it; undefined for other words. */
function argument(
  word: string,
  rewrite: Rewriting,
): { readonly text: string; readonly open: string | undefined } | undefined {
  const [, dashes = '', flag, value] = FLAG.exec(word) ?? []
  if (flag === undefined) return undefined
  const name = `${dashes}${isFlag(flag) ? flag : rewrite.text(`${dashes}${flag}`).slice(dashes.length)}`
  if (value === undefined) return { text: name, open: flag }
  return { text: `${name}=${flagValue(flag, value, rewrite)}`, open: undefined }
}

function script(text: string, rewrite: Rewriting): string {
  let open: string | undefined
  return text.replace(/[^\s"';|&()]+/g, word => {
    const found = argument(word, rewrite)
    const flag = open
    open = found?.open
    if (found !== undefined) return found.text
    if (flag !== undefined && !/^[-\d<>]/.test(word)) return flagValue(flag, word, rewrite)
    return word.includes('/') ? rewrite.text(word) : rewrite.name(word)
  })
}

/** k3s and RKE2 note their arguments as a list in JSON. */
function jsonList(text: string, rewrite: Rewriting): string {
  const list = json(text)
  return Array.isArray(list) ? JSON.stringify(commandLine(list, rewrite)) : rewrite.name(text)
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What ConfigMaps of these keys hold is known; all others may hold anything, and nothing of klint reads them. */
const DATA =
  /^(?:kubelet|config|config\.conf|kubeconfig|kubeconfig\.conf|ClusterConfiguration|ClusterStatus|status|Corefile|priorities)$/
/** Languages of others, where each word may be a name. */
const FOREIGN = /^(?:Corefile|priorities)$/

function data(value: unknown, rewrite: Rewriting): Json {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]): [string, unknown][] => {
      if (typeof text !== 'string' || !DATA.test(key)) return []
      return [[key, FOREIGN.test(key) ? rewrite.name(text) : document(text, rewrite)]]
    }),
  )
}

const LINE = /^(\s*(?:- +)*)(["']?)([\w./-]+)\2(\s*:(?:\s+|$))(.*)$/s

/** Settings in YAML or JSON. YAML is rewritten line by line, so that it stays laid out as it was. */
function document(text: string, rewrite: Rewriting): string {
  const value = json(text)
  if (isObject(value)) return JSON.stringify(settings(value, rewrite), undefined, text.includes('\n') ? 2 : undefined)
  let above = ''
  return text
    .replace(/-----BEGIN [A-Z0-9 ]{1,40}-----(?:(?!-----)[\s\S]){0,40000}(?:-----END [A-Z0-9 ]{1,40}-----)?/g, BLOB)
    .split('\n')
    .map(line => {
      const [, indent = '', quote = '', key, colon = '', rest = ''] = LINE.exec(line) ?? []
      if (key === undefined) return isComment(line) ? rewrite.name(line) : setting(above, line, rewrite)
      if (rest.trim() === '' || /^[|>][-+\d]*\s*$/.test(rest)) above = key
      return `${indent}${quote}${rewrite.text(key)}${quote}${colon}${inFlow(key, rest, rewrite)}`
    })
    .join('\n')
}

const isComment = (line: string): boolean => /^\s*#/.test(line)

/** A value, or a map in one line. */
function inFlow(key: string, rest: string, rewrite: Rewriting): string {
  if (!/^[{[].*:/.test(rest)) return setting(key, rest, rewrite)
  return rest.replace(
    /([\w./-]+)(["']?\s*:\s+)([^,{}[\]]*)|[^,{}[\]]+/g,
    (whole, key: string, colon: string, value: string) =>
      key === undefined ? rewrite.name(whole) : `${key}${colon}${setting(key, value, rewrite)}`,
  )
}
