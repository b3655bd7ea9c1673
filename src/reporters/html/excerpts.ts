import { smallest } from '../../model/lists.js'
import type { Location } from '../../model/location.js'
import { type ExcerptLine, excerpt } from '../excerpt.js'
import { columns, message } from '../safe-text.js'
import { shown } from '../where.js'
import { html, type Markup } from './markup.js'

/** Columns of a line; longer ones are cut around the range, shorter screens wrap it. */
const WIDTH = 160

/** The lines of a place as in the report for terminals, their common indentation left out, the range marked. */
export function lines(at: Location, label: string, after: boolean): Markup {
  const all = excerpt(shown(at), WIDTH, after)
  if (all.length === 0) return html``
  const indent = smallest(all.filter(({ gap, text }) => gap === undefined && text !== '').map(indentation))
  const lastMarked = all.findLastIndex(({ mark }) => mark !== undefined)
  return html`<pre class="excerpt">${all.map((line, i) =>
    row(line, Number.isFinite(indent) ? indent : 0, i === lastMarked ? message(label) : ''),
  )}</pre>`
}

const indentation = ({ text, mark }: ExcerptLine): number =>
  Math.min(/^ */.exec(text)?.[0].length ?? 0, mark?.from ?? Number.POSITIVE_INFINITY)

function row({ number, gap, text, mark }: ExcerptLine, indent: number, label: string): Markup {
  const shownNumber = html`<span class="number">${number ?? ''}</span>`
  if (mark === undefined)
    return html`<span class="line">${shownNumber}<code>${gap ? text : text.slice(indent)}</code></span>`
  const [before, marked, rest] = parted(text, mark)
  const note = label === '' ? undefined : html`<span class="label">${label}</span>`
  return html`<span class="line">${shownNumber}<code>${before.slice(indent)}<mark>${marked}</mark>${rest}${note}</code></span>`
}

/** A text cut at columns of a terminal; a range behind its end is a blank. */
function parted(text: string, { from, length }: { from: number; length: number }): [string, string, string] {
  const parts: [string, string, string] = ['', '', '']
  let column = 0
  for (const character of text) {
    parts[column < from ? 0 : column < from + length ? 1 : 2] += character
    column += columns(character)
  }
  if (parts[1] === '') parts[1] = ' '
  return parts
}
