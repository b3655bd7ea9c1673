// The part of npm run e2e:cluster that runs where the machines of the test have their addresses: started by index.ts.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { checks } from '../e2e/checks.js'
import { output } from '../e2e/command.js'
import { heartbeat } from './apiservers.js'
import { cases } from './cases.js'
import { certificates } from './certificates.js'
import { populate } from './cluster.js'
import { controlPlane } from './control-plane.js'
import { fixed } from './fixed.js'
import { type Kubelet, kubelet } from './kubelet.js'
import { configz } from './kubelet-configuration.js'
import { machines, type Plan } from './plan.js'
import { endServices } from './service.js'
import { spy } from './spy.js'
import { talk } from './talk.js'

const [where = '', folder = '', after = '', klint = '', ...programs] = process.argv.slice(2)

// it closes when index.ts ends, in whatever way: then nobody else cleans up
process.stdin
  .on('end', () => {
    endServices()
    if (after === 'remove') rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
    process.exit(1)
  })
  .resume()
// a terminal sends them to both, and index.ts decides
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)

const counter = checks()
const isOwnNetwork = where === 'namespace'
const all = new Set([talk, fixed].flatMap(plan => machines(plan('1.37.2'))).map(({ address }) => address))
if (isOwnNetwork) {
  const place = { cwd: folder, env: { PATH: process.env.PATH } }
  await output(['ip', 'link', 'set', 'lo', 'up'], place)
  for (const address of all) await output(['ip', 'address', 'add', `${address}/32`, 'dev', 'lo'], place)
}
const signed = await certificates(join(folder, 'pki'), isOwnNetwork ? [...all] : [where])

async function test(plan: Plan, etcd: string, apiserver: string): Promise<void> {
  const closing: (() => unknown)[] = []
  try {
    const place = join(folder, `${plan.version}-${plan.name}`)
    const plane = await controlPlane(place, { etcd, apiserver }, signed, '10.0.1.4')
    closing.push(plane.stop)
    const kubelets = new Map<string, Kubelet>()
    for (const { name, address, pool } of machines(plan)) {
      const endpoint = isOwnNetwork ? { address, port: 10250 } : { address: where, port: 0 }
      const started = await kubelet(endpoint, configz(pool), signed)
      closing.push(started.close)
      kubelets.set(name, started)
    }
    await populate(plan, kubelets, plane.admin)
    closing.push(heartbeat(plan, plane.admin))
    const between = await spy(plane.url, signed)
    closing.push(between.close)
    await cases(counter, { plan, plane, kubelets, spy: between, certificates: signed, klint, folder: place })
  } finally {
    for (const close of closing.reverse()) await close()
  }
}

for (const program of programs) {
  const [version = '', etcd = '', apiserver = ''] = program.split('=')
  for (const plan of [talk(version), fixed(version)])
    try {
      await test(plan, etcd, apiserver)
    } catch (error) {
      await counter.check(`${plan.name} ${version}: can be tested`, () => Promise.reject(error))
    }
}
const { passed, failed } = counter.counted()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
