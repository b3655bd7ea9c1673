import { html, type Markup } from './markup.js'

/**
 * A rule's page as HTML: the part of Markdown those pages are written in - headings, paragraphs, lists, tables, fences, code,
 * emphasis and links. Everything is escaped first; what is not understood stays text.
 */
export function markdownPage(markdown: string, level: number): Markup {
  return html`${blocks(markdown.replace(/<!--[\s\S]*?-->/g, '').split('\n')).map(block => blockMarkup(block, level))}`
}

type Block =
  | { readonly kind: 'heading'; readonly depth: number; readonly text: string }
  | { readonly kind: 'fence'; readonly info: string; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'paragraph'; readonly text: string }

function blocks(lines: readonly string[]): readonly Block[] {
  const found: Block[] = []
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? ''
    const fence = /^(`{3,})(.*)$/.exec(line)
    const heading = /^(#{1,6}) (.+)$/.exec(line)
    if (fence !== null) {
      const end = lines.findIndex((other, at) => at > i && other.trimEnd() === fence[1])
      const stop = end === -1 ? lines.length : end
      found.push({ kind: 'fence', info: fence[2] ?? '', lines: lines.slice(i + 1, stop) })
      i = stop + 1
    } else if (heading !== null) {
      found.push({ kind: 'heading', depth: heading[1]?.length ?? 1, text: heading[2] ?? '' })
      i++
    } else if (line.startsWith('|')) {
      const rows = taken(lines, i, other => other.startsWith('|'))
      found.push({
        kind: 'table',
        rows: rows.filter(row => !/^[|\s:-]+$/.test(row) || /^\|[\s|]*\|$/.test(row)).map(cells),
      })
      i += rows.length
    } else if (/^(?:[-*]|\d+\.) /.test(line)) {
      const all = taken(lines, i, other => /^(?:[-*]|\d+\.) |^ {2,}\S/.test(other))
      found.push({ kind: 'list', items: itemsOf(all) })
      i += all.length
    } else if (line.trim() === '') i++
    else {
      const all = taken(lines, i, other => other.trim() !== '' && !/^(?:#{1,6} |`{3,}|\||[-*] )/.test(other))
      found.push({ kind: 'paragraph', text: all.length === 0 ? line : all.join(' ') })
      i += Math.max(1, all.length)
    }
  }
  return found
}

function taken(lines: readonly string[], from: number, belongs: (line: string) => boolean): readonly string[] {
  const end = lines.findIndex((line, at) => at >= from && !belongs(line))
  return lines.slice(from, end === -1 ? lines.length : end)
}

function itemsOf(lines: readonly string[]): readonly string[] {
  const items: string[] = []
  for (const line of lines) {
    const text = line.replace(/^(?:[-*]|\d+\.) /, '')
    if (text === line && items.length > 0) items[items.length - 1] += ` ${line.trim()}`
    else items.push(text.trim())
  }
  return items
}

const cells = (row: string): readonly string[] =>
  row
    .replace(/^\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map(cell => cell.trim().replaceAll('\\|', '|'))

function blockMarkup(block: Block, level: number): Markup {
  switch (block.kind) {
    case 'heading': {
      // the title of the page is the heading it stands under
      if (block.depth === 1) return html``
      const text = inline(block.text)
      return level + block.depth - 1 <= 4 ? html`<h4>${text}</h4>\n` : html`<h5>${text}</h5>\n`
    }
    case 'fence': {
      const [, ...words] = block.info.trim().split(/\s+/)
      const label = words.length === 0 ? undefined : html`<p class="fence">${words.join(' ')}</p>`
      return html`${label}<pre class="excerpt">${block.lines.map(line => html`<span class="line plain"><code>${line}</code></span>`)}</pre>\n`
    }
    case 'list':
      return html`<ul>${block.items.map(item => html`<li>${inline(item)}</li>`)}</ul>\n`
    case 'table':
      return table(block.rows)
    case 'paragraph':
      return html`<p>${inline(block.text)}</p>\n`
  }
}

/** Two columns under an empty head say what is what. */
function table(rows: readonly (readonly string[])[]): Markup {
  const [head = [], ...body] = rows
  const isPairs = head.every(cell => cell === '')
  const row = (cells: readonly string[]): Markup =>
    isPairs
      ? html`<tr>${cells.map((cell, i) => (i === 0 ? html`<th scope="row">${inline(cell)}</th>` : html`<td>${inline(cell)}</td>`))}</tr>`
      : html`<tr>${cells.map(cell => html`<td>${inline(cell)}</td>`)}</tr>`
  const top = isPairs
    ? undefined
    : html`<thead><tr>${head.map(cell => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead>`
  return html`<table class="small">${top}<tbody>${body.map(row)}</tbody></table>\n`
}

const INLINE =
  /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|<(https?:\/\/[^>\s]+)>|\*\*([^*]+)\*\*|(?<![\w*])[*_]([^*_]+)[*_](?![\w*])/g

function inline(text: string): Markup {
  const parts: (Markup | string)[] = []
  let at = 0
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, words, target, bare, strong, emphasis] = match
    parts.push(text.slice(at, match.index))
    if (code !== undefined) parts.push(html`<code>${code}</code>`)
    else if (words !== undefined) parts.push(link(target ?? '', inline(words)))
    else if (bare !== undefined) parts.push(link(bare, html`${bare}`))
    else if (strong !== undefined) parts.push(html`<strong>${inline(strong)}</strong>`)
    else parts.push(html`<em>${inline(emphasis ?? '')}</em>`)
    at = match.index + whole.length
  }
  return html`${[...parts, text.slice(at)]}`
}

/** Only the web is linked: a script, a file or a relative path means nothing in a report. */
const link = (target: string, words: Markup): Markup =>
  /^https?:\/\//i.test(target) ? html`<a href="${target}" rel="noreferrer">${words}</a>` : words
