import { largest } from '../model/lists.js'
import { type Paint, paint } from './paint.js'
import type { ReportContext } from './reporter.js'
import { columns, visible } from './safe-text.js'

/** The page of a rule for a terminal: what Markdown of it is known is drawn, the rest stays as it is written. */
export function terminalPage(markdown: string, context: Pick<ReportContext, 'color' | 'hyperlinks' | 'width'>): string {
  const width = Math.max(40, Math.min(WIDEST, context.width))
  const draw: Drawing = { ...context, colors: paint(context), width }
  const lines = blocks(markdown).flatMap((block, i) => [...(i === 0 ? [] : ['']), ...drawn(block, draw)])
  return `${lines.map(line => line.trimEnd()).join('\n')}\n`
}

/** Columns; longer lines of prose are hard to read, whatever the terminal holds. */
const WIDEST = 100

interface Drawing {
  readonly colors: Paint
  readonly color: boolean
  readonly hyperlinks: boolean
  readonly width: number
}

type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'code'; readonly info: string; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'item'; readonly mark: string; readonly indent: number; readonly text: string }
  | { readonly kind: 'items'; readonly items: readonly Extract<Block, { kind: 'item' }>[] }
  | { readonly kind: 'paragraph'; readonly text: string }

const FENCE = /^(`{3,})(.*)$/
const ITEM = /^( *)([-*]|\d+\.) +(.*)$/

function blocks(markdown: string): Block[] {
  const lines = markdown.split('\n').map(line => line.trimEnd())
  const found: Block[] = []
  let i = 0
  const take = (test: (line: string) => boolean): string[] => {
    const from = i
    while (i < lines.length && test(lines[i] ?? '')) i++
    return lines.slice(from, i)
  }
  while (i < lines.length) {
    const line = lines[i] ?? ''
    const fence = FENCE.exec(line)
    const heading = /^(#{1,6}) +(.*)$/.exec(line)
    if (line === '' || line.startsWith('<!--')) i++
    else if (fence !== null) {
      const [, ticks = '', info = ''] = fence
      i++
      found.push({ kind: 'code', info: info.trim(), lines: take(line => line !== ticks) })
      i++
    } else if (heading !== null) {
      found.push({ kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' })
      i++
    } else if (line.startsWith('|')) found.push({ kind: 'table', rows: rowsOf(take(line => line.startsWith('|'))) })
    else if (ITEM.test(line)) {
      found.push({
        kind: 'items',
        items: itemsOf(take(line => line !== '' && !FENCE.test(line) && !line.startsWith('<!--'))),
      })
    } else
      found.push({
        kind: 'paragraph',
        text: take(line => line !== '' && !/^(?:`{3}|#{1,6} |\||<!--)/.test(line) && !ITEM.test(line)).join(' '),
      })
  }
  return found
}

function itemsOf(lines: readonly string[]): Extract<Block, { kind: 'item' }>[] {
  const items: Extract<Block, { kind: 'item' }>[] = []
  for (const line of lines) {
    const [, indent = '', mark, text = ''] = ITEM.exec(line) ?? []
    const last = items.at(-1)
    if (mark !== undefined) items.push({ kind: 'item', mark, indent: indent.length, text })
    else if (last !== undefined) items[items.length - 1] = { ...last, text: `${last.text} ${line.trim()}` }
  }
  return items
}

/** Without the line below the head, and without a head that says nothing. */
function rowsOf(lines: readonly string[]): string[][] {
  const rows = lines
    .filter(line => !/^\|(?:\s*:?-+:?\s*\|)+$/.test(line))
    .map(line =>
      line
        .replace(/^\||\|$/g, '')
        .split(/(?<!\\)\|/)
        .map(cell => cell.trim().replaceAll('\\|', '|')),
    )
  const [head = []] = rows
  return head.every(cell => cell === '') ? rows.slice(1) : rows
}

function drawn(block: Block, draw: Drawing): string[] {
  const { colors, width } = draw
  switch (block.kind) {
    case 'heading':
      return wrapped(block.text, width, draw).map(line => colors.bold(line))
    case 'code': {
      const label = /\b(bad|good)\b/.exec(block.info)?.[1]
      return [
        ...(label === undefined ? [] : [`  ${colors.severity(label === 'bad' ? 'error' : 'info', `${label}:`)}`]),
        ...block.lines.map(line => `    ${visible(line)}`),
      ]
    }
    case 'table':
      return table(block.rows, draw)
    case 'item':
      return item(block, draw)
    case 'items':
      return block.items.flatMap(one => item(one, draw))
    case 'paragraph':
      return wrapped(block.text, width, draw)
  }
}

function item({ mark, indent, text }: Extract<Block, { kind: 'item' }>, draw: Drawing): string[] {
  const before = `${' '.repeat(indent + 2)}${mark} `
  return wrapped(text, draw.width - before.length, draw).map(
    (line, i) => (i === 0 ? before : ' '.repeat(before.length)) + line,
  )
}

/** Columns as wide as they must be; where they are too wide together, the widest gives way, and its cells are wrapped. */
function table(rows: readonly (readonly string[])[], draw: Drawing): string[] {
  const count = largest(
    rows.map(row => row.length),
    0,
  )
  const widths = Array.from({ length: count }, (_, i) =>
    largest(
      rows.map(row => widthOf(row[i] ?? '', draw)),
      1,
    ),
  )
  const gap = 2
  const room = draw.width - 2 - gap * (count - 1)
  for (let all = sum(widths); all > room; all = sum(widths)) {
    const widest = widths.indexOf(largest(widths))
    if ((widths[widest] ?? 0) <= 10) break
    widths[widest] = Math.max(10, (widths[widest] ?? 0) - (all - room))
  }
  return rows.flatMap(row => {
    const cells = widths.map((width, i) => lines(wordsOf(row[i] ?? '', draw), width))
    const height = largest(
      cells.map(cell => cell.length),
      1,
    )
    return Array.from({ length: height }, (_, line) => {
      const parts = cells.map((cell, i) => {
        const { text = '', width = 0 } = cell[line] ?? {}
        return text + ' '.repeat(Math.max(0, (widths[i] ?? 0) - width))
      })
      return `  ${parts.join(' '.repeat(gap))}`
    })
  })
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

const widthOf = (text: string, draw: Drawing): number =>
  sum(wordsOf(text, draw).map(({ width }) => width + 1)) - (text === '' ? 0 : 1)

const wrapped = (text: string, width: number, draw: Drawing): string[] =>
  lines(wordsOf(text, draw), width).map(({ text }) => text)

/** Painted text, and the columns it takes. */
interface Drawn {
  readonly text: string
  readonly width: number
}

function lines(words: readonly Drawn[], width: number): Drawn[] {
  const found: Drawn[] = []
  for (const word of words) {
    const last = found.at(-1)
    if (last === undefined || last.width + 1 + word.width > width) found.push(word)
    else found[found.length - 1] = { text: `${last.text} ${word.text}`, width: last.width + 1 + word.width }
  }
  return found
}

const INLINE =
  /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)|<(https?:[^>\s]+)>|(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g

/** Words between blanks; a mark may end within one. */
function wordsOf(text: string, draw: Drawing): Drawn[] {
  const words: Drawn[] = []
  let open = false
  for (const { text: run, paint } of runsOf(text, draw))
    for (const [i, part] of run.split(/\s+/).entries()) {
      if (i > 0) open = false
      if (part === '') continue
      const safe = visible(part)
      const drawn = { text: paint(safe), width: columns(safe) }
      const last = words.at(-1)
      if (open && last !== undefined)
        words[words.length - 1] = { text: last.text + drawn.text, width: last.width + drawn.width }
      else words.push(drawn)
      open = true
    }
  return words
}

interface Run {
  readonly text: string
  readonly paint: (text: string) => string
}

const plain = (text: string): string => text

function runsOf(text: string, { colors, color, hyperlinks }: Drawing): Run[] {
  const runs: Run[] = []
  let at = 0
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, label, target, bare, soft] = match
    runs.push({ text: unescaped(text.slice(at, match.index)), paint: plain })
    at = match.index + whole.length
    // without colour the author's marks say what they said
    if (code !== undefined) runs.push(color ? { text: code, paint: colors.bold } : { text: whole, paint: plain })
    else if (strong !== undefined) runs.push({ text: strong, paint: colors.bold })
    else if (soft !== undefined) runs.push(color ? { text: soft, paint: colors.bold } : { text: whole, paint: plain })
    else if (bare !== undefined) runs.push({ text: bare, paint: text => colors.link(text, bare) })
    else if (label !== undefined && target !== undefined) {
      if (hyperlinks && /^https?:/.test(target)) runs.push({ text: label, paint: text => colors.link(text, target) })
      else runs.push({ text: `${label.replaceAll('`', '')} (${target})`, paint: plain })
    }
  }
  runs.push({ text: unescaped(text.slice(at)), paint: plain })
  return runs
}

/** Markdown writes `\<1.7.8` for what HTML would take for a tag. */
const unescaped = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1')
