/**
 * Options of the CPU and topology managers and the gates they hide behind (pkg/kubelet/cm/{cpumanager,topologymanager}/policy_options.go,
 * read at 1.22, 1.25, 1.26, 1.28, 1.31, 1.32, 1.34, 1.36 and 1.37). Of minors between two that differ nothing is said.
 */
export interface PolicyOption {
  readonly stage: 'alpha' | 'beta' | 'stable'
  readonly takes: 'bool' | 'count'
}

/** First and last minor that were read with one state; `none`: not known there. */
type Stretch = readonly [first: number, last: number, state: PolicyOption['stage'] | 'none']

const LAST = Number.POSITIVE_INFINITY

const CPU: Readonly<Record<string, readonly Stretch[]>> = {
  'full-pcpus-only': [
    [122, 122, 'stable'],
    [125, 132, 'beta'],
    [134, LAST, 'stable'],
  ],
  'distribute-cpus-across-numa': [
    [122, 122, 'none'],
    [125, 132, 'alpha'],
    [134, LAST, 'beta'],
  ],
  'align-by-socket': [
    [122, 122, 'none'],
    [125, LAST, 'alpha'],
  ],
  'distribute-cpus-across-cores': [
    [122, 128, 'none'],
    [131, LAST, 'alpha'],
  ],
  'strict-cpu-reservation': [
    [122, 131, 'none'],
    [132, 132, 'alpha'],
    [134, 134, 'beta'],
    [136, LAST, 'stable'],
  ],
  'prefer-align-cpus-by-uncorecache': [
    [122, 131, 'none'],
    [132, 132, 'alpha'],
    [134, 134, 'beta'],
    [136, LAST, 'stable'],
  ],
}

const TOPOLOGY: Readonly<Record<string, readonly Stretch[]>> = {
  'prefer-closest-numa-nodes': [
    [126, 126, 'alpha'],
    [128, 131, 'beta'],
    [132, LAST, 'stable'],
  ],
  'max-allowable-numa-nodes': [
    [126, 128, 'none'],
    [131, 134, 'beta'],
    [136, LAST, 'stable'],
  ],
}

/** An option of the CPU manager at a minor (as `minorOf` gives it); undefined where nobody looked. */
export const cpuOption = (name: string, minor: number): PolicyOption | 'none' | undefined => option(CPU, name, minor)

/** The same of the topology manager. */
export const topologyOption = (name: string, minor: number): PolicyOption | 'none' | undefined =>
  option(TOPOLOGY, name, minor)

/** The newest minor that was read: a later one may have brought an option. */
const READ = 137

function option(
  table: Readonly<Record<string, readonly Stretch[]>>,
  name: string,
  minor: number,
): PolicyOption | 'none' | undefined {
  if (!Object.hasOwn(table, name)) return minor > READ ? undefined : 'none'
  const stage = table[name]?.find(([first, last]) => minor >= first && minor <= last)?.[2]
  if (stage === undefined || stage === 'none') return stage
  return { stage, takes: name === 'max-allowable-numa-nodes' ? 'count' : 'bool' }
}

/** Pairs of CPU manager options that may not both be on (same file): two of them in 1.31, four from 1.32. */
export const exclusiveCpuOptions = (minor: number): readonly (readonly [string, string])[] =>
  minor < 131 ? [] : minor < 132 ? EXCLUSIVE.slice(0, 2) : EXCLUSIVE

const EXCLUSIVE = [
  ['full-pcpus-only', 'distribute-cpus-across-cores'],
  ['distribute-cpus-across-numa', 'distribute-cpus-across-cores'],
  ['prefer-align-cpus-by-uncorecache', 'distribute-cpus-across-cores'],
  ['prefer-align-cpus-by-uncorecache', 'distribute-cpus-across-numa'],
] as const
