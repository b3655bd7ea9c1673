import type { Region } from '../../model/document.js'
import type { Location } from '../../model/location.js'
import type { Text } from '../../model/text.js'
import type { Remarks } from '../format.js'
import { type Command, readShell } from './shell.js'
import { wordText } from './words.js'

/** Comments of a script, and its commands of several lines: neither a continued line nor a heredoc can hold one. */
export function shellRemarks(text: Text): Remarks {
  const comments: Region[] = []
  const lines: Region[] = []
  for (const command of readShell(text, comments)) {
    const region = extent(command)
    if (region === undefined) continue
    const last = lines[lines.length - 1]
    // `a && \` goes on with the same line.
    if (last !== undefined && /\\\r?\n/.test(text.value.slice(last.end, region.start)))
      lines[lines.length - 1] = { start: last.start, end: Math.max(last.end, region.end) }
    else lines.push(region)
  }
  return { comments, solid: lines.filter(({ start, end }) => text.value.slice(start, end).includes('\n')) }
}

function extent({ words, assignments, redirects }: Command): Region | undefined {
  let [start, end] = [Number.POSITIVE_INFINITY, 0]
  const add = (at: Location, before = 0) => {
    start = Math.min(start, at.start - before)
    end = Math.max(end, at.end)
  }
  for (const word of words) add(wordText(word).at)
  for (const { value } of assignments) add(wordText(value).at)
  for (const { target, heredoc } of redirects) {
    if (target !== undefined) add(wordText(target).at)
    // The body begins below the line of the command.
    if (heredoc !== undefined) add(heredoc.body.at, Math.min(1, heredoc.body.at.start))
  }
  return end < start ? undefined : { start, end }
}
