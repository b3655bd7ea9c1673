import type { Api } from './api.js'
import type { Objects } from './objects.js'
import type { Plan } from './plan.js'

const LEASES = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases'

/** A time as leases have it: Go's parser asks for six digits. */
const microTime = (): string => new Date().toISOString().replace('Z', '000Z')

/** Renews what leases() lists, as often as its holders would. Call the result to end it. */
export function heartbeat(plan: Plan, admin: Api): () => void {
  const names = leases(plan).map(({ object }) => object.metadata.name)
  const beat = async (): Promise<void> => {
    for (const name of names) await admin.send('PATCH', `${LEASES}/${name}`, { spec: { renewTime: microTime() } })
  }
  // where the apiserver has ended, so does this
  const timer = setInterval(() => beat().catch(() => undefined), 10_000)
  return () => clearInterval(timer)
}

/** Those of the apiservers that do not run, which the one that runs keeps while they are in force; it makes its own by itself. */
export function leases({ apiservers }: Plan): Objects {
  const now = microTime()
  const lease = (name: string, seconds: number, labels: Readonly<Record<string, string>> = {}) => ({
    path: LEASES,
    object: {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: 'kube-system', labels },
      spec: {
        holderIdentity: `${name}_8f0d0f8e-6d5c-4a5e-9e0b-5d1f9f0c7a11`,
        leaseDurationSeconds: seconds,
        acquireTime: now,
        renewTime: now,
        leaseTransitions: 0,
      },
    },
  })
  return [
    ...apiservers.slice(1).map((_, index) =>
      lease(`apiserver-${'abcdefgh'[index]}klmnopqrstuvwxyz234567abc`, 3600, {
        'apiserver.kubernetes.io/identity': 'kube-apiserver',
        'kubernetes.io/hostname': `ip-10-0-1-${index + 5}`,
      }),
    ),
    lease('kube-controller-manager', 15),
    lease('kube-scheduler', 15),
    lease('cluster-autoscaler', 15),
  ]
}

/** The addresses of the Service `default/kubernetes`, as the reconciler of an apiserver writes them. */
export function endpoints({ endpoints: addresses }: Plan): Objects {
  const ports = [{ name: 'https', port: 6443, protocol: 'TCP' }]
  return [
    {
      path: '/api/v1/namespaces/default/endpoints',
      object: {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: {
          name: 'kubernetes',
          namespace: 'default',
          labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
        },
        subsets: [{ addresses: addresses.map(ip => ({ ip })), ports }],
      },
    },
    {
      path: '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
      object: {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: 'kubernetes',
          namespace: 'default',
          labels: { 'kubernetes.io/service-name': 'kubernetes' },
        },
        addressType: 'IPv4',
        endpoints: addresses.map(address => ({ addresses: [address], conditions: { ready: true } })),
        ports,
      },
    },
  ]
}
