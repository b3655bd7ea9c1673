import type { Finding, Outcome } from '../model/finding.js'
import { count, pageUrl, type ReportContext } from './reporter.js'
import { safeJson } from './safe-text.js'
import { maskMessage } from './secrets.js'
import { where } from './where.js'

/** Secrets masked, template holes as `…`; other characters are left as they are, JSON escapes them. */
const text = (message: string): string => maskMessage(message).replace(/\ufdd0+/g, '…')

/** Version 1 of the stable format (docs/json.md). Keys are only ever added. */
export function json(outcome: Outcome, context: ReportContext): string {
  return `${safeJson({
    version: 1,
    klint: context.version,
    findings: outcome.findings.map(finding => one(finding, context)),
    notChecked: outcome.notChecked.map(({ what, rules, at }) => ({
      what: text(what),
      rules,
      ...(at === undefined ? {} : { location: where(at) }),
    })),
    versions: outcome.versions.map(text),
    summary: count(outcome),
  })}\n`
}

function one(finding: Finding, context: ReportContext): object {
  return {
    rule: finding.rule,
    severity: finding.severity,
    what: text(finding.what),
    why: text(finding.why),
    help: text(finding.help),
    url: pageUrl(finding.page, context),
    location: location(finding),
    related: finding.related.map(({ label, at }) => ({ label: text(label), location: location({ at }) })),
    ...(finding.component === undefined ? {} : { component: finding.component }),
    ...(finding.assuming.length === 0 ? {} : { assuming: finding.assuming.map(text) }),
    ...(finding.fix === undefined ? {} : { fix: { level: finding.fix.level, title: text(finding.fix.title) } }),
  }
}

function location({ at }: Pick<Finding, 'at'>): object {
  const { path, start, end, decoded } = where(at)
  return {
    path,
    start,
    end,
    ...(decoded === undefined ? {} : { decoded: { uri: decoded.path, start: decoded.start, end: decoded.end } }),
  }
}
