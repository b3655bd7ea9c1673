import { Text } from '../../model/text.js'
import type { Heredoc } from './shell.js'
import { expansion } from './shell-words.js'
import { slicer, standIn, unknown } from './words.js'

/**
 * What the shell writes: with a quoted marker the lines as they are, else with variables filled in. What is not known
 * becomes unknown characters, so that the reader of the file does not look the variable up a second time; `\$X` is `$X`.
 */
export function heredocText({ body, quoted, tabs }: Heredoc, lookup: (name: string) => Text | undefined): Text {
  const text = tabs ? withoutTabs(body) : body
  if (quoted || !/[$`\\]/.test(text.value)) return text
  const { value } = text
  const cut = slicer(text)
  const parts: Text[] = []
  let from = 0
  let i = 0
  const put = (end: number, replacement?: Text) => {
    if (i > from) parts.push(cut(from, i))
    if (replacement !== undefined) parts.push(replacement)
    i = end
    from = end
  }
  while (i < value.length) {
    const c = value[i]!
    if (c === '\\' && /[\\$`]/.test(value[i + 1] ?? '')) put(i + 2, standIn(cut(i, i + 2), value[i + 1]!))
    else if (c === '\\' && value[i + 1] === '\n') put(i + 2)
    else if (c === '$' || c === '`') {
      const found = expansion(value, i)
      if (found === undefined) i++
      else
        put(
          found.end,
          (found.variable === undefined ? undefined : lookup(found.variable)) ?? unknown(cut(i, found.end)),
        )
    } else i++
  }
  put(value.length)
  return parts.length === 0 ? text : Text.join(parts)
}

function withoutTabs(body: Text): Text {
  const cut = slicer(body)
  const parts: Text[] = []
  let at = 0
  while (at < body.length) {
    const newline = body.value.indexOf('\n', at)
    const end = newline === -1 ? body.length : newline + 1
    while (body.value[at] === '\t' && at < end) at++
    parts.push(cut(at, end))
    at = end
  }
  return parts.length === 0 ? body : Text.join(parts)
}
