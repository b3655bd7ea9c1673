import { formatRange } from '../../model/version.js'
import { plural } from '../reporter.js'
import { safe } from '../safe-text.js'
import {
  isRemoved,
  keyOf,
  plainValue,
  product,
  routed,
  type ShownSetting,
  type ShownThing,
  shownValue,
  spelled,
} from '../show.js'
import { MOST } from './limits.js'
import { html, type Markup, prose } from './markup.js'
import type { Page } from './page.js'

/** Counts the rows that are left for the whole page. */
export interface Room {
  rows: number
}

export const room = (): Room => ({ rows: MOST.settings })

/** What runs in a cluster: one table for each component and resource, folded. */
export function thingTables(cluster: number, marksOf: (thing: number) => Markup, page: Page, left: Room): Markup {
  const things = page.shown.clusters[cluster]?.things ?? []
  return html`${things.map((thing, i) => table(thing, `t${cluster + 1}-${i + 1}`, marksOf(i), page, left))}`
}

function table(thing: ShownThing, id: string, marks: Markup, page: Page, left: Room): Markup {
  const { kind, name, anchor, traits, range, settings } = thing
  const rows = settings.slice(0, Math.max(0, left.rows))
  left.rows -= rows.length
  const version = range === undefined ? undefined : `${product(kind)} ${formatRange(range)}`
  const unknown = settings.filter(({ setting }) => setting.state === 'unknown').length
  const about = [...traits.map(safe), ...(version === undefined ? [] : [version])].join(', ')
  const title = html`<b>${kind}</b>${name === undefined ? undefined : html` ${safe(name)}`}`
  const rest = settings.length - rows.length
  return html`<details class="thing">
<summary><span class="title">${title}</span> <span class="quiet">${about}</span> <span class="quiet amount">${plural(settings.length, 'setting')}${unknown > 0 ? `, ${unknown} not known` : ''}</span></summary>
<div class="inside" id="${id}">
<p class="meta"><span class="place">${routed(anchor)}</span>${range?.source === undefined ? undefined : html`<span>version: ${page.message(range.source)}</span>`}</p>
${marks}${
  rows.length === 0
    ? undefined
    : html`<table class="settings"><caption class="sr">Effective settings of ${kind}${name === undefined ? '' : ` ${safe(name)}`}</caption>
<thead><tr><th scope="col">Setting</th><th scope="col">Value</th><th scope="col">From</th></tr></thead>
<tbody>${rows.map(one => row(one, page))}</tbody></table>
`
}${rest > 0 ? html`<p class="cut">${plural(rest, 'setting')} more left out of this page; <code>klint show</code> has all of them.</p>` : undefined}</div></details>
`
}

function row(shown: ShownSetting, page: Page): Markup {
  const { setting } = shown
  const key = html`<th scope="row"><code>${keyOf(shown)}</code></th>`
  if (setting.state === 'unknown')
    return html`<tr class="unknown">${key}<td data-label="Value"><em>unknown</em></td><td data-label="Because">${notes(
      setting.why.map(
        ({ what, at }) =>
          html`${prose(page.message(what))}${at === undefined ? undefined : html` <span class="place">${routed(at)}</span>`}`,
      ),
    )}</td></tr>
`
  const { by, at, beaten, assuming, state, value } = setting
  const layer = (word: string): Markup => html`<span class="layer">${word}</span>`
  const isUnset = by !== undefined && isRemoved(shown)
  const countsAsUnset =
    by !== undefined && state === 'default' && shown.entry === undefined && shown.spelling === undefined
  const shownText = isUnset
    ? html`<em>unset</em> by <code>${spelled(by)}</code>`
    : html`<code>${countsAsUnset ? plainValue(value) : shownValue(shown)}</code>`
  const from = by === undefined ? layer('default') : html`${layer(by.layer)} <span class="place">${routed(at)}</span>`
  const more = [
    ...(shown.note === undefined ? [] : [html`${shown.note}`]),
    ...(countsAsUnset ? [html`default, for <code>${spelled(by)}</code> counts as not set`] : []),
    ...beaten.map(
      one =>
        html`overrides ${layer(one.layer)} <code>${spelled(one)}</code> <span class="place">${routed(one.at)}</span>`,
    ),
    ...[...new Set(assuming.map(({ what }) => what))].map(
      what => html`assuming nothing in ${prose(page.message(what))}`,
    ),
  ]
  return html`<tr>${key}<td data-label="Value">${shownText}</td><td data-label="From">${from}${more.length === 0 ? undefined : notes(more)}</td></tr>
`
}

const notes = (all: readonly Markup[]): Markup => html`<ul class="notes">${all.map(one => html`<li>${one}</li>`)}</ul>`
