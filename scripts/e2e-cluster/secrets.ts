import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect } from '../e2e/checks.js'
import type { Certificates } from './certificates.js'
import { type ControlPlane, USERS } from './control-plane.js'

/** What klint is given or reads and may tell nobody, by what it is. */
export function secretsOf(
  plane: ControlPlane,
  certificates: Certificates,
  planted: readonly string[],
): ReadonlyMap<string, string> {
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
    ...planted.map(secret => [secret, `\`${secret}\` of an object`] as const),
  ])
}

/** @throws Error with the first of them that occurs */
export function withoutSecrets(text: string, where: string, secrets: ReadonlyMap<string, string>): void {
  for (const [secret, name] of secrets) {
    const at = text.indexOf(secret)
    expect(at < 0, `${where} has ${name}`, text.slice(Math.max(0, at - 200), at + 200))
  }
}

/** The text of a recording. */
export const unpacked = (recording: Buffer): string => gunzipSync(recording).toString('utf8')
