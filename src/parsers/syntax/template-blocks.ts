import type { Hole, Region } from '../../model/document.js'
import { finder } from './template-search.js'

interface Word {
  readonly opens?: string
  readonly closes?: string
  /** What stands in the block is printed elsewhere or never. */
  readonly silent?: boolean
}

interface Open {
  readonly start: number
  /** Of the opening statement in the list of holes. */
  readonly index: number
  readonly lineEnd: number
  readonly silent: boolean
}

const JINJA = new Set(['if', 'for', 'macro', 'call', 'filter', 'block', 'with', 'autoescape', 'trans', 'set'])
const SILENT = new Set(['define', 'macro', 'set'])
const RUBY_OPENS = /^(?:if|unless|while|until|for|case|begin)\b|\bdo\s*(?:\|[^|]*\|)?\s*$|\{\s*(?:\|[^|]*\|)?\s*$/
const RUBY_CLOSES = /^(?:end\b|\})/

/** Statements are cut to this many characters at each end: enough for their first word and Ruby's `do |x|`. */
const LOOK = 200

/**
 * Regions between block statements and their ends. A block that ends on the line of its statement is one hole from
 * brace to brace. A block without an end reaches to the end of the text.
 */
export function blocks(source: string, found: readonly Hole[]): { holes: Hole[]; regions: Region[] } {
  const holes: Hole[] = []
  const regions: Region[] = []
  const stacks = new Map<string, Open[]>()
  const newline = finder(source, '\n')
  for (const hole of found) {
    holes.push(hole)
    if (hole.kind !== 'statement') continue
    const { opens, closes, silent = false } = wordOf(source, hole)
    if (opens !== undefined) {
      const next = newline(hole.start)
      const open = { start: hole.start, index: holes.length - 1, lineEnd: next === -1 ? source.length : next, silent }
      const stack = stacks.get(opens)
      if (stack === undefined) stacks.set(opens, [open])
      else stack.push(open)
    }
    const open = closes === undefined ? undefined : stacks.get(closes)?.pop()
    if (open === undefined) continue
    if (hole.end <= open.lineEnd && holes[open.index]?.start === open.start) {
      holes.length = open.index
      holes.push({ start: open.start, end: hole.end, kind: open.silent ? 'statement' : 'value' })
    } else regions.push({ start: open.start, end: hole.end })
  }
  for (const stack of stacks.values()) for (const { start } of stack) regions.push({ start, end: source.length })
  regions.sort((a, b) => a.start - b.start || b.end - a.end)
  return { holes, regions }
}

function wordOf(source: string, { start, end }: Hole): Word {
  const opener = source.slice(start, start + 2)
  const from = start + 2
  const to = Math.max(from, end - (opener === '%{' ? 1 : 2))
  const head = source.slice(from, Math.min(to, from + LOOK)).replace(/^[-+~={]*\s*/, '')
  if (opener === '{{') return goWord(head)
  if (opener === '{%') return jinjaWord(head)
  if (opener === '%{') return terraformWord(head)
  if (opener !== '<%') return {}
  const tail = source.slice(Math.max(from, to - LOOK), to).replace(/(?<![-\s])[-\s]+$/, '')
  if (RUBY_CLOSES.test(head)) return { closes: 'erb' }
  return RUBY_OPENS.test(head) || RUBY_OPENS.test(tail) ? { opens: 'erb' } : {}
}

function goWord(head: string): Word {
  const [, sign, name] = /^([#/^])\s*([\w.@-]+)/.exec(head) ?? []
  if (name !== undefined) return sign === '/' ? { closes: `handlebars ${name}` } : { opens: `handlebars ${name}` }
  const word = /^\w+/.exec(head)?.[0] ?? ''
  if (word === 'end') return { closes: 'go' }
  return /^(?:if|range|with|define|block)$/.test(word) ? { opens: 'go', silent: SILENT.has(word) } : {}
}

function jinjaWord(head: string): Word {
  const word = /^\w+/.exec(head)?.[0] ?? ''
  if (word.startsWith('end')) return { closes: `jinja ${word.slice(3)}` }
  if (!JINJA.has(word) || (word === 'set' && head.includes('='))) return {}
  return { opens: `jinja ${word}`, silent: SILENT.has(word) }
}

function terraformWord(head: string): Word {
  const word = /^\w+/.exec(head)?.[0] ?? ''
  if (word === 'if' || word === 'for') return { opens: `terraform ${word}` }
  return word === 'endif' || word === 'endfor' ? { closes: `terraform ${word.slice(3)}` } : {}
}
