import { type LoadBalancerHost, loadBalancerHost } from '../../facts/load-balancer-hosts.js'
import { type Readdress, readdressing } from './addresses.js'
import { type Named, type Pseudonyms, pseudonyms } from './pseudonyms.js'
import { isHost, isOrdinary, isOrdinaryPart, isOwnVariable, isPublicDomain, isPublicHost } from './vocabulary.js'

/** Texts with other names in them. */
export interface Rewriting {
  /** What may name somebody: every word that is not known to be harmless is replaced. */
  readonly name: (text: string) => string
  /** What is technical: addresses, hosts, users, and names that stand elsewhere as names, are replaced; the rest is left. */
  readonly text: (text: string) => string
  /** `registry/path/name:tag@digest` */
  readonly image: (reference: string) => string
  /** The name of a variable of the environment. */
  readonly variable: (name: string) => string
  /** One name as a whole. */
  readonly of: (original: string, as: Named) => string
  /** A node's, with and without the domain behind it. */
  readonly node: (name: string) => string
}

/** Stands for what is no name and means nothing: `redacted` in base64, so that what decodes it can. */
export const BLOB = 'cmVkYWN0ZWQ='

/** In one pass, so that nothing is replaced twice. What stands first wins. */
const TOKEN = new RegExp(
  [
    /(?<pem>-----BEGIN [A-Z0-9 ]{1,40}-----(?:(?!-----)[\s\S]){0,40000}(?:-----END [A-Z0-9 ]{1,40}-----)?)/u,
    /(?<variable>\$[({]?[A-Za-z_]\w*)/u,
    /(?<time>(?<![\w.])\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\w-]))/u,
    /(?<userinfo>(?<=:\/\/)[^\s/@"'`]{1,200}@)/u,
    /(?<arn>(?<![\w:])arn:aws[\w-]{0,20}:[^\s"'`,;)\]}]{1,400})/u,
    /(?<email>(?<![\p{L}\p{N}.+%-])[\p{L}\p{N}_.+%-]{1,64}@(?!sha256:)[\p{L}\p{N}](?:[\p{L}\p{N}_.-]{0,250}[\p{L}\p{N}])?)/u,
    /(?<v6>(?<![\w:.])(?:[\da-fA-F]{0,4}:){2,7}[\da-fA-F.]{0,15}(?:%\w{1,15})?(?:\/\d{1,3})?(?![\w:]))/u,
    /(?<v4>(?<![A-Za-z0-9.])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2}(?!\d))?(?![A-Za-z0-9_]|\.[A-Za-z0-9]))/u,
    /(?<version>(?<![\w.-])v?\d{1,4}\.\d{1,4}(?:\.\d{1,5}){0,3}(?:[-+_.](?:eks-[\da-f]{7,8}|eksbuild\.\d{1,4}|gke\.\d{1,9}|k3s\d{1,3}|rke2r\d{1,3}|rancher\d{1,4}|coreos\.\d{1,3}|(?:alpha|beta|rc)\.?\d{1,3}|r\d{1,3}|\d{1,5}))*(?![\p{L}\p{N}_]|\.[\p{L}\p{N}]))/u,
    /(?<word>[\p{L}\p{N}](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}])?)/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
)

/** Resources of AWS and machines that say their address: `i-0123456789abcdef0`, `ip-10-0-1-7`. */
const AWS_ID = /^(i|vpc|subnet|sg|eni|ami|vol|igw|nat|rtb|lt|tgw|acl|fs|snap)-[\da-f]{8,17}$/
const IP_NAME = /^ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?:\.[a-z\d.-]+)?$/i
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
const HASH = /^[a-z2-7]{26}$/
const MAC = /^(?:[\da-f]{2}:){5}[\da-f]{2}$/i
const ECR = /^(\d{12})\.dkr\.ecr(-fips)?\.[a-z\d-]+\.amazonaws\.com(\.cn)?$/

/** Public services of clouds: whose they are is in front. */
const CLOUDS =
  /\.((?:[a-z\d-]+\.)?(?:amazonaws\.com(?:\.cn)?|azmk8s\.io|azure\.com|windows\.net|cloudapp\.net|googleapis\.com|google\.internal))$/

/** Below it everybody has a folder. */
const HOME = /\/(?:home|Users)\/$/

/** Behind these stands whose it is: `projects/acme-prod/zones/…`, `/subscriptions/…/resourceGroups/acme/…`. */
const OWNED = /(?:^|[\s/"'=,])(?:projects|subscriptions|resource[gG]roups|folders|organizations)\/$/

/** A host without its scheme: `--cors-allowed-origins=//acme.example` */
const SCHEMELESS = /(?:^|[\s"'=,([])\/\/$/

/** What is behind the host of a URL, up to a word. */
const URL_PATH = /:\/\/[^\s/"'`,;]+\/[^\s"'`,;]*$/

const SHORT = 500
const REMEMBERED = 20_000

/** More pieces than a name of a machine has; a word of more is one name. */
const MOST_PARTS = 24

type Manner = 'name' | 'text'
/** In a path no word means anything to a component, so names are told that would be words of a text. */
type Within = Manner | 'path'

/** What pseudonyms look like. */
const PSEUDONYM = /(?<![A-Za-z\d])(?:cluster|pool|node|host|domain|user|name|group)-\d{1,9}(?:\.example)?/g

/** @param original all that will be rewritten: what stands there is no pseudonym of anything else */
export function rewriting(original: string): Rewriting {
  const taken = new Set(original.match(PSEUDONYM))
  const names: Pseudonyms = pseudonyms(isOrdinary, text => taken.has(text))
  const readdress: Readdress = readdressing()

  // what everybody calls a pool or a machine stays, here as in the middle of a text
  const of = (original: string, as: Named): string =>
    (as === 'node' || as === 'pool') && isOrdinary(original) ? original : names.of(original, as)

  const node = (name: string): string => {
    const known = names.known(name)
    if (known !== undefined) return known
    const dot = name.indexOf('.')
    if (dot <= 0) return of(name, 'node')
    const pseudonym = `${of(name.slice(0, dot), 'node')}.${of(name.slice(dot + 1), 'domain')}`
    names.also(name, pseudonym, 'node')
    return pseudonym
  }

  const host = (given: string): string => {
    const name = given.toLowerCase()
    if (isPublicHost(name)) return given
    const known = names.known(name) ?? names.known(given)
    if (known !== undefined) return known
    if (IP_NAME.test(name)) return node(name)
    const pseudonym = newHost(name)
    names.also(name, pseudonym, 'host')
    return pseudonym
  }

  const newHost = (name: string): string => {
    const balancer = loadBalancerHost(name)
    if (balancer !== undefined) return BALANCERS[balancer](Number(of(`host ${name}`, 'host').slice(5)), name)
    const [, account, fips = '', china = ''] = ECR.exec(name) ?? []
    if (account !== undefined) return `${of(account, 'account')}.dkr.ecr${fips}.us-east-1.amazonaws.com${china}`
    const cloud = CLOUDS.exec(name)
    if (cloud !== null) return `${of(`host ${name}`, 'host')}.${(cloud[1] ?? '').replace(/^.*?\.(?=.*\.)/, '')}`
    if (/\.svc(?:\.cluster\.local)?$/.test(name)) return byParts(name, 'name')
    const labels = name.split('.')
    if (labels.length === 1) return isOrdinary(name) ? name : of(name, 'host')
    if (labels.length === 2) return of(name, 'domain')
    const [first = '', ...rest] = labels
    const label = isOrdinary(first) ? first : (names.known(first) ?? of(first, 'host'))
    return `${label}.${of(rest.join('.'), 'domain')}`
  }

  /** What shows by its own form, wherever it stands in a word. */
  const byForm = (piece: string): string | undefined => {
    if (piece.length < 8) return undefined
    const aws = AWS_ID.exec(piece)
    if (aws !== null) return `${aws[1]}-${of(piece, 'resource')}`
    if (UUID.test(piece)) return of(piece, 'uuid')
    if (HASH.test(piece) && !isOrdinary(piece)) return of(piece, 'hash')
    return IP_NAME.test(piece) ? node(piece) : undefined
  }

  const byParts = (word: string, manner: Within): string => {
    const parts = word.split(/([._-])/)
    if (parts.length > 2 * MOST_PARTS) return manner === 'name' ? of(word, 'name') : word
    let result = ''
    let unknown = ''
    let separator = ''
    const settle = (): void => {
      if (unknown !== '') result += separator + of(unknown, 'name')
      else result += separator
      unknown = ''
      separator = ''
    }
    for (let i = 0; i < parts.length; ) {
      const [before = '', part = ''] = [i === 0 ? '' : parts[i - 1], parts[i]]
      const found = longest(parts, i, manner)
      if (found !== undefined) {
        settle()
        result += before + found.pseudonym
        i = found.next
        continue
      }
      i += 2
      const isKept = manner !== 'name' || part === '' || isOrdinaryPart(part)
      // `acme-12` is one name
      if (isKept && !(unknown !== '' && /^\d+$/.test(part))) {
        settle()
        result += before + part
      } else if (unknown === '') {
        settle()
        separator = before
        unknown = part
      } else unknown += before + part
    }
    settle()
    return result
  }

  const knownIn = (piece: string, manner: Within): string | undefined =>
    manner === 'path' && piece.length < 4 ? undefined : names.known(piece)

  const longest = (
    parts: readonly string[],
    from: number,
    manner: Within,
  ): { readonly pseudonym: string; readonly next: number } | undefined => {
    for (let to = parts.length; to > from; to -= 2) {
      const piece = parts.slice(from, to).join('')
      if (isOrdinary(piece)) continue
      const pseudonym = (manner === 'text' ? names.distinct(piece) : knownIn(piece, manner)) ?? byForm(piece)
      if (pseudonym !== undefined) return { pseudonym, next: to + 1 }
    }
    return undefined
  }

  /** `etcd-ip-10-0-1-7.ec2.internal`: what is behind a hyphen has dots, but the whole is no host. */
  const withNode = (text: string, manner: Manner): string | undefined => {
    for (const { index } of text.matchAll(/-/g)) {
      const rest = text.slice(index + 1)
      const pseudonym = isOrdinary(rest) ? undefined : (names.known(rest) ?? byForm(rest))
      if (pseudonym !== undefined) return `${byParts(text.slice(0, index), manner)}-${pseudonym}`
    }
    return undefined
  }

  const word = (text: string, manner: Manner, whole: string, at: number): string => {
    const isInUrl = whole.slice(Math.max(0, at - 3), at) === '://'
    if (isInUrl || SCHEMELESS.test(whole.slice(Math.max(0, at - 3), at))) return host(text)
    if (OWNED.test(whole.slice(Math.max(0, at - 16), at))) return isOrdinary(text) ? text : of(text, 'name')
    // the name of a flag, of which only the value is somebody's
    if (/(?:^|[\s"'[,(])--?$/.test(whole.slice(Math.max(0, at - 3), at)))
      return isOrdinary(text) ? text : byParts(text, 'text')
    const isInPath = whole[at - 1] === '/'
    if (
      manner === 'text' &&
      !(isInPath && whole.includes('://') && URL_PATH.test(whole.slice(Math.max(0, at - 300), at)))
    ) {
      const isName = !isInPath && isHost(text) && !isPublicDomain(text)
      if (isName) return withNode(text, manner) ?? host(text)
      if (isInPath && HOME.test(whole.slice(Math.max(0, at - 7), at))) return isOrdinary(text) ? text : of(text, 'user')
      return byParts(text, isInPath ? 'path' : 'text')
    }
    if (isOrdinary(text) || isPublicDomain(text)) return text
    const known = names.known(text)
    if (known !== undefined) return known
    return isHost(text) ? (withNode(text, manner) ?? host(text)) : byParts(text, 'name')
  }

  // the same words stand in the objects of every node
  const remembered = { name: new Map<string, string>(), text: new Map<string, string>(), at: 0 }
  const rewritten = (text: string, manner: Manner): string => {
    if (text.length > SHORT) return anew(text, manner)
    if (remembered.at !== names.count() || remembered[manner].size > REMEMBERED) {
      remembered.name.clear()
      remembered.text.clear()
      remembered.at = names.count()
    }
    const result = remembered[manner].get(text) ?? anew(text, manner)
    if (remembered.at === names.count()) remembered[manner].set(text, result)
    return result
  }

  const anew = (text: string, manner: Manner): string => {
    const one = (found: string, groups: Record<string, string | undefined>, whole: string, at: number): string => {
      if (groups.time !== undefined || groups.version !== undefined) return found
      if (groups.pem !== undefined) return pem(found)
      if (groups.variable !== undefined) return found.replace(/[A-Za-z_]\w*/, variable)
      if (groups.userinfo !== undefined) return ''
      if (groups.arn !== undefined) return arn(found)
      if (groups.email !== undefined) return email(found)
      if (groups.v4 !== undefined) return readdress(found) ?? found
      if (groups.v6 !== undefined) {
        if (MAC.test(found)) return of(found, 'mac')
        const address = readdress(found.replace(/%\w+/, ''))
        return (
          address ?? found.replace(/[\da-f.]{2,}/gi, piece => (manner === 'name' ? word(piece, manner, '', 0) : piece))
        )
      }
      return word(found, manner, whole, at)
    }
    return text.replace(TOKEN, (found: string, ...rest: unknown[]) => {
      const groups = rest.at(-1)
      const at = rest.at(-3)
      return one(found, isGroups(groups) ? groups : {}, text, typeof at === 'number' ? at : 0)
    })
  }

  const variable = (name: string): string => (isOwnVariable(name) ? of(name, 'variable') : name)

  const arn = (text: string): string => {
    const [, partition = 'aws', service = '', , account = ''] = text.split(':')
    const number = /^\d{12}$/.test(account) ? of(account, 'account') : ''
    return `arn:${partition}:${isOrdinary(service) ? service : 'service'}::${number}:${of(text, 'name')}`
  }

  const email = (text: string): string => {
    const at = text.lastIndexOf('@')
    const [user, domain] = [text.slice(0, at), text.slice(at + 1)]
    // `name@v1.2.3` and units of systemd are no addresses
    if (/^v?\d/.test(domain) || domain.endsWith('.service')) return `${byParts(user, 'name')}@${domain}`
    const pseudonym = `${of(text, 'user')}@${domain.includes('.') ? of(domain, 'domain') : 'domain.example'}`
    return pseudonym
  }

  const image = (reference: string): string => {
    const [named = '', digest] = reference.split('@')
    const scheme = /^docker:\/\//.exec(named)?.[0] ?? ''
    const rest = named.slice(scheme.length)
    const slash = rest.lastIndexOf('/')
    const colon = rest.indexOf(':', slash + 1)
    const [path, tag] = colon === -1 ? [rest, ''] : [rest.slice(0, colon), rest.slice(colon + 1)]
    const [first = '', ...segments] = path.split('/')
    const isRegistry = segments.length > 0 && (/[.:]/.test(first) || first === 'localhost')
    const [name = '', port] = isRegistry ? first.split(':') : ['']
    const isUpstream = /^(?:registry\.k8s\.io|k8s\.gcr\.io|mcr\.microsoft\.com)$/.test(name)
    const others = (isRegistry ? segments : [first, ...segments]).map(one =>
      isUpstream ? one : rewritten(one, 'name'),
    )
    const registry = isRegistry ? [(readdress(name) ?? host(name)) + (port === undefined ? '' : `:${port}`)] : []
    const tagged = tag === '' ? '' : `:${rewritten(tag, 'name')}`
    const rooted = [...registry, ...others].join('/')
    return `${scheme}${rooted}${tagged}${digest === undefined ? '' : `@${digest}`}`
  }

  return { name: text => rewritten(text, 'name'), text: text => rewritten(text, 'text'), image, of, node, variable }
}

/** Lines of a text in another text may end in `\\n`. */
function pem(text: string): string {
  const end = text.includes('\n') || !text.includes('\\n') ? '\n' : '\\n'
  const what = /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text)?.[1] ?? ''
  return `-----BEGIN ${what}-----${end}${BLOB}${end}-----END ${what}-----`
}

const isGroups = (value: unknown): value is Record<string, string | undefined> =>
  typeof value === 'object' && value !== null

const hex = (n: number, length: number): string => n.toString(16).padStart(length, '0')
const china = (name: string): string => (/\.cn\.?$/.test(name) ? '.cn' : '')

/** Hosts that tell what stands behind them go on telling it, and no more: neither whose they are nor where. */
const BALANCERS: Readonly<Record<LoadBalancerHost, (n: number, name: string) => string>> = {
  'classic-elb-or-alb': (n, name) =>
    `balancer-${String(n).padStart(10, '0')}.us-east-1.elb.amazonaws.com${china(name)}`,
  nlb: (n, name) => `balancer-${hex(n, 16)}.elb.us-east-1.amazonaws.com${china(name)}`,
  'eks-endpoint': (n, name) => `${hex(n, 32)}.gr7.us-east-1.eks.amazonaws.com${china(name)}`,
  'aks-endpoint': (n, name) => `host-${n}.${name.includes('.privatelink.') ? 'privatelink' : 'hcp'}.region.azmk8s.io`,
}
