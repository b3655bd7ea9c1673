import type { Silenced } from '../../model/finding.js'
import { plural } from '../reporter.js'
import { ruleLink } from './findings.js'
import { MOST } from './limits.js'
import { markdownPage } from './markdown-page.js'
import { html, type Markup, prose } from './markup.js'
import type { Page } from './page.js'
import { placed, ruleAnchor, severityTag } from './words.js'

const BY: Readonly<Record<Silenced['silencing']['by'], string>> = {
  comment: 'a comment',
  annotation: 'an annotation',
  configuration: '`ignores` of klint.yaml',
  baseline: 'the baseline',
}

/** Findings somebody decided not to see, folded, each with who decided and why. */
export function silencedSection(page: Page): Markup | undefined {
  const { silenced } = page.outcome
  if (silenced.length === 0) return undefined
  const rest = silenced.length - MOST.silenced
  return html`<section id="silenced" aria-labelledby="silenced-h"><h2 id="silenced-h">Silenced</h2>
<details><summary>${plural(silenced.length, 'finding')} that somebody decided not to see</summary>
<table class="silenced"><caption class="sr">Silenced findings</caption><thead><tr><th scope="col">Finding</th><th scope="col">Where</th><th scope="col">Silenced by</th></tr></thead>
<tbody>${silenced.slice(0, MOST.silenced).map(one => row(one, page))}</tbody></table>
${rest > 0 ? html`<p class="cut">${plural(rest, 'finding')} more left out of this page.</p>` : undefined}</details></section>
`
}

function row({ finding, silencing: { by, at, reason } }: Silenced, page: Page): Markup {
  const why = reason === undefined || reason === '' ? html`<em>no reason given</em>` : prose(page.message(reason))
  return html`<tr><th scope="row">${severityTag(finding.severity)} ${prose(page.message(finding.what))} ${ruleLink(finding.rule, page)}</th><td data-label="Where">${placed(finding.at)}</td><td data-label="Silenced by">${prose(BY[by])}${
    at === undefined ? undefined : html` ${placed(at)}`
  }<br>${why}</td></tr>
`
}

/** The pages of the rules that found something, folded. */
export function rulesSection(page: Page): Markup | undefined {
  if (page.rules.size === 0) return undefined
  return html`<section id="rules" aria-labelledby="rules-h"><h2 id="rules-h">Rules</h2>
<p class="quiet">The pages of the rules that found something: the outage, the evidence, the remedy.</p>
${[...page.rules].map(
  ([
    id,
    { summary, markdown },
  ]) => html`<details class="rule-page"><summary><h3><code>${id}</code></h3> <span class="quiet">${prose(summary)}</span></summary>
<div class="inside" id="${ruleAnchor(id)}">${markdownPage(markdown, 3)}</div></details>
`,
)}</section>
`
}
