import { SEVERITIES, type Severity } from '../../model/finding.js'
import type { Location } from '../../model/location.js'
import type { Counts } from '../picture.js'
import { plural } from '../reporter.js'
import { type Naming, printed, where } from '../where.js'
import { html, type Markup } from './markup.js'

/** `stack.yaml:12:3`, in a way that long paths may break anywhere. */
export const placed = (at: Location, naming: Naming): Markup =>
  html`<span class="place">${printed(where(at, naming))}</span>`

/** The shape of a severity; its word stands beside it. */
export const icon = (severity: Severity | 'none'): Markup =>
  html`<svg class="icon ${severity}" width="16" height="16" aria-hidden="true" focusable="false"><use href="#i-${severity}"/></svg>`

export const severityTag = (severity: Severity): Markup =>
  html`<span class="severity ${severity}">${icon(severity)}${severity}</span>`

/** "2 errors" and so on, each with its shape; "no findings". */
export function countTags(counts: Counts): Markup {
  const some = SEVERITIES.filter(severity => counts[severity] > 0)
  if (some.length === 0) return html`<span class="severity none">${icon('none')}no findings</span>`
  return html`${some.map(
    severity => html`<span class="severity ${severity}">${icon(severity)}${plural(counts[severity], severity)}</span> `,
  )}`
}

/** An id for a page: rules have a slash. */
export const ruleAnchor = (rule: string): string => `rule-${rule.replace(/[^a-z0-9]+/gi, '-')}`

/** 12,345 */
export { thousands as grouped } from '../where.js'
