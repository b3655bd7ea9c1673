import type { Finding } from '../../src/model/finding.js'
import { type Position, place, position } from '../../src/model/location.js'

/**
 * A finding as a drawing shows it. Lines and columns from 1, the end exclusive.
 *
 *     kubelet.yaml                       a file, not indented
 *       evictionHard:                    one of its lines, as it stands there, indented by two
 *       ~~~~~~~~~~~~ missing             the range of a finding, and the id of its message
 *       ~~~~ other (warning)             one more finding in that line; its severity is compared if it is drawn
 *       ^ nothing-here                   an empty range
 *
 * A range over several lines is marked in its first and in its last line, and the id stands after the last; lines between may
 * be drawn without marks or as `...`:
 *
 *       content: >
 *                ~
 *       ...
 *           last words
 *       ~~~~~~~~~~~~~~ folded
 *
 * A drawn line means the first equal line below the one drawn before it, so lines without marks tell equal lines apart.
 */
export interface Mark {
  readonly file: string
  readonly from: Position
  readonly to: Position
  readonly message: string
  readonly severity?: string
}

const MARKS = /^( *)(~+|\^)(?: +([\w-]+))?(?: +\((error|warning|info)\))?$/

/** Reads a drawing. Throws on a line that is not in the file and on marks that say nothing. */
export function parseDrawing(drawing: string, files: ReadonlyMap<string, string>): Mark[] {
  const marks: Mark[] = []
  let file: string | undefined
  let lines: readonly string[] = []
  let line = 0
  let open: Position | undefined
  for (const drawn of drawing.split('\n')) {
    if (drawn.trim() === '') continue
    if (!drawn.startsWith(' ')) {
      file = drawn
      const source = files.get(file)
      if (source === undefined) throw new Error(noFile(drawn, files))
      lines = source.split('\n').map(text => text.replace(/\r$/, ''))
      line = 0
      continue
    }
    if (file === undefined) throw new Error('a drawing starts with the name of a file')
    const content = drawn.slice(2)
    if (content === '...') continue
    const found = MARKS.exec(content)
    if (found === null || lines.slice(line).includes(content)) {
      const next = lines.findIndex((text, i) => i >= line && text.trimEnd() === content)
      if (next === -1) throw new Error(noLine(file, content, lines, line))
      line = next + 1
      continue
    }
    if (line === 0) throw new Error(`marks without a line above them: ${content}`)
    const start = (found[1] ?? '').length + 1
    const length = found[2] === '^' ? 0 : (found[2] ?? '').length
    open ??= { line, column: start }
    const [message, severity] = [found[3], found[4]]
    if (message === undefined) continue
    const to = { line, column: start + length }
    marks.push({ file, from: open, to, message, ...(severity === undefined ? {} : { severity }) })
    open = undefined
  }
  if (open !== undefined) throw new Error('the last marks carry no message id')
  return marks
}

function noFile(drawn: string, files: ReadonlyMap<string, string>): string {
  if (MARKS.test(drawn)) return `marks are indented by two more than what they mark: ${drawn}`
  for (const [file, source] of files)
    if (source.split('\n').some(line => line.trim() === drawn.trim()))
      return `the drawing names a file ${drawn}: to be a line of ${file} it is indented by two more than there`
  return `the drawing names ${drawn}, which is no file of this case`
}

/** Most lines that are not found are there, with other indentation. */
function noLine(file: string, content: string, lines: readonly string[], below: number): string {
  const other = lines.slice(below).find(line => line.trim() === content.trim())
  if (other === undefined) return `${file} has no such line below line ${below}: ${content}`
  const [there, drawn] = [other, content].map(text => text.length - text.trimStart().length)
  return `${file} has \`${content.trim()}\` with an indentation of ${there}; it is drawn with ${drawn} (and the two of the drawing)`
}

/** Where a finding stands on disk, as a mark. A range that ends with a line break ends before it. */
export function markOf(finding: Finding): Mark {
  const on = place(finding.at)
  let { end } = on
  while (end > on.start && /[\r\n]/.test(on.doc.source.charAt(end - 1))) end--
  return {
    file: on.doc.uri,
    from: position(on.doc, on.start),
    to: position(on.doc, end),
    message: finding.message,
    severity: finding.severity,
  }
}

/** Draws marks under the lines of their files, in order. Severities are drawn where `like` draws them. */
export function draw(marks: readonly Mark[], files: ReadonlyMap<string, string>, severities = true): string {
  let drawing = ''
  let [file, line] = ['', 0]
  for (const mark of [...marks].sort(order)) {
    if (mark.file !== file) {
      drawing += `${mark.file}\n`
      ;[file, line] = [mark.file, 0]
    }
    const lines = (files.get(file) ?? '').split('\n').map(text => text.replace(/\r$/, '').trimEnd())
    const { from, to } = mark
    const say = `${mark.message}${severities && mark.severity !== undefined ? ` (${mark.severity})` : ''}`
    if (from.line !== line) {
      for (let i = line; i < from.line - 1; i++) if (lines[i] === lines[from.line - 1]) drawing += `  ${lines[i]}\n`
      drawing += `  ${lines[from.line - 1]}\n`
      line = from.line
    }
    const last = lines[to.line - 1] ?? ''
    if (from.line === to.line) {
      drawing += `  ${' '.repeat(from.column - 1)}${'~'.repeat(to.column - from.column) || '^'} ${say}\n`
      continue
    }
    const first = lines[from.line - 1] ?? ''
    drawing += `  ${' '.repeat(from.column - 1)}${'~'.repeat(Math.max(1, first.length - from.column + 1))}\n`
    if (to.line > from.line + 1) drawing += '  ...\n'
    const indent = Math.min(last.length - last.trimStart().length, to.column - 2)
    drawing += `  ${last}\n  ${' '.repeat(indent)}${'~'.repeat(to.column - 1 - indent)} ${say}\n`
    line = to.line
  }
  return drawing
}

/** For comparing sets of marks: one line for each, sorted. */
export function keysOf(marks: readonly Mark[], severities: boolean): string[] {
  return [...marks].sort(order).map(({ file, from, to, message, severity }) => {
    const range = `${file}:${from.line}:${from.column}-${to.line}:${to.column} ${message}`
    return severities && severity !== undefined ? `${range} (${severity})` : range
  })
}

function order(a: Mark, b: Mark): number {
  return (
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
    a.from.line - b.from.line ||
    a.from.column - b.from.column ||
    a.to.line - b.to.line ||
    a.to.column - b.to.column ||
    (a.message < b.message ? -1 : a.message > b.message ? 1 : 0)
  )
}
