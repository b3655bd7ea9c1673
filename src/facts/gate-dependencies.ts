import { minorOf, type Version } from '../model/version.js'

/*
 * Feature gates that may be on only while others are on. A component compares them when it reads its gates and exits where one is
 * missing (k8s.io/component-base/featuregate/feature_gate.go, unsafeSetFromMap, 1.35 on). All five components share one list:
 * kubernetes/kubernetes pkg/features/kube_features.go, defaultKubernetesFeatureGateDependencies, of 1.35.4, 1.36.3 and 1.37.2, which for
 * 1.37.2 is what its binaries say. Data of 2026-11-26. Each is followed by the minors it is needed in; one without an end is needed still.
 */
const TABLE = `
AuthorizeNodeWithSelectors: AuthorizeWithSelectors 135-136
ClusterTrustBundleProjection: ClusterTrustBundle 135
CompositePodGroup: GenericWorkload 137, TopologyAwareWorkloadScheduling 137
DRAAdminAccess: DynamicResourceAllocation 135
DRAConsumableCapacity: DynamicResourceAllocation 135
DRADerivedAttributes: DynamicResourceAllocation 137
DRADeviceBindingConditions: DRAResourceClaimDeviceStatus 135, DynamicResourceAllocation 135
DRADeviceCompatibilityGroups: DRAPartitionableDevices 137, DynamicResourceAllocation 137
DRADeviceTaintRules: DRADeviceTaints 135
DRADeviceTaints: DynamicResourceAllocation 135
DRAExtendedResource: DynamicResourceAllocation 135
DRAFractionalCapacityRange: DRAConsumableCapacity 137
DRAListTypeAttributes: DynamicResourceAllocation 136
DRANodeAllocatableResources: DynamicResourceAllocation 136
DRAOptionalNodeOperations: DynamicResourceAllocation 137, NodeDeclaredFeatures 137
DRAPartitionableDevices: DynamicResourceAllocation 135
DRAPartitionableDevicesType: DRAPartitionableDevices 137, DRAResourcePoolStatus 137, DynamicResourceAllocation 137
DRAPrioritizedList: DynamicResourceAllocation 135
DRAResourceClaimGranularStatusAuthorization: DRAResourceClaimDeviceStatus 136, DynamicResourceAllocation 136
DRAResourcePoolStatus: DynamicResourceAllocation 136
DRASchedulerFilterTimeout: DynamicResourceAllocation 135
DRAWorkloadResourceClaims: DynamicResourceAllocation 136, GenericWorkload 136
DeclarativeValidationBeta: DeclarativeValidation 136
DeclarativeValidationTakeover: DeclarativeValidation 135
DisableAllocatorDualWrite: MultiCIDRServiceAllocator 135
EventedPLEG: PLEGOnDemandRelist 137
ExtendWebSocketsToKubelet: NodeDeclaredFeatures 136
GangScheduling: GenericWorkload 135-136
GracefulNodeShutdownBasedOnPodPriority: GracefulNodeShutdown 135
H2CContainerProbe: NodeDeclaredFeatures 137
ImageVolumeWithDigest: ImageVolume 136
InPlacePodLevelResourcesVerticalScaling: InPlacePodVerticalScaling 135, NodeDeclaredFeatures 135, PodLevelResources 135
InPlacePodVerticalScalingAllocatedStatus: InPlacePodVerticalScaling 135-135
InPlacePodVerticalScalingExclusiveCPUs: InPlacePodVerticalScaling 135
InPlacePodVerticalScalingExclusiveMemory: InPlacePodVerticalScaling 135, MemoryManager 135-135
InPlacePodVerticalScalingInitContainers: InPlacePodVerticalScaling 136, NodeDeclaredFeatures 136
InPlacePodVerticalScalingMemoryBackedVolumes: InPlacePodVerticalScaling 137, NodeDeclaredFeatures 137
InPlacePodVerticalScalingSchedulerPreemption: InPlacePodVerticalScaling 137
KubeletAllocatedPodsEndpoint: InPlacePodVerticalScaling 137
MatchLabelKeysInPodTopologySpreadSelectorMerge: MatchLabelKeysInPodTopologySpread 135
NodeControllerLeaseCircuitBreaker: AtomicFIFO 137
PodCertificateRequest: AuthorizeNodeWithSelectors 135-136
PodGroupPreemptionPolicy: GenericWorkload 137
PodLevelResourceManagers: PodLevelResources 136
PodLevelResourcesFixDefaulting: PodLevelResources 137
PodLevelResourcesFixKubeletQOSClass: PodLevelResources 137
PodLifecycleSleepActionAllowZero: PodLifecycleSleepAction 135-136
ProcMountType: UserNamespacesSupport 135
ResourceHealthStatus: DynamicResourceAllocation 135
ResourceHealthStatusMessage: ResourceHealthStatus 136
RestartAllContainersOnContainerExits: ContainerRestartRules 135, NodeDeclaredFeatures 135
ServiceAccountTokenNodeBinding: ServiceAccountTokenNodeBindingValidation 135
StaleControllerConsistencyDaemonSet: AtomicFIFO 136
StaleControllerConsistencyHPA: AtomicFIFO 137
StaleControllerConsistencyJob: AtomicFIFO 136
StaleControllerConsistencyReplicaSet: AtomicFIFO 136
StaleControllerConsistencyStatefulSet: AtomicFIFO 136
StorageVersionAPI: APIServerIdentity 135
StructuredAuthenticationConfigurationEgressSelector: StructuredAuthenticationConfiguration 135-136
StructuredAuthenticationConfigurationJWKSMetrics: StructuredAuthenticationConfiguration 135-136
TopologyAwareWorkloadScheduling: GenericWorkload 136
UnknownVersionInteroperabilityProxy: APIServerIdentity 135
UserNamespacesHostNetworkSupport: NodeDeclaredFeatures 136, UserNamespacesSupport 135
WindowsCPUAndMemoryAffinity: MemoryManager 135-135
WindowsGracefulNodeShutdown: GracefulNodeShutdown 135
WorkloadAwarePreemption: GangScheduling 136-136
WorkloadWithJob: GenericWorkload 136
`

export interface GateDependency {
  readonly gate: string
  readonly needs: string
}

interface Row extends GateDependency {
  readonly since: number
  readonly until: number
}

let rows: readonly Row[] | undefined

/** What the gates of a version need; nothing before 1.35. */
export function gateDependencies(version: Version): readonly GateDependency[] {
  const minor = minorOf(version)
  rows ??= TABLE.trim().split('\n').flatMap(rowsOf)
  return rows.filter(({ since, until }) => minor >= since && minor <= until)
}

/** One line: a gate, and with their minors those it needs. */
function rowsOf(line: string): Row[] {
  const [gate = '', list = ''] = line.split(': ')
  return list.split(', ').map(entry => {
    const [needs = '', minors = ''] = entry.split(' ')
    const [since, until = Number.POSITIVE_INFINITY] = minors.split('-').map(Number)
    return { gate, needs, since: since ?? Number.NaN, until }
  })
}
