import type { Edit } from './finding.js'
import type { Assignment } from './setting.js'

/**
 * Puts another value in the place of an assignment's. Undefined where the value does not stand in one piece, as it is, in a
 * document of the user: it is joined from variables, converted, or written by a platform.
 */
export function replaceValue(by: Assignment | undefined, text: string): Edit | undefined {
  const value = by?.value
  const [place, ...more] = value?.locate() ?? []
  if (value === undefined || !value.known || place === undefined || more.length > 0) return undefined
  const { doc, start, end } = place
  // a unit writes a percent sign twice (systemd.unit(5), specifiers)
  const written = doc.source.slice(start, end)
  const isSame = written === value.value || (written.includes('%%') && written.replaceAll('%%', '%') === value.value)
  if (doc.made || !isSame) return undefined
  return { at: { doc, start, end }, text }
}
