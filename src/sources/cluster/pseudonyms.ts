/** What a pseudonym stands for, which it may say. */
export type Named =
  | 'cluster'
  | 'pool'
  | 'node'
  | 'host'
  | 'domain'
  | 'user'
  | 'account'
  | 'name'
  | 'group'
  | 'uuid'
  | 'hash'
  | 'resource'
  | 'mac'
  | 'variable'

const FORMS: Readonly<Record<Named, (n: number) => string>> = {
  cluster: n => `cluster-${n}`,
  pool: n => `pool-${n}`,
  node: n => `node-${n}`,
  host: n => `host-${n}`,
  domain: n => `domain-${n}.example`,
  user: n => `user-${n}`,
  account: n => String(n).padStart(12, '0'),
  name: n => `name-${n}`,
  group: n => `group-${n}`,
  uuid: n => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  // as long, and of the same letters, as in the names of leases of apiservers
  hash: n => base32(n).padStart(26, 'a'),
  resource: n => n.toString(16).padStart(17, '0'),
  variable: n => `VARIABLE_${n}`,
  mac: n =>
    `02:00:00:${(n >> 16).toString(16).padStart(2, '0')}:${((n >> 8) & 255).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`,
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const base32 = (n: number): string => (n < 32 ? '' : base32(Math.floor(n / 32))) + BASE32.charAt(n % 32)

/** Names for names, numbered in the order in which they are met: nothing about the original is in them. Case makes no other name. */
export interface Pseudonyms {
  /** The one for a name, made where there is none yet; what was met as something else keeps what it has. */
  readonly of: (original: string, as: Named) => string
  readonly known: (original: string) => string | undefined
  /** Only for what cannot be a word of the text it stands in. */
  readonly distinct: (original: string) => string | undefined
  /** How many there are: what was made of a text stays right as long as there are no more. */
  readonly count: () => number
  /** Another writing of something that has one. */
  readonly also: (original: string, pseudonym: string, as: Named) => void
}

/** Words without a digit or a hyphen stand in texts as themselves, but for names of these. */
const TELLING: readonly Named[] = ['cluster', 'node', 'pool', 'user', 'host', 'domain']

/** @param isTaken whether a text stands in the original, where it means something else */
export function pseudonyms(isWord: (text: string) => boolean, isTaken: (text: string) => boolean): Pseudonyms {
  const names = new Map<string, { readonly pseudonym: string; readonly as: Named }>()
  const counts = new Map<Named, number>()
  const isDistinct = (original: string, as: Named): boolean =>
    original.length >= 3 &&
    !/^\d{1,7}$/.test(original) &&
    !isWord(original) &&
    (/[\d._-]/.test(original) ? original.length >= 4 || as === 'node' : original.length >= 4 && TELLING.includes(as))
  return {
    of(given, as) {
      const original = given.toLowerCase()
      const known = names.get(original)
      if (known !== undefined) return known.pseudonym
      let n = (counts.get(as) ?? 0) + 1
      while (isTaken(FORMS[as](n))) n++
      counts.set(as, n)
      const pseudonym = FORMS[as](n)
      names.set(original, { pseudonym, as })
      return pseudonym
    },
    count: () => names.size,
    known: original => names.get(original.toLowerCase())?.pseudonym,
    distinct(original) {
      const known = names.get(original.toLowerCase())
      return known !== undefined && isDistinct(original, known.as) ? known.pseudonym : undefined
    },
    also(original, pseudonym, as) {
      const key = original.toLowerCase()
      if (!names.has(key)) names.set(key, { pseudonym, as })
    },
  }
}
