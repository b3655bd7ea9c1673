import { outermost } from '../model/document.js'
import type { Location } from '../model/location.js'

/** Why something is not known, where it is about a running cluster: no file is missing there, and nothing comes from a template. */
export function liveWords(what: string, at: Location | undefined): string {
  if (at === undefined || outermost(at.doc).live === undefined) return what
  return what
    .replace(/^(.*) is not in view$/s, 'klint cannot see $1')
    .replace(/\bcomes from a template$/, 'is filled in when the pod starts')
}
