/** Words that make a key look like it holds a secret. */
const SECRET =
  /token|passw(?:or)?d|passphrase|secret|private[-_]?key|api[-_]?key|access[-_]?key|credential|key[-_]?data|certificate[-_]?key|encryption[-_]?key/i

/** Keys with such a word that hold something harmless: a path, a name, a duration, etcd's cluster token (a label, no secret). */
const HARMLESS =
  /(?:file|path|dir|names?|refs?|namespace|ttl|expiration|seconds|webhook|version|type|url|provider|size|enabled|hash|groups|usages|audiences?|issuer|mode|config|controller|plugins?|initial[-_]cluster[-_]token)$/i

const isSecretKey = (key: string): boolean => SECRET.test(key) && !HARMLESS.test(key)

/** Values that say nothing: empty, booleans, durations, paths, references, templates, block headers. */
const PLAIN =
  /^(?:|true|false|null|~|(?:\d+(?:\.\d+)?(?:ns|us|ms|s|m|h|d))+|[|>][-+\d]*|\.{0,2}\/.*|\$.*|\{\{.*|<%.*|(?:var|local|data|module)\..*|\{.*|\\)$/

/** `key:`, `key=`, `"key":` and `--key `; the lookbehind lets a match begin only where a word begins, which keeps the scan linear. */
const KEY = /(?<![\w.-])([\w.-]+)(?:["']?[ \t]{0,8}(:(?=\s|["'[{]|$)|=>?)[ \t]*|[ \t]+(?=[^\s-]))/g

const stars = (text: string): string => '*'.repeat(text.length)

/** Secrets that show by their own form. */
const FORMS: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/(?<=-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----).+/g, stars],
  [/\bENC\[[^\]]*\]?/g, stars],
  // a bootstrap token; the digit keeps host names out
  [/(?<![\w.-])(?=[a-z0-9.]*\d)[a-z0-9]{6}\.[a-z0-9]{16}(?![\w-])/g, stars],
  [/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, stars],
  [/\bAKIA[0-9A-Z]{16}\b/g, stars],
  [/(?<=:\/\/[^\s/:@]{0,60}:)[^\s/@]+(?=@)/g, stars],
  [/(?<![\w+/=-])[\w+/-]{40,}={0,2}/g, found => (isKeyMaterial(found) ? stars(found) : found)],
]

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
 * The same text with secrets replaced by stars of the same length, so that columns stay. `code` (a line of a file, a quoted value)
 * also looks at keys. `previous` is the line before: a key or a flag may stand there alone.
 */
export function maskSecrets(text: string, as: 'code' | 'prose', previous = ''): string {
  let masked = text
  for (const [form, replace] of FORMS) masked = masked.replace(form, replace)
  if (as === 'prose') return masked
  if (followsSecretKey(previous) && !/^\s*(?:- )?["']?[\w.-]+["']?\s*[:=]/.test(text))
    return masked.replace(
      /^(\s*(?:- )?["']?)(.*?)(["',]*\s*)$/,
      (_, head: string, body: string, tail: string) => head + stars(body) + tail,
    )
  KEY.lastIndex = 0
  for (let found = KEY.exec(masked); found !== null; found = KEY.exec(masked)) {
    const [whole, key = '', separator] = found
    if (!isSecretKey(key)) continue
    if (separator === undefined && !isFlag(masked, found.index)) continue
    const from = found.index + whole.length
    const [start, end] = valueAt(masked, from, separator)
    if (PLAIN.test(masked.slice(start, end).trim())) continue
    masked = masked.slice(0, start) + stars(masked.slice(start, end)) + masked.slice(end)
    KEY.lastIndex = end
  }
  return masked
}

/** Masks what a message quotes. Prose is left alone but for secrets that show by their form: `token: …` is no assignment there. */
export const maskMessage = (text: string): string =>
  text.replace(/`[^`]*`|[^`]+/g, part => maskSecrets(part, part.startsWith('`') ? 'code' : 'prose'))

/** The dashes belong to the word for the regular expression, so look at both. */
const isFlag = (text: string, at: number): boolean => text.startsWith('--', at)

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
