import type { Plan, Pool } from './plan.js'
import { talk } from './talk.js'

const RESERVED = {
  kubeReserved: { cpu: '200m', memory: '1Gi', 'ephemeral-storage': '1Gi' },
  systemReserved: { cpu: '100m', memory: '512Mi' },
  evictionHard: {
    'imagefs.available': '15%',
    'imagefs.inodesFree': '5%',
    'memory.available': '500Mi',
    'nodefs.available': '10%',
    'nodefs.inodesFree': '5%',
  },
}

/** The same machines, with all of it mended. */
export function fixed(version: string): Plan {
  const { controlPlane, pools, ...plan } = talk(version)
  const [, minor = ''] = version.split('.')
  const mended = (pool: Pool): Pool => ({
    ...pool,
    kubeletVersion: `v${version}`,
    withheld: { cpu: 300, memory: 1024 + 512 + 500 },
    configuration: RESERVED,
  })
  return {
    ...plan,
    name: 'fixed',
    controlPlane: mended(controlPlane),
    pools: pools.map(mended),
    apiservers: [[], [], []],
    etcd: Array.from({ length: 3 }, () => ['--heartbeat-interval=100', '--election-timeout=1000']),
    autoscaler: {
      version: `1.${minor}.0`,
      flags: [
        '--nodes=3:400:prod-workers',
        '--nodes=2:100:prod-batch',
        '--scale-down-unneeded-time=40m',
        '--scale-down-delay-after-add=40m',
        '--max-scale-down-parallelism=10',
      ],
      status: { health: 'Healthy', registered: 400, ready: 400, candidates: 0 },
    },
    endpoints: ['10.0.1.4', '10.0.1.5', '10.0.1.6'],
    sessionAffinity: 'None',
    kubeletConfig: RESERVED,
  }
}
