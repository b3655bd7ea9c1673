/** What may come next in JSON. */
type Expected = 'value' | 'first value' | 'first key' | 'key' | 'colon' | 'more'

const TOKEN =
  /"[^"\\\u0000-\u001f]*(?:\\[^\u0000-\u001f][^"\\\u0000-\u001f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|[[\]{},:]/y
const SPACE = /[ \t\r\n]*/y

function* tokens(source: string): Generator<{ readonly text: string | undefined; readonly at: number }> {
  for (let at = 0; ; ) {
    SPACE.lastIndex = at
    at += SPACE.exec(source)?.[0].length ?? 0
    if (at >= source.length) return
    TOKEN.lastIndex = at
    const text = TOKEN.exec(source)?.[0]
    yield { text, at }
    if (text === undefined) return
    at += text.length
  }
}

/** Where a text that is no JSON stops being it: JavaScript does not say on every version of Node. */
export function jsonBreaksAt(source: string): number {
  const open: string[] = []
  let expected: Expected = 'value'
  for (const { text, at } of tokens(source)) {
    const next: Expected | undefined = text === undefined ? undefined : after(text, expected, open)
    if (next === undefined) return at
    expected = next
  }
  return source.trimEnd().length
}

function after(text: string, expected: Expected, open: string[]): Expected | undefined {
  const isWord = !/^[[\]{},:]$/.test(text)
  switch (expected) {
    case 'key':
    case 'first key':
      if (text.startsWith('"')) return 'colon'
      return expected === 'first key' && text === '}' ? closed(open) : undefined
    case 'colon':
      return text === ':' ? 'value' : undefined
    case 'more':
      if (text === ',' && open.length > 0) return open.at(-1) === '{' ? 'key' : 'value'
      return open.length > 0 && text === (open.at(-1) === '{' ? '}' : ']') ? closed(open) : undefined
    default:
      if (isWord) return 'more'
      if (text === ']' && expected === 'first value') return closed(open)
      if (text !== '{' && text !== '[') return undefined
      open.push(text)
      return text === '{' ? 'first key' : 'first value'
  }
}

function closed(open: string[]): Expected {
  open.pop()
  return 'more'
}

/** Where an item of the first list under a key begins, in text that is known to be JSON. */
export function itemPlace(source: string, key: string, index: number): number {
  let depth = 0
  let item = 0
  let before: string | undefined
  let inside: number | undefined
  for (const { text, at } of tokens(source)) {
    if (inside !== undefined && depth === inside && item === index && text !== ',') return at
    if (text === '[' && before === key && inside === undefined) inside = depth + 1
    if (text === '[' || text === '{') depth++
    else if (text === ']' || text === '}') depth--
    else if (text === ',' && depth === inside) item++
    if (text !== ':') before = text
  }
  return 0
}
