import type { Location } from '../model/location.js'
import { MASK } from '../model/text.js'

const LONGEST = 100

/**
 * The author's own text for a place, on one line and not too long. Where the place spans lines or a template
 * stands in it, `otherwise` is used: the words as the component would see them.
 */
export function spell(at: Location, otherwise: string): string {
  const raw = at.doc.source.slice(at.start, at.end)
  const text = raw.length > 0 && !/[\r\n]/.test(raw) && balanced(raw) ? raw : otherwise
  return shorten(text)
}

/** On one line, unknown characters as `…`, and not too long. */
export function shorten(text: string): string {
  const clean = text
    .replace(new RegExp(`${MASK}+`, 'g'), '…')
    .replace(/\s+/g, ' ')
    .trim()
  return clean.length <= LONGEST ? clean : `${clean.slice(0, LONGEST - 1)}…`
}

/** `"--a=b` without its other quote would puzzle the reader. */
function balanced(raw: string): boolean {
  return (raw.split('"').length - 1) % 2 === 0 && (raw.split("'").length - 1) % 2 === 0
}
