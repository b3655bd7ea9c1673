import { mend } from '../src/engine/fixing/mend.js'
import { type Request, type Result, run } from '../src/engine/run.js'
import type { Finding } from '../src/model/finding.js'
import type { Input } from '../src/model/input.js'
import { parseVersion } from '../src/model/version.js'

export interface Tried {
  /** What fixes did that they must not; empty if all is well. */
  readonly trouble: readonly string[]
  readonly fixed: number
  readonly refused: readonly string[]
  readonly changed: readonly string[]
}

/**
 * Mends files in memory with every fix there is, and looks for what must not be: a finding that was mended and is still there, a
 * new one, a file that could be read before, a second time that changes something, or a change away from the lines of edits.
 */
export async function fixTrouble(files: readonly Input[], kubernetesVersion?: string): Promise<Tried> {
  const version = kubernetesVersion === undefined ? undefined : parseVersion(kubernetesVersion)
  const request: Request = {
    files,
    preset: 'all',
    config: {},
    ...(version === undefined ? {} : { kubernetesVersion: version }),
  }
  const mending = {
    level: 'unsafe',
    reported: ({ outcome }: Result) => outcome.findings,
    untouchable: () => undefined,
  } as const
  const before = (await run(request)).outcome.findings
  const { result, changes, fixed, refused } = await mend(request, mending)
  const after = result.outcome.findings
  const trouble: string[] = []
  const [was, is] = [byRule(before), byRule(after)]
  for (const [rule, count] of is)
    if (count > (was.get(rule) ?? 0)) trouble.push(`${rule}: ${count} findings, ${was.get(rule) ?? 0} before`)
  if (after.length > before.length - fixed)
    trouble.push(`${fixed} findings were mended, but ${before.length} became ${after.length}`)
  const sources = new Map(files.map(({ uri, source }) => [uri, source]))
  for (const { uri, after } of changes) sources.set(uri, after)
  const again = await mend({ ...request, files: [...sources].map(([uri, source]) => ({ uri, source })) }, mending)
  for (const { uri } of again.changes) trouble.push(`${uri}: a second time changes something`)
  for (const change of changes) if (lost(change)) trouble.push(`${change.uri}: a comment is lost`)
  return {
    trouble,
    fixed,
    refused: refused.map(({ finding, why }) => `${finding.at.doc.uri}: ${finding.rule}: ${why}`),
    changed: changes.map(({ uri }) => uri),
  }
}

function byRule(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return counts
}

/** Comments of their own lines are all still there. */
function lost({ before, after }: { readonly before: string; readonly after: string }): boolean {
  const comments = before.split('\n').filter(line => /^\s*#/.test(line))
  const left = new Set(after.split('\n'))
  return comments.some(comment => !left.has(comment))
}
