import type { Component } from '../../model/component.js'
import { smallest } from '../../model/lists.js'
import { known, type Read } from '../../model/rule.js'
import type { Text } from '../../model/text.js'
import type { Tree } from '../../model/tree.js'
import { parseUrl } from '../../model/url.js'
import { atLeast } from '../../model/version.js'
import { gateOf, rows } from './checks.js'
import { type Policy, policyOf, within } from './policies.js'
import { readItems, readText, readTree } from './trees.js'
import type { Checking } from './validation.js'

const VALIDATION = 'staging/src/k8s.io/apiserver/pkg/apis/apiserver/validation/validation_encryption.go'
const FLAG = 'encryption-provider-config'

/** How many bytes a key of a provider has. */
const KEY_BYTES = { aescbc: [16, 24, 32], aesgcm: [16, 24, 32], secretbox: [32] } as const

/** Records that no request reaches, so nothing could encrypt them anew. */
const INTERNAL = ['apiserveripinfo', 'serviceipallocations', 'servicenodeportallocations']

/** Providers that speak a version of KMS of which the gate is off; v1 where they do not say which. */
export const kmsBehind = (gate: 'KMSv1' | 'KMSv2', spoken: 'v1' | 'v2') =>
  function* (apiserver: Component<'kube-apiserver'>): Checking {
    const policy = yield* policyOf(apiserver, FLAG)
    if (policy === undefined) return
    const on = yield* gateOf(apiserver, gate)
    if (on?.value !== false) return
    for (const provider of yield* providersOf(policy)) {
      const kms = yield* readTree(provider, 'kms')
      if (kms === undefined || ((yield* readText(kms, 'apiVersion'))?.value ?? 'v1') !== spoken) continue
      const name = yield* readText(kms, 'name')
      yield within(policy, name ?? kms, { name: name?.value ?? '' })
    }
  }

/** All providers of an EncryptionConfiguration, in its order. */
function* providersOf({ tree }: Policy): Generator<Read, readonly Tree[], unknown> {
  const providers: Tree[] = []
  for (const resource of yield* readItems(tree, 'resources'))
    for (const provider of yield* readItems(resource, 'providers')) providers.push(provider)
  return providers
}

/**
 * Bytes that a text in base64 stands for; undefined if it is none, and if it looks like what somebody is to replace by a key: no key
 * is written in letters of one case.
 */
function bytesOf(text: string): number | 'no base64' | undefined {
  const digits = text.replaceAll(/[\r\n]/g, '')
  if (!/^[\w+/=-]*$/.test(digits) || /^(?:[A-Z_-]+|[a-z_-]+)$/.test(digits)) return undefined
  const padding = digits.length - digits.replace(/={1,2}$/, '').length
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(digits) || digits.length % 4 !== 0) return 'no base64'
  return (digits.length / 4) * 3 - padding
}

/** A key is never shown, not even its place: its name is. */
function* checkKey(policy: Policy, provider: keyof typeof KEY_BYTES, key: Tree): Checking {
  const name = yield* readText(key, 'name')
  const secret = yield* readText(key, 'secret')
  if (name === undefined || secret === undefined || secret.value === '') return
  const bytes = bytesOf(secret.value)
  const sizes: readonly number[] = KEY_BYTES[provider]
  if (bytes === undefined || (typeof bytes === 'number' && sizes.includes(bytes))) return
  const problem = bytes === 'no base64' ? 'is not base64' : `has ${bytes} bytes`
  const wanted = sizes.length === 1 ? '32' : '16, 24 or 32'
  yield within(policy, name, { name: name.value, problem, provider, wanted })
}

/** Names of KMS providers that must differ: those of v2, and all of them where the file is read again while it runs. */
function* mustDiffer(apiserver: Component<'kube-apiserver'>, kms: Tree): Generator<Read, boolean, unknown> {
  if ((yield* readText(kms, 'apiVersion'))?.value === 'v2') return true
  const reload = apiserver.get('encryption-provider-config-automatic-reload')
  return reload !== undefined && (yield* known(reload)).value === true
}

/** `resource.group`, of which either may be `*`. */
function groupResource(text: string): { readonly resource: string; readonly group: string } {
  const dot = text.indexOf('.')
  return dot === -1 ? { resource: text, group: '' } : { resource: text.slice(0, dot), group: text.slice(dot + 1) }
}

function problemOf(text: string): string | undefined {
  const { resource, group } = groupResource(text)
  if (text.toLowerCase() !== text) return 'has capital letters'
  if (text === '*') return 'is not enough: write `*.` for the core group or `*.*` for all'
  if (INTERNAL.includes(text)) return 'is not served by the API'
  if (group === 'events.k8s.io') return 'is kept as `events`'
  if (group === 'extensions') return 'is of a group that is gone'
  return group === '*' && resource !== '*' ? 'cannot be of any group' : undefined
}

/** The names of one list so far, looked up by what a later one may have in common with them: the list may be of any length. */
function covering(): (name: Text) => Text | undefined {
  const names: Text[] = []
  const first = new Map<string, number>()
  const remember = (key: string): void => {
    if (!first.has(key)) first.set(key, names.length)
  }
  return name => {
    const { resource, group } = groupResource(name.value)
    const found = [`= ${name.value}`, '= *.*', `* ${group}`, ...(resource === '*' ? [`in ${group}`] : [])].flatMap(
      key => first.get(key) ?? [],
    )
    const earliest = name.value === '*.*' ? names[0] : names[smallest(found)]
    remember(`= ${name.value}`)
    remember(`in ${group}`)
    if (resource === '*') remember(`* ${group}`)
    names.push(name)
    return earliest
  }
}

function* checkResources(policy: Policy, resources: Tree): Checking {
  const coveredBy = covering()
  for (const item of yield* readItems(resources, 'resources')) {
    const name = yield* readText(item)
    if (name === undefined) continue
    const problem = problemOf(name.value)
    const other = coveredBy(name)
    if (problem !== undefined) yield within(policy, name, { resource: name.value, problem })
    else if (other !== undefined)
      yield within(policy, name, { resource: name.value, problem: `is covered by \`${other.value}\` already` })
  }
}

const PROVIDERS = ['aescbc', 'aesgcm', 'identity', 'kms', 'secretbox']

/** One entry of the list of providers is one provider. */
function* checkProvider(policy: Policy, provider: Tree): Checking {
  if (provider.kind !== 'map' || provider.open) return
  const named = provider.entries.filter(({ key, value }) => PROVIDERS.includes(key.value) && !isNull(value))
  const [first, second] = named
  if (named.some(({ conditional }) => conditional)) return
  if (first === undefined) yield within(policy, provider, { problem: 'an entry of `providers` has no provider' })
  else if (second !== undefined)
    yield within(policy, second.key, { problem: `\`${first.key.value}\` and \`${second.key.value}\` are one entry` })
  for (const kind of ['aescbc', 'aesgcm', 'secretbox'] as const) {
    const settings = yield* readTree(provider, kind)
    if (settings !== undefined && !isNull(settings) && (yield* readItems(settings, 'keys')).length === 0)
      yield within(policy, settings, { problem: `\`${kind}\` has no keys` })
  }
}

const isNull = (tree: Tree): boolean => tree.kind === 'scalar' && tree.empty

/** How objects are encrypted in etcd: the file of `--encryption-provider-config`. */
export const ENCRYPTION = rows('kube-apiserver', [
  {
    id: 'encryption-empty',
    settings: ['--encryption-provider-config'],
    versions: '>=1.13',
    reason: '{problem}',
    remedy: 'name resources and, each as an entry of its own, the providers with their keys',
    source: VALIDATION,
    *check(apiserver) {
      const policy = yield* policyOf(apiserver, FLAG)
      if (policy === undefined) return
      const all = yield* readItems(policy.tree, 'resources')
      if (all.length === 0)
        yield within(policy, (yield* readTree(policy.tree, 'resources')) ?? policy.tree, {
          problem: 'the file names nothing to encrypt',
        })
      for (const one of all) yield { apart: look(policy, one) }
      function* look(of: Policy, one: Tree): Checking {
        for (const list of ['resources', 'providers'])
          if ((yield* readItems(one, list)).length === 0)
            yield within(of, (yield* readTree(one, list)) ?? one, { problem: `\`${list}\` is empty` })
        for (const provider of yield* readItems(one, 'providers')) yield { apart: checkProvider(of, provider) }
      }
    },
  },
  {
    id: 'encryption-key-length',
    settings: ['--encryption-provider-config'],
    versions: '>=1.13',
    reason: 'key `{name}` {problem}, {provider} takes {wanted} in base64',
    remedy: 'use a random key of 32 bytes: `head -c 32 /dev/urandom | base64`',
    source: VALIDATION,
    *check(apiserver) {
      const policy = yield* policyOf(apiserver, FLAG)
      if (policy === undefined) return
      for (const provider of yield* providersOf(policy))
        for (const kind of ['aescbc', 'aesgcm', 'secretbox'] as const)
          for (const key of yield* readItems(provider, kind, 'keys')) yield { apart: checkKey(policy, kind, key) }
    },
  },
  {
    id: 'encryption-kms-name',
    settings: ['--encryption-provider-config', '--encryption-provider-config-automatic-reload'],
    versions: '>=1.13',
    reason: '{problem}',
    remedy: 'give each kms provider a name of its own, without a colon',
    source: VALIDATION,
    *check(apiserver) {
      const policy = yield* policyOf(apiserver, FLAG)
      if (policy === undefined) return
      const seen = new Set<string>()
      for (const provider of yield* providersOf(policy)) {
        const kms = yield* readTree(provider, 'kms')
        if (kms === undefined) continue
        const name = yield* readText(kms, 'name')
        const value = name?.value ?? ''
        const isNew = !seen.has(value)
        seen.add(value)
        if (value === '') yield within(policy, name ?? kms, { problem: 'a kms provider has no name' })
        else if (!atLeast(apiserver.version, '1.26')) continue
        else if (!isNew && (yield* mustDiffer(apiserver, kms)))
          yield within(policy, name ?? kms, { problem: `the kms name \`${value}\` is used twice` })
        else if (value.includes(':') && (yield* readText(kms, 'apiVersion'))?.value === 'v2')
          yield within(policy, name ?? kms, { problem: `the kms name \`${value}\` has a colon` })
      }
    },
  },
  {
    id: 'encryption-kms-v2',
    settings: ['--encryption-provider-config', '--feature-gates'],
    versions: '1.25 - 1.28',
    reason: 'the provider `{name}` speaks KMS v2, and the gate KMSv2 is off',
    remedy: 'set `--feature-gates=KMSv2=true`, or use `apiVersion: v1`',
    source: 'staging/src/k8s.io/apiserver/pkg/server/options/encryptionconfig/config.go',
    check: kmsBehind('KMSv2', 'v2'),
  },
  {
    id: 'encryption-kms-endpoint',
    settings: ['--encryption-provider-config'],
    versions: '>=1.13',
    reason: '{problem}',
    remedy: 'write unix:///path/of/the/socket',
    source: VALIDATION,
    *check(apiserver) {
      const policy = yield* policyOf(apiserver, FLAG)
      if (policy === undefined) return
      for (const provider of yield* providersOf(policy)) yield { apart: look(policy, provider) }
      function* look(of: Policy, provider: Tree): Checking {
        const kms = yield* readTree(provider, 'kms')
        if (kms === undefined) return
        const endpoint = yield* readText(kms, 'endpoint')
        if (parseUrl(endpoint?.value ?? '')?.scheme === 'unix') return
        const problem =
          endpoint === undefined
            ? 'a kms provider has no endpoint'
            : `the kms endpoint \`${endpoint.value}\` is not a unix socket`
        yield within(of, endpoint ?? kms, { problem })
      }
    },
  },
  {
    id: 'encryption-resources',
    settings: ['--encryption-provider-config'],
    versions: '>=1.27',
    reason: '`{resource}` {problem}',
    remedy: 'remove the entry, or name the resource as its group does, such as deployments.apps',
    source: VALIDATION,
    *check(apiserver) {
      const policy = yield* policyOf(apiserver, FLAG)
      if (policy === undefined) return
      for (const resources of yield* readItems(policy.tree, 'resources'))
        yield { apart: checkResources(policy, resources) }
    },
  },
])
