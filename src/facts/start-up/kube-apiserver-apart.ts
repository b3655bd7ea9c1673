import type { Component } from '../../model/component.js'
import { offer, removeEntry } from '../../model/fix.js'
import { known } from '../../model/rule.js'
import { parseBool } from '../../model/scalar.js'
import { atLeast, before } from '../../model/version.js'
import { isRegistered } from '../api-groups.js'
import { items, rows } from './checks.js'
import { kmsBehind } from './kube-apiserver-encryption.js'
import { http2Row, SERVING } from './serving.js'
import type { Checking } from './validation.js'

/*
 * Checks at start that a rule of its own reports, because each has a story and a way out of its own.
 */

export const HTTP2_CIPHERS = rows('kube-apiserver', [http2Row<'kube-apiserver'>(SERVING)])

/** `api/beta` and the like stand for many versions; before 1.17 only `api/all` did. */
const WIDE = ['api/all', 'api/ga', 'api/beta', 'api/alpha']

/** APIs without which the apiserver does not start, and how they are named: the most exact name decides. */
const NEEDED = [
  ['v1', ['v1', 'api/v1', '/v1']],
  ['apiregistration.k8s.io/v1', ['apiregistration.k8s.io/v1']],
] as const

/** Entries of `--runtime-config` that are written, each with its value. */
function* runtimeEntries(apiserver: Component<'kube-apiserver'>) {
  const all = yield* known(apiserver.entries('runtime-config'))
  return all.value
}

/** Names for the core group that the apiserver understands. */
const isCore = (key: string): boolean => /^(?:api\/|\/)?v1(?:\/|$)/.test(key) || key === 'api/legacy'

const REMOVE = {
  remedy: 'remove the entry',
  source: 'staging/src/k8s.io/apiserver/pkg/server/resourceconfig/helpers.go',
}

export const RUNTIME_CONFIG = rows('kube-apiserver', [
  {
    id: 'unknown-api',
    settings: ['--runtime-config'],
    versions: '>=1.10',
    reason: '{problem}',
    ...REMOVE,
    *check(apiserver) {
      for (const key of (yield* runtimeEntries(apiserver)).keys()) yield { apart: look(apiserver, key) }
      function* look(of: Component<'kube-apiserver'>, key: string): Checking {
        const [group = '', version = '', ...rest] = key.split('/')
        if (isCore(key) || rest.length > 0) return
        const setting = yield* known(of.get('runtime-config', key))
        if (setting.by === undefined) return
        const fix = offer('safe', `remove \`${key}\``, removeEntry(setting.by))
        if (WIDE.includes(key)) {
          if (key !== 'api/all' && before(of.version, '1.17'))
            yield { at: setting, values: { problem: `\`${key}\` is not known before 1.17` }, ...fix }
          return
        }
        if (version === '') yield { at: setting, values: { problem: `\`${key}\` is not a group and its version` } }
        else if (isRegistered(group, version, of.version) === 'no group')
          yield { at: setting, values: { problem: `no API group \`${group}\` is known` }, ...fix }
        else if (isRegistered(group, version, of.version) === 'no')
          yield { at: setting, values: { problem: `\`${key}\` is not a version of its group` }, ...fix }
      }
    },
  },
  {
    id: 'not-boolean',
    settings: ['--runtime-config'],
    versions: '>=1.18',
    reason: '`{value}` is neither true nor false',
    remedy: 'write true or false',
    source: REMOVE.source,
    *check(apiserver) {
      for (const key of (yield* runtimeEntries(apiserver)).keys()) yield { apart: look(apiserver, key) }
      function* look(of: Component<'kube-apiserver'>, key: string): Checking {
        const [group = '', version = '', ...rest] = key.split('/')
        const isWide = WIDE.includes(key)
        if (!isWide && (rest.length > 0 || isRegistered(group, version, of.version) !== 'yes')) return
        const setting = yield* known(of.get('runtime-config', key))
        const value = String(setting.value ?? '')
        if (setting.by === undefined || (value === '' && !isWide)) return
        if (isWide ? value === 'true' || value === 'false' : parseBool(value) !== undefined) return
        yield { at: setting, values: { value } }
      }
    },
  },
  {
    id: 'nothing-served',
    settings: ['--runtime-config'],
    versions: '>=1.18',
    reason: '`api/all=false` alone leaves nothing to serve',
    remedy: 'add the versions to serve, such as `v1=true`',
    source: 'staging/src/k8s.io/apiserver/pkg/server/options/api_enablement.go',
    *check(apiserver) {
      const entries = yield* runtimeEntries(apiserver)
      if (entries.size !== 1 || !entries.has('api/all')) return
      const all = yield* known(apiserver.get('runtime-config', 'api/all'))
      if (all.value === 'false') yield { at: all }
    },
  },
  {
    id: 'needed-api',
    settings: ['--runtime-config'],
    // 1.26 runs without v1
    versions: '>=1.28',
    reason: 'the apiserver itself needs `{api}`, which is off',
    remedy: 'add `{api}=true`',
    source: 'pkg/registry/core/rest/storage_core.go, pkg/controlplane/apiserver/aggregator.go',
    *check(apiserver) {
      const entries = yield* runtimeEntries(apiserver)
      // that one is told of above
      if (entries.size === 1 && entries.has('api/all')) return
      for (const [api, names] of NEEDED) {
        const name = [...names, 'api/ga', 'api/all'].find(one => entries.has(one))
        const entry = name === undefined ? undefined : yield* known(apiserver.get('runtime-config', name))
        if (entry?.by === undefined) continue
        const value = String(entry.value ?? '')
        if ((WIDE.includes(name ?? '') ? value : `${parseBool(value)}`) !== 'false') continue
        yield { at: entry, values: { api } }
        return
      }
    },
  },
])

/** Whether an entry is `group/resource#url;url`. */
function isOverride(text: string, isStrict: boolean): boolean {
  const [left = '', right, ...rest] = text.split('#')
  if (right === undefined || rest.length > 0 || left.split('/').length !== 2) return false
  return !isStrict || right.split(';').every(url => url !== '')
}

export const ETCD_OVERRIDES = rows('kube-apiserver', [
  {
    id: 'override',
    settings: ['--etcd-servers-overrides'],
    versions: '>=1.14',
    reason: '`{entry}` is not group/resource#url',
    remedy: 'write for example `/events#https://127.0.0.1:4002`',
    source: 'staging/src/k8s.io/apiserver/pkg/server/options/etcd.go',
    *check(apiserver) {
      // an empty list of URLs was only noticed later
      for (const { value, at } of yield* items(apiserver, 'etcd-servers-overrides'))
        if (!isOverride(value, atLeast(apiserver.version, '1.34')))
          yield { at, values: { entry: value, spelling: '--etcd-servers-overrides' } }
    },
  },
])

export const KMS_V1 = rows('kube-apiserver', [
  {
    id: 'kms-v1',
    settings: ['--encryption-provider-config', '--feature-gates'],
    versions: '>=1.28',
    reason: 'the provider `{name}` speaks KMS v1, and the gate KMSv1 is off',
    remedy: 'use `apiVersion: v2`, or set `--feature-gates=KMSv1=true` for the transition',
    source: 'staging/src/k8s.io/apiserver/pkg/server/options/encryptionconfig/config.go',
    check: kmsBehind('KMSv1', 'v1'),
  },
])
