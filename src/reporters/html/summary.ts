import { SEVERITIES, type Severity } from '../../model/finding.js'
import { countsOf } from '../picture.js'
import { isEmpty, plural, scopeWords } from '../reporter.js'
import { fixable, fixed } from '../summary.js'
import { placeAfter } from '../where.js'
import { clusterName, FEW_CLUSTERS } from './clusters.js'
import { ruleLink } from './findings.js'
import { MOST } from './limits.js'
import { html, type Markup, prose } from './markup.js'
import type { Page } from './page.js'
import { grouped, icon, severityTag } from './words.js'

/** "9 errors and 12 warnings in 8 files" */
export function verdict({ outcome }: Pick<Page, 'outcome'>): string {
  const counts = countsOf(outcome.findings)
  const some = SEVERITIES.filter(severity => counts[severity] > 0).map(
    severity => `${grouped(counts[severity])} ${severity}${counts[severity] === 1 ? '' : 's'}`,
  )
  const last = some.pop()
  if (last === undefined) return isEmpty(outcome) ? 'Nothing to check' : `No findings in ${scopeWords(outcome)}`
  return `${some.length === 0 ? last : `${some.join(', ')} and ${last}`} in ${scopeWords(outcome)}`
}

/** Counts, rules, versions, and what was not checked. */
export function summarySection(page: Page): Markup {
  const { outcome, picture } = page
  const { files, objects } = outcome
  const counts = countsOf(outcome.findings)
  const tile = (severity: Severity, word: string): Markup =>
    html`<div class="${severity}${counts[severity] === 0 ? ' zero' : ''}"><dt>${icon(severity)}${ofMany(word, counts[severity])}</dt><dd>${grouped(counts[severity])}</dd></div>`
  const plain = (word: string, n: number): Markup => html`<div><dt>${ofMany(word, n)}</dt><dd>${grouped(n)}</dd></div>`
  return html`<section id="summary" aria-labelledby="summary-h">
<h2 id="summary-h" class="sr">Summary</h2>
<dl class="tiles">${tile('error', 'error')}${tile('warning', 'warning')}${tile('info', 'info')}${objects === undefined || files > 0 ? plain('file', files) : undefined}${objects === undefined ? undefined : plain('object', objects.count)}${plain('cluster', picture.clusters.length)}${plain('silenced', outcome.silenced.length)}</dl>
${mended(page)}${cut(page)}${byRule(page)}${notChecked(page)}${versions(page)}</section>
`
}

/** "info" and "silenced" are no things to be many of. */
const ofMany = (word: string, n: number): string => (n === 1 || /^(?:info|silenced)$/.test(word) ? word : `${word}s`)

/** What `--fix` mended, and what it would. */
function mended({ outcome }: Page): Markup | undefined {
  const said = [...fixed(outcome), ...fixable(outcome.findings)]
  return said.length === 0 ? undefined : html`<p class="mended">${said.join(', ')}</p>`
}

function cut({ outcome, detailed }: Page): Markup | undefined {
  const left = outcome.findings.length - detailed.size
  if (left === 0) return undefined
  return html`<p class="cut"><strong>This page shows ${grouped(detailed.size)} of ${grouped(outcome.findings.length)} findings</strong>, the most severe first, so that it opens everywhere. The counts are of all; <code>klint --format json</code> and <code>klint --format sarif</code> have every one.</p>`
}

function byRule(page: Page): Markup | undefined {
  const rules = new Map<string, { readonly severity: Severity; readonly findings: { readonly severity: Severity }[] }>()
  for (const { rule, severity } of page.outcome.findings) {
    const known = rules.get(rule)
    if (known === undefined) rules.set(rule, { severity, findings: [{ severity }] })
    else known.findings.push({ severity })
  }
  if (rules.size === 0) return undefined
  const rows = [...rules].map(([rule, { findings }]) => ({ rule, findings, counts: countsOf(findings) }))
  const rank = ({ counts }: (typeof rows)[number]): number => SEVERITIES.findIndex(severity => counts[severity] > 0)
  rows.sort((a, b) => rank(a) - rank(b) || b.findings.length - a.findings.length || (a.rule < b.rule ? -1 : 1))
  const table = (
    some: typeof rows,
    caption: string,
  ): Markup => html`<table class="rules"><caption class="sr">${caption}</caption><thead><tr><th scope="col">Severity</th><th scope="col">Rule</th><th scope="col">What it is about</th><th scope="col" class="count">Findings</th></tr></thead>
<tbody>${some.map(
    ({ rule, findings, counts }) =>
      html`<tr><td data-label="Severity">${SEVERITIES.filter(severity => counts[severity] > 0).map(severityTag)}</td><th scope="row">${ruleLink(rule, page)}</th><td data-label="What it is about">${prose(page.ruleInfo(rule)?.summary ?? '')}</td><td data-label="Findings" class="count">${grouped(findings.length)}</td></tr>
`,
  )}</tbody></table>`
  // a list of two more is no reason to fold
  const first = rows.length > TOP_RULES + 2 ? rows.slice(0, TOP_RULES) : rows
  const rest = rows.slice(first.length)
  return html`<h3>By rule</h3>
${table(first, 'Rules that found something')}${
  rest.length === 0
    ? undefined
    : html`<details><summary>${plural(rest.length, 'rule')} more</summary>${table(rest, 'Further rules')}</details>`
}
`
}

/** Rules that are seen at once: the picture of the first cluster should not be far. */
const TOP_RULES = 8

function notChecked({ outcome, message, context }: Page): Markup {
  const all = outcome.notChecked
  if (isEmpty(outcome) && all.length === 0)
    return html`<h3>Not checked</h3><p>Nothing was found that klint knows: <code>klint files</code> says what it looks at.</p>`
  if (all.length === 0) return html`<h3>Not checked</h3><p>Nothing of what was read stayed unchecked.</p>`
  const silent = new Set(all.flatMap(({ rules }) => rules)).size
  const item = ({ what, at, rules }: (typeof all)[number]): Markup =>
    html`<li>${prose(message(what))}<span class="place">${placeAfter(what, at, context)}</span>${
      rules.length === 0
        ? undefined
        : html` <span class="quiet" title="${rules.join(', ')}">${plural(rules.length, 'rule')} silent</span>`
    }</li>`
  const first = all.slice(0, 6)
  const rest = all.slice(6, MOST.listed)
  const more = all.length - first.length - rest.length
  return html`<h3>Not checked</h3>
<p>klint reports only what it knows. Where a value comes from a template, or a file is not in view, the rules that need it say nothing${
    silent === 0 ? '' : `: ${plural(silent, 'rule')} here`
  }.</p>
<ul class="list">${first.map(item)}</ul>${
    rest.length === 0
      ? undefined
      : html`<details><summary>${plural(all.length - first.length, 'reason')} more</summary><ul class="list">${rest.map(item)}${more > 0 ? html`<li>and ${grouped(more)} more, see <code>klint show</code></li>` : undefined}</ul></details>`
  }
`
}

function versions({ outcome, message }: Page): Markup | undefined {
  const all = outcome.versions
  if (all.length === 0) return undefined
  const item = (version: string): Markup => html`<li>${prose(message(version))}</li>`
  const rest = all.slice(6, MOST.listed)
  const more = all.length - 6 - rest.length
  return html`<h3>Versions assumed</h3>
<ul class="list">${all.slice(0, 6).map(item)}</ul>${
    rest.length === 0
      ? undefined
      : html`<details><summary>${plural(all.length - 6, 'version')} more</summary><ul class="list">${rest.map(item)}${more > 0 ? html`<li>and ${grouped(more)} more, see <code>klint show</code></li>` : undefined}</ul></details>`
  }
`
}

/** Hidden until the script finds that it runs. */
export function filterForm(page: Page): Markup | undefined {
  const { findings } = page.outcome
  if (page.detailed.size === 0) return undefined
  const rules = [...new Set(findings.flatMap(({ rule }, i) => (page.detailed.has(i) ? [rule] : [])))].sort()
  const clusters = page.picture.clusters.flatMap((cluster, i) =>
    cluster.findings.length === 0 ? [] : [{ id: `c${i + 1}`, name: clusterName(cluster, i) }],
  )
  const option = (value: string, text: string): Markup => html`<option value="${value}">${text}</option>`
  return html`<form id="filter" role="search" aria-label="Filter findings" hidden>
<label class="text"><span class="sr">Search</span><input type="search" name="text" autocomplete="off" spellcheck="false" placeholder="Search"></label>
<fieldset><legend class="sr">Severity</legend>${SEVERITIES.map(
    severity =>
      html`<label class="check"><input type="checkbox" name="severity" value="${severity}" checked><span>${severityTag(severity)}</span></label>`,
  )}</fieldset>
<label><span class="sr">Rule</span><select name="rule"><option value="">all rules</option>${rules.map(rule => option(rule, rule))}</select></label>
${clusters.length < 2 ? undefined : html`<label><span class="sr">Cluster</span><select name="cluster"><option value="">all clusters</option>${clusters.map(({ id, name }) => option(id, name))}${page.picture.rest.length === 0 ? undefined : option('rest', 'in no cluster')}</select></label>`}<button type="reset">Reset</button>
<p role="status" id="count">${plural(page.detailed.size, 'finding')}</p>
</form>
<p id="none" hidden>No finding fits the filter.</p>
`
}

export function navigation(page: Page): Markup {
  const { picture, outcome } = page
  const all = picture.clusters.map((cluster, i) => ({ cluster, i }))
  const listed = all.length > FEW_CLUSTERS ? all.filter(({ cluster }) => cluster.findings.length > 0) : all
  const left = all.length - listed.length
  const count = (n: number): Markup => html` <span class="quiet">${n === 0 ? 'none' : grouped(n)}</span>`
  return html`<nav aria-label="Contents"><ul>
<li><a href="#summary">Summary</a></li>
${listed.map(({ cluster, i }) => html`<li><a href="#c${i + 1}">${clusterName(cluster, i)}${count(cluster.findings.length)}</a></li>\n`)}${left > 0 ? html`<li class="more quiet">${plural(left, 'cluster')} without findings</li>\n` : undefined}${
  picture.rest.length === 0
    ? undefined
    : html`<li><a href="#rest">${picture.clusters.length === 0 ? 'Findings' : 'In no cluster'}${count(picture.rest.length)}</a></li>\n`
}${outcome.silenced.length === 0 ? undefined : html`<li><a href="#silenced">Silenced${count(outcome.silenced.length)}</a></li>\n`}${
  page.rules.size === 0 ? undefined : html`<li><a href="#rules">Rules${count(page.rules.size)}</a></li>\n`
}</ul></nav>
`
}
