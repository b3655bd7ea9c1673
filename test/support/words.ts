import type { Word } from '../../src/model/fragment.js'
import { MASK } from '../../src/model/text.js'

/** Words as one can read them: `<$FOO>` a variable (`<$FOO…>` where it splits), `?` unknown characters, `?…` any number of arguments. */
export const show = (words: readonly Word[]): string[] => words.map(showWord)

function showWord({ parts, splits }: Word): string {
  const text = parts
    .map(part =>
      'variable' in part ? `<$${part.variable}>` : part.text.value.replaceAll(new RegExp(`${MASK}+`, 'g'), '?'),
    )
    .join('')
  return splits ? `${text}…` : text
}
