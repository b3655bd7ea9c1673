import { createHash } from 'node:crypto'
import { outermost } from '../model/document.js'
import type { Finding } from '../model/finding.js'
import { place, position } from '../model/location.js'

/** Of a line that stands for its finding; minified files have lines of megabytes. */
const LONGEST = 300

/**
 * A hexadecimal name for each finding that is asked about, in the order of the run: no two are the same, and a finding keeps its own
 * while lines move, as long as what it is about stays. Equal ones are told apart by how many came before.
 */
export function fingerprints(): (finding: Finding) => string {
  const seen = new Map<string, number>()
  return finding => {
    const identity = finding.identity ?? likeness(finding)
    const n = (seen.get(identity) ?? 0) + 1
    seen.set(identity, n)
    return createHash('sha256')
      .update(n === 1 ? identity : `${identity}\0${n}`)
      .digest('hex')
      .slice(0, 40)
  }
}

/** What stands for an identity where nobody worked it out: rule, file, and the text of the line. */
function likeness({ rule, at }: Finding): string {
  const { doc, start } = place(at)
  const from = start - (position(doc, start).column - 1)
  const [line = ''] = doc.source.slice(from, from + LONGEST).split('\n', 1)
  return [rule, outermost(at.doc).uri, line.trim()].join('\0')
}
