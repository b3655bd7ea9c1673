import type { Finding } from '../model/finding.js'
import { type Naming, where } from './where.js'

/** Findings of each file, files in the order of their first one. */
export function byFile(findings: readonly Finding[], naming: Naming): ReadonlyMap<string, readonly Finding[]> {
  const files = new Map<string, Finding[]>()
  for (const finding of findings) {
    const { path } = where(finding.at, naming)
    const known = files.get(path)
    if (known === undefined) files.set(path, [finding])
    else known.push(finding)
  }
  return files
}
