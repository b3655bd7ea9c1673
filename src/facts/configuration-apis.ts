import type { ComponentKind } from '../model/fragment.js'

/** Who reads a typed document: a component, or the tool that sets up the cluster. */
export type Reader = ComponentKind | 'kubeadm'

/** One API version of a kind of configuration, in minors of its reader. */
export interface ConfigurationApi {
  readonly apiVersion: string
  readonly introduced: number
  /** First minor that no longer reads it. */
  readonly removed?: number
  /** Such a document becomes one of the next version by another `apiVersion` alone. */
  readonly isRenamed?: true
}

const SCHEDULER = 'kubescheduler.config.k8s.io'
const KUBEADM = 'kubeadm.k8s.io'
const APISERVER = 'apiserver.config.k8s.io'

/*
 * pkg/scheduler/apis/config/scheme/scheme.go and cmd/kubeadm/app/apis/kubeadm/scheme/scheme.go of kubernetes/kubernetes, read at the last
 * release of every minor from 1.11 to 1.37. A kubeadm reads what its cmd/kubeadm/app/util/config/common.go does not call old or
 * experimental: v1alpha3 was migrated only from 1.14 on, v1beta4 was an experiment until 1.30. Documents of kube-apiserver: k8s.io/apiserver
 * pkg/apis/{audit,apiserver} and pkg/admission/plugin/webhook/config/apis, from 1.17 to 1.37; older than that CHANGELOG-1.7 to 1.13.
 */
const APIS: Partial<Record<Reader, Readonly<Record<string, readonly ConfigurationApi[]>>>> = {
  'kube-scheduler': {
    KubeSchedulerConfiguration: [
      { apiVersion: `${SCHEDULER}/v1alpha1`, introduced: 112, removed: 119 },
      { apiVersion: `${SCHEDULER}/v1alpha2`, introduced: 118, removed: 119 },
      { apiVersion: `${SCHEDULER}/v1beta1`, introduced: 119, removed: 123 },
      { apiVersion: `${SCHEDULER}/v1beta2`, introduced: 122, removed: 128 },
      { apiVersion: `${SCHEDULER}/v1beta3`, introduced: 123, removed: 129, isRenamed: true },
      { apiVersion: `${SCHEDULER}/v1`, introduced: 125 },
    ],
  },
  'kube-apiserver': {
    Policy: [
      { apiVersion: 'audit.k8s.io/v1alpha1', introduced: 107, removed: 124 },
      { apiVersion: 'audit.k8s.io/v1beta1', introduced: 108, removed: 124, isRenamed: true },
      { apiVersion: 'audit.k8s.io/v1', introduced: 112 },
    ],
    WebhookAdmission: [{ apiVersion: `${APISERVER}/v1alpha1`, introduced: 108, removed: 136 }],
    WebhookAdmissionConfiguration: [{ apiVersion: `${APISERVER}/v1`, introduced: 117 }],
    EncryptionConfiguration: [{ apiVersion: `${APISERVER}/v1`, introduced: 113 }],
    AuthenticationConfiguration: [
      { apiVersion: `${APISERVER}/v1alpha1`, introduced: 129 },
      { apiVersion: `${APISERVER}/v1beta1`, introduced: 130 },
      { apiVersion: `${APISERVER}/v1`, introduced: 134 },
    ],
    AuthorizationConfiguration: [
      { apiVersion: `${APISERVER}/v1alpha1`, introduced: 129 },
      { apiVersion: `${APISERVER}/v1beta1`, introduced: 130 },
      { apiVersion: `${APISERVER}/v1`, introduced: 132 },
    ],
  },
  kubeadm: Object.fromEntries(
    ['ClusterConfiguration', 'InitConfiguration', 'JoinConfiguration', 'MasterConfiguration', 'NodeConfiguration'].map(
      kind => [
        kind,
        [
          { apiVersion: `${KUBEADM}/v1alpha1`, introduced: 108, removed: 112 },
          { apiVersion: `${KUBEADM}/v1alpha2`, introduced: 111, removed: 113 },
          { apiVersion: `${KUBEADM}/v1alpha3`, introduced: 112, removed: 115 },
          { apiVersion: `${KUBEADM}/v1beta1`, introduced: 113, removed: 122 },
          { apiVersion: `${KUBEADM}/v1beta2`, introduced: 115, removed: 127 },
          { apiVersion: `${KUBEADM}/v1beta3`, introduced: 122, removed: 137 },
          { apiVersion: `${KUBEADM}/v1beta4`, introduced: 131 },
        ],
      ],
    ),
  ),
}

/** Undefined for a kind or an API version nobody recorded. */
export function configurationApi(reader: Reader, kind: string, apiVersion: string): ConfigurationApi | undefined {
  return apisOf(reader, kind).find(api => api.apiVersion === apiVersion)
}

/** Kinds that live on under another name. */
const NAMED_ANEW: Readonly<Record<string, string>> = { WebhookAdmission: 'WebhookAdmissionConfiguration' }

/** The newest API version that a minor reads, of the kind or of the one that took its place. */
export function newestApi(reader: Reader, kind: string, minor: number): ConfigurationApi | undefined {
  const isRead = ({ introduced, removed }: ConfigurationApi): boolean =>
    introduced <= minor && (removed === undefined || minor < removed)
  const later = Object.hasOwn(NAMED_ANEW, kind) ? NAMED_ANEW[kind] : undefined
  return (
    apisOf(reader, kind).findLast(isRead) ?? (later === undefined ? undefined : apisOf(reader, later).findLast(isRead))
  )
}

export const kindNow = (kind: string): string => (Object.hasOwn(NAMED_ANEW, kind) ? (NAMED_ANEW[kind] ?? kind) : kind)

function apisOf(reader: Reader, kind: string): readonly ConfigurationApi[] {
  const kinds = APIS[reader]
  return kinds !== undefined && Object.hasOwn(kinds, kind) ? (kinds[kind] ?? []) : []
}
