import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { output } from '../e2e/command.js'

/** Paths of a certificate and its key. */
export interface Pair {
  readonly certificate: string
  readonly key: string
}

export interface Certificates {
  /** Path of the certificate of the authority that signed all others. */
  readonly authority: string
  readonly pair: (name: Name) => Pair
  /** Key of the service accounts' tokens. */
  readonly serviceAccounts: string
}

/** What each is for: a server, or a user of that name in that group. */
const SUBJECTS = {
  'kube-apiserver': '/CN=kube-apiserver',
  kubelet: '/O=system:nodes/CN=system:node',
  spy: '/CN=spy',
  'kubelet-client': '/O=system:masters/CN=kube-apiserver-kubelet-client',
  reader: '/CN=reader-by-certificate',
} as const

export type Name = keyof typeof SUBJECTS

const NAMES: readonly Name[] = ['kube-apiserver', 'kubelet', 'spy', 'kubelet-client', 'reader']

/**
 * An authority and what it signs, for a day.
 * @param addresses Of the servers, beside the loopback.
 * @throws Error without openssl
 */
export async function certificates(folder: string, addresses: readonly string[]): Promise<Certificates> {
  mkdirSync(folder, { recursive: true })
  const openssl = (...argv: string[]): Promise<string> =>
    output(['openssl', ...argv], { cwd: folder, env: { PATH: process.env.PATH } })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-days', '1']
  // openssl has a configuration file of its own, which may ask for other extensions
  const settings = join(folder, 'openssl.cnf')
  const hosts = ['127.0.0.1', ...new Set(addresses)].map(address => `IP:${address}`)
  writeFileSync(
    settings,
    `[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[pair]
basicConstraints = CA:FALSE
keyUsage = digitalSignature
extendedKeyUsage = serverAuth,clientAuth
subjectAltName = DNS:localhost,${hosts.join(',')}
`,
  )
  const request = ['req', '-x509', '-config', settings, ...newKey]
  await openssl(...request, '-extensions', 'authority', '-subj', '/CN=klint-e2e', '-keyout', 'ca.key', '-out', 'ca.crt')
  for (const name of NAMES)
    await openssl(
      ...[...request, '-extensions', 'pair', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-subj', SUBJECTS[name]],
      ...['-keyout', `${name}.key`, '-out', `${name}.crt`],
    )
  const serviceAccounts = join(folder, 'service-accounts.key')
  await openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', serviceAccounts)
  return {
    authority: join(folder, 'ca.crt'),
    serviceAccounts,
    pair: name => ({ certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) }),
  }
}

/** As node wants it. */
export function loaded({ certificate, key }: Pair): { readonly cert: Buffer; readonly key: Buffer } {
  return { cert: readFileSync(certificate), key: readFileSync(key) }
}
