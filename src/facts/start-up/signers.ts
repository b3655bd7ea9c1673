import type { Component, ScalarKey } from '../../model/component.js'
import { known, type Read } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import { rows, written } from './checks.js'
import type { Checking } from './validation.js'

const SOURCE = 'cmd/kube-controller-manager/app/options/csrsigningcontroller.go'

type Flag = ScalarKey<'kube-controller-manager'>

/** Certificate and key of each signer. */
const PAIRS: readonly (readonly [Flag, Flag])[] = [
  ['cluster-signing-kubelet-serving-cert-file', 'cluster-signing-kubelet-serving-key-file'],
  ['cluster-signing-kubelet-client-cert-file', 'cluster-signing-kubelet-client-key-file'],
  ['cluster-signing-kube-apiserver-client-cert-file', 'cluster-signing-kube-apiserver-client-key-file'],
  ['cluster-signing-legacy-unknown-cert-file', 'cluster-signing-legacy-unknown-key-file'],
]
const GENERIC: readonly [Flag, Flag] = ['cluster-signing-cert-file', 'cluster-signing-key-file']

/** Of the generic pair one file alone is fine: nothing is signed then. */
export const SIGNERS = rows('kube-controller-manager', [
  {
    id: 'csr-pair',
    settings: ['--cluster-signing-kubelet-client-cert-file', '--cluster-signing-kubelet-client-key-file'],
    always: true,
    versions: '>=1.19',
    reason: 'certificate and key of a signer belong together, and `--{missing}` is not set',
    remedy: 'set `--{missing}` as well',
    source: SOURCE,
    *check(manager) {
      for (const [cert, key] of PAIRS) yield { apart: pair(manager, cert, key) }
    },
  },
  {
    id: 'csr-generic',
    settings: ['--cluster-signing-cert-file', '--cluster-signing-key-file'],
    versions: '>=1.19',
    reason: 'the pair for all signers excludes one for a single signer',
    remedy: 'keep one pair for all, or one for each signer',
    source: SOURCE,
    *check(manager) {
      const generic = (yield* file(manager, GENERIC[0])) ?? (yield* file(manager, GENERIC[1]))
      if (generic === undefined) return
      for (const flag of PAIRS.flat()) {
        const specific = yield* file(manager, flag)
        if (specific === undefined) continue
        yield { at: generic, related: [{ at: specific, label: 'the file of one signer' }] }
        return
      }
    },
  },
])

/** A file of which the other half is certainly not named: what is not in view may name it. */
function* pair(manager: Component<'kube-controller-manager'>, cert: Flag, key: Flag): Checking {
  const one: KnownSetting<unknown> = yield* known(manager.get(cert))
  const other: KnownSetting<unknown> = yield* known(manager.get(key))
  if (isNamed(one) && isLacking(other)) yield { at: one, values: { missing: key } }
  if (isNamed(other) && isLacking(one)) yield { at: other, values: { missing: cert } }
}

const isNamed = ({ by, value }: KnownSetting<unknown>): boolean => by !== undefined && !isNothing(value)
const isLacking = ({ value, assuming }: KnownSetting<unknown>): boolean => isNothing(value) && assuming.length === 0
const isNothing = (value: unknown): boolean => value === undefined || value === ''

/** A file that is named. */
function* file(
  manager: Component<'kube-controller-manager'>,
  flag: Flag,
): Generator<Read, KnownSetting<unknown> | undefined, unknown> {
  const setting = yield* written(manager, flag)
  return setting === undefined || isNothing(setting.value) ? undefined : setting
}
