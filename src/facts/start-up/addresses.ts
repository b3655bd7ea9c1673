/** How long a text may be that is read as an address; no address is half as long. */
const LONGEST = 100

const OCTETS = /^\d{1,10}\.\d{1,10}\.\d{1,10}\.\d{1,10}$/
const GROUP = /^[\da-fA-F]{1,4}$/

/**
 * The family of an IP address as Go's net.ParseIP reads it, leading zeros in IPv4 allowed (k8s.io/utils/net, ParseIPSloppy); undefined
 * for anything else, zones among it.
 */
export function familyOf(text: string): 4 | 6 | undefined {
  if (text.length > LONGEST) return undefined
  if (isIPv4(text)) return 4
  return isIPv6(text) ? 6 : undefined
}

const isIPv4 = (text: string): boolean => OCTETS.test(text) && text.split('.').every(octet => Number(octet) <= 255)

function isIPv6(text: string): boolean {
  const [head = '', tail, ...more] = text.split('::')
  if (more.length > 0) return false
  const [before, after] = [groupsOf(head, tail === undefined), tail === undefined ? 0 : groupsOf(tail, true)]
  if (before === undefined || after === undefined) return false
  return tail === undefined ? before === 8 : before + after < 8
}

/** How many groups of 16 bits a part of the address has; its last two may be written as IPv4. */
function groupsOf(text: string, isEnd: boolean): number | undefined {
  if (text === '') return 0
  const groups = text.split(':')
  const last = groups.at(-1) ?? ''
  const hasIPv4 = isEnd && isIPv4(last)
  const hexadecimal = hasIPv4 ? groups.slice(0, -1) : groups
  if (!hexadecimal.every(group => GROUP.test(group))) return undefined
  return hexadecimal.length + (hasIPv4 ? 2 : 0)
}

/** The family of `address/length` as net.ParseCIDR reads it; undefined for anything else. */
export function familyOfRange(text: string): 4 | 6 | undefined {
  const slash = text.indexOf('/')
  const family = familyOf(text.slice(0, Math.max(0, slash)))
  const length = text.slice(slash + 1)
  if (slash === -1 || family === undefined || !/^\d{1,3}$/.test(length)) return undefined
  return Number(length) <= (family === 4 ? 32 : 128) ? family : undefined
}

/** `host:port` and `[host]:port` cut as net.SplitHostPort does; undefined where it refuses. */
export function splitHostPort(text: string): { readonly host: string; readonly port: string } | undefined {
  const found = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(text)
  return found === null ? undefined : { host: found[1] ?? found[2] ?? '', port: found[3] ?? '' }
}
