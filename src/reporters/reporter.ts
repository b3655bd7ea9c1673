import type { Outcome, Severity } from '../model/finding.js'
import type { Picture } from './picture.js'
import { cutTo, safe } from './safe-text.js'
import type { Shown } from './show.js'
import { type Naming, thousands } from './where.js'

export interface RuleInfo {
  readonly id: string
  /** At most 90 characters. */
  readonly summary: string
  readonly severity: Severity
  readonly category: string
  /** `rules-docs/kubelet/eviction-hard-missing.md` */
  readonly page: string
  /** The page itself, where the caller loaded it (for formats that show it). */
  readonly markdown?: string
}

export interface ReportContext extends Naming {
  readonly color: boolean
  /** OSC 8 links on rule ids. */
  readonly hyperlinks: boolean
  /** Columns of the terminal; excerpts are cut to it. */
  readonly width: number
  readonly cwd: string
  readonly version: string
  /** What a page's path is appended to; without it pages are named by their path. */
  readonly baseUrl?: string
  /** What a file's own path is appended to, to see it in a browser at the revision that is checked; ends with a slash. */
  readonly sourceUrl?: string
  /** Which of several runs over one repository this is; code scanning compares runs of one category. */
  readonly category?: string
  /** A word that no input can know: with it a runner of GitHub Actions is deaf to what stands in files. */
  readonly stopToken?: string
  /** The step of the workflow also has a summary with all findings. */
  readonly stepSummary?: boolean
  /** Objects of running clusters are in formats that know files only, too. */
  readonly liveUris?: boolean
  /** Whether the change under review touches a file; absent where nobody knows. */
  readonly isChanged?: (path: string) => boolean
  ruleInfo(id: string): RuleInfo | undefined
  /** What `klint show` says of the same run, where the caller offers it (`needsClusters`). */
  readonly shown?: () => Shown
  /** Its clusters, with indices into the findings of the outcome; offered as `shown` is. */
  readonly picture?: () => Picture
}

/** Findings -> text, with a line end. A reporter neither sorts nor filters nor decides. */
export type Reporter = (outcome: Outcome, context: ReportContext) => string

export const pageUrl = (page: string, { baseUrl }: Pick<ReportContext, 'baseUrl'>): string =>
  baseUrl === undefined ? page : `${baseUrl.replace(/\/$/, '')}/${page}`

export const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`

/** "3 files", "36 objects of prod". */
export function scopeWords({ files, objects }: Pick<Outcome, 'files' | 'objects'>): string {
  if (objects === undefined) return plural(files, 'file')
  const { count, clusters } = objects
  const [only = '', ...others] = clusters
  const of = others.length === 0 ? cutTo(safe(only), 100) : plural(clusters.length, 'cluster')
  return [
    ...(files === 0 ? [] : [plural(files, 'file')]),
    `${thousands(count)} ${count === 1 ? 'object' : 'objects'} of ${of}`,
  ].join(' and ')
}

/** Nothing was looked at that klint knows. */
export const isEmpty = ({ files, objects }: Pick<Outcome, 'files' | 'objects'>): boolean =>
  files === 0 && (objects?.count ?? 0) === 0

export function count(outcome: Outcome): {
  errors: number
  warnings: number
  infos: number
  files: number
  objects?: number
} {
  const { files, objects } = outcome
  const of = (severity: Severity): number => outcome.findings.filter(finding => finding.severity === severity).length
  return {
    errors: of('error'),
    warnings: of('warning'),
    infos: of('info'),
    files,
    ...(objects && { objects: objects.count }),
  }
}
