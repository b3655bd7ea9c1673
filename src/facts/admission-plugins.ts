import { nearest } from '../model/nearest.js'
import { minorOf, type Version } from '../model/version.js'

/** One admission plugin that kube-apiserver registers, in minors as minorOf gives them. */
export interface AdmissionPlugin {
  readonly name: string
  readonly introduced: number
  /** First minor that no longer knows it. */
  readonly removed?: number
  /** What does its work from then on. */
  readonly instead?: string
}

/** The first minor with this list: kube-apiservers before register theirs one by one, and nobody wrote down which. */
const OLDEST = 110

/*
 * AllOrderedPlugins of kubernetes/kubernetes pkg/kubeapiserver/options/plugins.go, read at the last release of every minor from 1.10 to
 * 1.37. Those of 1.10 may be older.
 */
const FROM_THE_BEGINNING =
  'AlwaysAdmit AlwaysDeny AlwaysPullImages DefaultStorageClass DefaultTolerationSeconds EventRateLimit ExtendedResourceToleration ' +
  'ImagePolicyWebhook LimitPodHardAntiAffinityTopology LimitRanger MutatingAdmissionWebhook NamespaceAutoProvision NamespaceExists ' +
  'NamespaceLifecycle NodeRestriction OwnerReferencesPermissionEnforcement PersistentVolumeClaimResize PodNodeSelector ' +
  'PodTolerationRestriction Priority ResourceQuota ServiceAccount StorageObjectInUseProtection ValidatingAdmissionWebhook'

const OTHERS: readonly AdmissionPlugin[] = [
  { name: 'InitialResources', introduced: OLDEST, removed: 111 },
  { name: 'Initializers', introduced: OLDEST, removed: 114, instead: 'MutatingAdmissionWebhook' },
  { name: 'PodPreset', introduced: OLDEST, removed: 120 },
  { name: 'DenyEscalatingExec', introduced: OLDEST, removed: 121, instead: 'PodSecurity' },
  { name: 'DenyExecOnPrivileged', introduced: OLDEST, removed: 121, instead: 'PodSecurity' },
  { name: 'PodSecurityPolicy', introduced: OLDEST, removed: 125, instead: 'PodSecurity' },
  { name: 'SecurityContextDeny', introduced: OLDEST, removed: 130, instead: 'PodSecurity' },
  { name: 'PersistentVolumeLabel', introduced: OLDEST, removed: 131 },
  { name: 'TaintNodesByCondition', introduced: 112 },
  { name: 'RuntimeClass', introduced: 116 },
  { name: 'CertificateApproval', introduced: 118 },
  { name: 'CertificateSigning', introduced: 118 },
  { name: 'CertificateSubjectRestriction', introduced: 118 },
  { name: 'DefaultIngressClass', introduced: 118 },
  { name: 'DenyServiceExternalIPs', introduced: 121 },
  { name: 'PodSecurity', introduced: 122 },
  { name: 'ValidatingAdmissionPolicy', introduced: 126 },
  { name: 'ClusterTrustBundleAttest', introduced: 127 },
  { name: 'MutatingAdmissionPolicy', introduced: 132 },
  { name: 'PodTopologyLabels', introduced: 133 },
  { name: 'NodeDeclaredFeatureValidator', introduced: 135 },
  { name: 'JobValidation', introduced: 136, removed: 137 },
  { name: 'PodGroupWorkloadExists', introduced: 136, removed: 137 },
  { name: 'PodGroupProtection', introduced: 136 },
  { name: 'PodResizeValidator', introduced: 136 },
]

export const ADMISSION_PLUGINS: readonly AdmissionPlugin[] = [
  ...FROM_THE_BEGINNING.split(' ').map(name => ({ name, introduced: OLDEST })),
  ...OTHERS,
]

const BY_NAME: ReadonlyMap<string, AdmissionPlugin> = new Map(ADMISSION_PLUGINS.map(plugin => [plugin.name, plugin]))

/** By its name, which is case-sensitive. */
export const admissionPlugin = (name: string): AdmissionPlugin | undefined => BY_NAME.get(name)

/** How a kube-apiserver takes the name of a plugin; `maybe` where its list is not recorded. */
export function pluginAt(name: string, version: Version): 'yes' | 'removed' | 'too-new' | 'never' | 'maybe' {
  const minor = minorOf(version)
  if (minor < OLDEST) return 'maybe'
  const plugin = admissionPlugin(name)
  if (plugin === undefined) return 'never'
  if (minor < plugin.introduced) return 'too-new'
  return plugin.removed !== undefined && minor >= plugin.removed ? 'removed' : 'yes'
}

/** The plugin of that version somebody most likely meant. */
export const nearestPlugin = (name: string, version: Version): string | undefined =>
  nearest(
    name,
    ADMISSION_PLUGINS.flatMap(({ name }) => (pluginAt(name, version) === 'yes' ? [name] : [])),
  )
