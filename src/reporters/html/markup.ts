import { visible } from '../safe-text.js'

/** Text that is HTML already. Only `html` and `trusted` make it, so nothing of the input gets into a page unescaped. */
export interface Markup {
  readonly markup: string
}

export type Child = string | number | Markup | undefined | readonly Child[]

/**
 * A template whose holes are text: made visible and escaped, inside quoted attributes too. Markup is taken as it is, lists one
 * after the other, `undefined` is nothing.
 */
export function html(strings: TemplateStringsArray, ...children: readonly Child[]): Markup {
  let markup = strings[0] ?? ''
  for (const [i, child] of children.entries()) markup += rendered(child) + (strings[i + 1] ?? '')
  return { markup }
}

/** For constants of this folder, never for anything that was read. */
export const trusted = (markup: string): Markup => ({ markup })

function rendered(child: Child): string {
  if (child === undefined) return ''
  if (typeof child === 'string') return escaped(visible(child))
  if (typeof child === 'number') return String(child)
  if ('markup' in child) return child.markup
  return child.map(rendered).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

export const escaped = (text: string): string => text.replace(/[&<>"'`]/g, found => ENTITIES[found] ?? found)

/** A message with what stands in backticks as code. */
export const prose = (text: string): Markup =>
  html`${text.split('`').map((part, i, all) =>
    // an odd one out is a backtick of the text
    i % 2 === 1 && i < all.length - 1 ? html`<code>${part}</code>` : i % 2 === 1 ? `\`${part}` : part,
  )}`
