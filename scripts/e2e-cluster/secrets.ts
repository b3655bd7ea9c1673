import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Certificates } from './certificates.js'
import { type ControlPlane, USERS } from './control-plane.js'

/** What objects hold, and klint may tell nobody. */
export const SECRETS = {
  /** Value of a container's variable. */
  variable: 'wJalrXUtnFEMI-K7MDENG-bPxRfiCYzSECRETKEY',
  /** Of `cluster-info`, made with a bootstrap token. */
  signature: 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImFiY2RlZiJ9',
  /** In a kubeconfig that a ConfigMap holds. */
  kubeconfig: 'c3RvcmVkLWluLWEtY29uZmlnbWFwLXRva2Vu',
  /** In a header a kubelet sends for its static pods. */
  header: 'c3RhdGljLXBvZC11cmwtaGVhZGVyLXRva2Vu',
} as const

/** What klint is given or reads and may tell nobody, by what it is. */
export function secretsOf(plane: ControlPlane, certificates: Certificates): ReadonlyMap<string, string> {
  const key = readFileSync(certificates.pair('reader').key, 'utf8')
  const body = key.replace(/-----[^-]*-----/g, '').replace(/\s/g, '')
  return new Map([
    ...USERS.flatMap(user => [
      [plane.token(user), `the token of ${user}`] as const,
      [Buffer.from(plane.token(user)).toString('base64').slice(0, 40), `the token of ${user} in base64`] as const,
    ]),
    ['Bearer ', 'a header with a token'],
    ['PRIVATE KEY', 'a private key'],
    // in the middle, where all keys are different
    [body.slice(60, 100), 'the key of the client'],
    [Buffer.from(key).toString('base64').slice(100, 180), 'the key of the client in base64'],
    ...Object.entries(SECRETS).map(([name, secret]) => [secret, `the ${name} of an object`] as const),
  ])
}

/** Which of them occur, and between what. */
export const secretsIn = (text: string, where: string, secrets: ReadonlyMap<string, string>): readonly string[] =>
  [...secrets].flatMap(([secret, name]) => {
    const at = text.indexOf(secret)
    return at < 0 ? [] : [`${where} has ${name}: ${text.slice(Math.max(0, at - 100), at + 100)}`]
  })

/** The text of a recording. */
export const unpacked = (recording: Buffer): string => gunzipSync(recording).toString('utf8')
