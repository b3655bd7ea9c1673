import type { Edit, Finding, Fix } from '../../model/finding.js'

/** Findings with the edits on disk that their fixes come to. Those of files themselves are what they are; nothing is loaded for them. */
export async function withEditsOnDisk(findings: readonly Finding[]): Promise<readonly Finding[]> {
  if (findings.every(({ fix }) => fix === undefined)) return findings
  return Promise.all(
    findings.map(async finding => {
      if (finding.fix === undefined) return finding
      return { ...finding, fix: await offered(finding.fix) }
    }),
  )
}

async function offered(fix: Fix): Promise<Fix> {
  if (fix.edits.every(({ at }) => at.doc.parent === undefined)) return { ...fix, onDisk: fix.edits }
  const { onDisk } = await import('./outward.js')
  const edits: Edit[] = []
  for (const edit of fix.edits) {
    const outer = await onDisk(edit)
    if (outer === undefined) return fix
    edits.push(outer)
  }
  return { ...fix, onDisk: edits }
}
