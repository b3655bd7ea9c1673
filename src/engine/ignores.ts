import type { Finding } from '../model/finding.js'
import { type Location, place } from '../model/location.js'
import type { Configuration, IgnoreSetting, IgnoreWhere } from './configuration.js'
import { fixedPart, type PathTest, type Placed, pathTest, seenFrom, seenIn } from './globs.js'
import { ownFinding } from './own.js'
import type { Silencer } from './settle.js'

/** What `ignores` of klint.yaml make of findings, and what is to be said of the entries themselves. */
export interface Ignores {
  readonly silence: Silencer
  /** Entries whose day is over, and, once all findings went through `silence`, those that silenced none of them. */
  stale(): readonly Finding[]
  /** The entries whose globs match a file, for `klint print-config`. */
  matching(uri: string): readonly IgnoreSetting[]
}

export interface Ignoring {
  /** `YYYY-MM-DD`, UTC; without it nothing expires. */
  readonly today?: string
  /**
   * Files and directories that were looked through, relative to the working directory with `/`: whether all files an entry is about
   * were in view. Without them nobody knows.
   */
  readonly roots?: readonly string[]
  /** Rules that were asked, and could tell everywhere. */
  readonly judged?: (rule: string) => boolean
  /** Rules that were asked. */
  readonly enabled?: (rule: string) => boolean
}

interface Entry {
  readonly setting: IgnoreSetting
  readonly matches: PathTest
  readonly where: (finding: Finding) => boolean
  readonly expired: boolean
  used: boolean
  /** Of an entry that has expired: it would silence something. */
  wanted: boolean
}

/** Undefined where there are none. */
export async function ignoresOf(config: Configuration, ignoring: Ignoring = {}): Promise<Ignores | undefined> {
  const { ignores = [] } = config
  if (ignores.length === 0) return undefined
  const { today } = ignoring
  const entries = await Promise.all(
    ignores.map(async (setting): Promise<Entry> => {
      const { paths, where, expires } = setting
      return {
        setting,
        matches: await pathTest(paths),
        where: await whereTest(where),
        expired: today !== undefined && expires !== undefined && expires.day < today,
        used: false,
        wanted: false,
      }
    }),
  )
  const byRule = new Map<string, Entry[]>()
  for (const entry of entries)
    for (const rule of entry.setting.rules) byRule.set(rule, [...(byRule.get(rule) ?? []), entry])
  const isIn = (file: Placed, { matches }: Entry): boolean => {
    const path = seenIn(config, file)
    return path !== undefined && matches(path)
  }
  return {
    silence: finding => {
      const candidates = byRule.get(finding.rule)
      if (candidates === undefined) return undefined
      const { doc } = place(finding.at)
      const all = candidates.filter(entry => isIn(doc, entry) && entry.where(finding))
      for (const entry of all) entry.wanted = true
      const entry = all.find(({ expired }) => !expired)
      if (entry === undefined) return undefined
      entry.used = true
      const { at, reason } = entry.setting
      return { by: 'configuration', at, reason }
    },
    stale: () => entries.flatMap(entry => stale(entry, config, ignoring)),
    matching: uri => entries.filter(entry => isIn({ uri }, entry)).map(({ setting }) => setting),
  }
}

async function whereTest(where: IgnoreWhere | undefined): Promise<(finding: Finding) => boolean> {
  if (where === undefined) return () => true
  const { component, cluster, pool, text } = where
  const isCluster = cluster === undefined ? undefined : await pathTest([cluster])
  const isPool = pool === undefined ? undefined : await pathTest([pool])
  return finding =>
    (component === undefined || finding.component === component) &&
    (isCluster === undefined || (finding.cluster !== undefined && isCluster(finding.cluster))) &&
    (isPool === undefined || (finding.pool !== undefined && isPool(finding.pool))) &&
    (text === undefined || marked(finding.at).includes(text))
}

/** What a finding underlines, as its author wrote it. */
const marked = ({ doc, start, end }: Location): string => doc.source.slice(start, end)

function stale({ setting, expired, used, wanted }: Entry, config: Configuration, ignoring: Ignoring): Finding[] {
  const { enabled = () => false, judged = () => false } = ignoring
  const { rules, expires, at } = setting
  const named = rules.map(id => `\`${id}\``).join(', ')
  const inView = isInView(setting, config, ignoring.roots)
  if (expired && expires !== undefined) {
    if (!rules.some(enabled) || !(wanted || inView)) return []
    return [
      ownFinding('klint/expired-suppression', `the suppression of ${named} ended with ${expires.day}`, expires.at),
    ]
  }
  if (used || !inView || !rules.every(judged)) return []
  return [ownFinding('klint/unused-suppression', `the suppression of ${named} silences nothing`, at)]
}

/** Whether everything an entry may be about was looked through: what its globs say first lies in one of the roots. */
function isInView({ paths }: IgnoreSetting, config: Configuration, roots: readonly string[] | undefined): boolean {
  if (roots === undefined) return false
  const seen = roots.map(root => seenFrom(config, root === '.' ? '' : root)?.replace(/\/$/, ''))
  return paths
    .map(fixedPart)
    .every(part =>
      seen.some(root => root !== undefined && (root === '' || part === root || part.startsWith(`${root}/`))),
    )
}
