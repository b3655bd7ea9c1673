import { type Checks, expect } from '../e2e/checks.js'
import type { Certificates } from './certificates.js'
import type { ControlPlane } from './control-plane.js'
import type { Kubelet } from './kubelet.js'
import { machines, type Plan } from './plan.js'
import type { Spy } from './spy.js'

export interface Scene {
  readonly plan: Plan
  readonly plane: ControlPlane
  /** By the name of their machine. */
  readonly kubelets: ReadonlyMap<string, Kubelet>
  readonly spy: Spy
  readonly certificates: Certificates
  /** The path of the bundle. */
  readonly klint: string
  /** Where files can be written. */
  readonly folder: string
}

export async function cases({ check }: Checks, scene: Scene): Promise<void> {
  const { plan, plane, kubelets } = scene
  const title = `${plan.name} ${plan.version}`
  await check(`${title}: the cluster is there`, async () => {
    const { admin } = plane
    const version: { gitVersion: string } = JSON.parse((await admin.send('GET', '/version')).text)
    expect(version.gitVersion === `v${plan.version}`, `it is ${version.gitVersion}`)
    for (const { name } of machines(plan)) {
      const { status, text } = await admin.send('GET', `/api/v1/nodes/${name}/proxy/configz`)
      expect(status === 200 && text.includes('kubeletconfig'), `${name}: configz ${status}`, text)
      expect(kubelets.get(name)?.asked.includes('GET /configz') === true, `${name}: another kubelet was asked`)
    }
    const pods = (await admin.send('GET', '/api/v1/namespaces/kube-system/pods?labelSelector=tier=control-plane')).text
    const { items }: { items: readonly { metadata: { name: string }; status: { phase: string } }[] } = JSON.parse(pods)
    expect(items.length === 12 && items.every(({ status }) => status.phase === 'Running'), 'mirror pods', pods)
    return `${items.length} mirror pods`
  })
}
