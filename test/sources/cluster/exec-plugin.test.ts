import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { UserError } from '../../../src/model/user-error.js'
import { askPlugin, type Given } from '../../../src/sources/cluster/exec-plugin.js'
import { inTree } from '../../support/tree.js'

const test = suite('sources: plugins that give credentials')

const V1 = 'client.authentication.k8s.io/v1'

const asking = (script: string, more: object = {}, patience?: number): Promise<Given | string> =>
  inTree({ 'plugin.cjs': script }, folder => {
    const exec = { apiVersion: V1, command: process.execPath, args: [join(folder, 'plugin.cjs')], ...more }
    return askPlugin(exec, undefined, { PATH: process.env.PATH, OWN: 'own' }, patience).catch((error: unknown) => {
      if (error instanceof UserError) return error.what.replace(process.execPath, 'node')
      throw error
    })
  })

const printing = (value: unknown, more = {}) => asking(`console.log(${JSON.stringify(JSON.stringify(value))})`, more)

test('tokens, certificates, both', async () => {
  assert.equal(await printing({ apiVersion: V1, status: { token: 't' } }), { token: 't' })
  const pem = { clientCertificateData: 'c', clientKeyData: 'k' }
  assert.equal(await printing({ status: pem }), { certificate: 'c', key: 'k' })
  assert.equal(await printing({ status: { ...pem, token: 't' } }), { token: 't', certificate: 'c', key: 'k' })
})

test('answers that hold no credentials are told, and not quoted', async () => {
  const none = 'no credentials from the plugin `node`: it prints an ExecCredential without any'
  for (const status of [undefined, null, 7, {}, { token: 7 }, { token: '' }, { clientCertificateData: 'c' }])
    assert.is(await printing({ status }), none)
  assert.is(
    await printing({ apiVersion: 'client.authentication.k8s.io/v1beta1', status: { token: 't' } }),
    `no credentials from the plugin \`node\`: it answers in \`client.authentication.k8s.io/v1beta1\`, and the kubeconfig asks for \`${V1}\``,
  )
  assert.is(await asking('console.log("s3cr3t")'), 'no credentials from the plugin `node`: it prints no ExecCredential')
  assert.is(
    await asking('process.stdout.write("x".repeat(3e6))'),
    'no credentials from the plugin `node`: it prints more than an ExecCredential',
  )
})

test('its environment is that of klint, what the kubeconfig adds, and what is asked for', async () => {
  const script = `
    const { OWN, ADDED, KUBERNETES_EXEC_INFO } = process.env
    console.log(JSON.stringify({ status: { token: [OWN, ADDED, KUBERNETES_EXEC_INFO].join(' ') } }))`
  const env = [{ name: 'ADDED', value: 'added' }, { name: 7 }, null, { value: 'x' }]
  const info = `{"kind":"ExecCredential","apiVersion":"${V1}","spec":{"interactive":false}}`
  assert.equal(await asking(script, { env }), { token: `own added ${info}` })
})

test('one that asks for input gets none', async () => {
  const script = 'process.stdin.on("data", () => {}).on("end", () => { console.error("no password"); process.exit(1) })'
  assert.is(await asking(script), 'no credentials from the plugin `node`: it says `no password`')
})

test('what one says when it fails is told, and no token in it', async () => {
  const script = 'console.error("expired: token=s3cr3t0123 eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln"); process.exit(1)'
  assert.is(await asking(script), 'no credentials from the plugin `node`: it says `expired: token=******** ********`')
})

test('one that does not end is ended, and keeps nobody waiting', async () => {
  const from = performance.now()
  const said = await asking('setInterval(() => {}, 1000)', {}, 300)
  assert.is(said, 'the plugin `node` gave no credentials in 0 s')
  assert.ok(performance.now() - from < 2000)
})

test('nor do the processes it has left behind', async () => {
  const script = `
    require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 5000)'], { stdio: 'inherit' })
    console.log('{')`
  const from = performance.now()
  assert.is(await asking(script, {}, 500), 'the plugin `node` gave no credentials in 1 s')
  assert.ok(performance.now() - from < 2000)
})

test('commands that cannot be run', async () => {
  assert.is(
    await asking('', { command: 'klint-no-such' }),
    'the plugin `klint-no-such` of the kubeconfig is not installed',
  )
  assert.is(await asking('', { command: '' }), 'the kubeconfig names a plugin without a command')
  await inTree({}, async folder => {
    writeFileSync(join(folder, 'plain'), 'x')
    const said = await asking('', { command: join(folder, 'plain'), installHint: 7 })
    assert.match(String(said), 'of the kubeconfig cannot be run')
  })
})

test.run()
