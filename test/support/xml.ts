/** An element of XML, its text with references resolved. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

const NAME = /[A-Za-z_][\w.-]*/y
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** XML 1.0, production 2. */
const CHARACTERS = /^[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u

/** A reader as strict as XML 1.0 where klint's reports go: elements, attributes, references; nothing else is known. */
export function parseXml(source: string): Element {
  let at = 0
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at}: ${JSON.stringify(source.slice(Math.max(0, at - 30), at + 30))}`)
  }
  const eat = (words: string): void => {
    if (!source.startsWith(words, at)) fail(`${words} expected`)
    at += words.length
  }
  const blanks = (): boolean => {
    const from = at
    while (/[ \t\r\n]/.test(source[at] ?? '')) at++
    return at > from
  }
  const name = (): string => {
    NAME.lastIndex = at
    const found = NAME.exec(source)?.[0] ?? fail('name expected')
    at += found.length
    return found
  }
  const resolved = (raw: string): string =>
    raw.replace(/&([^;]*);?/g, (whole, reference: string) => {
      const number = /^#x([\da-fA-F]+)$/.exec(reference)?.[1]
      const character = number === undefined ? ENTITIES[reference] : String.fromCodePoint(Number.parseInt(number, 16))
      if (character === undefined || !whole.endsWith(';') || !CHARACTERS.test(character))
        return fail(`reference ${whole}`)
      return character
    })
  const element = (): Element => {
    eat('<')
    const tag = name()
    const attributes: Record<string, string> = {}
    while (blanks() && /[^/>]/.test(source[at] ?? '>')) {
      const key = name()
      eat('="')
      const end = source.indexOf('"', at)
      const raw = end === -1 ? fail('quote expected') : source.slice(at, end)
      if (/[<\n\t\r]/.test(raw)) fail(`attribute ${key} holds a markup or a blank that would be normalised`)
      if (key in attributes) fail(`attribute ${key} twice`)
      attributes[key] = resolved(raw)
      at = end + 1
    }
    if (source.startsWith('/>', at)) {
      at += 2
      return { name: tag, attributes, children: [], text: '' }
    }
    eat('>')
    const children: Element[] = []
    let text = ''
    while (!source.startsWith('</', at)) {
      const next = source.indexOf('<', at)
      const raw = next === -1 ? fail('end tag expected') : source.slice(at, next)
      if (raw.includes(']]>')) fail(']]> in text')
      text += resolved(raw)
      at = next
      if (!source.startsWith('</', at)) children.push(element())
    }
    eat(`</${tag}>`)
    return { name: tag, attributes, children, text }
  }

  if (!CHARACTERS.test(source)) fail('a character that XML cannot hold')
  eat('<?xml version="1.0" encoding="UTF-8"?>')
  blanks()
  const root = element()
  blanks()
  if (at !== source.length) fail('something after the root')
  return root
}
