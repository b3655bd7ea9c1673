import type { Document } from '../../model/document.js'
import { readEnvironment } from './environment.js'
import { type Outline, ordered, type Step } from './outline.js'

/** The outline of a unit: its directives, with their sections. Lines are joined as systemd joins them. */
export function unitOutline({ source }: Document): Outline {
  const steps: Step[] = []
  let section = ''
  let at = 0
  while (at < source.length) {
    const start = at
    at = lineEnd(source, at)
    const first = source.slice(start, at)
    if (/^\s*(?:[#;]|$)/.test(first)) continue
    const head = /^\s*\[([^\]\n]*)\]\s*$/.exec(first)?.[1]
    if (head !== undefined) {
      section = head
      continue
    }
    const key = keyOf(first)
    let last = first
    while (isContinued(last) && at < source.length) {
      const from = at
      at = lineEnd(source, at)
      const line = source.slice(from, at)
      // comments inside a continuation are skipped, and it goes on
      if (!/^\s*[#;]/.test(line)) last = line
    }
    if (key === undefined) continue
    const [begin, value] = [start + first.search(/\S/), start + first.indexOf('=') + 1]
    steps.push({ start: begin, end: at, value, name: `[${section}] ${key}`, isEntry: true })
  }
  return steps
}

/** What stands before the first `=`. */
function keyOf(line: string): string | undefined {
  const key = line.slice(0, Math.max(0, line.indexOf('='))).trim()
  return key === '' || key.length > LONGEST_KEY ? undefined : key
}

/** Characters; the longest directive of systemd has a quarter of them. */
const LONGEST_KEY = 200

const isContinued = (line: string): boolean => (/(?<!\\)\\*(?=\r?\n?$)/.exec(line)?.[0].length ?? 0) % 2 === 1

function lineEnd(source: string, from: number): number {
  const newline = source.indexOf('\n', from)
  return newline === -1 ? source.length : newline + 1
}

/** The outline of an environment file: its variables. */
export const environmentOutline = (doc: Document): Outline =>
  ordered(
    readEnvironment(doc).variables.flatMap(({ name, at: { doc: of, start, end } }) =>
      of === doc ? [{ start, end, value: doc.source.indexOf('=', start) + 1, name, isEntry: true }] : [],
    ),
  )
