import { append } from './lists.js'

/** Words that make a key look like it holds a secret. */
const SECRET =
  /token|passw(?:or)?d|passphrase|secret|private[-_]?key|api[-_]?key|access[-_]?key|credential|key[-_]?data|certificate[-_]?key|encryption[-_]?key|_pwd\b/i

/** Keys with such a word that hold something harmless: a path, a name, a duration, etcd's cluster token (a label, no secret). */
const HARMLESS =
  /(?:file|path|dir|names?|refs?|namespace|ttl|expiration|seconds|webhook|version|type|url|provider|size|enabled|hash|groups|usages|audiences?|issuer|mode|config|controller|plugins?|strategy|policy|syncs|cluster[-_]?token)$/i

const isSecretKey = (key: string): boolean => SECRET.test(key) && !HARMLESS.test(key)

/** Values that say nothing: empty, booleans, durations, paths, references, templates, block headers. */
const PLAIN =
  /^(?:|true|false|null|~|(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h|d))+|[|>][-+\d]*|\.{0,2}\/.*|\$.*|\{\{.*|<%.*|(?:var|local|data|module)\..*|\{.*|\\)$/

/** `key:`, `key=`, `"key":` and `--key `; the lookbehind lets a match begin only where a word begins, which keeps the scan linear. */
const KEY = /(?<![\w.-])([\w.-]+)(?:["']?[ \t]{0,8}(:(?=\s|["'[{]|$)|=>?)[ \t]*|[ \t]+(?=[^\s-]))/g

/** Stands for every secret: a mark as long as the secret would tell how long it is. */
const MASK = '********'

type Range = readonly [start: number, end: number]

/**
 * Secrets that show by their own form, or by the command they are given to. A text in which none of the words stands, in whatever case,
 * holds none: to look for a word takes less than to begin with an expression.
 */
const FORMS: readonly (readonly [words: readonly string[], form: RegExp])[] = [
  [['private key-----'], /(?<=-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----).+/g],
  [['enc['], /\bENC\[[^\]]*\]?/g],
  // a bootstrap token; the digit keeps host names out
  [['.'], /(?<![\w.-])(?=[a-z0-9.]*\d)[a-z0-9]{6}\.[a-z0-9]{16}(?![\w-])/g],
  [['akia', 'asia'], /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  // GitHub, GitLab, Slack, Vault, Google
  [
    ['gho_', 'ghp_', 'ghr_', 'ghs_', 'ghu_', 'github_pat_', 'glpat-', 'xox', 'hvb.', 'hvs.', 'aiza'],
    /\b(?:gh[opsru]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|hv[bs]\.[\w-]{20,}|AIza[\w-]{30,})/g,
  ],
  [['://'], /(?<=:\/\/[^\s/:@]{0,60}:)[^\s/@]+(?=@)/g],
  [
    ['authorization'],
    /(?<=\bauthorization["']?\s{0,4}[:=]\s{0,4}["']?(?:basic|bearer|digest|token|apikey)\s{1,4})[^\s"'`$]+/gi,
  ],
  [['bearer'], /(?<=\bbearer\s{1,4})(?=[\w.~+/-]{0,400}\d)[\w.~+/-]{12,}=*/gi],
  // `aws configure set aws_secret_access_key …`
  [['set'], /(?<=\bset\s{1,4}[\w.-]{0,60}(?:secret|password|token)[\w.-]{0,60}\s{1,4}["']?)[^\s"'`$]+/gi],
  [['-p'], /(?<=\b(?:mysql|mysqldump|mysqladmin|mariadb|sshpass)\b[^|;&]{0,200}\s-p["']?)[^\s"'`$]+/g],
  [
    ['-p'],
    /(?<=\b(?:sshpass|(?:docker|podman|nerdctl|helm|az|oc)\b[^|;&]{0,100}\blogin)\b[^|;&]{0,200}\s-p\s{1,4}["']?)[^\s"'`$-][^\s"'`]*/g,
  ],
]

/** A JSON web token. It is known by its first dot, so that what only begins as one is looked over once. */
const TOKEN = /\.(?<=\b(eyJ[\w-]{8,})\.)[\w-]+(?:\.[\w-]*)?/g

/** `curl -u user:password`, `etcdctl --user root:password`. */
const USER =
  /(?<=(?:^|[\s"'[,])(?:-u|--user|--proxy-user)["',]{0,3}[\s=]{0,4}["']?)([^\s"'`:=$-][^\s"'`:=$]{0,60}):([^\s"'`$:]+)/g

/** A user with a group is no user with a password: `1000:1000`, `etcd:etcd`. */
const isGroup = (user: string, other: string): boolean => user === other || /^\d+$/.test(other)

const SHORTEST_KEY = 40
const LONG = /(?<![\w+/=-])[\w+/-]{40,}={0,2}/g

/** Long base64 with all of upper case, lower case and digits; digests are hexadecimal, paths begin with a slash. */
function isKeyMaterial(text: string): boolean {
  return (
    !/^[/-]/.test(text) &&
    /[A-Z]/.test(text) &&
    /[a-z]/.test(text) &&
    /\d/.test(text) &&
    !/[-_/][a-z]+[-_/][a-z]+[-_/]/.test(text)
  )
}

/**
 * Where a text holds secrets, in order and apart. `code` (a line of a file, a quoted value) also looks at keys. `previous` is the
 * line before: a key or a flag may stand there alone.
 */
export function secretsIn(text: string, as: 'code' | 'prose', previous = ''): readonly Range[] {
  const lower = text.toLowerCase()
  const found: Range[] = FORMS.flatMap(([words, form]) =>
    words.some(word => lower.includes(word)) ? rangesOf(text, form) : [],
  )
  if (lower.includes('eyj'))
    for (const { index, 0: whole, 1: head = '' } of text.matchAll(TOKEN))
      found.push([index - head.length, index + whole.length])
  if (lower.includes('-u'))
    for (const { index, 0: whole, 1: user = '', 2: password = '' } of text.matchAll(USER))
      if (!isGroup(user, password)) found.push([index + whole.length - password.length, index + whole.length])
  if (text.length >= SHORTEST_KEY)
    append(
      found,
      rangesOf(text, LONG).filter(([start, end]) => isKeyMaterial(text.slice(start, end))),
    )
  if (as === 'prose') return merged(found)
  if (followsSecretKey(previous) && !/^\s*(?:- )?["']?[\w.-]+["']?\s*[:=]/.test(text)) {
    const head = /^\s*(?:- )?["']?/.exec(text)?.[0].length ?? 0
    return merged([...found, [head, text.trimEnd().replace(/(?<!["',])["',]+$/, '').length]])
  }
  return merged([...found, ...valuesOfKeys(text), ...valueOfName(text, previous)])
}

const rangesOf = (text: string, form: RegExp): Range[] =>
  [...text.matchAll(form)].map(({ index, 0: whole }) => [index, index + whole.length] as const)

function valuesOfKeys(text: string): Range[] {
  const found: Range[] = []
  KEY.lastIndex = 0
  for (let match = KEY.exec(text); match !== null; match = KEY.exec(text)) {
    const [whole, key = '', separator] = match
    if (!isSecretKey(key)) continue
    if (separator === undefined && !isFlag(key)) continue
    const [start, end] = valueAt(text, match.index + whole.length, separator)
    const value = text.slice(start, end).trim()
    if (PLAIN.test(value) || (isToken(key) && LABEL.test(value))) continue
    found.push([start, end])
    KEY.lastIndex = end
  }
  return found
}

/** `name: DB_PASSWORD`, and its `value:` on this line or the next. */
function valueOfName(text: string, previous: string): Range[] {
  const value = /(?<![\w.-])value["']?\s{0,4}:\s{0,4}/.exec(text)
  if (value === null) return []
  const before = `${previous.slice(-200)}\n${text.slice(0, value.index)}`
  const name = /(?<![\w.-])name["']?\s{0,4}:\s{0,4}["']?([\w.-]{1,80})["']?,?\s*(?:-\s*)?["']?$/.exec(before)?.[1]
  if (name === undefined || !isSecretKey(name)) return []
  const [start, end] = valueAt(text, value.index + value[0].length, ':')
  return PLAIN.test(text.slice(start, end).trim()) ? [] : [[start, end]]
}

function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const [start, end] of ranges.filter(([start, end]) => start < end).sort(([a], [b]) => a - b)) {
    const last = result.at(-1)
    if (last !== undefined && start <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], end)]
    else result.push([start, end])
  }
  return result
}

/** The part of a text from `start` to `end`, with the mark for each secret that begins there. */
export function maskedSlice(text: string, secrets: readonly Range[], start: number, end: number): string {
  let result = ''
  let at = start
  for (const [from, to] of secrets) {
    if (to <= start || from >= end) continue
    result += text.slice(at, Math.max(at, from)) + (from >= start ? MASK : '')
    at = Math.min(to, end)
  }
  return result + text.slice(at, end)
}

/** The same text with a mark of one length for each secret. */
export const maskSecrets = (text: string, as: 'code' | 'prose', previous = ''): string =>
  maskedSlice(text, secretsIn(text, as, previous), 0, text.length)

/** The dashes belong to the word for the regular expression. */
const isFlag = (key: string): boolean => /^--?[a-z]{2}/i.test(key)

/** What is called a token may be a label; a password never is. */
const isToken = (key: string): boolean => !SECRET.test(key.replace(/token/gi, ''))

/** Words with at most a number behind them: `etcd-cluster-1`. */
const LABEL = /^["']?[a-z]+(?:[-_][a-z]+)+(?:[-_]\d{1,3})?["']?$/

/** Range of a value without its quotes. YAML plain values go on to the end of the line: rather too much masked than too little. */
function valueAt(text: string, from: number, separator: string | undefined): [number, number] {
  const quote = text[from]
  if (quote === '"' || quote === "'") {
    let end = from + 1
    while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1
    return [from + 1, Math.min(end, text.length)]
  }
  if (separator === ':') return [from, text.length]
  const rest = /^[^\s"'`,;]*/.exec(text.slice(from))?.[0] ?? ''
  return [from, from + rest.length]
}

/** A line that ends in a secret's key or flag (`- --token`, `password: |`): the value is on the next one. */
function followsSecretKey(line: string): boolean {
  const flag = /(?:^|[\s"'[,])--([\w.-]{1,80})["',]*\s*\\?$/.exec(line.slice(-200))
  if (flag !== null) return isSecretKey(flag[1] ?? '')
  const key = /(?:^|[\s"'{,])([\w.-]{1,80})["']?\s{0,8}:\s{0,8}(?:[|>][-+\d]{0,2})?$/.exec(line.slice(-200))
  return key !== null && isSecretKey(key[1] ?? '')
}
