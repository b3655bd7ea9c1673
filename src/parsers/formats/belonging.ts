import type { Document } from '../../model/document.js'
import type { Belonging, Platform, VersionHint } from '../../model/fragment.js'
import type { Location } from '../../model/location.js'

/** What a format knows of where its fragment belongs; undefined means the same as absent. */
export interface Belongs {
  readonly set?: string | undefined
  readonly path?: string | undefined
  readonly cluster?: string | undefined
  readonly pool?: string | undefined
  readonly role?: 'control-plane' | 'worker' | undefined
  readonly platform?: Platform | undefined
  readonly development?: boolean
  readonly versions?: readonly (VersionHint | undefined)[]
}

/** A fragment's belonging: what the format says, else what the carrier of the document says. */
export function belonging(doc: Document, at: Location, place: Belongs = {}): Belonging {
  const { hint } = doc
  const set = place.set ?? hint?.set
  const pool = place.pool ?? hint?.pool
  const role = place.role ?? hint?.role
  const versions = (place.versions ?? []).filter(version => version !== undefined)
  return {
    doc,
    at,
    ...(set === undefined ? {} : { set }),
    ...(place.path === undefined ? {} : { path: place.path }),
    ...(place.cluster === undefined ? {} : { cluster: place.cluster }),
    ...(pool === undefined ? {} : { pool }),
    ...(role === undefined ? {} : { role }),
    ...(place.platform === undefined ? {} : { platform: place.platform }),
    ...(place.development || hint?.development ? { development: true } : {}),
    ...(versions.length === 0 ? {} : { versions }),
  }
}
