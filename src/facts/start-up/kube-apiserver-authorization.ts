import { known } from '../../model/rule.js'
import { before } from '../../model/version.js'
import { filled, lacks } from './absence.js'
import { items, rows, written } from './checks.js'
import type { Validation } from './validation.js'

const OPTIONS = 'pkg/kubeapiserver/options/authorization.go'

const MODES = ['AlwaysAllow', 'AlwaysDeny', 'ABAC', 'Webhook', 'RBAC', 'Node']

/** Flags that a file of `--authorization-config` replaces. */
const REPLACED = [
  'authorization-mode',
  'authorization-webhook-config-file',
  'authorization-webhook-version',
  'authorization-webhook-cache-authorized-ttl',
  'authorization-webhook-cache-unauthorized-ttl',
] as const

/** A mode and the file it reads: neither goes without the other. */
const withFile = (
  id: string,
  mode: string,
  file: 'authorization-policy-file' | 'authorization-webhook-config-file',
): Validation<'kube-apiserver'> => ({
  id,
  settings: ['--authorization-mode', `--${file}`],
  versions: '>=1.14',
  reason: `${mode} and its file belong together, {problem}`,
  remedy: `set both the mode ${mode} and \`--${file}\`, or none`,
  source: OPTIONS,
  *check(apiserver) {
    if (!(yield* lacks(apiserver, 'authorization-config'))) return
    const modes = yield* known(apiserver.get('authorization-mode'))
    const named = modes.value?.find(({ value }) => value === mode)
    const path = yield* filled(apiserver, file)
    if (named !== undefined && (yield* lacks(apiserver, file)))
      yield { at: named.at, values: { problem: `\`--${file}\` is missing`, spelling: '--authorization-mode' } }
    if (path !== undefined && named === undefined && modes.assuming.length === 0)
      yield { at: path, values: { problem: 'the mode is missing' } }
  },
})

/** What clients may do. */
export const AUTHORIZATION = rows('kube-apiserver', [
  {
    id: 'authorization-word',
    settings: ['--authorization-mode'],
    versions: '>=1.14',
    reason: 'each mode must be known and named once, {problem}',
    remedy: 'use Node,RBAC',
    source: OPTIONS,
    *check(apiserver) {
      if (!(yield* lacks(apiserver, 'authorization-config'))) return
      const setting = yield* written(apiserver, 'authorization-mode')
      if (setting === undefined) return
      const seen = new Set<string>()
      const spelling = '--authorization-mode'
      const modes = yield* items(apiserver, 'authorization-mode')
      // from 1.29 on an empty value means AlwaysAllow
      if (modes.length === 0 && before(apiserver.version, '1.29'))
        yield { at: setting, values: { problem: 'it must name a mode' } }
      for (const { value, at } of modes) {
        if (!MODES.includes(value)) {
          // kubeadm leaves out what is none (cmd/kubeadm/app/phases/controlplane/manifests.go, getAuthzModes)
          if (apiserver.platform !== undefined) continue
          yield { at, values: { problem: `\`${value}\` is not a mode of authorization`, spelling } }
        } else if (seen.has(value)) yield { at: setting, values: { problem: `\`${value}\` is named twice` } }
        seen.add(value)
      }
    },
  },
  withFile('authorization-abac', 'ABAC', 'authorization-policy-file'),
  withFile('authorization-webhook', 'Webhook', 'authorization-webhook-config-file'),
  {
    id: 'authorization-config',
    settings: ['--authorization-config', '--authorization-mode'],
    versions: '>=1.29',
    reason: 'it excludes `{flag}`',
    remedy: 'move the authorizers into the file of `--authorization-config` and remove `{flag}`',
    source: OPTIONS,
    *check(apiserver) {
      const config = yield* filled(apiserver, 'authorization-config')
      if (config === undefined) return
      for (const flag of REPLACED) {
        const old = yield* written(apiserver, flag)
        if (old === undefined) continue
        yield { at: config, values: { flag: `--${flag}` }, related: [{ at: old, label: 'the flag' }] }
        return
      }
    },
  },
])
