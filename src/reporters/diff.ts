import { structuredPatch } from 'diff'
import { paint } from './paint.js'
import type { ReportContext } from './reporter.js'
import { visible } from './safe-text.js'
import { maskSecrets } from './secrets.js'

export interface ChangedFile {
  readonly uri: string
  readonly before: string
  readonly after: string
}

/**
 * Changes as a unified diff that `git apply` and `patch` take. Secrets are masked in it, and what a terminal or a runner of CI might obey
 * is made visible: then it does not apply as it is.
 */
export function diffText(
  changes: readonly ChangedFile[],
  context: Pick<ReportContext, 'color' | 'hyperlinks'>,
): string {
  const colors = paint(context)
  const lines: string[] = []
  for (const { uri, before, after } of changes) {
    lines.push(colors.bold(`--- ${header('a', uri)}`), colors.bold(`+++ ${header('b', uri)}`))
    const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 3 })
    for (const { oldStart, oldLines, newStart, newLines, lines: body } of hunks) {
      lines.push(colors.quiet(`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`))
      let previous = ''
      for (const line of body) {
        const text = maskSecrets(line.slice(1), 'code', previous)
        const shown = inert(text)
        const whole = `${line.charAt(0)}${shown}`
        lines.push(
          line.startsWith('+')
            ? colors.severity('info', whole)
            : line.startsWith('-')
              ? colors.severity('error', whole)
              : whole,
        )
        previous = line.slice(1)
      }
    }
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

/** Tabs and line ends are no danger; a runner trims a line and looks for `::` at its start. */
const inert = (text: string): string =>
  text
    .split(/(\t|\r$)/)
    .map(part => (/^[\t\r]$/.test(part) ? part : visible(part)))
    .join('')
    .replace(/^(\s*):(?=:)/, '$1: ')

const range = (start: number, count: number): string => (count === 1 ? `${start}` : `${start},${count}`)

/** Names that hold anything strange are quoted as git does it. */
function header(side: 'a' | 'b', uri: string): string {
  const path = `${side}/${uri}`
  return /^[\x20-\x7e]*$/.test(path) && !/["\\\t]/.test(path) ? path : JSON.stringify(visible(path))
}
