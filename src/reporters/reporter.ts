import type { Outcome, Severity } from '../model/finding.js'
import type { Picture } from './picture.js'
import type { Shown } from './show.js'
import type { Naming } from './where.js'

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

export function count(outcome: Outcome): { errors: number; warnings: number; infos: number; files: number } {
  const of = (severity: Severity): number => outcome.findings.filter(finding => finding.severity === severity).length
  return { errors: of('error'), warnings: of('warning'), infos: of('info'), files: outcome.files }
}
