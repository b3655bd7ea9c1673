import { UserError } from '../model/user-error.js'

/**
 * Words as a POSIX shell would split them, and nothing else of a shell: quotes and backslashes count, `$`, `*` and `~` are characters.
 * Line ends separate like blanks.
 * @throws UserError for a quote that is not closed
 */
export function wordList(text: string, input: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let quote: '"' | "'" | undefined
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    const next = text[i + 1]
    if (quote === "'") {
      if (char === quote) quote = undefined
      else word += char
    } else if (quote === '"') {
      if (char === quote) quote = undefined
      else if (char === '\\' && next !== undefined && /["\\$`\n]/.test(next)) {
        if (next !== '\n') word += next
        i++
      } else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (char === '\\' && next !== undefined) {
      // a backslash before a line end joins lines
      if (next !== '\n') word = (word ?? '') + next
      i++
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + char
  }
  if (quote !== undefined)
    throw new UserError(
      `the input \`${input}\` has a ${quote} that is not closed`,
      'quote it once more, or write \\ before it',
    )
  return word === undefined ? words : [...words, word]
}
