import { maskMessage, maskSecrets } from './secrets.js'

/**
 * What must not reach a terminal as it is: C0 and C1 controls (ANSI escapes begin with one), line separators, bidirectional
 * controls (CVE-2021-42574, "Trojan Source"), invisible characters, tag characters, lone surrogates, klint's own mask.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\ufdd0+|[\ud800-\udfff\u{e0000}-\u{e007f}]|##(?=\w*\[)/gu

function show(found: string): string {
  // commands of Azure Pipelines, TeamCity and older GitHub runners: `##[error]`, `##vso[…]`, `##teamcity[…]`, anywhere in a line
  if (found === '##') return '## '
  const code = found.codePointAt(0) ?? 0
  if (code === 0xfdd0) return '…'
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

const ASCII = /^[\x20-\x7e]*$/

/** Text with everything that could move the cursor, hide or reorder it made visible. One line in, one line out. */
export const visible = (text: string): string =>
  ASCII.test(text) && !text.includes('##') ? text : text.replace(UNSAFE, show)

/** A message: visible, and secrets among its quoted values masked. Prose is left alone, `token: …` is no assignment there. */
export const message = (text: string): string => visible(maskMessage(text))

/** A name or a few words of the author's: visible, and secrets that show by their form masked. */
export const safe = (text: string): string => visible(maskSecrets(text, 'prose'))

/** A path at the start of a line must not read as a workflow command: runners trim the line and look for `::`. */
export const leadingPath = (path: string): string => {
  const text = visible(path)
  return /^\s*::/.test(text) ? `./${text}` : text
}

/** The same for words of the author's that are no path. */
export const leadingWords = (text: string): string => (/^\s*::/.test(text) ? `"${text}"` : text)

/** JSON whose strings hold no character that a terminal would obey; the value is the same for every JSON reader. */
export const safeJson = (value: unknown): string => escapedJson(JSON.stringify(value, undefined, 2))

/** The same on one line. */
export const safeJsonLine = (value: unknown): string => escapedJson(JSON.stringify(value))

/** `JSON.stringify` writes half a surrogate pair as an escape, which strict readers (protobuf's, serde's) refuse; pairs it leaves alone. */
const wellFormed = (text: string): string =>
  text.includes('\\ud')
    ? text.replace(/\\(?:\\|ud[89a-f][\da-f]{2})/g, found => (found === '\\\\' ? found : '\ufffd'))
    : text

const escapedJson = (text: string): string =>
  wellFormed(text).replace(
    /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|##(?=\w*\[)|\udb40[\udc00-\udc7f]/g,
    found =>
      found === '##'
        ? '#\\u0023'
        : found
            .split('')
            .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
            .join(''),
  )

const WIDE =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])/u
const ZERO = /^[\p{Mn}\p{Me}]$/u

/** Columns of a terminal that a visible text takes. */
export function columns(text: string): number {
  if (ASCII.test(text)) return text.length
  let width = 0
  for (const character of text) width += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** The longest beginning of a text that takes at most `width` columns. */
export function beginning(text: string, width: number): string {
  let result = ''
  let used = 0
  for (const character of text) {
    used += columns(character)
    if (used > width) break
    result += character
  }
  return result
}

/** At most so many columns of a visible text, with a mark where it was cut. */
export const cutTo = (text: string, most: number): string =>
  columns(text) <= most ? text : `${beginning(text, most - 1)}…`
