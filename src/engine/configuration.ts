import type { Severity } from '../model/finding.js'
import type { ComponentKind } from '../model/fragment.js'
import type { Location } from '../model/location.js'
import type { VersionRange } from '../model/version.js'
import type { PresetName } from './configuration-schema.js'
import { pathTest, seenFrom } from './globs.js'

/** What klint.yaml says of one rule. */
export interface RuleSetting {
  readonly severity?: Severity | 'off'
  /** As written; durations and quantities are still words. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Where each is written. */
  readonly places?: { readonly severity?: Location; readonly options?: Readonly<Record<string, Location>> }
}

export type RuleSettings = Readonly<Record<string, RuleSetting>>

/** Settings of rules for the files of some globs. */
export interface OverrideSetting {
  /** Globs from the directory of the configuration. */
  readonly files: readonly string[]
  readonly rules: RuleSettings
  readonly at: Location
}

/** What else must be true of a finding; all that is given. Globs, but for `text`, which must stand in what the finding marks. */
export interface IgnoreWhere {
  readonly component?: ComponentKind
  readonly cluster?: string
  readonly pool?: string
  readonly text?: string
}

/** Findings somebody decided not to see. */
export interface IgnoreSetting {
  readonly rules: readonly string[]
  /** Globs from the directory of the configuration. */
  readonly paths: readonly string[]
  readonly where?: IgnoreWhere
  readonly reason: string
  /** The last day it holds, `YYYY-MM-DD`. */
  readonly expires?: { readonly day: string; readonly at: Location }
  readonly at: Location
}

export interface ClusterSetting {
  readonly name: string
  /** Globs from the directory of the configuration. */
  readonly files: readonly string[]
  /** Where each glob is written. */
  readonly places?: readonly Location[]
  readonly kubernetesVersion?: VersionRange
}

/** klint's own configuration. An empty one is what a run without a file has. */
export interface Configuration {
  /** Presets whose rules run, together. */
  readonly extends?: readonly PresetName[]
  readonly rules?: RuleSettings
  readonly overrides?: readonly OverrideSetting[]
  readonly ignores?: readonly IgnoreSetting[]
  /** A suppression in a file that gives no reason is a finding. */
  readonly requireReason?: boolean
  readonly exclude?: readonly string[]
  readonly clusters?: readonly ClusterSetting[]
  /**
   * Path of the working directory as seen from the directory of the configuration, with `/`; empty if they are one,
   * `../..` if the configuration lies two directories below.
   */
  readonly base?: string
  /** Path of the directory of the configuration as seen from the working directory, where it lies below. */
  readonly directory?: string
  /** Where what has no place of its own is written. */
  readonly places?: {
    readonly extends?: readonly Location[]
    readonly exclude?: readonly Location[]
    readonly requireReason?: Location
  }
  /** What still works and should be written otherwise: "klint.yaml:3:5: ...", lower case, no full stop. */
  readonly notes?: readonly string[]
}

/** Which cluster of the configuration a file belongs to: the first whose globs match. The globs are compiled once. */
export async function clusterMatcher(config: Configuration): Promise<(uri: string) => ClusterSetting | undefined> {
  const { clusters = [] } = config
  if (clusters.length === 0) return () => undefined
  const compiled = await Promise.all(
    clusters.map(async cluster => ({ cluster, matches: await pathTest(cluster.files) })),
  )
  return uri => {
    const path = seenFrom(config, uri)
    if (path === undefined) return undefined
    return compiled.find(({ matches }) => matches(path))?.cluster
  }
}
