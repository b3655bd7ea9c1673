import { outermost } from '../../model/document.js'
import type { ClusterPicture, Gap, Mark, Pictured } from '../picture.js'
import { countsOf, countWords, TIER_TITLES } from '../picture.js'
import { plural } from '../reporter.js'
import { safe } from '../safe-text.js'
import { placeAfter, where } from '../where.js'
import { findingGroups } from './findings.js'
import { MOST } from './limits.js'
import { html, type Markup, prose } from './markup.js'
import type { Page } from './page.js'
import { type About, type Room, thingTables } from './settings.js'
import { drawings, sentence } from './svg.js'
import { countTags } from './words.js'

/** "Cluster prod"; one without a name has its number. */
export const clusterName = ({ name }: Pick<ClusterPicture, 'name'>, i: number): string =>
  name === undefined ? `Cluster ${i + 1}` : `Cluster ${safe(name)}`

/** One cluster: its picture, its findings, what runs in it. */
export function clusterSection(cluster: ClusterPicture, i: number, page: Page, left: Room): Markup {
  const id = `c${i + 1}`
  const { findings } = cluster
  const heading = html`<h2 id="${id}-h">${clusterName(cluster, i)}${cluster.name === undefined ? html` <span class="quiet">not named</span>` : undefined}</h2>`
  const about = html`<p class="meta">${countTags(countsOf(findings))}<span class="place">${filesWords(i, page)}</span></p>`
  const drawn =
    i < MOST.pictures
      ? figure(cluster, id, page)
      : html`<p class="cut">Not drawn: this page draws ${MOST.pictures} clusters.</p>`
  const body = html`${drawn}${findingGroups(findings, page, id)}${running(cluster, i, page, left)}`
  // many clusters in which nothing was found would stand between those that matter
  const isFolded = findings.length === 0 && page.picture.clusters.length > FEW_CLUSTERS
  const inside = isFolded
    ? html`<details class="silent"><summary>${heading} <span class="place quiet">${filesWords(i, page)}</span></summary>${about}${body}</details>`
    : html`${heading}
${about}
${body}`
  return html`<section class="cluster${isFolded ? ' folded' : ''}" id="${id}" aria-labelledby="${id}-h" data-group>
${inside}</section>
`
}

/** Up to so many each has its place in the contents, whatever was found in it. */
export const FEW_CLUSTERS = 8

/** The files in which its things are written. */
function filesWords(i: number, page: Page): string {
  const things = page.shown.clusters[i]?.things ?? []
  const clusters = things.flatMap(({ anchor }) => outermost(anchor.doc).live?.cluster ?? [])
  if (things.length > 0 && clusters.length === things.length) return 'as it runs'
  const [first = '', ...others] = new Set(things.map(({ anchor }) => where(anchor, page.context).path))
  return others.length === 0 ? first : `${first} and ${plural(others.length, 'file')} more`
}

function figure(cluster: ClusterPicture, id: string, page: Page): Markup {
  const target = ({ things }: Pictured): string | undefined =>
    things[0] === undefined ? undefined : `t${id.slice(1)}-${things[0] + 1}`
  const title = (name: ClusterPicture['tiers'][number]['name']): string => TIER_TITLES[name]
  return html`<figure>${drawings(cluster, id, target)}<figcaption>
<details class="words"><summary>The picture in words</summary><ul>${cluster.tiers.map(
    ({ name, things }) =>
      html`<li>${title(name)}<ul>${things.map(thing => {
        const href = target(thing)
        return html`<li>${href === undefined ? sentence(thing) : html`<a href="#${href}">${sentence(thing)}</a>`}</li>`
      })}</ul></li>`,
  )}${cluster.edges.map(
    ({ from, to, label, because }) =>
      html`<li>${title(from)} to ${title(to)}: ${label}${because === 'architecture' ? ', as in every cluster' : ', as written'}</li>`,
  )}</ul></details>${gaps(cluster.gaps, page)}</figcaption></figure>
`
}

/** What is not known of it; more than a few reasons are folded. */
function gaps(all: readonly Gap[], page: Page): Markup | undefined {
  if (all.length === 0) return undefined
  const item = ({ what, at, settings }: Gap): Markup =>
    html`<li>${settingsNamed(settings)}${prose(page.message(what))}<span class="place">${placeAfter(what, at, page.context)}</span></li>`
  const list = html`<ul>${all.slice(0, MOST.listed).map(item)}${
    all.length > MOST.listed ? html`<li>${plural(all.length - MOST.listed, 'reason')} more</li>` : undefined
  }</ul>`
  if (all.length <= 3) return html`<div class="gaps"><p>Not known:</p>${list}</div>`
  return html`<details class="gaps"><summary>Not known: ${plural(all.length, 'reason')}</summary>${list}</details>`
}

/** "`maxPods` and 2 settings more: " */
function settingsNamed([first, ...others]: readonly string[]): Markup | undefined {
  if (first === undefined) return undefined
  return html`<code>${first}</code>${others.length === 0 ? '' : ` and ${plural(others.length, 'setting')} more`}: `
}

function running(cluster: ClusterPicture, i: number, page: Page, left: Room): Markup | undefined {
  const things = page.shown.clusters[i]?.things ?? []
  if (things.length === 0) return undefined
  const boxes = cluster.tiers.flatMap(tier => tier.things)
  const about = (thing: number): About => {
    const of = boxes.filter(box => box.things.includes(thing))
    return {
      name: of[0]?.name ?? things[thing]?.name,
      marks: markList(
        of.flatMap(({ findings }) => findings),
        page,
      ),
    }
  }
  return html`<section class="running"><h3>What runs, and where each value comes from</h3>
${thingTables(i, about, page, left)}</section>
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
