import { outermost } from '../model/document.js'
import type { Edit, Finding } from '../model/finding.js'
import { maskSecrets } from './secrets.js'

/**
 * The edits of a fix in files, for formats that carry them; empty where there is no such fix. What would write a secret again is left
 * out: masked it would be wrong, and as it is it would be in the report.
 */
export function editsOf({ fix }: Finding): readonly Edit[] {
  const edits = fix?.onDisk ?? []
  const isWritten = edits.every(
    ({ at: { doc }, text }) => outermost(doc) === doc && !doc.made && !doc.live && maskSecrets(text, 'code') === text,
  )
  return isWritten ? edits : []
}
