import type { Finding, Outcome, Silenced } from '../model/finding.js'
import type { Location } from '../model/location.js'
import { editsOf } from './edits.js'
import { count, pageUrl, type ReportContext } from './reporter.js'
import { safeJson } from './safe-text.js'
import { maskMessage } from './secrets.js'
import { type Where, where } from './where.js'

/** Secrets masked, template holes as `…`; other characters are left as they are, JSON escapes them. */
const text = (message: string): string => maskMessage(message).replace(/\ufdd0+/g, '…')

/** Version 1 of the stable format (docs/json.md, schema/report.schema.json). Keys are only ever added. */
export function json(outcome: Outcome, context: ReportContext): string {
  return `${safeJson({
    version: 1,
    klint: context.version,
    findings: outcome.findings.map(finding => findingJson(finding, context)),
    silenced: outcome.silenced.map(one => silencedJson(one, context)),
    ...rest(outcome, context),
  })}\n`
}

/** What a report says besides its findings. */
export const rest = (outcome: Outcome, context: ReportContext): object => ({
  notChecked: outcome.notChecked.map(({ what, rules, at, always }) => ({
    what: text(what),
    rules,
    ...(at === undefined ? {} : { location: location(at, context) }),
    ...(always ? { always } : {}),
  })),
  versions: outcome.versions.map(text),
  summary: count(outcome),
  ...(outcome.fixed === undefined ? {} : { fixed: outcome.fixed }),
})

export function findingJson(finding: Finding, context: ReportContext): object {
  const { component, bites, assuming, identity } = finding
  return {
    rule: finding.rule,
    severity: finding.severity,
    what: text(finding.what),
    why: text(finding.why),
    help: text(finding.help),
    url: pageUrl(finding.page, context),
    location: location(finding.at, context),
    related: finding.related.map(({ label, at }) => ({ label: text(label), location: location(at, context) })),
    ...alikeJson(finding, context),
    ...(component === undefined ? {} : { component }),
    ...(bites === undefined ? {} : { bites }),
    ...(assuming.length === 0 ? {} : { assuming: assuming.map(text) }),
    ...fixJson(finding, context),
    ...(identity === undefined ? {} : { identity }),
  }
}

/** All of them: what is related names three. */
function alikeJson({ alike }: Finding, context: ReportContext): object {
  if (alike === undefined) return {}
  const { count, pools, places } = alike
  return {
    alike: { count, ...(pools.length === 0 ? {} : { pools }), locations: places.map(at => location(at, context)) },
  }
}

function fixJson(finding: Finding, context: ReportContext): object {
  if (finding.fix === undefined) return {}
  const { level, title } = finding.fix
  const edits = editsOf(finding).map(edit => ({ location: location(edit.at, context), text: edit.text }))
  return { fix: { level, title: text(title), ...(edits.length === 0 ? {} : { edits }) } }
}

export function silencedJson({ finding, silencing: { by, reason, at } }: Silenced, context: ReportContext): object {
  return {
    by,
    ...(reason === undefined ? {} : { reason: text(reason) }),
    ...(at === undefined ? {} : { location: location(at, context) }),
    finding: findingJson(finding, context),
  }
}

function location(at: Location, context: ReportContext): object {
  const { path, start, end, decoded, object, route } = where(at, context)
  return {
    path,
    start,
    end,
    ...(decoded === undefined ? {} : { decoded: inner(decoded) }),
    ...(object === undefined ? {} : { object }),
    ...(route === undefined ? {} : { route: text(route) }),
  }
}

const inner = ({ path, start, end }: Where): object => ({ uri: path, start, end })
