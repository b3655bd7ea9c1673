import { addons } from './addons.js'
import type { Api } from './api.js'
import { endpoints, leases } from './apiservers.js'
import { configMaps } from './config-maps.js'
import type { Endpoint } from './kubelet.js'
import { node } from './node.js'
import { machines, type Plan } from './plan.js'
import { staticPods } from './static-pods.js'

/**
 * Makes what kubeadm, the kubelets, the controllers and the addons make of a cluster.
 * @param kubelets Where the kubelet of a machine, by name, listens.
 * @throws Error with the first object the apiserver refuses
 */
export async function populate(plan: Plan, kubelets: ReadonlyMap<string, Endpoint>, admin: Api): Promise<void> {
  const all = machines(plan)
  await admin.create(
    all.map(machine => ({ path: '/api/v1/nodes', object: node(machine, plan, kubelets.get(machine.name)) })),
  )
  const masters = all.filter(({ pool }) => pool === plan.controlPlane)
  const uids = await Promise.all(masters.map(({ name }) => uid(admin, `/api/v1/nodes/${name}`)))
  await admin.create([
    ...masters.flatMap((machine, index) => staticPods(machine, masters, index, uids[index] ?? '', plan)),
    ...configMaps(plan),
    ...addons(plan),
    ...leases(plan),
    ...endpoints(plan),
  ])
  // the apiserver has made it
  const service = '/api/v1/namespaces/default/services/kubernetes'
  await admin.change(service, { spec: { sessionAffinity: plan.sessionAffinity } })
}

async function uid(admin: Api, path: string): Promise<string> {
  const { metadata }: { metadata: { uid: string } } = JSON.parse((await admin.send('GET', path)).text)
  return metadata.uid
}
