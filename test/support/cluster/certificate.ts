import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'

/** A certificate and its private key, as PEM. */
export interface Credential {
  readonly certificate: string
  readonly key: string
}

export interface Authority extends Credential {
  readonly name: string
}

export interface Wanted {
  readonly commonName: string
  /** Groups, for a client of Kubernetes. */
  readonly organizations?: readonly string[]
  /** DNS names and addresses a server answers to. */
  readonly hosts?: readonly string[]
  /** It ran out yesterday. */
  readonly expired?: boolean
}

const DAY = 86_400_000

// X.509 by hand (RFC 5280): node can sign, but has nothing that makes a certificate, and not every machine has openssl

function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts)
const octets = (content: Uint8Array): Buffer => element(0x04, content)
const bits = (content: Uint8Array, unused = 0): Buffer => element(0x03, Buffer.from([unused]), content)
const text = (value: string): Buffer => element(0x0c, Buffer.from(value))
const boolean = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0]))
const time = (ms: number): Buffer =>
  element(0x18, Buffer.from(`${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`))

function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const septets = [arc & 127]
    for (let left = arc >> 7; left > 0; left >>= 7) septets.unshift(128 | (left & 127))
    bytes.push(...septets)
  }
  return element(0x06, Buffer.from(bytes))
}

const ECDSA_WITH_SHA256 = sequence(identifier('1.2.840.10045.4.3.2'))

const attribute = (type: string, value: string): Buffer => element(0x31, sequence(identifier(type), text(value)))
const distinguished = (commonName: string, organizations: readonly string[] = []): Buffer =>
  sequence(...organizations.map(name => attribute('2.5.4.10', name)), attribute('2.5.4.3', commonName))

const extension = (id: string, critical: boolean, value: Uint8Array): Buffer =>
  sequence(identifier(id), ...(critical ? [boolean(true)] : []), octets(value))

function host(name: string): Buffer {
  if (isIP(name) === 4) return element(0x87, Buffer.from(name.split('.').map(Number)))
  return element(0x82, Buffer.from(name))
}

const pem = (label: string, content: Buffer): string =>
  `-----BEGIN ${label}-----\n${(content.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`

function issue(wanted: Wanted, key: KeyObject, issuer: string, issuerKey: KeyObject, authority: boolean): string {
  const now = Date.now()
  const [from, until] = wanted.expired === true ? [now - 9 * DAY, now - DAY] : [now - DAY, now + 9 * DAY]
  const { hosts = [] } = wanted
  const extensions = [
    extension('2.5.29.19', true, sequence(...(authority ? [boolean(true)] : []))),
    extension('2.5.29.15', true, authority ? bits(Buffer.from([0b00000110]), 1) : bits(Buffer.from([0b10100000]), 5)),
  ]
  if (!authority)
    extensions.push(
      extension('2.5.29.37', false, sequence(identifier('1.3.6.1.5.5.7.3.1'), identifier('1.3.6.1.5.5.7.3.2'))),
    )
  if (hosts.length > 0) extensions.push(extension('2.5.29.17', false, sequence(...hosts.map(host))))
  const serial = randomBytes(8)
  serial[0] = 1 + ((serial[0] ?? 0) & 63)
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, serial),
    ECDSA_WITH_SHA256,
    distinguished(issuer),
    sequence(time(from), time(until)),
    distinguished(wanted.commonName, wanted.organizations),
    key.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(...extensions)),
  )
  return pem('CERTIFICATE', sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, issuerKey))))
}

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const exported = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

/** A certificate authority of its own, made on the spot and good for nine days. */
export function authority(name: string): { readonly authority: Authority; sign(wanted: Wanted): Credential } {
  const { publicKey, privateKey } = pair()
  const certificate = issue({ commonName: name }, publicKey, name, privateKey, true)
  return {
    authority: { name, certificate, key: exported(privateKey) },
    sign(wanted) {
      const own = pair()
      return { certificate: issue(wanted, own.publicKey, name, privateKey, false), key: exported(own.privateKey) }
    },
  }
}
