import { ALSO_HERE, type Finding, type Silencing } from '../../model/finding.js'
import type { Problem } from '../../model/fragment.js'
import type { ClusterModel } from '../../resolve/index.js'
import type { Inline } from '../inline.js'
import type { Selection } from '../selection.js'
import type { Silencer } from '../settle.js'
import { type Drift, drift } from './drift.js'

export interface Drifted extends Drift {
  /** Who accepts a difference at its place in the files; given what klint.yaml silences. */
  readonly silencers: (ignored: Silencer | undefined) => readonly Silencer[]
}

interface Given {
  readonly chosen: Selection
  readonly problems: readonly Problem[]
  /** Comments and annotations of the files. */
  readonly inline: Pick<Inline, 'silence'> | undefined
}

/** Differences as far as klint.yaml wants them, and what of the files could not be read. */
export function driftedFrom(
  clusters: readonly ClusterModel[],
  files: readonly ClusterModel[],
  { chosen, problems, inline }: Given,
): Drifted {
  const { findings, notChecked, notes } = drift(clusters, files)
  return {
    // what klint.yaml says of a file counts for what is written in it, and else what it says of the cluster
    findings: findings.flatMap(finding => inFiles(chosen.own, finding)),
    notChecked: [
      ...notChecked,
      ...problems.map(({ at, what }) => ({ what: `${at.doc.uri}: ${what}`, at, rules: ['klint/drift'] })),
    ],
    notes,
    silencers: ignored =>
      [inline?.silence, ignored].flatMap(silence => (silence === undefined ? [] : [there(silence)])),
  }
}

function inFiles(own: Selection['own'], finding: Finding): readonly Finding[] {
  const [written] = placesIn(finding)
  if (written === undefined) return own(finding)
  return own({ ...finding, at: written.at }).map(({ severity }) => ({ ...finding, severity }))
}

/** Those in the files, also where something is not set. */
const placesIn = ({ related }: Finding) => related.filter(({ label }) => label !== ALSO_HERE)

/** Asks about each place in the files what is asked about findings. */
const there =
  (silence: Silencer) =>
  (finding: Finding): Silencing | undefined => {
    if (finding.rule !== 'klint/drift') return undefined
    for (const { at } of placesIn(finding)) {
      const found = silence({ ...finding, at })
      if (found !== undefined) return found
    }
    return undefined
  }
