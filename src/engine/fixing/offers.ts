import { outermost } from '../../model/document.js'
import type { Edit, Finding, Fix } from '../../model/finding.js'
import type { Location } from '../../model/location.js'
import { isAliased } from './aliased.js'

/** Findings with the edits on disk that their fixes come to. Those of files themselves are what they are; nothing is loaded for them. */
export async function withEditsOnDisk(findings: readonly Finding[]): Promise<readonly Finding[]> {
  if (findings.every(({ fix }) => fix === undefined)) return findings
  const result: Finding[] = []
  let inside = 0
  let reread = 0
  // one after the other: each may read a whole file again
  for (const finding of findings) {
    const { fix } = finding
    if (fix === undefined) {
      result.push(finding)
      continue
    }
    // what runs is not mended by klint; it stays advice, and so does what would change something else as well
    if (fix.edits.some(({ at }) => outermost(at.doc).live !== undefined || isAliased(at))) {
      result.push(finding)
      continue
    }
    const simple = simplyOnDisk(fix)
    if (simple === undefined) {
      inside++
      for (const { at } of fix.edits) reread += outermost(at.doc).source.length
    }
    const isAdvice = inside > MOST_INSIDE || (inside > 1 && reread > MOST_REREAD)
    result.push({ ...finding, fix: simple ?? (isAdvice ? fix : await offered(fix)) })
  }
  return result
}

/** Words without a character that any quoting would change, in the place of others, are the same in every document around. */
function plainlyOnDisk(edit: Edit): Edit | undefined {
  let { at } = edit
  const isPlain = PLAIN.test(edit.text) && PLAIN.test(at.doc.source.slice(at.start, at.end))
  while (at.doc.parent !== undefined) {
    const { text, decoded } = at.doc.parent
    const places: readonly Location[] = text.locate(at.start, at.end)
    const [outer] = places
    if (!isPlain || decoded || outer === undefined || places.length > 1) return undefined
    // an escape stands for a character that stands here as it is
    if (outer.doc.source.slice(outer.start, outer.end) !== at.doc.source.slice(at.start, at.end)) return undefined
    at = outer
  }
  return { at, text: edit.text }
}

const PLAIN = /^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/

/** So many fixes of documents inside others in one run are carried outwards; the rest is advice, or has its turn in the next run. */
const MOST_INSIDE = 200
/** Characters that are read again for them: each reads its whole file, of which hundreds of megabytes would take minutes. The first is always tried. */
const MOST_REREAD = 10_000_000

function simplyOnDisk(fix: Fix): Fix | undefined {
  const simple = fix.edits.map(plainlyOnDisk)
  return simple.every(edit => edit !== undefined) ? { ...fix, onDisk: simple } : undefined
}

async function offered(fix: Fix): Promise<Fix> {
  const { onDisk } = await import('./outward.js')
  const edits: Edit[] = []
  for (const edit of fix.edits) {
    const outer = await onDisk(edit)
    if (outer === undefined) return fix
    edits.push(outer)
  }
  return { ...fix, onDisk: edits }
}
