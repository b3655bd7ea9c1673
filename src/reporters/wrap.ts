import { columns } from './safe-text.js'

/** Words of a text on lines of at most `width` columns; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/[ \t\n]+/).filter(word => word !== '')) {
    if (line === '') line = word
    else if (columns(line) + 1 + columns(word) <= width) line += ` ${word}`
    else {
      lines.push(line)
      line = word
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** Long lines wrapped below where their last column begins (`  name   words words`), or below their own beginning. */
export function wrapColumns(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap(line => {
      if (columns(line) <= width) return [line]
      const gap = /(?<=[^ ]) {2,}(?=\S)/.exec(line)
      const head = gap === null ? (/^ */.exec(line)?.[0] ?? '') : line.slice(0, gap.index + gap[0].length)
      // where the last column would be a ribbon, it goes below
      const [indent, first] =
        head.length > width / 2 ? [' '.repeat(6), [head.trimEnd()]] : [' '.repeat(head.length), []]
      const wrapped = wrap(line.slice(head.length), width - indent.length)
      return first.length > 0
        ? [...first, ...wrapped.map(one => indent + one)]
        : wrapped.map((one, i) => (i === 0 ? head : indent) + one)
    })
    .join('\n')
}
