import { request } from 'node:https'
import { gunzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Trouble } from './cluster/faults.js'
import { type Serving, type SimulatedCluster, simulatedCluster } from './cluster/server.js'
import type { Shape } from './cluster/shape.js'

const test = suite('support: a simulated cluster')

interface Got {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

const get = (cluster: SimulatedCluster, path: string, more: object = {}): Promise<Got> =>
  new Promise((resolve, reject) => {
    const options = {
      ca: cluster.authority,
      agent: false,
      headers: { authorization: `Bearer ${cluster.token}` },
      ...more,
    }
    request(`${cluster.url}${path}`, options, response => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(parts)
        const body = response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: body.toString() })
      })
    })
      .on('error', reject)
      .end()
  })

async function served(shape: Shape, serving: Serving, use: (cluster: SimulatedCluster) => Promise<void>) {
  const cluster = await simulatedCluster(shape, serving)
  try {
    await use(cluster)
  } finally {
    await cluster.close()
  }
}

const names = (body: string): string[] =>
  JSON.parse(body).items.map((item: { metadata: { name: string } }) => item.metadata.name)

test('nodes come in pages, compressed where they are large, the same each time', () =>
  served({ nodes: 70, pools: 4 }, {}, async cluster => {
    const gzip = { headers: { authorization: `Bearer ${cluster.token}`, 'accept-encoding': 'gzip' } }
    const first = await get(cluster, '/api/v1/nodes?limit=40', gzip)
    assert.is(first.headers['content-encoding'], 'gzip')
    const { metadata } = JSON.parse(first.body)
    assert.is(metadata.remainingItemCount, 30)
    const rest = await get(cluster, `/api/v1/nodes?limit=40&continue=${encodeURIComponent(metadata.continue)}`)
    assert.is(JSON.parse(rest.body).metadata.continue, undefined)
    assert.is(new Set([...names(first.body), ...names(rest.body)]).size, 70)
    const size = (first.body.length + rest.body.length) / 70
    assert.ok(size > 9000 && size < 10_500, `${size} bytes a node`)
    const again = await simulatedCluster({ nodes: 70, pools: 4 })
    assert.is((await get(again, '/api/v1/nodes?limit=40')).body, first.body)
    await again.close()
  }))

test('selectors', () =>
  served({ nodes: 12 }, {}, async cluster => {
    const pods = (query: string) => get(cluster, `/api/v1/namespaces/kube-system/pods?${query}`)
    assert.is(names((await pods('labelSelector=tier%3Dcontrol-plane')).body).length, 12)
    assert.is(names((await pods('labelSelector=component+in+(etcd,kube-scheduler)')).body).length, 6)
    assert.is(names((await pods('labelSelector=!component')).body).length, 12)
    const [, , , , worker] = names((await get(cluster, '/api/v1/nodes')).body)
    assert.is(names((await pods(`fieldSelector=spec.nodeName%3D${worker}`)).body).length, 1)
    const leases = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases'
    const identity = 'apiserver.kubernetes.io%2Fidentity%3Dkube-apiserver'
    assert.is(names((await get(cluster, `${leases}?labelSelector=${identity}`)).body).length, 3)
  }))

test('allocatable is the capacity less what configz reserves', () =>
  served({ nodes: 1, pools: 1 }, {}, async cluster => {
    const [node] = JSON.parse((await get(cluster, '/api/v1/nodes')).body).items
    const { kubeletconfig: has } = JSON.parse(
      (await get(cluster, `/api/v1/nodes/${node.metadata.name}/proxy/configz`)).body,
    )
    assert.ok(Object.keys(has).length > 90)
    assert.equal([has.kubeReserved.memory, has.systemReserved.memory], ['512Mi', '256Mi'])
    const { capacity, allocatable } = node.status
    assert.is(Number.parseInt(capacity.memory, 10) - Number.parseInt(allocatable.memory, 10), (512 + 256 + 100) * 1024)
  }))

test('what is not there, what is only read, who does not say who it is', () =>
  served({ nodes: 1, without: ['/apis/policy/v1'] }, {}, async cluster => {
    const absent = await get(cluster, '/api/v1/namespaces/kube-system/configmaps/none')
    assert.is(absent.status, 404)
    assert.is(JSON.parse(absent.body).reason, 'NotFound')
    assert.is((await get(cluster, '/apis/policy/v1/poddisruptionbudgets')).status, 404)
    assert.is((await get(cluster, '/version', { method: 'DELETE' })).status, 405)
    assert.is((await get(cluster, '/version', { headers: {} })).status, 401)
    const { certificate: cert, key } = cluster.client
    assert.is((await get(cluster, '/version', { headers: {}, cert, key })).status, 200)
    const { asked, connections } = cluster.seen()
    assert.equal(
      asked.map(({ method }) => method),
      ['GET', 'GET', 'DELETE', 'GET', 'GET'],
    )
    assert.is(asked.at(-1)?.client, 'reader')
    assert.is(connections, 5)
  }))

test('faults, each for as many reads as it says', () => {
  const troubles: Trouble[] = [
    { at: /^\/version/, fault: { kind: 'status', status: 429, retryAfter: '1' }, times: 1 },
    { at: /nodes/, fault: { kind: 'cut', after: 10 }, skip: 1, times: 1 },
    { at: /daemonsets/, fault: { kind: 'huge', bytes: 1_000_000, gzip: true } },
    { at: /deployments/, fault: { kind: 'huge', bytes: 1_000_000 } },
    { at: /leases/, fault: { kind: 'http10' } },
    { at: /services/, fault: { kind: 'noise', bytes: 'SSH-2.0-x\r\n' } },
    { at: /configmaps/, fault: { kind: 'replace', from: 'kubernetes', to: 'k' } },
  ]
  return served({ nodes: 2 }, { troubles }, async cluster => {
    const failed = async (path: string) => (await get(cluster, path).catch(() => undefined)) === undefined
    const first = await get(cluster, '/version')
    assert.equal([first.status, first.headers['retry-after']], [429, '1'])
    assert.is((await get(cluster, '/version')).status, 200)
    assert.not.ok(await failed('/api/v1/nodes'))
    assert.ok(await failed('/api/v1/nodes'))
    assert.not.ok(await failed('/api/v1/nodes'))
    for (const path of ['daemonsets', 'deployments']) {
      const { body } = await get(cluster, `/apis/apps/v1/${path}`)
      assert.ok(body.length > 1_000_000)
      assert.is(JSON.parse(body).items.length, 1)
    }
    assert.is((await get(cluster, '/apis/coordination.k8s.io/v1/leases')).status, 200)
    assert.ok(await failed('/api/v1/namespaces/default/services/kubernetes'))
    assert.not.match(
      (await get(cluster, '/api/v1/namespaces/kube-system/configmaps/kubeadm-config')).body,
      'kubernetes',
    )
  })
})

test('certificates that are wrong', async () => {
  const message = async (serving: Serving, more = {}) => {
    let said = 'trusted'
    await served({ nodes: 1 }, serving, async cluster => {
      await get(cluster, '/version', more).catch(error => {
        said = error.code
      })
    })
    return said
  }
  assert.is(await message({}), 'trusted')
  assert.is(await message({ certificate: 'expired' }), 'CERT_HAS_EXPIRED')
  assert.is(await message({ certificate: 'another host' }), 'ERR_TLS_CERT_ALTNAME_INVALID')
  assert.is(await message({ certificate: 'another authority' }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  assert.is(await message({ serverName: 'api.example' }, { servername: 'api.example' }), 'trusted')
})

test.run()
