import { type Location, place } from '../../model/location.js'
import { formatRange } from '../../model/version.js'
import { liveWords } from '../live-words.js'
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
import { printed, where } from '../where.js'
import { MOST } from './limits.js'
import { html, type Markup, prose } from './markup.js'
import type { Page } from './page.js'

/** What the picture says of a thing: how it is told from the others of its kind, and the findings about it. */
export interface About {
  readonly name: string | undefined
  readonly marks: Markup
}

/** Counts the rows that are left for the whole page. */
export interface Room {
  rows: number
}

export const room = (): Room => ({ rows: MOST.settings })

/** What runs in a cluster: one table for each component and resource, folded. */
export function thingTables(cluster: number, about: (thing: number) => About, page: Page, left: Room): Markup {
  const things = page.shown.clusters[cluster]?.things ?? []
  return html`${things.map((thing, i) => table(thing, `t${cluster + 1}-${i + 1}`, about(i), page, left))}`
}

function table(thing: ShownThing, id: string, { name, marks }: About, page: Page, left: Room): Markup {
  const { kind, anchor, traits, range, settings } = thing
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
<p class="meta"><span class="place">${routed(anchor, page.context)}</span>${range?.source === undefined ? undefined : html`<span>version: ${page.message(range.source)}</span>`}</p>
${marks}${
  rows.length === 0
    ? undefined
    : html`<table class="settings"><caption class="sr">Effective settings of ${kind}${name === undefined ? '' : ` ${safe(name)}`}</caption>
<thead><tr><th scope="col">Setting</th><th scope="col">Value</th><th scope="col">From</th></tr></thead>
<tbody>${rows.map(one => row(one, anchor, page))}</tbody></table>
`
}${rest > 0 ? html`<p class="cut">${plural(rest, 'setting')} more left out of this page; <code>klint show</code> has all of them.</p>` : undefined}</div></details>
`
}

function placeWords(at: Location, anchor: Location, page: Page): string {
  if (at.doc !== anchor.doc) return routed(at, page.context)
  const { object, route = '' } = where(at, page.context)
  if (object === undefined) return printed(where(place(at), page.context))
  return object.part === undefined ? route : `${object.part} ${route}`
}

function row(shown: ShownSetting, anchor: Location, page: Page): Markup {
  const { setting } = shown
  // through which documents the component itself was reached is said above the table
  const placeIn = (at: Location): Markup => html`<span class="place">${placeWords(at, anchor, page)}</span>`
  const key = html`<th scope="row"><code>${keyOf(shown)}</code></th>`
  if (setting.state === 'unknown')
    return html`<tr class="unknown">${key}<td data-label="Value"><em>unknown</em></td><td data-label="Because">${notes(
      setting.why.map(
        ({ what, at }) =>
          html`${prose(page.message(liveWords(what, at)))}${at === undefined ? undefined : html` ${placeIn(at)}`}`,
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
  const from = by === undefined ? layer('default') : html`${layer(by.layer)} ${placeIn(at)}`
  const more = [
    ...(shown.note === undefined ? [] : [html`${shown.note}`]),
    ...(countsAsUnset ? [html`default, for <code>${spelled(by)}</code> counts as not set`] : []),
    ...beaten.map(one => html`overrides ${layer(one.layer)} <code>${spelled(one)}</code> ${placeIn(one.at)}`),
    ...[...new Set(assuming.map(({ what }) => what))].map(
      what => html`assuming nothing in ${prose(page.message(what))}`,
    ),
  ]
  return html`<tr>${key}<td data-label="Value">${shownText}</td><td data-label="From">${from}${more.length === 0 ? undefined : notes(more)}</td></tr>
`
}

const notes = (all: readonly Markup[]): Markup => html`<ul class="notes">${all.map(one => html`<li>${one}</li>`)}</ul>`
