import type { Edit, Finding } from '../../model/finding.js'
import { firstIndex } from '../../model/search.js'

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
    if (edits.some(edit => clashes(edit, taken.get(edit.at.doc.uri) ?? []))) return false
    for (const edit of edits) take(edit, taken)
    return true
  })
}

/** Those that are taken do not overlap and are sorted, so only the neighbours of a place can. */
function take(edit: Edit, taken: Map<string, Edit[]>): void {
  const { uri } = edit.at.doc
  const sorted = taken.get(uri) ?? []
  taken.set(uri, sorted)
  sorted.splice(
    firstIndex(sorted, ({ at }) => at.start > edit.at.start),
    0,
    edit,
  )
}

function clashes(edit: Edit, sorted: readonly Edit[]): boolean {
  const next = firstIndex(sorted, ({ at }) => at.start > edit.at.start)
  // an insertion may stand where a range begins, so two on this side
  return sorted.slice(Math.max(0, next - 2), next + 1).some(other => clash(edit, other))
}

const same = (a: Edit, b: Edit): boolean => a.at.start === b.at.start && a.at.end === b.at.end && a.text === b.text

const isInsertion = ({ at }: Edit): boolean => at.start === at.end

/** What is put behind something belongs to it, and does not outlive it: `=false` of a flag that goes. */
const isBehindRemoved = (a: Edit, b: Edit): boolean => isInsertion(a) && b.text === '' && a.at.start === b.at.end

/** They overlap; of two insertions at one place nobody knows which comes first. */
function clash(a: Edit, b: Edit): boolean {
  if (same(a, b)) return false
  if (a.at.start === b.at.start) return isInsertion(a) === isInsertion(b)
  return (a.at.start < b.at.end && b.at.start < a.at.end) || isBehindRemoved(a, b) || isBehindRemoved(b, a)
}

/** The texts of files after the edits. Offsets of an edit do not count a byte order mark. */
export function edited(sources: ReadonlyMap<string, string>, edits: readonly Edit[]): Map<string, string> {
  const byFile = new Map<string, Edit[]>()
  for (const edit of edits) {
    const { uri } = edit.at.doc
    const known = byFile.get(uri)
    if (known === undefined) byFile.set(uri, [edit])
    else known.push(edit)
  }
  const result = new Map(sources)
  for (const [uri, all] of byFile) {
    const source = sources.get(uri)
    if (source !== undefined) result.set(uri, spliced(source, all))
  }
  return result
}

function spliced(source: string, edits: readonly Edit[]): string {
  const bom = source.charCodeAt(0) === 0xfeff ? 1 : 0
  const sorted = [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end)
  const parts: string[] = []
  let done = 0
  for (const [i, edit] of sorted.entries()) {
    const before = sorted[i - 1]
    if (before !== undefined && same(before, edit)) continue
    parts.push(source.slice(done, edit.at.start + bom), edit.text)
    done = edit.at.end + bom
  }
  return parts.join('') + source.slice(done)
}
