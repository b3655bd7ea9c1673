import type { ClusterPicture, Gap, Mark, Pictured } from '../picture.js'
import { countsOf, countWords, TIER_TITLES } from '../picture.js'
import { plural } from '../reporter.js'
import { safe } from '../safe-text.js'
import { placeAfter } from '../where.js'
import { findingGroups } from './findings.js'
import { MOST } from './limits.js'
import { html, type Markup, prose } from './markup.js'
import type { Page } from './page.js'
import { type Room, thingTables } from './settings.js'
import { drawings, sentence } from './svg.js'
import { countTags } from './words.js'

/** "Cluster prod"; one without a name has its number. */
export const clusterName = ({ name }: Pick<ClusterPicture, 'name'>, i: number): string =>
  name === undefined ? `Cluster ${i + 1}` : `Cluster ${safe(name)}`

/** One cluster: its picture, its findings, what runs in it. */
export function clusterSection(cluster: ClusterPicture, i: number, page: Page, left: Room): Markup {
  const id = `c${i + 1}`
  const { findings, files } = cluster
  return html`<section class="cluster" id="${id}" aria-labelledby="${id}-h" data-group>
<h2 id="${id}-h">${clusterName(cluster, i)}${cluster.name === undefined ? html` <span class="quiet">not named</span>` : undefined}</h2>
<p class="meta">${countTags(countsOf(findings))}<span class="place">${filesWords(files)}</span></p>
${i < MOST.pictures ? figure(cluster, id) : html`<p class="cut">Not drawn: this page draws ${MOST.pictures} clusters.</p>`}${findingGroups(findings, page, id)}${running(cluster, i, page, left)}</section>
`
}

function filesWords(files: readonly string[]): string {
  const [first = '', ...others] = files
  return others.length === 0 ? first : `${first} and ${plural(others.length, 'file')} more`
}

function figure(cluster: ClusterPicture, id: string): Markup {
  const target = ({ things }: Pictured): string | undefined =>
    things[0] === undefined ? undefined : `t${id.slice(1)}-${things[0] + 1}`
  const title = (name: ClusterPicture['tiers'][number]['name']): string => TIER_TITLES[name]
  return html`<figure>${drawings(cluster, id, target)}<figcaption>
<details><summary>The picture in words</summary><ul>${cluster.tiers.map(
    ({ name, things }) =>
      html`<li>${title(name)}<ul>${things.map(thing => {
        const href = target(thing)
        return html`<li>${href === undefined ? sentence(thing) : html`<a href="#${href}">${sentence(thing)}</a>`}</li>`
      })}</ul></li>`,
  )}${cluster.edges.map(
    ({ from, to, label, because }) =>
      html`<li>${title(from)} to ${title(to)}: ${label}${because === 'architecture' ? ', as in every cluster' : ', as written'}</li>`,
  )}</ul></details>${gaps(cluster.gaps)}</figcaption></figure>
`
}

/** What was not known of it, the widest first gaps in view and the rest folded. */
function gaps(all: readonly Gap[]): Markup | undefined {
  if (all.length === 0) return undefined
  const item = ({ what, at, settings }: Gap): Markup =>
    html`<li>${prose(`${what}`)}${settings > 1 ? html` <span class="quiet">${plural(settings, 'setting')}</span>` : undefined}<span class="place">${placeAfter(what, at)}</span></li>`
  const shown = all.slice(0, MOST.listed)
  return html`<details class="gaps"><summary>Not known: ${plural(all.length, 'reason')}</summary><ul>${shown.map(item)}${
    all.length > shown.length ? html`<li>${plural(all.length - shown.length, 'reason')} more</li>` : undefined
  }</ul></details>`
}

function running(cluster: ClusterPicture, i: number, page: Page, left: Room): Markup | undefined {
  const things = page.shown.clusters[i]?.things ?? []
  if (things.length === 0) return undefined
  const boxes = cluster.tiers.flatMap(tier => tier.things)
  const marksOf = (thing: number): Markup => {
    const marks = boxes.filter(box => box.things.includes(thing)).flatMap(({ findings }) => findings)
    return markList(marks, page)
  }
  return html`<section class="running"><h3>What runs, and where each value comes from</h3>
${thingTables(i, marksOf, page, left)}</section>
`
}

function markList(marks: readonly Mark[], page: Page): Markup {
  if (marks.length === 0) return html``
  const links = marks.flatMap(({ index, severity }) => {
    const finding = page.outcome.findings[index]
    if (finding === undefined || !page.detailed.has(index)) return []
    return [html`<li>${severity}: <a href="#f${index + 1}">${prose(page.message(finding.what))}</a></li>`]
  })
  return html`<p class="meta">${countWords(countsOf(marks))}</p><ul class="marks">${links}</ul>`
}
