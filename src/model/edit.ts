import type { Edit } from './finding.js'
import type { Assignment } from './setting.js'

/**
 * Puts another value in the place of an assignment's. Undefined where the value does not stand in one piece, as it is, in a
 * document of the user: it is joined from variables, converted, or written by a platform.
 */
export function replaceValue(by: Assignment | undefined, text: string): Edit | undefined {
  const value = by?.value
  if (value === undefined || !value.known || value.pieces.length !== 1) return undefined
  const { doc, start, end } = value.at
  if (doc.made || doc.source.slice(start, end) !== value.value) return undefined
  return { at: { doc, start, end }, text }
}
