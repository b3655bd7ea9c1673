import type { Endpoint } from './kubelet.js'
import type { Json, KubernetesObject } from './objects.js'
import type { Machine, Plan } from './plan.js'

/** As its kubelet and the controllers make it. */
export function node({ name, address, pool }: Machine, plan: Plan, kubelet: Endpoint | undefined): KubernetesObject {
  const [, , subnet = 0, host = 0] = address.split('.').map(Number)
  const isMaster = pool === plan.controlPlane
  const resources = (cpu: string, memory: number, storage: string): Json => ({
    cpu,
    memory: `${memory * 1024}Ki`,
    'ephemeral-storage': storage,
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    pods: '110',
  })
  const condition = (type: string, status: string, reason: string): Json => ({
    type,
    status,
    reason,
    message: reason,
    lastHeartbeatTime: '2026-01-01T00:00:00Z',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  })
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'node.kubernetes.io/instance-type': pool.instanceType,
        'topology.kubernetes.io/region': 'us-west-2',
        'topology.kubernetes.io/zone': 'us-west-2a',
        ...(isMaster ? { 'node-role.kubernetes.io/control-plane': '' } : { 'eks.amazonaws.com/nodegroup': pool.name }),
      },
      annotations: {
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      podCIDR: `10.244.${subnet * 10 + host}.0/24`,
      ...(isMaster ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } : {}),
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: kubelet?.address ?? address },
        { type: 'Hostname', address: name },
      ],
      capacity: resources(`${pool.cpu}`, pool.memory, '104845292Ki'),
      allocatable: resources(
        `${pool.cpu * 1000 - pool.withheld.cpu}m`,
        pool.memory - pool.withheld.memory,
        '96625420948',
      ),
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
        condition('Ready', 'True', 'KubeletReady'),
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: kubelet?.port ?? 10250 } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: '7c3f2a52-3b34-4d44-9c1e-6f7c6f6b1c11',
        containerRuntimeVersion: 'containerd://2.1.4',
        kernelVersion: '6.8.0-1031-aws',
        kubeProxyVersion: '',
        kubeletVersion: pool.kubeletVersion,
        machineID: 'ec2f1d8a4b6e4a0c8f5d2b7e9a1c3d5f',
        operatingSystem: 'linux',
        osImage: 'Ubuntu 24.04.3 LTS',
        systemUUID: 'ec2f1d8a-4b6e-4a0c-8f5d-2b7e9a1c3d5f',
      },
    },
  }
}
