import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UserError } from '../../../src/model/user-error.js'
import { client } from '../../../src/sources/cluster/client.js'
import { type Asked, connect } from '../../../src/sources/cluster/kubeconfig.js'
import { forwardProxy, type Proxying } from '../../support/cluster/forward-proxy.js'
import { type Kubeconfig, type Login, writeKubeconfig, writeServiceAccount } from '../../support/cluster/kubeconfig.js'
import { served } from '../../support/cluster/served.js'
import type { SimulatedCluster } from '../../support/cluster/server.js'
import { inTree } from '../../support/tree.js'

const test = suite('sources: kubeconfig and credentials')

const LIMITS = { inFlight: 8, timeout: 2000, requests: 100, bytes: 1e8, total: 600_000 }

/** Reads `/version` as somebody; what came of it, in a word. */
async function reads(asked: Asked, path = '/version'): Promise<string> {
  const connection = await connect(asked, LIMITS.inFlight)
  const { get, close } = client(connection, LIMITS)
  try {
    const answer = await get(path)
    if (answer.state === 'answered') return 'answered'
    const { failure } = answer
    return failure.why === 'status' ? String(failure.status) : failure.why === 'connection' ? failure.code : failure.why
  } finally {
    close()
  }
}

const asked = (cwd: string, more: Partial<Asked> = {}): Asked => ({ cwd, env: {}, ...more })

const as = (cluster: SimulatedCluster, folder: string, given: Kubeconfig, more: Partial<Asked> = {}) =>
  reads(asked(folder, { kubeconfig: writeKubeconfig(folder, cluster, given), ...more }))

async function refused(asked: Asked): Promise<UserError> {
  const thrown = await connect(asked, 1).then(
    () => undefined,
    error => error,
  )
  if (thrown instanceof UserError) return thrown
  throw new Error(`no user error: ${thrown}`)
}

for (const login of ['token', 'token file', 'client certificate', 'client certificate files', 'exec'] satisfies Login[])
  test(`logs in with ${login}`, () =>
    served({}, {}, async (cluster, folder) => {
      assert.is(await as(cluster, folder, { login }), 'answered')
      const [{ client: who, headers } = {}] = cluster.seen().asked
      if (login.startsWith('client')) assert.equal([who, headers?.authorization], ['reader', undefined])
      else assert.equal([who, headers?.authorization], [undefined, `Bearer ${cluster.token}`])
    }))

test('without credentials the cluster answers 401', () =>
  served({}, {}, async (cluster, folder) => {
    assert.is(await as(cluster, folder, { login: 'nobody' }), '401')
    assert.is(cluster.seen().asked.length, 1)
  }))

test('a user about whom nothing is said', () =>
  served({}, {}, async (cluster, folder) => {
    const path = writeKubeconfig(folder, cluster)
    const config = JSON.parse(readFileSync(path, 'utf8'))
    for (const users of [[{ name: 'reader' }], [{ name: 'reader', user: null }], [], null]) {
      writeFileSync(path, JSON.stringify({ ...config, users }))
      assert.is(await reads(asked(folder, { kubeconfig: path })), '401')
    }
  }))

test('user name and password', () =>
  served({}, { authentication: false }, async (cluster, folder) => {
    await as(cluster, folder, { login: 'nobody', user: { username: 'jane', password: 'pass:word' } })
    assert.is(cluster.seen().asked[0]?.headers.authorization, `Basic ${btoa('jane:pass:word')}`)
  }))

test('a token file beside the kubeconfig, in YAML of both styles', () =>
  served({}, {}, async (cluster, folder) => {
    mkdirSync(join(folder, 'config'))
    writeFileSync(join(folder, 'config', 'token'), `${cluster.token}\n`)
    const ca = btoa(cluster.authority)
    for (const user of ['{tokenFile: token}', '{tokenFile: "./token"}', "\n    tokenFile: 'token' # of today"]) {
      const yaml = [
        'current-context: c',
        `clusters: [{name: c, cluster: {server: "${cluster.url}", certificate-authority-data: ${ca}}}]`,
        'contexts: [{name: c, context: {cluster: c, user: u}}]',
        `users:\n- name: u\n  user: ${user}\n`,
      ].join('\n')
      writeFileSync(join(folder, 'config', 'kubeconfig'), yaml)
      assert.is(await reads(asked(folder, { kubeconfig: 'config/kubeconfig' })), 'answered', user)
    }
  }))

test('an exec plugin is told what it is asked for, and may give a certificate', () =>
  served({}, {}, async (cluster, folder) => {
    await as(cluster, folder, { login: 'exec' })
    const info = JSON.parse(readFileSync(join(folder, 'plugin.runs'), 'utf8'))
    assert.equal(info, {
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      spec: { interactive: false },
    })
    const { certificate, key } = cluster.client
    const status = { clientCertificateData: certificate, clientKeyData: key }
    writeFileSync(join(folder, 'gives.cjs'), `console.log(${JSON.stringify(JSON.stringify({ status }))})`)
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: [join(folder, 'gives.cjs')],
    }
    cluster.reset()
    assert.is(await as(cluster, folder, { login: 'nobody', user: { exec } }), 'answered')
    assert.is(cluster.seen().asked[0]?.client, 'reader')
  }))

test('a plugin beside the kubeconfig, as it is named there', () =>
  served({}, {}, async (cluster, folder) => {
    const config = join(folder, 'config')
    mkdirSync(join(config, 'bin'), { recursive: true })
    const given = JSON.stringify({ status: { token: cluster.token } })
    writeFileSync(join(config, 'bin', 'login'), `#!/bin/sh\ncat <<'END'\n${given}\nEND\n`)
    chmodSync(join(config, 'bin', 'login'), 0o755)
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: './bin/login' }
    const path = writeKubeconfig(config, cluster, { login: 'nobody', user: { exec } })
    assert.is(await reads(asked(folder, { kubeconfig: path })), 'answered')
  }))

test('plugins that are not there, fail, or print something else: a sentence without what they printed', () =>
  served({}, {}, async (cluster, folder) => {
    const says = async (command: string, script?: string) => {
      if (script !== undefined) writeFileSync(join(folder, 'plugin.cjs'), script)
      const args = script === undefined ? [] : [join(folder, 'plugin.cjs')]
      const exec = {
        apiVersion: 'client.authentication.k8s.io/v1',
        command,
        args,
        installHint: 'brew install it\nor not',
      }
      const kubeconfig = writeKubeconfig(folder, cluster, { login: 'nobody', user: { exec } })
      return refused(asked(folder, { kubeconfig }))
    }
    const absent = await says('klint-test-no-such-plugin')
    assert.is(absent.what, 'the plugin `klint-test-no-such-plugin` of the kubeconfig is not installed')
    assert.is(absent.help, 'brew install it')
    const failing = await says(process.execPath, 'console.error("log in first\\nstack"); process.exit(3)')
    assert.match(failing.what, 'log in first')
    assert.not.match(failing.what, 'stack')
    for (const printed of ['s3cr3t-token', '{"status":{"token":"s3cr3t-token"', '[]', 'null', '{}', '{"status":7}']) {
      const { what, help } = await says(process.execPath, `console.log(${JSON.stringify(printed)})`)
      assert.not.match(`${what}${help}`, 's3cr3t', printed)
      assert.not.match(`${what}`, /undefined|Cannot read|null/, printed)
    }
    assert.is(cluster.seen().asked.length, 0)
  }))

test('--as and --as-group become headers, and those of the kubeconfig too', () =>
  served({}, {}, async (cluster, folder) => {
    await as(cluster, folder, {}, { as: 'jane', asGroups: ['readers', 'viewers'] })
    const [first] = cluster.seen().asked
    assert.is(first?.headers['impersonate-user'], 'jane')
    assert.is(first?.headers['impersonate-group'], 'readers, viewers')
    cluster.reset()
    await as(cluster, folder, { user: { as: 'bot' } })
    assert.is(cluster.seen().asked[0]?.headers['impersonate-user'], 'bot')
    cluster.reset()
    await as(cluster, folder, { user: { as: 'bot', 'as-groups': ['robots'] } })
    assert.is(cluster.seen().asked[0]?.headers['impersonate-group'], 'robots')
    cluster.reset()
    await as(cluster, folder, { user: { as: 'bot', 'as-groups': ['robots'] } }, { as: 'jane' })
    assert.is(cluster.seen().asked[0]?.headers['impersonate-group'], undefined)
  }))

test('the service account of a pod', () =>
  served({}, {}, async (cluster, folder) => {
    const serviceAccount = writeServiceAccount(folder, cluster)
    const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(cluster.port) }
    assert.is(await reads(asked(folder, { env, serviceAccount })), 'answered')
    assert.is(cluster.seen().asked[0]?.headers.authorization, `Bearer ${cluster.token}`)
    assert.is((await refused(asked(folder, { serviceAccount }))).what, 'there is no kubeconfig')
  }))

test('KUBECONFIG with several files: the first that names something counts, those that are not there do not', () =>
  served({}, {}, async (cluster, folder) => {
    const first = writeKubeconfig(join(folder, 'a'), cluster, { name: 'one' })
    const second = writeKubeconfig(join(folder, 'b'), cluster, { name: 'two', login: 'nobody' })
    const env = { KUBECONFIG: ['/nowhere/config', first, second].join(delimiter) }
    assert.is((await connect(asked(folder, { env }), 1)).name, 'one')
    // both call their user `reader`
    assert.is(await reads(asked(folder, { env, context: 'two' })), 'answered')
    const other = await refused(asked(folder, { env, context: 'onr' }))
    assert.match(other.what, 'no context `onr`')
    const nothing = await refused(asked(folder, { env: { KUBECONFIG: '/nowhere/config' } }))
    assert.is(nothing.what, 'no file that `KUBECONFIG` names exists')
  }))

test('kubeconfigs that are none', async () => {
  await served({}, {}, async (cluster, folder) => {
    const says = async (content: string) => {
      writeFileSync(join(folder, 'config'), content)
      return refused(asked(folder, { kubeconfig: 'config' }))
    }
    for (const content of [
      '',
      '[]',
      'null',
      '7',
      'a: [',
      'users: 7',
      'token: s3cr3t: s3cr3t',
      '\0\0\0',
      '{"clusters":[null]}',
    ]) {
      const { what, help } = await says(content)
      assert.not.match(`${what} ${help}`, /s3cr3t|undefined|Cannot read/, content)
    }
    const unfinished = JSON.stringify({
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'gone', user: 'gone' } }],
    })
    assert.match((await says(unfinished)).what, 'names no cluster')
    assert.is((await refused(asked(folder, { kubeconfig: 'nowhere' }))).what.includes('ENOENT'), true)
    const odd = { server: 'ftp://x' }
    const kubeconfig = writeKubeconfig(folder, cluster, { cluster: odd })
    assert.match((await refused(asked(folder, { kubeconfig }))).what, '`ftp://x` is no address of an apiserver')
  })
})

test('what cannot be sent or shown is told before anybody is asked, and not quoted', () =>
  served({}, {}, async (cluster, folder) => {
    const told = async (user: Kubeconfig['user'], more: Partial<Asked> = {}) => {
      const kubeconfig = writeKubeconfig(folder, cluster, { login: 'nobody', ...(user === undefined ? {} : { user }) })
      return (await refused(asked(folder, { kubeconfig, ...more }))).what
    }
    const unsendable = 'the token or password of the kubeconfig has a character in it that cannot be sent'
    assert.is(await told({ token: 'abc\r\nX-Evil: 1' }), unsendable)
    assert.is(await told({ token: 'ab→cd' }), unsendable)
    assert.is(
      await told({ token: 'abcdef' }, { as: 'jane\nx' }),
      'a name to impersonate has a character in it that cannot be sent',
    )
    const pem = Buffer.from('s3cr3t').toString('base64')
    const what = await told({ 'client-certificate-data': pem, 'client-key-data': pem })
    assert.match(what, /^the client certificate and key of the kubeconfig.* cannot be used \(ERR_/)
    assert.not.match(what, /s3cr3t/)
    assert.equal(cluster.seen().asked.length, 0)
  }))

test('a password in an address that is none is not printed', () =>
  served({}, {}, async (cluster, folder) => {
    for (const server of ['ftp://jane:hunter2@host', 'jane:hunter2@host:6443']) {
      const kubeconfig = writeKubeconfig(folder, cluster, { cluster: { server } })
      assert.not.match((await refused(asked(folder, { kubeconfig }))).what, /hunter2/)
    }
  }))

test('names that are no texts are nobody, and warnings of the parser are not printed', async () => {
  const warned: unknown[] = []
  const onWarning = (warning: unknown): number => warned.push(warning)
  process.on('warning', onWarning)
  try {
    await inTree({}, async folder => {
      const kubeconfig = join(folder, 'config')
      for (const name of ['7', 'yes', '~', '[a]', '{a: b}', '1.5', '!own s3cr3t']) {
        const of = (kind: string) => `${kind}s: [{name: ${name}, ${kind}: {}}, null, 5]`
        writeFileSync(kubeconfig, `current-context: ${name}\n${['cluster', 'user', 'context'].map(of).join('\n')}\n`)
        const { what } = await refused(asked(folder, { kubeconfig }))
        assert.match(what, /^(?:no context is chosen|the kubeconfig has no context `s3cr3t`)$/)
      }
    })
    await new Promise(resolve => setImmediate(resolve))
  } finally {
    process.off('warning', onWarning)
  }
  assert.equal(warned, [])
})

test('the command of a provider that kubectl does not know any more is not run', () =>
  served({}, {}, async (cluster, folder) => {
    const config = { 'cmd-path': 'sh', 'cmd-args': `-c 'touch ${join(folder, 'ran')}'`, 'token-key': '{.t}' }
    for (const name of ['gcp', 'azure']) {
      const user = { 'auth-provider': { name, config } }
      const kubeconfig = writeKubeconfig(folder, cluster, { login: 'nobody', user })
      assert.is((await refused(asked(folder, { kubeconfig }))).what, 'the kubeconfig gives no credentials')
      const current = { 'auth-provider': { name, config: { ...config, 'access-token': cluster.token } } }
      assert.is(await as(cluster, folder, { login: 'nobody', user: current }), 'answered')
    }
    assert.not(existsSync(join(folder, 'ran')))
  }))

test('certificates: the wrong ones end the connection, tls-server-name and insecure-skip-tls-verify do as they say', async () => {
  await served({}, { certificate: 'expired' }, async (cluster, folder) => {
    assert.is(await as(cluster, folder, {}), 'CERT_HAS_EXPIRED')
  })
  await served({}, { certificate: 'another authority' }, async (cluster, folder) => {
    assert.is(await as(cluster, folder, {}), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE')
    const insecure = { 'insecure-skip-tls-verify': true, 'certificate-authority-data': undefined }
    assert.is(await as(cluster, folder, { cluster: insecure }), 'answered')
    const kubeconfig = writeKubeconfig(folder, cluster, { cluster: insecure })
    assert.is((await connect(asked(folder, { kubeconfig }), 1)).isVerified, false)
  })
  await served({}, { serverName: 'api.example' }, async (cluster, folder) => {
    assert.is(await as(cluster, folder, {}), 'ERR_TLS_CERT_ALTNAME_INVALID')
    assert.is(await as(cluster, folder, { cluster: { 'tls-server-name': 'api.example' } }), 'answered')
    assert.is(cluster.seen().asked.length, 1)
  })
})

test('a certificate is looked at unless the kubeconfig says true', () =>
  served({}, { certificate: 'another authority' }, async (cluster, folder) => {
    for (const written of ['true', 'yes', 'no', '"true"', '"false"', '[]']) {
      const yaml = [
        'current-context: c',
        `clusters: [{name: c, cluster: {server: "${cluster.url}", insecure-skip-tls-verify: ${written}}}]`,
        'contexts: [{name: c, context: {cluster: c, user: u}}]',
        `users: [{name: u, user: {token: ${cluster.token}}}]`,
      ]
      writeFileSync(join(folder, 'config'), yaml.join('\n'))
      const given = asked(folder, { kubeconfig: 'config' })
      const isSkipped = ['true', 'yes'].includes(written)
      assert.is((await connect(given, 1)).isVerified, !isSkipped, written)
      assert.match(await reads(given), isSkipped ? /^answered$/ : /CERT|VERIFY/, written)
    }
  }))

async function through<T>(proxying: Proxying, use: (proxy: Awaited<ReturnType<typeof forwardProxy>>) => Promise<T>) {
  const proxy = await forwardProxy(proxying)
  try {
    return await use(proxy)
  } finally {
    await proxy.close()
  }
}

test('proxies: of the environment, of the kubeconfig, with credentials, and where there is to be none', () =>
  served({}, { serverName: 'api.example' }, (cluster, folder) =>
    through({ resolve: { 'api.example': '127.0.0.1' } }, async proxy => {
      const cluster_ = { server: `https://api.example:${cluster.port}` }
      const proxied = (env: Asked['env']) => as(cluster, folder, { cluster: cluster_ }, { env })
      const tunnel = `api.example:${cluster.port}`
      assert.is(await proxied({ HTTPS_PROXY: proxy.url }), 'answered')
      assert.is(await proxied({ https_proxy: proxy.url.replace('http://', '') }), 'answered')
      const own = { ...cluster_, 'proxy-url': proxy.url }
      assert.is(await as(cluster, folder, { cluster: own }, { env: { HTTPS_PROXY: 'http://127.0.0.1:1' } }), 'answered')
      assert.equal(proxy.tunnels, [tunnel, tunnel, tunnel])
      // nobody but the proxy knows this name
      for (const NO_PROXY of ['api.example', '*', 'x, .example', `api.example:${cluster.port}`])
        assert.match(await proxied({ HTTPS_PROXY: proxy.url, NO_PROXY }), /^(?:ENOTFOUND|EAI_AGAIN)$/, NO_PROXY)
      assert.is(proxy.tunnels.length, 3)
      assert.is(
        await as(
          cluster,
          folder,
          { cluster: { 'tls-server-name': 'api.example' } },
          { env: { HTTPS_PROXY: proxy.url } },
        ),
        'answered',
      )
      assert.is(proxy.tunnels.length, 3, 'this machine is asked directly')
      assert.equal(proxy.plain, [])
    }),
  ))

test('a proxy that wants credentials, one that refuses, one that is not there', () =>
  served({}, { serverName: 'api.example' }, async (cluster, folder) => {
    const resolve = { 'api.example': '127.0.0.1' }
    const proxied = (url: string) =>
      as(cluster, folder, { cluster: { server: `https://api.example:${cluster.port}` } }, { env: { HTTPS_PROXY: url } })
    await through({ resolve, credentials: 'jane:p@ss' }, async proxy => {
      assert.is(await proxied(proxy.url.replace('://', '://jane:p%40ss@')), 'answered')
      assert.match(await proxied(proxy.url), '407')
      assert.is(cluster.seen().asked.length, 1)
    })
    await through({ silent: true }, async proxy => {
      const kubeconfig = writeKubeconfig(folder, cluster, { cluster: { server: 'https://api.example' } })
      const env = { HTTPS_PROXY: proxy.url }
      const reader = client(await connect({ cwd: folder, env, kubeconfig, timeout: 200 }, 1), {
        ...LIMITS,
        timeout: 200,
      })
      const answer = await reader.get('/version')
      assert.equal(answer, { state: 'failed', failure: { why: 'timeout' } })
      reader.close()
      await new Promise(resolve => setTimeout(resolve, 200))
      assert.is(proxy.open(), 0, 'nothing is left that keeps the process')
    })
    await through({ refuse: 403 }, async proxy => assert.match(await proxied(proxy.url), '403'))
    assert.is(await proxied('http://127.0.0.1:1'), 'ECONNREFUSED')
  }))

test('a proxy and tls-server-name', () =>
  served({}, { serverName: 'api.example' }, (cluster, folder) =>
    through({ resolve: { 'lb.example': '127.0.0.1' } }, async proxy => {
      const given = { server: `https://lb.example:${cluster.port}`, 'tls-server-name': 'api.example' }
      assert.is(await as(cluster, folder, { cluster: given }, { env: { HTTPS_PROXY: proxy.url } }), 'answered')
    }),
  ))

test('what is no proxy, and files that are not there, are named without what they hold', () =>
  served({}, {}, async (cluster, folder) => {
    const says = async (given: Readonly<Record<string, unknown>>, env: Asked['env'] = {}) =>
      (await refused(asked(folder, { kubeconfig: writeKubeconfig(folder, cluster, { cluster: given }), env }))).what
    assert.is(
      await says({ 'proxy-url': 'jane:s3cr3t' }),
      'the proxy of the kubeconfig (`proxy-url`) is no address of one',
    )
    const elsewhere = { server: 'https://api.example' }
    const HTTPS_PROXY = 'http://jane:s3cr3t@%zz:1'
    assert.is(await says(elsewhere, { HTTPS_PROXY }), 'the proxy of the environment is no address of one')
    const absent = { 'certificate-authority': '/nowhere/ca.crt', 'certificate-authority-data': undefined }
    assert.is(await says(absent), '`/nowhere/ca.crt`, which the kubeconfig names, cannot be read (ENOENT)')
  }))

test('one connection for each request at a time, through a proxy too', () =>
  served({}, { serverName: 'api.example' }, (cluster, folder) =>
    through({ resolve: { 'api.example': '127.0.0.1' } }, async proxy => {
      const server = { server: `https://api.example:${cluster.port}` }
      for (const [given, env] of [
        [{ 'tls-server-name': 'api.example' }, {}],
        [server, { HTTPS_PROXY: proxy.url }],
      ] as const) {
        cluster.reset()
        const kubeconfig = writeKubeconfig(folder, cluster, { cluster: given })
        const connection = await connect(asked(folder, { kubeconfig, env }), 4)
        const { get, close } = client(connection, { ...LIMITS, inFlight: 4 })
        const answers = await Promise.all(Array.from({ length: 40 }, () => get('/version')))
        close()
        assert.ok(answers.every(({ state }) => state === 'answered'))
        const { connections, inFlight, asked: all } = cluster.seen()
        assert.is(all.length, 40)
        assert.ok(connections <= 4 && inFlight <= 4, `${connections} connections, ${inFlight} in flight`)
      }
    }),
  ))

test.run()
