import type { Plan } from './plan.js'

/** The cluster of the talk: each of its outages as far as the API of a cluster shows it, in settings a cluster of today can have. */
export function talk(version: string): Plan {
  const [, minor = ''] = version.split('.')
  return {
    name: 'talk',
    version,
    controlPlane: {
      name: 'control-plane',
      count: 3,
      subnet: 1,
      instanceType: 'm6i.xlarge',
      cpu: 4,
      memory: 15_898,
      withheld: { cpu: 0, memory: 100 },
      kubeletVersion: `v${version}`,
      configuration: {},
    },
    pools: [
      {
        name: 'workers',
        count: 3,
        subnet: 2,
        instanceType: 'm6i.2xlarge',
        cpu: 8,
        memory: 31_796,
        withheld: { cpu: 0, memory: 0 },
        kubeletVersion: `v${version}`,
        configuration: { evictionHard: undefined },
      },
      {
        name: 'batch',
        count: 2,
        subnet: 3,
        instanceType: 'c6i.4xlarge',
        cpu: 16,
        memory: 31_796,
        withheld: { cpu: 100, memory: 300 },
        // four minors behind the apiserver, which goes with three
        kubeletVersion: `v1.${Number(minor) - 4}.2`,
        configuration: {
          kubeReserved: { cpu: '100m', memory: '200Mi' },
          evictionHard: { 'memory.available': '100Mi' },
        },
      },
    ],
    apiservers: [
      ['--endpoint-reconciler-type=master-count', '--apiserver-count=2'],
      ['--endpoint-reconciler-type=master-count', '--apiserver-count=2', '--max-requests-inflight=50'],
      ['--endpoint-reconciler-type=master-count', '--apiserver-count=2'],
    ],
    etcd: [
      ['--heartbeat-interval=100', '--election-timeout=500'],
      ['--heartbeat-interval=100', '--election-timeout=1000'],
      ['--heartbeat-interval=500', '--election-timeout=1000'],
    ],
    controllerManager: [],
    autoscaler: {
      version: `1.${minor}.0`,
      flags: [
        '--skip-nodes-with-local-storage=false',
        '--nodes=0:400:prod-workers',
        '--nodes=0:100:prod-batch',
        '--scale-down-unneeded-time=1m',
        '--scale-down-delay-after-add=1m',
        '--max-scale-down-parallelism=500',
      ],
      status: { health: 'Unhealthy', registered: 400, ready: 160, candidates: 240 },
    },
    // 10.0.1.9 was an apiserver once
    endpoints: ['10.0.1.4', '10.0.1.5', '10.0.1.6', '10.0.1.9'],
    sessionAffinity: 'ClientIP',
    kubeletConfig: { kubeReserved: { cpu: '100m', memory: '1Gi' } },
  }
}
