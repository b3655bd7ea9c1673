import {
  type ClusterPicture,
  countsOf,
  countWords,
  folded,
  instancesWords,
  type Pictured,
  TIER_TITLES,
  worst,
} from './picture.js'
import { plural } from './reporter.js'
import { cutTo, safe } from './safe-text.js'

/** What Mermaid draws at most, in characters; GitHub keeps its default. */
const MOST_CHARACTERS = 50_000
/** Boxes of one kind in a tier, the first that fits counts. */
const BOXES = [8, 4, 2, 1] as const
const LABEL = 60

/** One cluster as a Mermaid flowchart, without a fence around it: tiers from top to bottom, findings as words and as classes. */
export function mermaid(cluster: ClusterPicture): string {
  for (const most of BOXES) {
    const text = flowchart(cluster, most)
    if (text.length <= MOST_CHARACTERS) return text
  }
  return 'flowchart TB\n  cluster["this cluster is too large to draw"]\n'
}

function flowchart({ tiers, edges }: ClusterPicture, most: number): string {
  const classes = new Map<string, string[]>()
  let count = 0
  const idOf = (tier: string): string => `tier${tiers.findIndex(({ name }) => name === tier)}`
  const groups = tiers.flatMap(tier => [
    `  subgraph ${idOf(tier.name)} [${quoted([TIER_TITLES[tier.name]])}]`,
    '    direction LR',
    ...folded(tier, most).things.map(thing => {
      const id = `n${count++}`
      for (const name of classesOf(thing)) classes.set(name, [...(classes.get(name) ?? []), id])
      return `    ${id}[${quoted(lines(thing))}]`
    }),
    '  end',
  ])
  const arrows = edges.map(
    ({ from, to, because, label }) =>
      `  ${idOf(from)} ${because === 'configuration' ? '-->' : '-.->'}|${quoted([label])}| ${idOf(to)}`,
  )
  const styles = [...classes].flatMap(([name, ids]) => [
    `  classDef ${name} ${STYLES[name] ?? ''}`,
    `  class ${ids.join(',')} ${name}`,
  ])
  return `${['flowchart TB', ...groups, ...arrows, ...styles].join('\n')}\n`
}

/** Readable on a light and on a dark page; the words in the box say the same. */
const STYLES: Readonly<Record<string, string>> = {
  error: 'fill:#ffebe9,stroke:#cf222e,stroke-width:2px,color:#1f2328',
  warning: 'fill:#fff8c5,stroke:#9a6700,stroke-width:2px,color:#1f2328',
  info: 'fill:#ddf4ff,stroke:#0969da,color:#1f2328',
  unseen: 'stroke-dasharray:5 4',
}

function classesOf({ findings, inView }: Pictured): readonly string[] {
  const severity = worst(countsOf(findings))
  return [...(severity === undefined ? [] : [severity]), ...(inView ? [] : ['unseen'])]
}

function lines({ kind, name, facts, instances, findings, unknown }: Pictured): readonly string[] {
  const several = instancesWords(instances)
  return [
    several === undefined ? kind : `${several} × ${kind}`,
    ...(name === undefined ? [] : [name]),
    ...(facts.length === 0 ? [] : [facts.join(', ')]),
    ...(findings.length === 0 ? [] : [countWords(countsOf(findings))]),
    ...(unknown === 0 ? [] : [`${plural(unknown, 'setting')} not known`]),
  ]
}

/**
 * Text in quotes that cannot end them: every character that means something to Mermaid, to its Markdown or to HTML is written as
 * its number, and so is what begins a line if it is no letter or digit.
 */
const quoted = (all: readonly string[]): string =>
  `"${all.map(line => escaped(cutTo(safe(line), LABEL))).join('<br/>')}"`

const escaped = (text: string): string =>
  text
    .trim()
    .replace(/^\d+[.)](?=\s)|^[^\p{L}\p{N}]+|[^\p{L}\p{N} ,.()/_-]/gu, found =>
      [...found].map(character => `#${character.codePointAt(0)};`).join(''),
    )
