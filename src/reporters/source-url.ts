import { outermost } from '../model/document.js'
import type { Location } from '../model/location.js'
import type { ReportContext } from './reporter.js'
import { where } from './where.js'

/** Where a forge shows the line of a place at the revision that is checked, if that is known. */
export function sourceUrlOf(at: Location, { sourceUrl }: Pick<ReportContext, 'sourceUrl'>): string | undefined {
  const doc = outermost(at.doc)
  if (sourceUrl === undefined || doc.live || doc.made) return undefined
  return `${sourceUrl}${doc.uri.split('/').map(encoded).join('/')}#L${where(at).start.line}`
}

const encoded = (name: string): string => encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'))
