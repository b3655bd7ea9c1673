import { largest } from '../../model/lists.js'
import { type Edge, type Pictured, rowsOf, type Tier } from '../picture.js'

/** Sizes in the picture's own pixels. */
export const BOX = { width: 196, gap: 12, lineHeight: 16, padding: 11 } as const
const TIER = { padding: 14, title: 22, gap: 14, arrow: 42 } as const
/** Room at the right for arrows that pass a tier by. */
const RAIL = 26

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly tiers: readonly (Box & {
    readonly tier: Tier
    readonly boxes: readonly (Box & { readonly thing: Pictured })[]
  })[]
  readonly arrows: readonly (Edge & {
    readonly path: string
    readonly label: string
    readonly x: number
    readonly y: number
    readonly end: boolean
  })[]
}

/** Tiers below each other, their boxes in rows of at most `columns`; arrows go down, or along the right past what lies between. */
export function layout(
  tiers: readonly Tier[],
  edges: readonly Edge[],
  columns: number,
  linesOf: (thing: Pictured) => number,
): Drawing {
  const rows = tiers.map(tier => rowsOf(tier, columns))
  const widest = largest(
    rows.flat().map(row => row.length),
    1,
  )
  // a label beside an arrow wants room as well
  const inner = Math.max(widest, Math.min(2, columns)) * (BOX.width + BOX.gap) - BOX.gap
  const width = inner + 2 * TIER.padding
  const index = (name: string): number => tiers.findIndex(tier => tier.name === name)
  const known = edges.filter(({ from, to }) => index(from) !== -1 && index(to) !== -1)
  const isDirect = ({ from, to }: Edge): boolean => index(to) === index(from) + 1
  let y = 1
  const placed: Drawing['tiers'][number][] = []
  for (const [i, tier] of tiers.entries()) {
    let below = y + TIER.padding + TIER.title
    const boxes: (Box & { readonly thing: Pictured })[] = []
    for (const row of rows[i] ?? []) {
      const height = largest(row.map(linesOf)) * BOX.lineHeight + 2 * BOX.padding
      const left = TIER.padding + (inner - (row.length * (BOX.width + BOX.gap) - BOX.gap)) / 2
      for (const [at, thing] of row.entries())
        boxes.push({ thing, x: left + at * (BOX.width + BOX.gap), y: below, width: BOX.width, height })
      below += height + BOX.gap
    }
    const height = below - BOX.gap + TIER.padding - y
    placed.push({ tier, boxes, x: 1, y, width, height })
    const leadsOn = known.some(edge => index(edge.from) === i)
    y += height + (leadsOn ? TIER.arrow : TIER.gap)
  }
  const bottom = placed.at(-1)
  const arrows = known.map((edge): Drawing['arrows'][number] => {
    const [from, to] = [placed[index(edge.from)], placed[index(edge.to)]]
    if (from === undefined || to === undefined) return { ...edge, path: '', x: 0, y: 0, end: false }
    const start = from.y + from.height
    if (isDirect(edge)) {
      const x = 1 + width / 2
      return { ...edge, path: `M${x} ${start}V${to.y - 7}`, x: x + 10, y: start + (to.y - start) / 2 + 3, end: false }
    }
    const right = 1 + width
    const target = to.y + Math.min(30, to.height / 2)
    const path = `M${right - 40} ${start}v12h${40 + RAIL - 10}V${target}H${right + 7}`
    return { ...edge, path, x: right - 48, y: start + 16, end: true }
  })
  return {
    width: width + 2 + (known.every(isDirect) ? 0 : RAIL),
    height: bottom === undefined ? 0 : bottom.y + bottom.height + 1,
    tiers: placed,
    arrows,
  }
}
