import { SEVERITIES } from '../../model/finding.js'
import {
  type ClusterPicture,
  countsOf,
  countWords,
  folded,
  instancesWords,
  type Pictured,
  TIER_TITLES,
  worst,
} from '../picture.js'
import { plural } from '../reporter.js'
import { cutTo, safe } from '../safe-text.js'
import { BOX, type Box, type Drawing, layout } from './layout.js'
import { MOST } from './limits.js'
import { html, type Markup } from './markup.js'

/** Columns of text that fit into a box. */
const FITS = 26

/** The picture twice: for wide screens and paper, and for phones; a style sheet shows one of them. */
export function drawings(cluster: ClusterPicture, id: string, target: (thing: Pictured) => string | undefined): Markup {
  const tiers = cluster.tiers.map(tier => folded(tier, MOST.boxes))
  const draw = (columns: number, name: string): Markup =>
    svg(
      layout(tiers, cluster.edges, columns, thing => linesOf(thing).length),
      `${id}-${name}`,
      name,
      target,
    )
  return html`${draw(4, 'wide')}${draw(2, 'narrow')}`
}

function svg(drawing: Drawing, id: string, name: string, target: (thing: Pictured) => string | undefined): Markup {
  const { width, height, tiers, arrows } = drawing
  return html`<svg class="picture ${name}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">Picture of the cluster</title><desc id="${id}-d">What is in its configuration, from the nodes down to etcd. The same in words follows.</desc>
${arrows.map(arrow)}${tiers.map(
  tier => html`<g><rect class="tier" x="${tier.x}" y="${tier.y}" width="${tier.width}" height="${tier.height}" rx="10"/><text class="tier-title" x="${tier.x + 14}" y="${tier.y + 22}">${TIER_TITLES[tier.tier.name]}</text>${tier.boxes.map(box => boxOf(box, target))}</g>
`,
)}</svg>
`
}

function arrow({ path, label, x, y, end, because }: Drawing['arrows'][number]): Markup {
  const [, headX = '', headY = ''] = /(?:M([\d.]+) .*V([\d.]+))$/.exec(path) ?? []
  const [, targetY = '', sideX = ''] = /V([\d.]+)H([\d.]+)$/.exec(path) ?? []
  const head = end
    ? html`<path class="head" d="M${sideX} ${Number(targetY) - 4.5}l-7 4.5l7 4.5z"/>`
    : html`<path class="head" d="M${Number(headX) - 4.5} ${headY}l4.5 7l4.5 -7z"/>`
  return html`<path class="arrow ${because}" d="${path}"/>${head}<text class="arrow-label" x="${x}" y="${y}"${end ? html` text-anchor="end"` : undefined}>${label}</text>
`
}

interface Line {
  readonly text: string
  readonly style: 'kind' | 'name' | 'fact' | 'error' | 'warning' | 'info' | 'gap'
}

/** Name and kind, what is known, what was found, what is not known. */
function linesOf({ kind, name, facts, instances, findings, unknown }: Pictured): readonly Line[] {
  const several = instancesWords(instances)
  const counts = countsOf(findings)
  return [
    { text: several === undefined ? kind : `${kind}, ${several}`, style: 'kind' },
    ...(name === undefined ? [] : [{ text: name, style: 'name' } as const]),
    ...facts.map((text): Line => ({ text, style: 'fact' })),
    ...SEVERITIES.filter(severity => counts[severity] > 0).map(
      (severity): Line => ({ text: plural(counts[severity], severity), style: severity }),
    ),
    ...(unknown === 0 ? [] : [{ text: `${plural(unknown, 'setting')} not known`, style: 'gap' } as const]),
  ]
}

function boxOf(
  { thing, x, y, width, height }: Box & { readonly thing: Pictured },
  target: (thing: Pictured) => string | undefined,
): Markup {
  const severity = worst(countsOf(thing.findings)) ?? 'none'
  const lines = linesOf(thing).map((line, i) =>
    lineOf(line, x + BOX.padding + 3, y + BOX.padding + 12 + i * BOX.lineHeight),
  )
  const shape = html`<rect class="box ${severity}${thing.inView ? '' : ' unseen'}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>${
    severity === 'none'
      ? undefined
      : html`<rect class="edge ${severity}" x="${x}" y="${y + 6}" width="3" height="${height - 12}"/>`
  }`
  const all = html`<title>${sentence(thing)}</title>${shape}${lines}`
  const href = target(thing)
  return href === undefined
    ? html`<g role="img" aria-label="${sentence(thing)}">${all}</g>`
    : html`<a href="#${href}" aria-label="${sentence(thing)}">${all}</a>`
}

function lineOf({ text, style }: Line, x: number, y: number): Markup {
  const words = cutTo(safe(text), style === 'name' ? FITS - 1 : FITS)
  if (style === 'error' || style === 'warning' || style === 'info')
    return html`<use class="icon ${style}" href="#i-${style}" x="${x}" y="${y - 10.5}" width="13" height="13"/><text class="line ${style}" x="${x + 17}" y="${y}">${words}</text>`
  return html`<text class="line ${style}" x="${x}" y="${y}">${words}</text>`
}

/** A box in one line of words. */
export function sentence({ kind, name, facts, instances, findings, unknown }: Pictured): string {
  const several = instancesWords(instances)
  return [
    `${kind}${name === undefined ? '' : ` ${safe(name)}`}`,
    ...(several === undefined ? [] : [`${several} of them`]),
    ...facts.map(safe),
    countWords(countsOf(findings)),
    ...(unknown === 0 ? [] : [`${plural(unknown, 'setting')} not known`]),
  ].join(', ')
}
