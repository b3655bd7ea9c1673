import { CONFIGZ } from '../../test/support/kubelet-configz.js'
import type { Json } from './objects.js'
import type { Pool } from './plan.js'
import { SECRETS } from './secrets.js'

/** What kubeadm writes into `kubelet-config`. */
export const KUBEADM: Readonly<Record<string, Json>> = {
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  authentication: {
    anonymous: { enabled: false },
    webhook: { cacheTTL: '0s', enabled: true },
    x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' },
  },
  authorization: { mode: 'Webhook', webhook: { cacheAuthorizedTTL: '0s', cacheUnauthorizedTTL: '0s' } },
  cgroupDriver: 'systemd',
  clusterDNS: ['10.96.0.10'],
  clusterDomain: 'cluster.local',
  containerRuntimeEndpoint: '',
  cpuManagerReconcilePeriod: '0s',
  crashLoopBackOff: {},
  evictionPressureTransitionPeriod: '0s',
  fileCheckFrequency: '0s',
  healthzBindAddress: '127.0.0.1',
  healthzPort: 10248,
  httpCheckFrequency: '0s',
  imageMaximumGCAge: '0s',
  imageMinimumGCAge: '0s',
  logging: {
    flushFrequency: 0,
    options: { json: { infoBufferSize: '0' }, text: { infoBufferSize: '0' } },
    verbosity: 0,
  },
  memorySwap: {},
  nodeStatusReportFrequency: '0s',
  nodeStatusUpdateFrequency: '0s',
  rotateCertificates: true,
  runtimeRequestTimeout: '0s',
  shutdownGracePeriod: '0s',
  shutdownGracePeriodCriticalPods: '0s',
  staticPodPath: '/etc/kubernetes/manifests',
  streamingConnectionIdleTimeout: '0s',
  syncFrequency: '0s',
  volumeStatsAggPeriod: '0s',
}

/** What a kubelet with that file says on `/configz`: each default filled in, nothing that is empty. */
const EFFECTIVE: Readonly<Record<string, Json>> = {
  ...CONFIGZ,
  staticPodURLHeader: { Authorization: [`Bearer-${SECRETS.header}`] },
  failCgroupV1: true,
  userNamespaces: { idsPerPod: 65536 },
}

/** The `kubeletconfig` of a machine of the pool. */
export const configz = ({ configuration }: Pool): Json => ({ ...EFFECTIVE, ...configuration })
