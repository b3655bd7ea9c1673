import type { InputRemedy } from './inputs.js'

/** Which reason of src/facts/remedies.ts the upstream note means; the first match counts. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/stderr/, 'logs'],
  [/Pod Security/, 'pod-security'],
  [/acr credential/, 'acr'],
  [/`remote`/, 'remote'],
  [/dockershim/, 'dockershim'],
  [/cAdvisor/, 'cadvisor'],
  [/no effect/, 'inert'],
  [/CNI plugin/, 'cni'],
  [/the feature is gone/, 'gone'],
  [/profiles/, 'profiles'],
  [/v2 proxy/, 'v2-proxy'],
  [/advertise, listen/, 'cluster-flags'],
  [/insecure port/, 'insecure-port'],
  [/port is gone/, 'port'],
  [/move it to the cloud/, 'to-ccm'],
  [/cloud controller manager/, 'by-ccm'],
  [/rkt/, 'rkt'],
  [/`--config` with a file/, 'config-file'],
  [/config field/, 'field'],
  [/token authentication webhook/, 'token-webhook'],
  [/konnectivity/, 'konnectivity'],
  [/`clientConnection`/, 'client-connection'],
  [/false is built in/, 'false'],
  [/sandbox image/, 'sandbox-image'],
  [/registerWithTaints/, 'taints'],
  [/client certificates/, 'certificates'],
  [/quorum reads/, 'quorum'],
  [/over TLS/, 'tls'],
  [/ClusterRole/, 'csr-role'],
  [/toleration-seconds/, 'toleration'],
  [/v2store/, 'v2store'],
  [/auto-discovery/, 'nodes'],
  [/-after-delete/, 'scale-down-delay'],
  [/v3 discovery/, 'discovery'],
  [/^(remove it, )?use `/, 'use'],
  [/^remove it$/, 'remove'],
]

/**
 * Where the database has another, by component and flag. The insecure port of both is gone, its `--port=0` most of all: the value means
 * something else as one of `--secure-port` or `--bind-address`, which serve already (kubernetes/kubernetes v1.23.0
 * cmd/kube-scheduler/app/options/deprecated.go).
 */
const MENDED: Readonly<Record<string, string>> = {
  'kube-controller-manager address': 'd served-securely',
  'kube-controller-manager port': 'd served-securely',
  'kube-scheduler address': 'd served-securely',
  'kube-scheduler port': 'd served-securely',
}

const KINDS: Readonly<Record<string, string>> = { delete: 'd', rename: 'r', gate: 'g', field: 'f', manual: 'm' }

/** "kind reason target…" of a remedy column. */
export function remedyCode({ component, flag, remedy }: InputRemedy): string {
  const mended = MENDED[`${component} ${flag}`]
  if (mended !== undefined) return mended
  const kind = KINDS[remedy.kind]
  const reason = REASONS.find(([pattern]) => pattern.test(remedy.text))?.[1]
  if (kind === undefined || reason === undefined) throw new Error(`${flag}: no reason for "${remedy.text}"`)
  const targets = [...remedy.text.matchAll(/`([^`]+)`/g)].map(found => found[1])
  return [kind, reason, ...(reason === 'use' ? targets : [])].join(' ')
}
