import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Trouble } from '../../support/cluster/faults.js'
import { forwardProxy } from '../../support/cluster/forward-proxy.js'
import { type Kubeconfig, type Login, writeKubeconfig } from '../../support/cluster/kubeconfig.js'
import { served } from '../../support/cluster/served.js'
import { type Serving, type SimulatedCluster, simulatedCluster, TOKEN } from '../../support/cluster/server.js'
import type { KubeObject, Shape } from '../../support/cluster/shape.js'
import { klint, klintIn, type Ran } from '../../support/klint.js'

const test = suite('cli: klint cluster')

interface Running {
  readonly shape?: Shape
  readonly serving?: Serving
  readonly kubeconfig?: Kubeconfig
  readonly argv?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

interface Outcome extends Ran {
  readonly cluster: SimulatedCluster
  readonly folder: string
  readonly took: number
}

/** Runs `klint cluster` against a simulated one, and looks at what came of it while both are there. */
const running = (given: Running, look: (outcome: Outcome) => void | Promise<void>): Promise<void> =>
  served(given.shape ?? {}, given.serving ?? {}, async (cluster, folder) => {
    const path = writeKubeconfig(folder, cluster, given.kubeconfig)
    const from = performance.now()
    const ran = await klintIn(folder, ['cluster', '--kubeconfig', path, ...(given.argv ?? [])], {
      env: given.env ?? {},
    })
    await look({ ...ran, cluster, folder, took: performance.now() - from })
    const { asked, received } = cluster.seen()
    assert.ok(asked.every(({ method }) => method === 'GET') && received === 0, 'it only reads')
  })

const troubled = (...troubles: readonly Trouble[]): Serving => ({ troubles })

const NO_THRESHOLD = { 'pool-1': { evictionHard: { 'nodefs.available': '10%' } } }

interface Report {
  readonly findings: readonly { readonly rule: string; readonly location: { readonly path: string } }[]
  readonly notChecked: readonly { readonly what: string; readonly rules: readonly string[] }[]
}

const reportOf = (out: string): Report => JSON.parse(out)

test('a cluster of kubeadm in good order', () =>
  running({ shape: { nodes: 9 }, argv: ['--format', 'json'] }, ({ code, out, err, cluster }) => {
    assert.equal(reportOf(out).findings, [])
    assert.is(code, 0)
    assert.is(err, '')
    const { asked, connections, inFlight } = cluster.seen()
    assert.ok(asked.length <= 1 + 3 + 12, `${asked.length} requests`)
    assert.ok(connections <= 8 && inFlight <= 8)
  }))

test('one finding for the nodes of a pool, at the object that says it', () =>
  running({ shape: { nodes: 400, kubeletOf: NO_THRESHOLD }, argv: ['--format', 'json'] }, ({ code, out }) => {
    assert.is(code, 1)
    const { findings } = reportOf(out)
    assert.equal(
      findings.map(({ rule, location }) => `${rule} ${location.path}`),
      [
        'kubelet/eviction-hard-missing simulated/node/ip-10-0-0-3.eu-central-1.compute.internal/configz',
        // the ConfigMap that kubeadm keeps says something else than this pool runs with
        'kubelet/config-not-applied simulated/node/ip-10-0-0-3.eu-central-1.compute.internal/configz',
      ],
    )
  }))

test('a right that is missing is named with the rules that are silent, and the rest is judged', async () => {
  const denied = troubled({ at: /configz$/, fault: { kind: 'status', status: 403, message: 'jane cannot' } })
  await running(
    { shape: { kubeletOf: NO_THRESHOLD }, serving: denied, argv: ['--format', 'json'] },
    ({ code, out }) => {
      assert.is(code, 0)
      const missing = reportOf(out).notChecked.find(({ what }) => what.includes('`get nodes/proxy` is forbidden'))
      assert.ok(missing?.rules.includes('kubelet/eviction-hard-missing'))
    },
  )
  await running({ serving: denied }, ({ out }) => assert.match(out, '`get nodes/proxy` is forbidden'))
})

test('everything is denied but the version: a partial result that names each right, and with --strict none', async () => {
  const serving = troubled({ at: /^\/(?!version)/, fault: { kind: 'status', status: 403 } })
  await running({ serving, argv: ['--strict'] }, ({ code, out, err }) => {
    assert.is(code, 2)
    assert.match(err, /^klint: --strict: \d+ things could not be analysed\n/)
    assert.match(err, '`list nodes` is forbidden\n')
    assert.match(err, '`klint cluster --print-rbac`')
    // one cause is told once
    assert.not.match(out, 'how kube-apiserver was started')
  })
  await running({ serving, argv: ['--format', 'json'] }, ({ code, out, cluster }) => {
    assert.is(code, 0)
    const rights = reportOf(out).notChecked.flatMap(({ what }) => /`(.*)` is forbidden$/.exec(what)?.[1] ?? [])
    for (const right of [
      'list nodes',
      'list pods',
      'list deployments.apps',
      'list daemonsets.apps',
      'get services/kubernetes in default',
    ])
      assert.ok(rights.includes(right), right)
    assert.ok(cluster.seen().asked.length <= 14)
  })
})

const REFUSALS: readonly (readonly [name: string, given: Running, says: RegExp])[] = [
  ['nobody', { kubeconfig: { login: 'nobody' } }, /does not accept the credentials: Unauthorized/],
  [
    'all is forbidden',
    { serving: troubled({ at: /./, fault: { kind: 'status', status: 403 } }) },
    /nothing may be read/,
  ],
  ['a certificate that has expired', { serving: { certificate: 'expired' } }, /CERT_HAS_EXPIRED/],
  ['a certificate of another host', { serving: { certificate: 'another host' } }, /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['another authority', { serving: { certificate: 'another authority' } }, /UNABLE_TO_VERIFY_LEAF_SIGNATURE/],
  ['nobody listens', { kubeconfig: { cluster: { server: 'https://127.0.0.1:1' } } }, /ECONNREFUSED/],
  ['no such host', { kubeconfig: { cluster: { server: 'https://nowhere.invalid' } } }, /ENOTFOUND|EAI_AGAIN/],
  [
    'no answer',
    { serving: troubled({ at: /./, fault: { kind: 'silent' } }), argv: ['--request-timeout', '1s'] },
    /no answer in time/,
  ],
  [
    'a page to log in',
    { serving: troubled({ at: /./, fault: { kind: 'redirect', to: 'https://x.example' } }) },
    /a redirect/,
  ],
  ['no apiserver', { serving: troubled({ at: /./, fault: { kind: 'body', body: '<html>' } }) }, /no JSON object/],
  ['503', { serving: troubled({ at: /./, fault: { kind: 'status', status: 503 } }) }, /no answer from the apiserver/],
  ['a context that is not there', { argv: ['--context', 'prdo'] }, /has no context `prdo`/],
]

for (const [name, given, says] of REFUSALS)
  test(`${name}: a sentence, exit code 2, in time`, () =>
    running(given, ({ code, out, err, took }) => {
      assert.is(code, 2, out)
      assert.is(out, '')
      assert.match(err, says)
      assert.match(err, /^klint: [^A-Z].*\n {7}.*\n$/)
      assert.not.match(err, /\n\s+at /)
      assert.ok(took < 6000, `${took} ms`)
    }))

test('an exchange that ends in the middle is a partial result', async () => {
  const troubles: readonly Trouble[] = [
    { at: /daemonsets/, fault: { kind: 'cut', after: 40 } },
    { at: /deployments/, fault: { kind: 'drip', ms: 100 } },
    { at: /leases/, fault: { kind: 'body', body: '{"items":"x"}' } },
    { at: /services/, fault: { kind: 'silent' } },
    { at: /pods/, fault: { kind: 'huge', bytes: 60_000_000 } },
    { at: /endpointslices/, fault: { kind: 'mislabelled' } },
    { at: /configmaps/, fault: { kind: 'huge', bytes: 10_000_000 } },
  ]
  const given = { shape: { kubeletOf: NO_THRESHOLD }, serving: { troubles } }
  await running({ ...given, argv: ['--request-timeout', '1s', '--format', 'json'] }, ({ code, out, took }) => {
    assert.is(code, 1)
    assert.ok(took < 8000, `${took} ms`)
    const { findings, notChecked } = reportOf(out)
    assert.ok(findings.some(({ rule }) => rule === 'kubelet/eviction-hard-missing'))
    for (const { at } of troubles)
      assert.ok(
        notChecked.some(({ what }) => at.test(what)),
        String(at),
      )
  })
})

const ESCAPES = '\u001b[31mred\u001b]8;;https://evil.example\u0007\u202e\r\n::error::x\n<script>'

/** A pod of the control plane in which every text is hostile. */
const hostile: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `kube-apiserver-${ESCAPES}`,
    namespace: 'kube-system',
    labels: { tier: 'control-plane', x: ESCAPES },
  },
  spec: {
    nodeName: ESCAPES,
    containers: [
      {
        name: ESCAPES,
        image: `kube-apiserver:${ESCAPES}`,
        command: [
          'kube-apiserver',
          `--goaway-chance=${ESCAPES}`,
          '--etcd-servers=http://x',
          `--${ESCAPES}=1`,
          '--profiling=maybe',
        ],
      },
    ],
  },
}

test('names and values of a cluster move no terminal and no runner, in any format', async () => {
  const shape: Shape = { objects: [hostile], kubelet: { evictionHard: { [ESCAPES]: ESCAPES }, maxPods: ESCAPES } }
  const message = { kind: 'status', status: 403, message: ESCAPES } as const
  for (const format of ['pretty', 'compact', 'github', 'json', 'html', 'junit', 'gitlab']) {
    const argv = ['--format', format, '--preset', 'all', '-v']
    await running({ shape, serving: troubled({ at: /leases/, fault: message }), argv }, ({ out, err }) => {
      for (const text of [out, err]) {
        assert.not.match(text, /[\u0000-\u0008\u000b-\u001f\u007f\u202e]/, format)
        assert.not.match(text, /^::error::x/m, format)
        if (format === 'html') assert.not.match(text, /<script>\s*(?:`|=)/)
      }
    })
  }
})

const LOGINS: readonly Login[] = ['token', 'token file', 'client certificate', 'exec']
const base64 = (text: string): string => Buffer.from(text).toString('base64')

test('no credential is in a report, on standard error or in a recording, whatever an apiserver repeats', async () => {
  const password = 'pa55-w0rd-of-jane'
  for (const login of LOGINS) {
    const isPassword = login === 'client certificate'
    const message = `who is ${isPassword ? password : TOKEN}`
    const serving = troubled({ at: /leases/, fault: { kind: 'status', status: 500, message } })
    const kubeconfig = { login, user: isPassword ? { username: 'jane', password } : {} }
    const argv = ['--format', 'json', '-v', '--record', 'cluster.json.gz', '--no-redact']
    await running({ serving, kubeconfig, argv }, ({ code, out, err, cluster, folder }) => {
      assert.is(code, 0, err)
      const recorded = gunzipSync(readFileSync(join(folder, 'cluster.json.gz'))).toString()
      assert.match(recorded, 'who is ********')
      const { key } = cluster.client
      for (const text of [out, err, recorded])
        for (const secret of [TOKEN, key, base64(key), password, base64(`jane:${password}`)])
          assert.not.ok(text.includes(secret), `${login}: ${secret.slice(0, 20)}`)
    })
  }
})

test('what it says when it cannot log in has no credential in it', async () => {
  for (const login of LOGINS) {
    const fault = { kind: 'status', status: 401, message: 'Authorization: Basic amFuZTpwYTU1 and more' } as const
    await running(
      { serving: troubled({ at: /./, fault }), kubeconfig: { login }, argv: ['-v'] },
      ({ code, out, err, cluster }) => {
        assert.is(code, 2)
        assert.not.ok(`${out}${err}`.includes(cluster.token))
      },
    )
  }
})

test('it writes no kubeconfig and nothing beside it', () =>
  running({ argv: ['--as', 'jane'] }, ({ folder, cluster }) => {
    const path = join(folder, 'kubeconfig.json')
    assert.is(JSON.parse(readFileSync(path, 'utf8'))['current-context'], 'simulated')
    assert.not.ok(existsSync(join(folder, '.kube')))
    assert.ok(cluster.seen().asked.every(({ headers }) => headers['impersonate-user'] === 'jane'))
  }))

test('a connection nobody verifies is warned of', () => {
  const cluster = { 'insecure-skip-tls-verify': true, 'certificate-authority-data': undefined }
  return running({ serving: { certificate: 'another authority' }, kubeconfig: { cluster } }, ({ code, err }) => {
    assert.is(code, 0)
    assert.match(err, /^klint: .*`insecure-skip-tls-verify`/)
  })
})

test('the proxy of the environment, and the clusters that are to be asked without', async () => {
  const proxy = await forwardProxy({ resolve: { 'api.example': '127.0.0.1' }, credentials: 'jane:pr0xy-pa55' })
  try {
    const HTTPS_PROXY = proxy.url.replace('://', '://jane:pr0xy-pa55@')
    await served({}, { serverName: 'api.example' }, async (cluster, folder) => {
      const server = { server: `https://api.example:${cluster.port}` }
      const argv = ['cluster', '--kubeconfig', writeKubeconfig(folder, cluster, { cluster: server }), '-v']
      const through = await klintIn(folder, argv, { env: { HTTPS_PROXY } })
      assert.is(through.code, 0, through.err)
      assert.ok(proxy.tunnels.length > 0 && proxy.tunnels.length <= 8, `${proxy.tunnels.length} tunnels`)
      const without = await klintIn(folder, argv, { env: { HTTPS_PROXY, NO_PROXY: '.example' } })
      assert.is(without.code, 2)
      for (const { out, err } of [through, without]) assert.not.match(out + err, 'pr0xy-pa55')
    })
  } finally {
    await proxy.close()
  }
})

test('another host learns nothing', async () => {
  const other = await simulatedCluster({}, { authentication: false })
  const fault = { kind: 'redirect', to: `${other.url}/api/v1/nodes`, status: 307 } as const
  try {
    await running({ serving: troubled({ at: /nodes|pods/, fault }) }, ({ code, out }) => {
      assert.is(code, 0)
      assert.match(out, 'klint follows none')
    })
    assert.is(other.seen().connections, 0)
  } finally {
    await other.close()
  }
})

/** Runs it in a process of its own, and returns its exit code; undefined if it is still there after 30 seconds. */
const ended = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number | undefined> =>
  new Promise(resolve => {
    const script = `import { start } from ${JSON.stringify(pathToFileURL('src/cli/bin.ts').href)}; start()`
    const words = ['--import', 'tsx', '--input-type=module', '-e', script, 'klint', 'cluster', ...argv]
    const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env
    const child = spawn(process.execPath, words, { stdio: 'ignore', env: { ...rest, ...env } })
    const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
    child.on('close', code => {
      clearTimeout(timer)
      resolve(code ?? undefined)
    })
  })

test('the process ends when the run does, whatever hangs', async () => {
  const proxy = await forwardProxy({ silent: true })
  const silent = troubled({ at: /./, fault: { kind: 'silent' } })
  const kubelets = troubled({ at: /configz|leases/, fault: { kind: 'drip', ms: 500 } })
  const process = (serving: Serving, given: Kubeconfig = {}, env = {}) =>
    served({}, serving, (cluster, folder) =>
      ended(['--kubeconfig', writeKubeconfig(folder, cluster, given), '--request-timeout', '1s'], env),
    )
  try {
    const codes = await Promise.all([
      process({}),
      process(silent),
      process(kubelets),
      process({}, { cluster: { server: 'https://api.example' } }, { HTTPS_PROXY: proxy.url }),
    ])
    assert.equal(codes, [0, 2, 0, 2])
  } finally {
    await proxy.close()
  }
})

test('without a kubeconfig, and with one that says nothing', async () => {
  const none = await klint({}, ['cluster'], { env: { HOME: '/nowhere' } })
  assert.is(none.code, 2)
  assert.is(none.err, 'klint: there is no kubeconfig\n       give one with `--kubeconfig`, or set `KUBECONFIG`\n')
  for (const content of ['', '{}', '[]', '\0', 'a: *b', '{"current-context":"\\u001b[31m"}']) {
    const { code, err } = await klint({ config: content }, ['cluster', '--kubeconfig', 'config'])
    assert.is(code, 2)
    assert.match(err, /^klint: [^\u001b]*\n$/)
    assert.not.match(err, /\n\s+at /)
  }
})

test('the dry run asks nothing', () =>
  running({ argv: ['--dry-run'] }, ({ code, out, cluster }) => {
    assert.is(code, 0)
    assert.is(cluster.seen().connections, 0)
    assert.match(out, 'GET /api/v1/nodes')
  }))

test('what the dry run lists is all that is asked', () =>
  served({}, {}, async (cluster, folder) => {
    const path = writeKubeconfig(folder, cluster)
    for (const more of [[], ['--no-node-proxy'], ['--record', 'r.json.gz'], ['--all-nodes']]) {
      cluster.reset()
      const dry = await klintIn(folder, ['cluster', '--kubeconfig', path, '--dry-run', ...more])
      const listed = dry.out.split('\n').flatMap(line => /^GET (\S+)/.exec(line)?.[1]?.split('?')[0] ?? [])
      writeFileSync(join(folder, 'r.json.gz'), '')
      await klintIn(folder, ['cluster', '--kubeconfig', path, ...more])
      for (const { path: asked } of cluster.seen().asked) {
        const bare = asked.replace(/\?.*/, '').replace(/\/nodes\/[^/]+/, '/nodes/NAME')
        assert.ok(listed.includes(bare), `${more.join(' ')}: ${bare}`)
      }
    }
  }))

test.run()
