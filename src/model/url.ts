/** As much of an URL as checks at start ask for. */
export interface Url {
  /** Lower case, without the colon; empty where there is none. */
  readonly scheme: string
  /** Between `//` and the path, with user and port. */
  readonly authority: string
  readonly query: string
  readonly fragment: string
}

/**
 * As Go's net/url.Parse: what it refuses gives undefined. What it would refuse for a reason that nobody meets by accident (a `%` in a
 * host name) is taken for good.
 */
export function parseUrl(text: string): Url | undefined {
  if (hasControl(text)) return undefined
  const hash = text.indexOf('#')
  const [whole, fragment] = hash === -1 ? [text, ''] : [text.slice(0, hash), text.slice(hash + 1)]
  const found = /^([A-Za-z][A-Za-z\d+.-]*):/.exec(whole)
  if (found === null && whole.startsWith(':')) return undefined
  const scheme = found?.[1] ?? ''
  const rest = whole.slice(found?.[0].length ?? 0)
  const mark = rest.indexOf('?')
  const [path, query] = mark === -1 ? [rest, ''] : [rest.slice(0, mark), rest.slice(mark + 1)]
  // without a scheme a colon may not stand before the first slash
  if (found === null && !path.startsWith('/') && (path.split('/', 1)[0] ?? '').includes(':')) return undefined
  if (scheme !== '' && !path.startsWith('/')) return { scheme: scheme.toLowerCase(), authority: '', query, fragment }
  if (/%(?![\da-fA-F]{2})/.test(path) || /%(?![\da-fA-F]{2})/.test(fragment)) return undefined
  const authority = path.startsWith('//') ? (path.slice(2).split('/', 1)[0] ?? '') : ''
  if (!isAuthority(authority)) return undefined
  return { scheme: scheme.toLowerCase(), authority, query, fragment }
}

/** The port is digits or nothing, brackets come in pairs, and no blank stands in a host name. */
function isAuthority(authority: string): boolean {
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  if (/[ \\^`{|}]/.test(host)) return false
  if (host.startsWith('[')) return /^\[[^\]]*\](?::\d*)?$/.test(host)
  const colon = host.lastIndexOf(':')
  return colon === -1 || /^\d*$/.test(host.slice(colon + 1))
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}
