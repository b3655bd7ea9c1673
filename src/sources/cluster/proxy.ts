import { BlockList, isIP } from 'node:net'

/** Variables of the environment, by name. */
type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy that a request to a URL goes through, as kubectl reads the environment (golang.org/x/net/http/httpproxy): upper case before
 * lower case, nothing for this machine itself, NO_PROXY with host names, suffixes, addresses, ranges and ports.
 */
export function proxyFor(url: URL, env: Environment): string | undefined {
  const names = url.protocol === 'https:' ? ['HTTPS_PROXY', 'https_proxy'] : ['HTTP_PROXY', 'http_proxy']
  const proxy = names.map(name => env[name]).find(value => value !== undefined && value !== '')
  if (proxy === undefined) return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (isThisMachine(host)) return undefined
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  const exceptions = [env.NO_PROXY, env.no_proxy].find(value => value !== undefined && value !== '') ?? ''
  if (exceptions.split(',').some(one => isMeant(one.trim().toLowerCase(), host, port))) return undefined
  return proxy.includes('://') ? proxy : `http://${proxy}`
}

function isThisMachine(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

function isMeant(exception: string, host: string, port: string): boolean {
  if (exception === '') return false
  if (exception === '*') return true
  const range = /^(.+)\/(\d{1,3})$/.exec(exception)
  if (range !== null) return isInRange(host, range[1] ?? '', Number(range[2]))
  const [, name = exception, wanted] = /^(\[.+\]|[^:]+):(\d+)$/.exec(exception) ?? []
  if (wanted !== undefined && wanted !== port) return false
  const bare = name.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0) return bare === host
  const suffix = bare.replace(/^\*?\.?/, '.')
  // `example.com` means itself and what is below, `.example.com` and `*.example.com` only what is below
  return host.endsWith(suffix) || (/^[^*.]/.test(bare) && host === bare)
}

function isInRange(host: string, network: string, length: number): boolean {
  const [family, of] = [isIP(host), isIP(network)]
  if (family === 0 || family !== of || length > (family === 4 ? 32 : 128)) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(network, length, type)
  return list.check(host, type)
}
