/**
 * Other addresses for addresses: equal ones stay equal, what shares a prefix goes on sharing it (so an address of a range is in the
 * range), private ones stay private and public ones public; what is special (loopback, link-local, unspecified, multicast) stays what it is.
 * Whether a bit is turned is decided by what came first and kept nowhere, so nobody can turn it back.
 */
export type Readdress = (text: string) => string | undefined

/** Takes an address or a range (`10.96.0.0/12`); undefined for what is neither. */
export function readdressing(): Readdress {
  const turned = new Map<string, boolean>()
  const networks = new Map<string, number>()

  const other = (bits: string, length: number, { kept, as }: Class): string => {
    let result = as ?? bits.slice(0, kept)
    for (let i = kept; i < length; i++) {
      const key = `${bits.length} ${bits.slice(0, i)}`
      // the first bit that tells is always turned, so that no address stays as it was
      const turns = turned.get(key) ?? (i === kept && as === undefined ? true : (bits[i] === '1') !== isLast(i, bits))
      turned.set(key, turns)
      result += (bits[i] === '1') === turns ? '0' : '1'
    }
    return result.padEnd(bits.length, '0')
  }

  const numbered = (key: string): number => {
    const known = networks.get(key) ?? [...networks.keys()].filter(one => one.length === key.length).length
    networks.set(key, known)
    return known
  }

  return text => {
    const [, address = '', slash] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
    const mapped = /^::ffff:(\d[\d.]*)$/i.exec(address)?.[1]
    const bits = bits4(mapped ?? address) ?? bits6(address)
    if (bits === undefined) return undefined
    const range = slash === undefined ? bits.length : Number(slash)
    if (range > bits.length) return undefined
    const found = bits.length === 32 ? class4(bits, numbered) : class6(bits, numbered)
    if (found === 'special' || range < found.kept || (range === found.kept && found.as === undefined)) return text
    const isNetwork = !bits.slice(range).includes('1')
    const result = other(bits, isNetwork ? range : bits.length, found)
    const written = bits.length === 32 ? text4(result) : text6(result)
    return `${mapped === undefined ? '' : '::ffff:'}${written}${slash === undefined ? '' : `/${slash}`}`
  }
}

const isLast = (i: number, bits: string): boolean => i === bits.length - 1

interface Class {
  /** Bits that say what kind of address it is. */
  readonly kept: number
  /** What stands in their place, where they would tell whose it is. */
  readonly as?: string
}

const SPECIAL_4 = ['00000000', '01111111', bin(169) + bin(254), '1110', '1111']
const PRIVATE_4 = [bin(10), `${bin(172)}0001`, bin(192) + bin(168), `${bin(100)}01`]

/** Public ones go where nobody has addresses (class E), and beyond it only if there are more than fifteen first octets. */
function class4(bits: string, numbered: (key: string) => number): Class | 'special' {
  if (SPECIAL_4.some(prefix => bits.startsWith(prefix))) return 'special'
  const own = PRIVATE_4.find(prefix => bits.startsWith(prefix))
  if (own !== undefined) return { kept: own.length }
  const n = numbered(bits.slice(0, 8))
  return { kept: 8, as: bin(n < 15 ? 240 + n : 11 + ((n - 15) % 80)) }
}

const SPECIAL_6 = ['0'.repeat(96), '11111111']

/** Public ones go to 3fff::/20, which is for documentation (RFC 9637). */
function class6(bits: string, numbered: (key: string) => number): Class | 'special' {
  if (SPECIAL_6.some(prefix => bits.startsWith(prefix))) return 'special'
  if (bits.startsWith('1111111010')) return { kept: 10 }
  if (bits.startsWith('1111110')) return { kept: 8 }
  const n = numbered(bits.slice(0, 32))
  return { kept: 32, as: `${(0x3fff).toString(2).padStart(16, '0')}${(n % 4096).toString(2).padStart(16, '0')}` }
}

function bin(octet: number): string {
  return octet.toString(2).padStart(8, '0')
}

function bits4(text: string): string | undefined {
  const octets = text.split('.')
  if (octets.length !== 4 || !octets.every(one => /^\d{1,3}$/.test(one) && Number(one) < 256)) return undefined
  return octets.map(one => bin(Number(one))).join('')
}

function bits6(text: string): string | undefined {
  if (!/^[\da-f:]{2,39}$/i.test(text) || !text.includes(':')) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map(half => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  if (!groups.every(one => /^[\da-f]{1,4}$/i.test(one))) return undefined
  return groups.map(one => Number.parseInt(one, 16).toString(2).padStart(16, '0')).join('')
}

const cut = (bits: string, size: number): number[] =>
  Array.from({ length: bits.length / size }, (_, i) => Number.parseInt(bits.slice(i * size, (i + 1) * size), 2))

const text4 = (bits: string): string => cut(bits, 8).join('.')

/** The longest run of zeros becomes `::` (RFC 5952). */
function text6(bits: string): string {
  const text = cut(bits, 16)
    .map(group => group.toString(16))
    .join(':')
  const [longest = ''] = [...text.matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)]
    .map(([run]) => run)
    .sort((a, b) => b.length - a.length)
  if (longest === '') return text
  const at = text.search(new RegExp(`(?:^|(?<=:))${longest}(?=:|$)`))
  return `${text.slice(0, at).replace(/:$/, '')}::${text.slice(at + longest.length).replace(/^:/, '')}`
}
