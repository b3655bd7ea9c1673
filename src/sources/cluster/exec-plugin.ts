import { spawn } from 'node:child_process'
import { maskSecrets } from '../../model/secrets.js'
import { UserError } from '../../model/user-error.js'
import { isObject, type Json, objectAt, textAt } from './strip.js'

/** What a plugin gives: PEM and tokens as they are sent. */
export interface Given {
  readonly token?: string
  readonly certificate?: string
  readonly key?: string
}

export interface Environment {
  readonly [name: string]: string | undefined
}

/** A plugin may ask a server something; one that says nothing for so long waits for somebody. Milliseconds. */
const PATIENCE = 60_000
/** An ExecCredential is a token or two certificates. Bytes. */
const LARGEST = 2 ** 20
/** What is kept of standard error, to say why there are no credentials. Bytes. */
const LARGEST_SAID = 4096

/**
 * Runs the plugin of a user in a kubeconfig, as client-go does (plugin/pkg/client/auth/exec/exec.go), without a terminal: it is told
 * so. What it prints is never quoted, because there is a token in it.
 * @throws UserError if it is not installed, fails, prints no ExecCredential, or does not end
 */
export async function askPlugin(
  exec: Json,
  cluster: Json | undefined,
  env: Environment,
  patience = PATIENCE,
): Promise<Given> {
  const command = textAt(exec, 'command')
  if (command === '') throw new UserError('the kubeconfig names a plugin without a command')
  const apiVersion = textAt(exec, 'apiVersion') || 'client.authentication.k8s.io/v1beta1'
  const spec = { interactive: false, ...(cluster === undefined ? {} : { cluster }) }
  const info = JSON.stringify({ kind: 'ExecCredential', apiVersion, spec })
  const args = Array.isArray(exec.args) ? exec.args.map(String) : []
  const given = { ...env, ...variables(exec.env), KUBERNETES_EXEC_INFO: info }
  const printed = await output(command, args, given, patience).catch((error: unknown) => {
    if (error instanceof UserError) throw error
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new UserError(`the plugin \`${command}\` of the kubeconfig is not installed`, hintOf(exec))
    throw new UserError(`the plugin \`${command}\` of the kubeconfig cannot be run`, hintOf(exec))
  })
  return credentialOf(printed, command, apiVersion)
}

function variables(given: unknown): Record<string, string> {
  const list = Array.isArray(given) ? given.filter(isObject) : []
  return Object.fromEntries(
    list.map(one => [textAt(one, 'name'), textAt(one, 'value')] as const).filter(([name]) => name !== ''),
  )
}

const hintOf = (exec: Json): string =>
  textAt(exec, 'installHint').trim().split('\n')[0] || 'install it, or choose another context'

function output(command: string, args: readonly string[], env: Environment, patience: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    let [printed, said] = ['', '']
    const stop = (why: UserError): void => {
      reject(why)
      child.kill('SIGKILL')
      // whoever it has started may keep its pipes open, and with them this process
      child.stdout.destroy()
      child.stderr.destroy()
      child.unref()
    }
    const timer = setTimeout(() => {
      const seconds = Math.round(patience / 1000)
      stop(
        new UserError(`the plugin \`${command}\` gave no credentials in ${seconds} s`, 'log in by hand, and try again'),
      )
    }, patience)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      if (printed.length > LARGEST) stop(noCredentials(command, 'it prints more than an ExecCredential'))
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < LARGEST_SAID) said += text
    })
    child.on('error', reject)
    child.on('close', code => {
      clearTimeout(timer)
      if (code === 0) return resolve(printed)
      const [line = ''] = said.trim().split('\n')
      const ending = code === null ? 'it was ended by a signal' : `it ended with ${code}`
      reject(noCredentials(command, line === '' ? ending : `it says \`${maskSecrets(line, 'code').slice(0, 300)}\``))
    })
    child.on('error', () => clearTimeout(timer))
  })
}

const noCredentials = (command: string, why: string): UserError =>
  new UserError(`no credentials from the plugin \`${command}\`: ${why}`, 'log in, and try again')

function credentialOf(printed: string, command: string, wanted: string): Given {
  let value: unknown
  try {
    value = JSON.parse(printed)
  } catch {
    // what a parser says quotes what it parses
  }
  if (!isObject(value)) throw noCredentials(command, 'it prints no ExecCredential')
  const apiVersion = textAt(value, 'apiVersion')
  if (apiVersion !== '' && apiVersion !== wanted)
    throw noCredentials(
      command,
      `it answers in \`${apiVersion.slice(0, 100)}\`, and the kubeconfig asks for \`${wanted}\``,
    )
  const status = objectAt(value, 'status')
  const [token, certificate, key] = ['token', 'clientCertificateData', 'clientKeyData'].map(name =>
    textAt(status, name),
  )
  if (!token && !(certificate && key)) throw noCredentials(command, 'it prints an ExecCredential without any')
  return { ...(token ? { token } : {}), ...(certificate && key ? { certificate, key } : {}) }
}
