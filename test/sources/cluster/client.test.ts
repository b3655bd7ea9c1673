import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Answer, type Client, client, type Limits } from '../../../src/sources/cluster/client.js'
import { connect } from '../../../src/sources/cluster/kubeconfig.js'
import type { Fault, Trouble } from '../../support/cluster/faults.js'
import { writeKubeconfig } from '../../support/cluster/kubeconfig.js'
import { served } from '../../support/cluster/served.js'
import { type SimulatedCluster, simulatedCluster } from '../../support/cluster/server.js'

const test = suite('sources: requests to a cluster')

const LIMITS: Limits = { inFlight: 8, timeout: 400, requests: 100, bytes: 1e9, total: 600_000 }
const VERSION = '/version'

interface Reading {
  readonly cluster: SimulatedCluster
  readonly reader: Client
}

const reading = <T>(limits: Partial<Limits>, use: (reading: Reading) => Promise<T>, shape = {}): Promise<T> =>
  served(shape, {}, async (cluster, folder) => {
    const given = { ...LIMITS, ...limits }
    const connection = await connect(
      { cwd: folder, env: {}, kubeconfig: writeKubeconfig(folder, cluster) },
      given.inFlight,
    )
    const reader = client(connection, given)
    try {
      return await use({ cluster, reader })
    } finally {
      reader.close()
    }
  })

const always = (fault: Fault, more: Partial<Trouble> = {}): Trouble[] => [{ at: /./, fault, ...more }]

function said(answer: Answer): string {
  if (answer.state === 'answered') return 'answered'
  const { failure } = answer
  if (failure.why === 'status') return String(failure.status)
  return failure.why === 'connection' ? `connection ${failure.code}` : failure.why
}

async function timed<T>(what: Promise<T>): Promise<readonly [T, number]> {
  const from = performance.now()
  return [await what, performance.now() - from]
}

/** What becomes of each fault, and the most milliseconds it may take. */
const OUTCOMES: readonly (readonly [name: string, fault: Fault, outcome: RegExp, most: number])[] = [
  ['401', { kind: 'status', status: 401 }, /^401$/, 1500],
  ['403', { kind: 'status', status: 403 }, /^403$/, 1500],
  ['404 of something that is no apiserver', { kind: 'status', status: 404, body: '<html>' }, /^404$/, 1500],
  ['410', { kind: 'status', status: 410 }, /^410$/, 1500],
  ['500', { kind: 'status', status: 500 }, /^500$/, 1500],
  ['503', { kind: 'status', status: 503 }, /^503$/, 1500],
  ['429 for a day', { kind: 'status', status: 429, retryAfter: '86400' }, /^429$/, 1500],
  ['429 until next year', { kind: 'status', status: 429, retryAfter: 'Fri, 31 Dec 2100 23:59:59 GMT' }, /^429$/, 1500],
  ['204, which has no body', { kind: 'status', status: 204, body: '' }, /^204$/, 1500],
  ['no answer', { kind: 'silent' }, /^timeout$/, 2000],
  ['late headers', { kind: 'late', ms: 5000 }, /^timeout$/, 2000],
  ['a byte at a time', { kind: 'drip', ms: 50 }, /^timeout$/, 2000],
  ['cut before the headers', { kind: 'cut', after: 0 }, /^connection ECONNRESET$/, 1500],
  ['cut in the body', { kind: 'cut', after: 20 }, /^connection ECONNRESET$/, 1500],
  ['a redirect', { kind: 'redirect', to: 'https://127.0.0.1:1/' }, /^redirect$/, 1500],
  ['HTTP/1.0', { kind: 'http10' }, /^answered$/, 1500],
  ['bytes behind the body', { kind: 'trailing', bytes: 'more\r\n\r\n' }, /^answered$|^connection HPE_/, 1500],
  ['headers of 64 kB', { kind: 'headers', bytes: 65_536 }, /^connection HPE_HEADER_OVERFLOW$/, 1500],
  ['said to be compressed', { kind: 'mislabelled' }, /^connection Z_DATA_ERROR$/, 1500],
  ['no HTTP', { kind: 'noise', bytes: 'SSH-2.0-OpenSSH_9.6\r\n' }, /^connection HPE_/, 1500],
  ['no JSON', { kind: 'body', body: '{"kind":"Node' }, /^not-json$/, 1500],
  ['nothing', { kind: 'body', body: '' }, /^not-json$/, 1500],
  ['a page for people', { kind: 'body', body: '<!doctype html><p>log in', type: 'text/html' }, /^not-json$/, 1500],
  ['JSON that is no object', { kind: 'body', body: '[1]' }, /^not-json$/, 1500],
  ['nested too deep', { kind: 'body', body: '{"a":'.repeat(100_000) }, /^not-json$/, 1500],
]

for (const [name, fault, outcome, most] of OUTCOMES)
  test(`${name}: an outcome in time, and the next request is answered`, () =>
    reading({}, async ({ cluster, reader }) => {
      await reader.get(VERSION) // a handshake takes its time
      cluster.reset(always(fault, { at: /troubled/ }))
      const [answer, took] = await timed(reader.get(`${VERSION}?troubled`))
      assert.match(said(answer), outcome)
      assert.ok(took < most, `${took} ms`)
      assert.is(said(await reader.get(VERSION)), 'answered')
    }))

test('10 MB are read, 200 MB are not, compressed or not; nor are they kept', async () => {
  await reading({ timeout: 20_000 }, async ({ cluster, reader }) => {
    cluster.reset(always({ kind: 'huge', bytes: 10_000_000 }))
    assert.is(said(await reader.get('/api/v1/nodes')), 'answered')
    const before = process.memoryUsage.rss()
    for (const gzip of [false, true]) {
      cluster.reset(always({ kind: 'huge', bytes: 200_000_000, gzip }))
      assert.is(said(await reader.get('/api/v1/nodes')), 'too-large')
    }
    const grown = (process.memoryUsage.rss() - before) / 1e6
    assert.ok(grown < 300, `${grown} MB more`)
    cluster.reset()
    assert.is(said(await reader.get(VERSION)), 'answered')
  })
})

test('what would be many times as large in memory as it is on the way is not read', async () => {
  await reading({ timeout: 20_000 }, async ({ cluster, reader }) => {
    const keep = (item: unknown) => item
    const bodies = [
      `{"items":[{"a":[${'{},'.repeat(3e6)}{}]}]}`,
      `{"items":[${'{},'.repeat(21_000)}{}]}`,
      `{"items":[],"a":[${'{},'.repeat(3e6)}{}]}`,
    ]
    for (const body of bodies) {
      cluster.reset(always({ kind: 'body', body }))
      assert.is(said(await reader.get('/api/v1/nodes', { keep })), 'too-large')
    }
  })
})

test('429: again after as long as it says, or a second where nobody can tell', async () => {
  const again = (retryAfter: string) =>
    reading({ timeout: 3000 }, async ({ cluster, reader }) => {
      cluster.reset(always({ kind: 'status', status: 429, retryAfter }, { times: 1 }))
      const [answer, took] = await timed(reader.get(VERSION))
      assert.is(said(answer), 'answered')
      assert.ok(took >= 950 && took < 2500, `${took} ms`)
      assert.is(cluster.seen().asked.length, 2)
    })
  await Promise.all(['1', 'soon', '', '1.5', '9'.repeat(400)].map(again))
})

test('many who are asked for patience at the same time wait once', () =>
  reading({ timeout: 3000, inFlight: 32 }, async ({ cluster, reader }) => {
    cluster.reset(always({ kind: 'status', status: 429, retryAfter: '1' }, { times: 40 }))
    const [answers, took] = await timed(Promise.all(Array.from({ length: 60 }, () => reader.get(VERSION))))
    assert.ok(answers.every(answer => said(answer) === 'answered'))
    assert.ok(took >= 1950 && took < 4000, `${took} ms`)
  }))

test('a storm of 429: ends, and asks each thing a few times at most', () =>
  reading({ timeout: 3000 }, async ({ cluster, reader }) => {
    cluster.reset(always({ kind: 'status', status: 429, retryAfter: '0' }))
    const [answers, took] = await timed(
      Promise.all(Array.from({ length: 20 }, (_, i) => reader.get(`${VERSION}?${i}`))),
    )
    assert.ok(answers.every(answer => said(answer) === '429'))
    assert.ok(cluster.seen().asked.length <= 100, `${cluster.seen().asked.length} requests`)
    assert.ok(took < 20_000, `${took} ms`)
  }))

test('the budget of requests and that of bytes', async () => {
  await reading({ requests: 3 }, async ({ cluster, reader }) => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => reader.get(VERSION)))
    assert.equal(answers.map(said).sort(), ['answered', 'answered', 'answered', 'budget', 'budget'])
    assert.is(cluster.seen().asked.length, 3)
    assert.is(reader.sent().requests, 3)
  })
  await reading({ bytes: 500, inFlight: 1 }, async ({ reader }) => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => reader.get(VERSION)))
    assert.equal(answers.map(said), ['answered', 'answered', 'budget', 'budget'])
  })
})

test('an apiserver that answers nothing at all costs one timeout', () =>
  reading({ inFlight: 2 }, async ({ cluster, reader }) => {
    cluster.reset(always({ kind: 'silent' }))
    const [answers, took] = await timed(Promise.all(Array.from({ length: 12 }, () => reader.get(VERSION))))
    assert.ok(answers.every(answer => said(answer) === 'timeout'))
    assert.ok(took < 2 * LIMITS.timeout, `${took} ms`)
    assert.is(cluster.seen().asked.length, 2)
  }))

test('what was sent to authenticate is not in what an apiserver says', () =>
  served({}, { authentication: false }, async (cluster, folder) => {
    const token = '0f3a9c71d2b84e55'
    const kubeconfig = writeKubeconfig(folder, cluster, { login: 'nobody', user: { token } })
    const reader = client(await connect({ cwd: folder, env: {}, kubeconfig }, 1), LIMITS)
    for (const message of [`${token} is unknown`, `${'x'.repeat(295)}${token}`]) {
      for (const body of [undefined, message]) {
        cluster.reset(always({ kind: 'status', status: 403, message, ...(body === undefined ? {} : { body }) }))
        const answer = await reader.get(VERSION)
        assert.not.match(JSON.stringify(answer), token.slice(0, 5))
      }
    }
    reader.close()
  }))

test('nothing but GET, without a body, compressed, by a name of its own', () =>
  reading({}, async ({ cluster, reader }) => {
    await Promise.all([reader.get(VERSION), reader.get('/api/v1/nodes?limit=500')])
    const { asked, received } = cluster.seen()
    assert.ok(asked.every(({ method }) => method === 'GET'))
    assert.is(received, 0)
    assert.is(asked[0]?.headers['accept-encoding'], 'gzip')
    assert.match(asked[0]?.headers['user-agent'] ?? '', /^klint/)
    assert.is(asked[0]?.headers['transfer-encoding'], undefined)
  }))

test('another host does not learn of a redirect', async () => {
  const other = await simulatedCluster({}, { authentication: false })
  try {
    await reading({}, async ({ cluster, reader }) => {
      for (const status of [301, 302, 303, 307, 308]) {
        cluster.reset(always({ kind: 'redirect', to: `${other.url}/version`, status }))
        assert.is(said(await reader.get(VERSION)), 'redirect')
      }
      assert.equal([other.seen().asked.length, other.seen().connections], [0, 0])
    })
  } finally {
    await other.close()
  }
})

test('at most as many at a time as are allowed, over as many connections, in whatever time they take', () =>
  reading({ inFlight: 3, timeout: 3000 }, async ({ cluster, reader }) => {
    cluster.reset(always({ kind: 'late', ms: 20 }))
    const answers = await Promise.all(Array.from({ length: 30 }, () => reader.get(VERSION)))
    assert.ok(answers.every(answer => said(answer) === 'answered'))
    const { inFlight } = cluster.seen()
    assert.is(inFlight, 3)
  }))

test('a connection that was closed while it idled is opened anew', () =>
  reading({}, async ({ cluster, reader }) => {
    assert.is(said(await reader.get(VERSION)), 'answered')
    cluster.reset(always({ kind: 'cut', after: 0 }, { times: 1 }))
    assert.is(said(await reader.get(VERSION)), 'answered')
  }))

test('after its time a run sends nothing more', () =>
  reading({ total: 0 }, async ({ cluster, reader }) => {
    assert.is(said(await reader.get(VERSION)), 'budget')
    assert.equal(cluster.seen().asked, [])
  }))

test.run()
