import { CONFIGZ } from '../kubelet-configz.js'
import type { Node } from './shape.js'

/** Of kubeadm 1.34, and what somebody added to it. */
const CONFIGURATION = {
  ...CONFIGZ,
  kubeletCgroups: '/system.slice/kubelet.service',
  cpuManagerPolicyOptions: { 'full-pcpus-only': 'false', 'distribute-cpus-across-numa': 'false' },
  topologyManagerPolicyOptions: { 'max-allowable-numa-nodes': '8', 'prefer-closest-numa-nodes': 'false' },
  podCIDR: '10.244.0.0/24',
  maxParallelImagePulls: 1,
  evictionSoft: { 'memory.available': '300Mi' },
  evictionSoftGracePeriod: { 'memory.available': '1m30s' },
  evictionMaxPodGracePeriod: 60,
  evictionMinimumReclaim: { 'memory.available': '100Mi', 'nodefs.available': '1Gi' },
  podsPerCore: 0,
  protectKernelDefaults: true,
  featureGates: { NodeSwap: true, ImageVolume: true, ImageMaximumGCAge: true },
  memorySwap: { swapBehavior: 'NoSwap' },
  systemReserved: { cpu: '100m', 'ephemeral-storage': '1Gi', memory: '256Mi', pid: '1000' },
  kubeReserved: { cpu: '100m', 'ephemeral-storage': '1Gi', memory: '512Mi', pid: '1000' },
  allowedUnsafeSysctls: ['net.core.somaxconn'],
  kernelMemcgNotification: false,
  logging: {
    format: 'text',
    flushFrequency: '5s',
    verbosity: 2,
    options: { text: { infoBufferSize: '0' }, json: { infoBufferSize: '0' } },
  },
  serverTLSBootstrap: true,
}

/** What the kubelet of a node answers below `/configz`: effective settings, complete. */
export const configzOf = ({ pool }: Node): { readonly kubeletconfig: Readonly<Record<string, unknown>> } => ({
  kubeletconfig: { ...CONFIGURATION, ...pool.kubelet },
})

/** What kubeadm wrote into the ConfigMap `kubelet-config`, as a YAML document of JSON. */
export const INTENDED = JSON.stringify({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  authentication: CONFIGURATION.authentication,
  authorization: CONFIGURATION.authorization,
  cgroupDriver: 'systemd',
  clusterDNS: ['10.96.0.10'],
  clusterDomain: 'cluster.local',
  evictionHard: CONFIGURATION.evictionHard,
  kubeReserved: CONFIGURATION.kubeReserved,
  systemReserved: CONFIGURATION.systemReserved,
  rotateCertificates: true,
  staticPodPath: '/etc/kubernetes/manifests',
})
