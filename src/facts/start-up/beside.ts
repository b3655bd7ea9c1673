import type { Placed, RelatedPlace } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import type { Broken } from './validation.js'

/** The other setting of a contradiction, as far as somebody wrote it. */
export function beside(
  ...others: readonly (readonly [setting: KnownSetting<unknown> | undefined, label: RelatedPlace['label']])[]
): Pick<Broken, 'related'> {
  const related = others.flatMap(([at, label]): { at: Placed; label: string }[] =>
    at?.by === undefined ? [] : [{ at, label }],
  )
  return related.length === 0 ? {} : { related }
}
