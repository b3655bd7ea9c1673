/** An IP address: four bytes or sixteen. An IPv4 address in the clothes of IPv6 (`::ffff:10.0.0.1`) is one of IPv4, as in Go. */
export interface Address {
  readonly family: 4 | 6
  readonly bytes: readonly number[]
}

/** A range of addresses, and how many leading bits they share. */
export interface AddressRange extends Address {
  readonly prefix: number
}

/** As Kubernetes reads addresses, with zeros in front allowed (k8s.io/utils/net, ParseIPSloppy). */
export function parseAddress(text: string): Address | undefined {
  const four = parseFour(text)
  if (four !== undefined) return { family: 4, bytes: four }
  const six = parseSix(text)
  if (six === undefined) return undefined
  const isMapped = six.every((byte, i) => i > 11 || byte === (i < 10 ? 0 : 255))
  return isMapped ? { family: 4, bytes: six.slice(12) } : { family: 6, bytes: six }
}

/** `10.96.0.0/12`: the network of it, whatever bits stand behind the prefix. */
export function parseRange(text: string): AddressRange | undefined {
  const slash = text.indexOf('/')
  const [head, bits] = [text.slice(0, Math.max(0, slash)), text.slice(slash + 1)]
  const four = parseFour(head)
  const bytes = four ?? parseSix(head)
  if (bytes === undefined || !/^\d{1,4}$/.test(bits)) return undefined
  const prefix = Number(bits)
  return prefix > bytes.length * 8 ? undefined : { family: four === undefined ? 6 : 4, bytes, prefix }
}

/** Bits that tell addresses of a range apart. */
export const hostBits = ({ bytes, prefix }: AddressRange): number => bytes.length * 8 - prefix

export const isLoopback = ({ family, bytes }: Address): boolean =>
  family === 4 ? bytes[0] === 127 : bytes.every((byte, i) => byte === (i === 15 ? 1 : 0))

/** `0.0.0.0` and `::`. */
export const isUnspecified = ({ bytes }: Address): boolean => bytes.every(byte => byte === 0)

function parseFour(text: string): number[] | undefined {
  const parts = text.split('.', 5)
  if (parts.length !== 4 || !parts.every(part => /^\d{1,9}$/.test(part))) return undefined
  const bytes = parts.map(Number)
  return bytes.every(byte => byte <= 255) ? bytes : undefined
}

function parseSix(text: string): number[] | undefined {
  const halves = text.length > 45 ? [] : text.split('::')
  if (halves.length < 1 || halves.length > 2) return undefined
  const [head, tail] = halves.map(half => (half === '' ? [] : bytesOf(half)))
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  if (halves.length === 1) return head.length === 16 ? head : undefined
  const left = 16 - head.length - (tail?.length ?? 0)
  return left < 2 ? undefined : [...head, ...Array<number>(left).fill(0), ...(tail ?? [])]
}

/** Groups of IPv6; the last one may be written as an IPv4 address. */
function bytesOf(text: string): number[] | undefined {
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [i, group] of groups.entries()) {
    const four = i === groups.length - 1 ? parseFour(group) : undefined
    if (four === undefined && !/^[\da-fA-F]{1,4}$/.test(group)) return undefined
    const value = Number.parseInt(group, 16)
    for (const byte of four ?? [value >> 8, value & 255]) bytes.push(byte)
  }
  return bytes
}
