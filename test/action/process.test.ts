import { execFile, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { FORMATS } from '../../src/cli/options.js'
import { text } from '../support/text.js'
import { type Files, inTree } from '../support/tree.js'

/**
 * The Action as the runner starts it: the bundle of this checkout, with the runner's environment. `UPDATE=1 npm test -- action/process`
 * writes the files of test/action/expected anew; a person reads the difference.
 */
const test = suite('action: process')

const folder = mkdtempSync(join(tmpdir(), 'klint-action-'))
const bundle = join(folder, 'dist', 'action.cjs')

test.before(() => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs', '--out', join(folder, 'dist')], {
    encoding: 'utf8',
  })
  assert.is(status, 0, stderr)
  copyFileSync('package.json', join(folder, 'package.json'))
})
test.after(() => rmSync(folder, { recursive: true, force: true }))

interface Step {
  readonly code: number | null
  readonly log: string
  readonly outputs: Record<string, string>
  readonly summary: string
}

const started = (env: NodeJS.ProcessEnv): Promise<{ code: number | null; stdout: string; stderr: string }> =>
  new Promise(resolve => {
    const child = execFile(process.execPath, [bundle], { env, maxBuffer: 64e6 }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    )
  })

const SHA = '1'.repeat(40)

/** One step in a checkout; inputs by name. Not synchronous: the server of a test may be in this process. */
async function step(
  workspace: string,
  inputs: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<Step> {
  const temp = mkdtempSync(join(folder, 'temp-'))
  const [output, summary] = [join(temp, 'output'), join(temp, 'summary')]
  for (const path of [output, summary]) writeFileSync(path, '')
  const given = Object.entries({ paths: '.', 'fail-on': 'warning', format: 'github', ...inputs })
  const ran = await started({
    PATH: process.env.PATH ?? '',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKFLOW: 'klint',
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'owner/infra',
    GITHUB_SHA: SHA,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_ACTION_REPOSITORY: 'owner/klint',
    GITHUB_ACTION_REF: 'v1',
    RUNNER_TEMP: temp,
    ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...env,
  })
  assert.is(ran.stderr, '')
  const blocks = readFileSync(output, 'utf8').matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)
  return {
    code: ran.code,
    log: ran.stdout,
    outputs: Object.fromEntries([...blocks].map(([, name = '', , value = '']) => [name, value])),
    summary: readFileSync(summary, 'utf8'),
  }
}

const fixed = (words: string): string =>
  words
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'RANDOM')
    .replaceAll(/klint \d+\.\d+\.\d+\S*(?=<)/g, 'klint VERSION')

function expected(name: string, { code, log, outputs, summary }: Step): void {
  const lines = Object.entries(outputs).map(([key, value]) => `${key}: ${value}`)
  const whole = fixed(`exit ${code}\n\n== log\n${log}\n== outputs\n${lines.join('\n')}\n\n== summary\n${summary}`)
  const path = `test/action/expected/${name}.txt`
  if (process.env.UPDATE === '1') {
    mkdirSync('test/action/expected', { recursive: true })
    writeFileSync(path, whole)
  }
  assert.fixture(whole, readFileSync(path, 'utf8'))
}

const BAD: Files = {
  'nodes/kubelet.yaml': text`
    apiVersion: kubelet.config.k8s.io/v1beta1
    kind: KubeletConfiguration
    evictionHard:
      memory.available: 5Mi
  `,
}

/** Markdown without its code, in which nothing means anything. */
const outsideCode = (markdown: string): string =>
  markdown.replace(/^ *(`{3,}).*\n[\s\S]*?^ *\1$/gm, '').replace(/(`+)[^`].*?\1/g, '')

/** Lines that the runner would obey: it trims them, and knows commands of two generations. */
const commands = (log: string): string[] => log.split(/\r\n|\r|\n/).filter(line => /^\s*::|##\[/.test(line))

test('the talk as it was in 2017', async () => {
  const checkout = join(folder, 'checkout')
  cpSync('examples/nordstrom-2017', checkout, { recursive: true })
  expected('nordstrom-2017', await step(checkout))
})

const EVIL = '`::error::x` <script>alert(1)</script> | [a](b) @org $x$ ##[error]y \u202e'
const HOSTILE: Files = {
  '::error::x.yaml': BAD['nodes/kubelet.yaml'] ?? '',
  '##[error]x.yaml': BAD['nodes/kubelet.yaml'] ?? '',
  'a\n::error::b %0A,c.yaml': BAD['nodes/kubelet.yaml'] ?? '',
  '<script>|`x`\u001b[31m.yaml': BAD['nodes/kubelet.yaml'] ?? '',
  'kubelet.service': text`
    [Service]
    ExecStart=/usr/bin/kubelet "--evil-${EVIL}=1" --eviction-hard=memory.available<5Mi${'\u001b[2J'} \\
      --node-labels=\u001b]8;;https://evil.example\u0007::set-output
  `,
  'broken.yaml': `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"::error::${EVIL}: [\n`,
}

test('file names and values that are commands, markup and escapes', () =>
  inTree(HOSTILE, async root => {
    const all = await Promise.all(
      FORMATS.map(format => step(root, { format, 'sarif-file': `out/${format}.sarif`, args: '--color never' })),
    )
    for (const [i, format] of FORMATS.entries()) {
      const done = all[i]
      if (done === undefined) continue
      assert.is(done.code, 1, format)
      if (format === 'github') expected('hostile', done)
      const own =
        /^::(?:(?:error|warning|notice) (?:file=[^:]*,line=\d+,[^:]*|title=klint)::|group::\d+ findings$|endgroup::$)/
      const guard = /^::(?:stop-commands::)?[0-9a-f-]{36}(?:::)?$/
      for (const line of commands(done.log))
        assert.ok(guard.test(line) || (format === 'github' && own.test(line)), `${format}: ${line}`)
      for (const written of [done.log, done.summary, readFileSync(join(root, `out/${format}.sarif`), 'utf8')])
        assert.not.match(written, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/, format)
      assert.not.match(outsideCode(done.summary), /<script|@org|\]\(b\)|\$x/)
    }
  }))

test('findings below fail-on pass', () =>
  inTree(BAD, async root => {
    const failing = await step(root, { 'kubernetes-version': '1.34' })
    assert.is(failing.code, 1)
    assert.is(failing.outputs['exit-code'], '1')
    const passing = await step(root, { 'kubernetes-version': '1.34', 'fail-on': 'never', paths: 'nodes' })
    assert.is(passing.code, 0)
    assert.is(passing.outputs['exit-code'], '0')
    assert.is(passing.outputs.findings, failing.outputs.findings)
    assert.not.equal(passing.outputs.findings, '0')
    assert.match(passing.summary, '\nChecked: `nodes`\n')
  }))

test('nothing to check passes with a notice, with a warning where paths were named', () =>
  inTree({ 'README.md': 'hello', 'src/x.yaml': 'a: 1\n' }, async root => {
    expected('nothing', await step(root))
    const named = await step(root, { paths: 'src' })
    assert.is(named.code, 0)
    assert.is(named.outputs['exit-code'], '3')
    assert.match(named.log, /^::warning title=klint::nothing to check in `src`/m)
  }))

test('a SARIF file that came with the checkout is not taken for the report of a run that ends early', () =>
  inTree({ ...BAD, 'klint.yaml': 'presets: talk\n', 'klint.sarif': '{"of":"somebody else"}' }, async root => {
    assert.is((await step(root, { 'sarif-file': 'klint.sarif' })).code, 2)
    assert.not.ok(existsSync(join(root, 'klint.sarif')))
  }))

test('what cannot be checked fails, at its place', () =>
  inTree({ ...BAD, 'klint.yaml': 'presets: talk\n' }, async root => {
    expected('broken-configuration', await step(root))
    rmSync(join(root, 'klint.yaml'))
    const cases = [
      [{ 'fail-on': 'errors' }, 'unknown value of --fail-on `errors`, did you mean `error`?'],
      [{ paths: 'gone' }, '`gone` does not exist'],
      [{ 'upload-sarif': 'yes' }, 'the input `upload-sarif` is `yes`'],
      [{ args: `--only 'x` }, "the input `args` has a ' that is not closed"],
      [{ args: 'baseline', paths: '' }, 'the Action checks, it does not run `klint baseline`'],
      [{ args: '-', paths: '' }, 'the Action has no standard input'],
      [{ args: '--gone' }, 'unknown option `--gone`'],
    ] as const
    for (const [inputs, what] of cases) {
      const { code, log, outputs, summary } = await step(root, inputs)
      assert.is(code, 2, what)
      assert.ok(log.includes(`::error title=klint::${what}`), log)
      assert.is(outputs['exit-code'], '2')
      assert.match(summary, 'klint could not check everything')
    }
    assert.not.ok(existsSync(join(root, 'klint-baseline.json')))
  }))

test('args win over inputs, and are words', () =>
  inTree(BAD, async root => {
    const { code, log, outputs } = await step(root, {
      'fail-on': 'info',
      args: `--fail-on never --only 'kubelet/eviction-memory-too-late'`,
    })
    assert.equal([code, outputs.findings], [0, '1'])
    assert.match(log, 'kubelet/eviction-memory-too-late')
    const printed = await step(root, { args: '--version', paths: '' })
    assert.equal(
      [printed.code, printed.log.split('\n')[1]],
      [0, JSON.parse(readFileSync('package.json', 'utf8')).version],
    )
  }))

test('without the files of a runner it runs all the same, and leaves nothing behind', () =>
  inTree(BAD, async root => {
    const before = readdirSync(join(folder, 'dist'))
    const { code, log } = await step(root, {}, { GITHUB_OUTPUT: '', GITHUB_STEP_SUMMARY: '', RUNNER_TEMP: '' })
    assert.is(code, 1)
    assert.match(log, /^::(?:error|warning) file=nodes\/kubelet\.yaml,line=4,/m)
    assert.equal(readdirSync(join(folder, 'dist')), before)
    assert.not.ok(before.includes('.cache'))
    assert.equal(readdirSync(root), ['nodes'])
  }))

test('files a runner names and that cannot be written are said, not thrown', () =>
  inTree(BAD, async root => {
    const { code, log } = await step(root, {}, { GITHUB_OUTPUT: root })
    assert.is(code, 2)
    assert.match(log, /^::error title=klint::the file of `GITHUB_OUTPUT` cannot be written \(EISDIR\)$/m)
    assert.not.match(log, /internal error|^\s+at /m)
  }))

test('RUNNER_DEBUG=1 is --verbose', () =>
  inTree(BAD, async root => {
    assert.is((await step(root, {}, { RUNNER_DEBUG: '1' })).code, 1)
  }))

test('annotations are ten of each kind, and a summary of many findings is cut', () =>
  inTree(
    Object.fromEntries(
      Array.from({ length: 900 }, (_, i) => [
        `pool-${i}/${'long-name-'.repeat(20)}.yaml`,
        BAD['nodes/kubelet.yaml'] ?? '',
      ]),
    ),
    async root => {
      const { log, summary, outputs } = await step(root)
      for (const kind of ['error', 'warning'])
        assert.ok(log.split('\n').filter(line => line.startsWith(`::${kind} `)).length <= 10, kind)
      assert.ok(Number(outputs.findings) >= 900)
      assert.match(
        log,
        `::notice title=klint::${Number(outputs.findings) - (log.match(/^::(?:error|warning) /gm) ?? []).length} more findings`,
      )
      assert.ok(Buffer.byteLength(summary) <= 1024 * 1024)
      assert.match(summary, /\n\d+ more findings left out here/)
    },
  ))

test('upload-sarif hands the file over, with the token and nothing else', async () => {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', part => {
      body += part
    })
    request.on('end', () => {
      if (request.method === 'POST') bodies.push(body)
      const isOurs = request.headers.authorization === 'Bearer t0ken'
      response.writeHead(request.method === 'POST' ? (isOurs ? 202 : 403) : 200)
      response.end(request.method === 'POST' ? '{"id":"x"}' : '{"processing_status":"complete"}')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    await inTree({ ...BAD, event: '{"pull_request":{"head":{"repo":{"full_name":"fork/infra"}}}}' }, async root => {
      const env = { GITHUB_API_URL: `http://127.0.0.1:${port}` }
      const [done, refused, fork] = await Promise.all([
        step(root, { 'upload-sarif': 'true', token: 't0ken', paths: 'nodes' }, env),
        step(root, { 'upload-sarif': 'true', token: 'other', 'fail-on': 'never' }, env),
        step(
          root,
          { 'upload-sarif': 'true', token: 'other', 'fail-on': 'never' },
          { ...env, GITHUB_EVENT_PATH: join(root, 'event') },
        ),
      ])
      assert.equal([done.code, refused.code, fork.code], [1, 2, 0])
      assert.match(done.log, /^SARIF file uploaded$/m)
      assert.match(refused.log, /^::error title=klint::code scanning does not take the SARIF file: HTTP 403/m)
      assert.match(fork.log, /^::warning title=klint::code scanning does not take the SARIF file: HTTP 403/m)
      assert.match(`${done.log}${refused.log}`, /^(?:(?!t0ken|"other").)*$/s)
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
  const [sarif] = bodies.flatMap(body => {
    const { sarif, commit_sha } = JSON.parse(body)
    assert.is(commit_sha, SHA)
    const log = JSON.parse(gunzipSync(Buffer.from(sarif, 'base64')).toString())
    return log.runs[0].automationDetails.id === 'klint/nodes/' ? [log] : []
  })
  assert.ok(sarif.runs[0].results.length > 0)
})

test.run()
