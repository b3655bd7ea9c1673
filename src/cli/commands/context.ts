import { relative, sep } from 'node:path'
import type { Outcome } from '../../model/finding.js'
import type { ReportContext, RuleInfo } from '../../reporters/reporter.js'
import { repositoryOf } from '../../sources/files.js'
import { about } from '../about.js'
import type { Env, Io } from '../io.js'
import { type Format, type Options, useColor } from '../options.js'
import { isFromRoot, linksToSource } from '../report.js'
import { allRules } from '../rule-facts.js'

/** Where nobody says how wide the output is. */
const WIDTH = 120

/** What the reporter of one format is told; what costs something is asked for only by the one that wants it. */
export function reportContext(
  options: Options,
  env: Env,
  io: Io,
  format: Format,
  pages: Readonly<Record<string, string>> = {},
  views: Pick<ReportContext, 'shown' | 'picture' | 'route'> = {},
): ReportContext {
  const color = useColor(options.color, env, io.outIsTerminal)
  const root = isFromRoot(format) || linksToSource(format) ? belowRoot(io.cwd) : ''
  const sourceUrl = linksToSource(format) ? sourceUrlOf(env, root) : undefined
  return {
    color,
    hyperlinks: useHyperlinks(options, env, io, color),
    get width() {
      const given = Number(env.COLUMNS)
      return given > 0 ? given : ((io.outIsTerminal ? io.columns() : undefined) ?? WIDTH)
    },
    cwd: io.cwd,
    get version() {
      return about().version
    },
    // whoever gives a prefix says where the paths begin
    pathPrefix: options.pathPrefix || (isFromRoot(format) ? root : ''),
    liveUris: options.liveUris,
    category: io.host?.category ?? root.slice(0, -1),
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
    ...(format === 'github' ? { stopToken: crypto.randomUUID() } : {}),
    ...(io.host === undefined ? {} : { stepSummary: (env.GITHUB_STEP_SUMMARY ?? '') !== '' }),
    ...(io.host?.isChanged === undefined ? {} : { isChanged: io.host.isChanged }),
    ...(io.host?.baseUrl === undefined ? {} : { baseUrl: io.host.baseUrl }),
    ruleInfo: id => ruleInfo(id, pages),
    ...views,
  }
}

/** In a log of CI nobody can click, and elsewhere than on a terminal nobody wants the escapes. */
function useHyperlinks({ hyperlinks }: Options, { CI = '' }: Env, { outIsTerminal }: Io, color: boolean): boolean {
  if (hyperlinks !== 'auto') return hyperlinks === 'always'
  return color && outIsTerminal && (CI === '' || CI === 'false')
}

/** The way from the root of the repository to the working directory, with a slash at its end; empty at the root and outside of any. */
function belowRoot(cwd: string): string {
  const repository = repositoryOf(cwd)
  if (repository === undefined || repository === cwd) return ''
  return `${relative(repository, cwd).split(sep).join('/')}/`
}

/** Where GitHub and GitLab show the files of the revision they run for. */
function sourceUrlOf(env: Env, root: string): string | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, CI_PROJECT_URL, CI_COMMIT_SHA } = env
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA)
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}/${root}`
  return CI_PROJECT_URL && CI_COMMIT_SHA ? `${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}/${root}` : undefined
}

/** What places in objects of running clusters are called; those of files have lines, and nothing is loaded for them. */
export async function liveRoutes({ objects }: Pick<Outcome, 'objects'>): Promise<Pick<ReportContext, 'route'>> {
  return objects === undefined ? {} : { route: (await import('../../engine/routes.js')).liveRoute }
}

function ruleInfo(id: string, pages: Readonly<Record<string, string>>): RuleInfo | undefined {
  const rules = allRules()
  const found = Object.hasOwn(rules, id) ? rules[id] : undefined
  if (found === undefined) return undefined
  const { summary, severity, category } = found
  const markdown = Object.hasOwn(pages, id) ? pages[id] : undefined
  return {
    id,
    summary,
    severity,
    category,
    page: `rules-docs/${id}.md`,
    ...(markdown === undefined ? {} : { markdown }),
  }
}
