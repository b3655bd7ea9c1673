import { message, visible } from '../reporters/safe-text.js'

/** Longer texts are cut: a row of a table is no place to read a script. */
const LONGEST = 1000

/** Everything Markdown, HTML, formulas and tables of GitHub give a meaning to, as entities: they stand for themselves. */
const entities = (text: string): string =>
  text
    .replace(/[&<>"'`|\\*_~[\]{}#!@$^\r\n]|:(?=\/)/g, found => `&#${found.charCodeAt(0)};`)
    .replace(/(?<=www)\./gi, '&#46;')

const cut = (text: string): string => {
  if (text.length <= LONGEST) return text
  // not between the halves of one character
  const end = /[\ud800-\udbff]/.test(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST
  return `${text.slice(0, end)}…`
}

/** Untrusted text on one line of Markdown. */
export const plainText = (text: string): string => entities(visible(cut(text)))

/** The same in `code`, where mentions and references of issues are not looked for either. */
export const codeText = (text: string): string => `<code>${plainText(text)}</code>`

/** A message of klint's: what it quotes is in `code`, secrets are masked. */
export const messageText = (text: string): string =>
  message(cut(text)).replace(/`([^`]*)`|[^`]+|`/g, (part, quoted: string | undefined) =>
    quoted === undefined ? entities(part) : `<code>${entities(quoted)}</code>`,
  )
