/** Nothing of this is in an address, a range or the name of a host (RFC 952, RFC 1123, RFC 4291): `{HOST}`, `<ip>`, `#{ip}`, `((ip))`, `$IP`. */
const SIGNS = /[{}<>()$#~&|!*@%]|\[\[|\]\]/
/** `NODE_IP`, `MASTER-1`, `CHANGEME`; digits of IPv6 are none. */
const CAPITALS = /^(?![0-9A-F]+$)[A-Z][A-Z0-9]+(?:[_-][A-Z0-9]+)*$/
const WORDS = /^(?:x{1,3}(?:\.x{1,3}){3}|(?:your|change[-_]?me|replace|insert|placeholder|todo)(?:[-_.].*)?)$/i

/**
 * Whether a text that should be an address, a range, a host or a URL holds a word in place of one: whoever wrote it knows, and something
 * else fills it in.
 */
export const holdsPlaceholder = (text: string): boolean =>
  SIGNS.test(text) || text.split(/[\s=,"'/:[\]]+/).some(word => CAPITALS.test(word) || WORDS.test(word))
