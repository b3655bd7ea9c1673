import type { RelatedPlace } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import type { Broken } from './validation.js'

/** A setting, and what it is called where it stands beside another one. */
type Called<S = KnownSetting<unknown>> = readonly [setting: S, label: RelatedPlace['label']]

/** The other setting of a contradiction, as far as somebody wrote it. */
export function beside(...others: readonly Called<KnownSetting<unknown> | undefined>[]): Pick<Broken, 'related'> {
  const related = others.flatMap(([at, label]) => (at?.by === undefined ? [] : [{ at, label }]))
  return related.length === 0 ? {} : { related }
}

/** Two settings that contradict each other: at fault is whichever somebody wrote, the first one first; two defaults never are. */
export function* contradiction(first: Called, second: Called, values: Broken['values'] = {}): Generator<Broken> {
  const [[at], other] = first[0].by === undefined ? [second, first] : [first, second]
  if (at.by !== undefined) yield { at, values, ...beside(other) }
}
