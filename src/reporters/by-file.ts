import type { Finding } from '../model/finding.js'
import { type Naming, type Where, where } from './where.js'

/** Findings of each file, or of what else is asked for, in the order of their first one. */
export function byFile(
  findings: readonly Finding[],
  naming: Naming,
  of: (at: Where) => string = ({ path }) => path,
): ReadonlyMap<string, readonly Finding[]> {
  const files = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = of(where(finding.at, naming))
    const known = files.get(key)
    if (known === undefined) files.set(key, [finding])
    else known.push(finding)
  }
  return files
}
