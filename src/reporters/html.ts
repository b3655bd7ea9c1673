import { createHash } from 'node:crypto'
import type { Outcome } from '../model/finding.js'
import { rulesSection, silencedSection } from './html/appendix.js'
import { clusterSection } from './html/clusters.js'
import { findingGroups } from './html/findings.js'
import { type Markup, html as markup, trusted } from './html/markup.js'
import { type Page, pageOf } from './html/page.js'
import { SCRIPT } from './html/script.js'
import { room } from './html/settings.js'
import { STYLE } from './html/style.js'
import { filterForm, navigation, summarySection, verdict } from './html/summary.js'
import { ICON, SYMBOLS } from './html/symbols.js'
import { countTags } from './html/words.js'
import { countsOf } from './picture.js'
import type { ReportContext } from './reporter.js'

/**
 * One page without anything beside it: style and script stand in it, and its policy lets exactly those two run and nothing be
 * loaded. Everything can be read without the script, which only filters.
 */
export function html(outcome: Outcome, context: ReportContext): string {
  const page = pageOf(outcome, context)
  const left = room()
  const title = verdict(page)
  const policy = [
    "default-src 'none'",
    `style-src '${digest(STYLE)}'`,
    `script-src '${digest(SCRIPT)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="klint ${context.version}">
<title>klint: ${title}</title>
<link rel="icon" href="${trusted(ICON)}">
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${trusted(SYMBOLS)}
<header><p class="brand"><b>klint</b> cluster configuration report</p><h1>${title}</h1></header>
<div class="columns">
${navigation(page)}<main id="main" tabindex="-1">
${summarySection(page)}${filterForm(page)}${page.picture.clusters.map((cluster, i) => clusterSection(cluster, i, page, left))}${rest(page)}${silencedSection(page)}${rulesSection(page)}</main>
</div>
<footer><p>klint ${context.version}. Nothing in this page is loaded from anywhere.</p></footer>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.markup
}

/** What a policy calls a text that may stand in the page. */
const digest = (text: string): string => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`

/** Findings of no cluster: documents that cannot be read, comments that silence nothing. */
function rest(page: Page): Markup | undefined {
  const { rest, clusters } = page.picture
  if (rest.length === 0) return undefined
  return markup`<section class="cluster" id="rest" aria-labelledby="rest-h" data-group>
<h2 id="rest-h">${clusters.length === 0 ? 'Findings' : 'In no cluster'}</h2>
<p class="meta">${countTags(countsOf(rest))}</p>
${findingGroups(rest, page, 'rest')}</section>
`
}
