import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Endpoint } from './server.js'

/** How a kubeconfig says who is asking. */
export type Login = 'token' | 'token file' | 'client certificate' | 'client certificate files' | 'exec' | 'nobody'

export interface Kubeconfig {
  readonly login?: Login
  /** Of the cluster, as they stand in the file: `tls-server-name`, `proxy-url`, `server`, ... `undefined` drops one. */
  readonly cluster?: Readonly<Record<string, unknown>>
  /** Of the user. */
  readonly user?: Readonly<Record<string, unknown>>
  /** Name of cluster and context. */
  readonly name?: string
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** What an exec plugin prints: one that is a script of node, and keeps a record of its runs beside it. */
const plugin = (token: string, runs: string): string => `
require('node:fs').appendFileSync(${JSON.stringify(runs)}, process.env.KUBERNETES_EXEC_INFO ?? 'no info')
process.stdout.write(JSON.stringify({
  apiVersion: 'client.authentication.k8s.io/v1',
  kind: 'ExecCredential',
  status: { token: ${JSON.stringify(token)} },
}))
`

function userOf(login: Login, { token, client }: Endpoint, folder: string): Record<string, unknown> {
  const beside = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content)
    return name
  }
  switch (login) {
    case 'token':
      return { token }
    case 'token file':
      // relative paths of token files are not made absolute by the client of Kubernetes
      return { tokenFile: join(folder, beside('token', `${token}\n`)) }
    case 'client certificate':
      return { 'client-certificate-data': base64(client.certificate), 'client-key-data': base64(client.key) }
    case 'client certificate files':
      return {
        'client-certificate': beside('client.crt', client.certificate),
        'client-key': beside('client.key', client.key),
      }
    case 'exec': {
      const script = join(folder, beside('plugin.cjs', plugin(token, join(folder, 'plugin.runs'))))
      return {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: process.execPath,
          args: [script],
          env: [{ name: 'EXAMPLE', value: 'x' }],
          interactiveMode: 'Never',
        },
      }
    }
    case 'nobody':
      return {}
    default:
      return login satisfies never
  }
}

/** Writes a kubeconfig for a server into a folder, with what it refers to, and returns its path. */
export function writeKubeconfig(folder: string, endpoint: Endpoint, given: Kubeconfig = {}): string {
  const { login = 'token', name = 'simulated', cluster, user } = given
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'kubeconfig.json')
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: { server: endpoint.url, 'certificate-authority-data': base64(endpoint.authority), ...cluster },
      },
    ],
    users: [{ name: 'reader', user: { ...userOf(login, endpoint, folder), ...user } }],
    contexts: [{ name, context: { cluster: name, user: 'reader' } }],
  }
  writeFileSync(path, JSON.stringify(config, null, 2))
  return path
}

/** The folder a pod finds its service account in, below `root`. */
export function writeServiceAccount(root: string, { token, authority }: Endpoint): string {
  const folder = join(root, 'var/run/secrets/kubernetes.io/serviceaccount')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'token'), token)
  writeFileSync(join(folder, 'ca.crt'), authority)
  writeFileSync(join(folder, 'namespace'), 'default')
  return folder
}
