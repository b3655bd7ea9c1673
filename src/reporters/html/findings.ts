import type { Finding } from '../../model/finding.js'
import type { Location } from '../../model/location.js'
import type { Mark } from '../picture.js'
import { plural } from '../reporter.js'
import { sourceUrlOf } from '../source-url.js'
import { heading, isSame, printed, printedPlace, where } from '../where.js'
import { lines } from './excerpts.js'
import { MOST } from './limits.js'
import { html, type Markup, prose } from './markup.js'
import type { Page } from './page.js'
import { placed, ruleAnchor, severityTag } from './words.js'

/** The findings of some marks, grouped by the file they are in; those the page has no room for are counted. */
export function findingGroups(marks: readonly Mark[], page: Page, cluster: string): Markup {
  const groups = new Map<string, { index: number; finding: Finding }[]>()
  let left = 0
  for (const { index } of marks) {
    const finding = page.outcome.findings[index]
    if (finding === undefined) continue
    if (!page.detailed.has(index)) {
      left++
      continue
    }
    const path = heading(where(finding.at, page.context))
    const known = groups.get(path)
    if (known === undefined) groups.set(path, [{ index, finding }])
    else known.push({ index, finding })
  }
  return html`${[...groups].map(
    ([path, all]) => html`<section class="file" data-group>
<h3><span class="place">${path}</span> <span class="quiet">${plural(all.length, 'finding')}</span></h3>
${all.map(({ index, finding }) => article(finding, index, page, cluster))}</section>
`,
  )}${left === 0 ? undefined : html`<p class="cut">${plural(left, 'finding')} more, of lesser severity or further down, left out of this page.</p>`}`
}

function article(finding: Finding, index: number, page: Page, cluster: string): Markup {
  const { rule, severity, what, at, component, related } = finding
  const id = `f${index + 1}`
  const about = component === undefined ? undefined : html`<span>${component}</span>`
  return html`<article class="finding ${severity}" id="${id}" aria-labelledby="${id}-h" data-severity="${severity}" data-rule="${rule}" data-cluster="${cluster}">
<h4 id="${id}-h">${severityTag(severity)} <span>${prose(page.message(what))}</span></h4>
<p class="meta">${ruleLink(rule, page)}${about}<a class="self" href="#${id}"><span class="place">${printedPlace(finding, page.context)}</span></a>${source(at, page)}</p>
${lines(at, finding.label ?? '', true)}
${related.slice(0, MOST.related).map(
  one => html`<div class="related"><p>${prose(page.message(one.label))} <span class="quiet">${placed(one.at, page.context)}</span> ${source(one.at, page)}</p>${isSame(one) ? undefined : lines(one.at, '', false)}</div>
`,
)}${related.length > MOST.related ? html`<p class="cut">${plural(related.length - MOST.related, 'related place')} more.</p>` : undefined}<dl>
<div><dt>Why</dt><dd>${prose(page.message(finding.why))}</dd></div>
<div><dt>Help</dt><dd>${prose(page.message(finding.help))}</dd></div>
${finding.assuming.map(one => html`<div><dt>Assuming</dt><dd>${prose(page.message(one))}</dd></div>`)}${fixed(finding, page)}${docs(finding, page)}</dl>
</article>
`
}

/** The page of the rule further down, where the report holds it. */
export function ruleLink(rule: string, page: Page): Markup {
  const name = html`<code>${rule}</code>`
  return page.rules.has(rule)
    ? html`<a class="rule" href="#${ruleAnchor(rule)}">${name}</a>`
    : html`<span class="rule">${name}</span>`
}

/** The line on the forge, if a pipeline says which. */
function source(at: Location, page: Page): Markup | undefined {
  const url = sourceUrlOf(at, page.context)
  if (url === undefined || !/^https?:/.test(url)) return undefined
  return html`<a href="${url}" rel="noreferrer">source<span class="sr"> of ${printed(where(at, page.context))}</span></a>`
}

function fixed({ fix }: Finding, page: Page): Markup | undefined {
  if (fix === undefined) return undefined
  const command = fix.level === 'safe' ? 'klint --fix' : 'klint --fix --unsafe-fixes'
  // what is not certain on disk is advice
  const how = fix.onDisk === undefined ? undefined : html`; <code>${command}</code> does it`
  return html`<div><dt>Fix</dt><dd>${prose(page.message(fix.title))}${how}</dd></div>`
}

function docs({ page: path }: Finding, page: Page): Markup {
  const url = page.urlOf(path)
  const target = /^https?:/.test(url) ? html`<a href="${url}" rel="noreferrer">${url}</a>` : html`<code>${url}</code>`
  return html`<div><dt>Docs</dt><dd>${target}</dd></div>`
}
