import type { Edit, Finding } from '../../model/finding.js'

/** A fix of a finding, as edits of files. */
export interface Planned {
  readonly finding: Finding
  readonly edits: readonly Edit[]
}

/**
 * As many of the fixes as leave each other alone, first come first served; a fix is done whole or not at all. Equal edits of two
 * fixes are one. The others have their turn when these are done.
 */
export function apart(fixes: readonly Planned[]): Planned[] {
  const taken = new Map<string, Edit[]>()
  return fixes.filter(({ edits }) => {
    const clashes = edits.some(edit => (taken.get(edit.at.doc.uri) ?? []).some(other => clash(edit, other)))
    if (clashes) return false
    for (const edit of edits) taken.set(edit.at.doc.uri, [...(taken.get(edit.at.doc.uri) ?? []), edit])
    return true
  })
}

const same = (a: Edit, b: Edit): boolean => a.at.start === b.at.start && a.at.end === b.at.end && a.text === b.text

/** They touch: of two insertions at one place nobody knows which comes first. */
const clash = (a: Edit, b: Edit): boolean => !same(a, b) && a.at.start <= b.at.end && b.at.start <= a.at.end

/** The texts of files after the edits. Offsets of an edit do not count a byte order mark. */
export function edited(sources: ReadonlyMap<string, string>, edits: readonly Edit[]): Map<string, string> {
  const byFile = new Map<string, Edit[]>()
  for (const edit of edits) {
    const { uri } = edit.at.doc
    const known = byFile.get(uri) ?? []
    if (!known.some(other => same(edit, other))) byFile.set(uri, [...known, edit])
  }
  const result = new Map(sources)
  for (const [uri, all] of byFile) {
    const source = sources.get(uri)
    if (source === undefined) continue
    const bom = source.charCodeAt(0) === 0xfeff ? 1 : 0
    let text = source
    for (const { at, text: inserted } of all.sort((a, b) => b.at.start - a.at.start))
      text = text.slice(0, at.start + bom) + inserted + text.slice(at.end + bom)
    result.set(uri, text)
  }
  return result
}
