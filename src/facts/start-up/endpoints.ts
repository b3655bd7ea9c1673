import { parseAddress, parseRange } from '../../model/address.js'

/** The family of an IP address; undefined for anything else, zones among it. */
export const familyOf = (text: string): 4 | 6 | undefined => parseAddress(text)?.family

/** The family of `address/length`. */
export const familyOfRange = (text: string): 4 | 6 | undefined => parseRange(text)?.family

/** `host:port` and `[host]:port` cut as Go's net.SplitHostPort does; undefined where it refuses. */
export function splitHostPort(text: string): { readonly host: string; readonly port: string } | undefined {
  const found = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(text)
  return found === null ? undefined : { host: found[1] ?? found[2] ?? '', port: found[3] ?? '' }
}
