import type { Component } from '../../model/component.js'
import type { Read } from '../../model/rule.js'
import type { ListItem } from '../../model/setting.js'
import { entry, type Tree } from '../../model/tree.js'
import { parseUrl } from '../../model/url.js'
import { atLeast } from '../../model/version.js'
import { lacks } from './absence.js'
import { items, rows, written } from './checks.js'
import { type Policy, policyOf, within } from './policies.js'
import { readItems, readText, readTree } from './trees.js'
import type { Checking } from './validation.js'

const AUTHENTICATION = 'pkg/kubeapiserver/options/authentication.go'

type Apiserver = Component<'kube-apiserver'>

/** Where a plugin is switched on; it is off unless somebody does so. */
function* enabled(apiserver: Apiserver, plugin: string): Generator<Read, ListItem | undefined, unknown> {
  const off = yield* items(apiserver, 'disable-admission-plugins')
  if (off.some(({ value }) => value === plugin)) return undefined
  const on = [
    ...(yield* items(apiserver, 'enable-admission-plugins')),
    ...(yield* items(apiserver, 'admission-control')),
  ]
  return on.find(({ value }) => value === plugin)
}

/** What an AdmissionConfiguration says of a plugin. */
function* pluginIn({ tree }: Policy, name: string): Generator<Read, Tree | undefined, unknown> {
  for (const plugin of yield* readItems(tree, 'plugins'))
    if ((yield* readText(plugin, 'name'))?.value === name) return plugin
  return undefined
}

/** A plugin without which nothing tells it what to do: no file is named, or the file does not mention it. */
function* isUnconfigured(apiserver: Apiserver, name: string): Generator<Read, boolean, unknown> {
  const policy = yield* policyOf(apiserver, 'admission-control-config-file')
  if (policy === undefined) return yield* lacks(apiserver, 'admission-control-config-file')
  return (yield* pluginIn(policy, name)) === undefined
}

/** Limits of EventRateLimit (plugin/pkg/admission/eventratelimit/apis/eventratelimit/validation). */
function* checkLimit(policy: Policy, limit: Tree): Checking {
  for (const key of ['qps', 'burst'] as const) {
    const text = yield* readText(limit, key)
    // what is no number the decoder refuses
    if (text === undefined) yield within(policy, limit, { problem: `\`${key}\` is missing` })
    else if (/^-?\d{1,9}$/.test(text.value) && Number(text.value) <= 0)
      yield within(policy, text, { problem: `\`${key}\` must be greater than 0` })
  }
}

const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse']

/** Versions of an audit policy: the first ones went with 1.24 (pkg/audit/scheme.go). */
const isPolicyVersion = (text: string, apiserver: Apiserver): boolean =>
  text === 'audit.k8s.io/v1' ||
  (!atLeast(apiserver.version, '1.24') && (text === 'audit.k8s.io/v1beta1' || text === 'audit.k8s.io/v1alpha1'))

/** What stands in the files of authentication, admission and auditing. */
export const POLICIES = rows('kube-apiserver', [
  {
    id: 'authentication-anonymous',
    settings: ['--anonymous-auth', '--authentication-config'],
    versions: '>=1.31',
    reason: 'it excludes `anonymous` in the file of `--authentication-config`',
    remedy: 'remove the flag',
    source: AUTHENTICATION,
    *check(apiserver) {
      const flag = yield* written(apiserver, 'anonymous-auth')
      if (flag === undefined) return
      const policy = yield* policyOf(apiserver, 'authentication-config')
      if (policy === undefined || policy.tree.kind !== 'map') return
      if ((yield* readTree(policy.tree, 'anonymous')) === undefined) return
      const key = entry(policy.tree, 'anonymous')?.key
      yield { at: flag, ...(key === undefined ? {} : { related: [{ at: key, label: 'in the file' }] }) }
    },
  },
  {
    id: 'authentication-issuers',
    settings: ['--authentication-config', '--service-account-issuer'],
    versions: '>=1.29',
    reason: 'the issuer `{url}` {problem}',
    remedy: 'write the https URL of another issuer for each `jwt`',
    source: 'staging/src/k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go',
    *check(apiserver) {
      const policy = yield* policyOf(apiserver, 'authentication-config')
      if (policy === undefined) return
      const seen = new Set<string>()
      for (const jwt of yield* readItems(policy.tree, 'jwt')) {
        const url = yield* readText(jwt, 'issuer', 'url')
        const value = url?.value ?? ''
        const at = url ?? jwt
        if (parseUrl(value)?.scheme !== 'https')
          yield within(policy, at, { url: value, problem: 'is not an https URL' })
        else if (seen.has(value)) yield within(policy, at, { url: value, problem: 'stands there twice' })
        seen.add(value)
      }
      if (!atLeast(apiserver.version, '1.31')) return
      for (const own of yield* items(apiserver, 'service-account-issuer')) {
        if (!seen.has(own.value)) continue
        yield within(policy, own.at, { url: own.value, problem: 'is the one of `--service-account-issuer`' })
      }
    },
  },
  {
    id: 'event-rate-limit',
    settings: ['--enable-admission-plugins', '--admission-control-config-file'],
    always: true,
    versions: '>=1.10',
    reason: 'EventRateLimit has no limits it could keep, {problem}',
    remedy: 'give it a Configuration of eventratelimit.admission.k8s.io/v1alpha1 with limits, or remove the plugin',
    source: 'plugin/pkg/admission/eventratelimit/admission.go',
    *check(apiserver) {
      const on = yield* enabled(apiserver, 'EventRateLimit')
      if (on === undefined) return
      if (yield* isUnconfigured(apiserver, 'EventRateLimit')) {
        yield { at: on.at, values: { problem: 'it has no configuration', spelling: '--enable-admission-plugins' } }
        return
      }
      const policy = yield* policyOf(apiserver, 'admission-control-config-file')
      const plugin = policy === undefined ? undefined : yield* pluginIn(policy, 'EventRateLimit')
      const configuration = plugin === undefined ? undefined : yield* readTree(plugin, 'configuration')
      // a file of its own is not followed
      if (policy === undefined || configuration === undefined) return
      const limits = yield* readItems(configuration, 'limits')
      if (limits.length === 0) yield within(policy, configuration, { problem: '`limits` is empty' })
      for (const limit of limits) yield { apart: checkLimit(policy, limit) }
    },
  },
  {
    id: 'image-policy-webhook',
    settings: ['--enable-admission-plugins', '--admission-control-config-file'],
    always: true,
    versions: '>=1.10',
    reason: 'ImagePolicyWebhook has no configuration',
    remedy: 'name its configuration in the file of `--admission-control-config-file`, or remove the plugin',
    source: 'plugin/pkg/admission/imagepolicy/admission.go',
    *check(apiserver) {
      const on = yield* enabled(apiserver, 'ImagePolicyWebhook')
      if (on !== undefined && (yield* isUnconfigured(apiserver, 'ImagePolicyWebhook')))
        yield { at: on.at, values: { spelling: '--enable-admission-plugins' } }
    },
  },
  {
    id: 'audit-policy',
    settings: ['--audit-policy-file'],
    versions: '>=1.12',
    reason: 'the policy {problem}',
    remedy: 'write a Policy of audit.k8s.io/v1 whose rules each have a level',
    source: 'staging/src/k8s.io/apiserver/pkg/audit/policy/reader.go',
    *check(apiserver) {
      const policy = yield* policyOf(apiserver, 'audit-policy-file')
      if (policy === undefined) return
      const { tree } = policy
      const version = yield* readText(tree, 'apiVersion')
      if (version !== undefined && !isPolicyVersion(version.value, apiserver)) {
        yield within(policy, version, { problem: `is of \`${version.value}\`, which this version does not read` })
        return
      }
      const rules = yield* readItems(tree, 'rules')
      if (rules.length === 0) {
        const key = tree.kind === 'map' ? (entry(tree, 'rules') ?? entry(tree, 'kind'))?.key : undefined
        yield within(policy, key ?? tree, { problem: 'has no rules' })
      }
      for (const rule of rules) yield { apart: look(policy, rule) }
      function* look(of: Policy, rule: Tree): Checking {
        const level = yield* readText(rule, 'level')
        if (level === undefined) yield within(of, rule, { problem: 'has a rule without a level' })
        else if (!LEVELS.includes(level.value))
          yield within(of, level, { problem: `has a rule of level \`${level.value}\`` })
      }
    },
  },
])
