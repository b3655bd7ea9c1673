import { createServer, type IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Uploaded, upload } from '../../src/action/upload.js'
import { UserError } from '../../src/model/user-error.js'

const test = suite('action: upload to code scanning')

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
type Answers = readonly (readonly [status: number, body: string])[]

const PACE = { retry: [1, 1], look: [1, 1, 1] }
const ENV = { GITHUB_REPOSITORY: 'o/r', GITHUB_SHA: 'abc', GITHUB_REF: 'refs/pull/7/merge' }

/** Runs an upload against a server of this machine that gives these answers in turn. */
async function against(answers: Answers, env = {}, sarif = '{"runs":[]}') {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', text => {
      body += text
    })
    request.on('end', () => {
      asked.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body })
      const [status, text] = answers[asked.length - 1] ?? [500, '']
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(text)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    const api = { GITHUB_API_URL: `http://127.0.0.1:${port}/api/v3/` }
    const result: Uploaded | UserError = await upload(sarif, 'secret', { ...ENV, ...api, ...env }, '1.2.3', PACE).catch(
      error => {
        if (error instanceof UserError) return error
        throw error
      },
    )
    return { asked, result }
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const TAKEN = [202, '{"id":"47177e22-5596","url":"https://elsewhere.example/x"}'] as const

test('the file, the commit, the token; then what became of it', async () => {
  const { asked, result } = await against([
    TAKEN,
    [404, ''],
    [200, '{"processing_status":"pending"}'],
    [200, '{"processing_status":"complete"}'],
  ])
  assert.equal(result, { state: 'complete' })
  const [post, ...looks] = asked
  assert.is(post?.method, 'POST')
  assert.is(post?.path, '/api/v3/repos/o/r/code-scanning/sarifs')
  assert.is(post?.headers.authorization, 'Bearer secret')
  assert.is(post?.headers['user-agent'], 'klint/1.2.3')
  const { sarif, ...rest } = JSON.parse(post?.body ?? '')
  assert.equal(rest, { commit_sha: 'abc', ref: 'refs/pull/7/merge', tool_name: 'klint' })
  assert.is(gunzipSync(Buffer.from(sarif, 'base64')).toString(), '{"runs":[]}')
  assert.equal(
    looks.map(({ method, path }) => `${method} ${path}`),
    Array(3).fill('GET /api/v3/repos/o/r/code-scanning/sarifs/47177e22-5596'),
  )
})

test('a file that is rejected later says why, one still pending is no failure', async () => {
  const failed = [200, '{"processing_status":"failed","errors":["a\\u001b[31m", "b"]}'] as const
  assert.equal((await against([TAKEN, failed])).result, { state: 'failed', errors: ['a␛[31m', 'b'] })
  const pending = [200, '{"processing_status":"pending"}'] as const
  const { asked, result } = await against([TAKEN, pending, pending, pending])
  assert.equal([asked.length, result], [4, { state: 'pending' }])
})

test('an id that is no id is not followed', async () => {
  for (const body of ['', '{"id":"../../x"}', '{"id":7}', '[]', 'null'])
    assert.equal(await against([[202, body]]).then(({ asked, result }) => [asked.length, result]), [
      1,
      { state: 'pending' },
    ])
})

test('a server that is not well is asked again, one that refuses is not', async () => {
  const { asked, result } = await against([
    [502, ''],
    [429, ''],
    [202, '{}'],
  ])
  assert.equal([asked.length, result], [3, { state: 'pending' }])
  const refused = await against([[403, '{"message":"Resource not accessible by integration"}']])
  assert.is(refused.asked.length, 1)
  assert.instance(refused.result, UserError)
  if (!(refused.result instanceof UserError)) return
  assert.is(
    refused.result.what,
    'code scanning does not take the SARIF file: HTTP 403 (Resource not accessible by integration)',
  )
  assert.match(refused.result.help ?? '', 'permissions: security-events: write')
})

test('no redirect is followed with the token', async () => {
  const { asked, result } = await against([
    [302, ''],
    [302, ''],
    [302, ''],
  ])
  assert.equal(
    asked.map(({ path }) => path),
    Array(3).fill('/api/v3/repos/o/r/code-scanning/sarifs'),
  )
  assert.instance(result, UserError)
})

test('nothing is sent without a target, or in the clear', async () => {
  const wrong = [
    { GITHUB_API_URL: 'http://github.example' },
    { GITHUB_API_URL: 'http://localhost.evil.example' },
    { GITHUB_API_URL: '' },
    { GITHUB_REPOSITORY: 'o/r/../x' },
    { GITHUB_SHA: '' },
    { GITHUB_REF: '' },
  ]
  for (const env of wrong) {
    const { asked, result } = await against([TAKEN], env)
    assert.is(asked.length, 0, JSON.stringify(env))
    assert.instance(result, UserError)
  }
})

test('nobody answers', async () => {
  const { result } = await against([], { GITHUB_API_URL: 'http://127.0.0.1:9' })
  assert.instance(result, UserError)
  if (result instanceof UserError) assert.match(result.what, /^the SARIF file is not uploaded: fetch failed/)
})

test.run()
