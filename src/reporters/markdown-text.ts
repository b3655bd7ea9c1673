import { largest } from '../model/lists.js'
import { message, visible } from './safe-text.js'

/** What would be markup outside of code, what ends a cell of a table, and a name that would be called. */
const MARKUP = /[\\*_[\]~!#]|[&<>"'`|]|@(?=\w)/g

const ENTITY = /[&<>"'`|]/

const letters = (text: string): string =>
  text.replace(MARKUP, found =>
    found === '@' ? '@<!-- -->' : ENTITY.test(found) ? `&#${found.charCodeAt(0)};` : `\\${found}`,
  )

/** A message: what it quotes becomes code, everything else letters. Stays on its line, and in its cell. */
export const prose = (text: string): string =>
  message(text).replace(/`[^`]+`|[^`]+|`/g, part =>
    part.length > 1 && part.startsWith('`') ? span(part.slice(1, -1)) : letters(part),
  )

/** A name as code. */
export const code = (text: string): string => span(visible(text))

/** Where backticks cannot hold it, HTML does: no escape ends a cell safely, since `\\|` is a backslash and an end. */
const span = (text: string): string =>
  /[`|]/.test(text) || text.trim() === ''
    ? `<code>${text.replace(/[^a-zA-Z0-9 ./:-]/gu, character => reference(character))}</code>`
    : `\`${text}\``

const reference = (character: string): string => {
  const point = character.codePointAt(0) ?? 0
  return point < 0x80 ? `&#${point};` : character
}

/** Lines of source between fences that are longer than any in them. */
export function fenced(lines: readonly string[], indent: string): string[] {
  const longest = largest(
    lines.flatMap(line => line.match(/`+/g) ?? []).map(run => run.length),
    2,
  )
  const fence = '`'.repeat(longest + 1)
  return [`${fence}text`, ...lines, fence].map(line => indent + line)
}

/** A link whose text is Markdown already. */
export const link = (text: string, url: string): string =>
  `[${text}](${url.replace(/[()\s<>]/g, character => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)})`
