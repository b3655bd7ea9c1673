import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Api, api } from './api.js'
import type { Certificates } from './certificates.js'
import { freePort, service } from './service.js'

/** Users that come with a token: who makes the objects, who may do everything as well, and who may do what is given to them. */
export const USERS = ['admin', 'owner', 'reader', 'base', 'nobody'] as const

export type User = (typeof USERS)[number]

export interface ControlPlane {
  readonly url: string
  readonly token: (user: User) => string
  readonly admin: Api
  /** What the apiserver itself has noted of each request that came from outside: who, what, where. */
  audited(): readonly Audited[]
  stop(): Promise<void>
}

export interface Audited {
  readonly user: string
  /** As whom it was asked, where a user spoke for another one. */
  readonly impersonated: string | undefined
  /** `get`, `list`, `create` and so on. */
  readonly verb: string
  readonly uri: string
}

export interface Programs {
  readonly etcd: string
  readonly apiserver: string
}

/** An etcd and a kube-apiserver on the loopback, with RBAC. @throws Error with the end of a log, if one does not start */
export async function controlPlane(
  folder: string,
  { etcd, apiserver }: Programs,
  certificates: Certificates,
  advertised: string,
): Promise<ControlPlane> {
  mkdirSync(folder, { recursive: true })
  const stores = await freePort()
  const peers = await freePort()
  const store = `http://127.0.0.1:${stores}`
  const database = await service(
    [
      etcd,
      `--data-dir=${join(folder, 'etcd')}`,
      `--listen-client-urls=${store}`,
      `--advertise-client-urls=${store}`,
      `--listen-peer-urls=http://127.0.0.1:${peers}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peers}`,
      `--initial-cluster=default=http://127.0.0.1:${peers}`,
      // what is lost with the process is thrown away anyway
      '--unsafe-no-fsync',
    ],
    join(folder, 'etcd.log'),
    () => answers(`${store}/health`),
  )

  const tokens = new Map(USERS.map(user => [user, randomBytes(24).toString('hex')]))
  const token = (user: User): string => tokens.get(user) ?? ''
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  const masters: readonly User[] = ['admin', 'owner']
  const rowOf = (user: User): string => [token(user), user, user, masters.includes(user) ? 'system:masters' : ''].join()
  const tokenFile = file('tokens.csv', USERS.map(user => `${rowOf(user)}\n`).join(''))
  const policy = file(
    'audit.yaml',
    `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    users: ["system:apiserver", "admin"]
  - level: Metadata
`,
  )
  const auditLog = file('audit.log', '')
  const port = await freePort()
  const url = `https://127.0.0.1:${port}`
  const own = certificates.pair('kube-apiserver')
  const client = certificates.pair('kubelet-client')
  const admin = api(url, readFileSync(certificates.authority), token('admin'))
  const stopAll = async (): Promise<void> => {
    admin.close()
    await database.stop()
  }
  try {
    const server = await service(
      [
        apiserver,
        `--etcd-servers=${store}`,
        '--bind-address=127.0.0.1',
        `--secure-port=${port}`,
        `--advertise-address=${advertised}`,
        // the others of this cluster are told of, but do not run: nobody may take them out of the endpoints
        '--endpoint-reconciler-type=none',
        '--service-cluster-ip-range=10.96.0.0/16',
        '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
        `--service-account-key-file=${certificates.serviceAccounts}`,
        `--service-account-signing-key-file=${certificates.serviceAccounts}`,
        `--tls-cert-file=${own.certificate}`,
        `--tls-private-key-file=${own.key}`,
        `--client-ca-file=${certificates.authority}`,
        `--token-auth-file=${tokenFile}`,
        '--authorization-mode=Node,RBAC',
        `--kubelet-certificate-authority=${certificates.authority}`,
        `--kubelet-client-certificate=${client.certificate}`,
        `--kubelet-client-key=${client.key}`,
        '--kubelet-preferred-address-types=InternalIP',
        '--allow-privileged=true',
        // it taints each new node as not ready, and what would take that away again (a controller) does not run
        '--disable-admission-plugins=TaintNodesByCondition',
        `--audit-policy-file=${policy}`,
        `--audit-log-path=${auditLog}`,
      ],
      join(folder, 'kube-apiserver.log'),
      () => isReady(admin),
    )
    return {
      url,
      token,
      admin,
      audited: () => audited(readFileSync(auditLog, 'utf8')),
      async stop() {
        await server.stop()
        await stopAll()
      },
    }
  } catch (error) {
    await stopAll()
    throw error
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

/** It serves, and has made what it makes by itself. */
const MADE = [
  '/readyz',
  '/api/v1/namespaces/kube-system',
  '/api/v1/namespaces/kube-public',
  '/api/v1/namespaces/default/services/kubernetes',
  '/apis/scheduling.k8s.io/v1/priorityclasses/system-node-critical',
]

async function isReady(admin: Api): Promise<boolean> {
  try {
    for (const path of MADE) if ((await admin.send('GET', path)).status !== 200) return false
    return true
  } catch {
    return false
  }
}

interface AuditEvent {
  readonly verb: string
  readonly requestURI: string
  readonly user: { readonly username: string }
  readonly impersonatedUser?: { readonly username: string }
}

function audited(log: string): readonly Audited[] {
  return log
    .split('\n')
    .slice(0, -1)
    .map((line): Audited => {
      const { user, impersonatedUser, verb, requestURI }: AuditEvent = JSON.parse(line)
      return { user: user.username, impersonated: impersonatedUser?.username, verb, uri: requestURI }
    })
}
