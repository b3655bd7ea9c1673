import type { ReportContext, RuleInfo } from '../../reporters/reporter.js'
import { about } from '../about.js'
import type { Env, Io } from '../io.js'
import { type Options, useColor } from '../options.js'
import { allRules } from '../rule-facts.js'

/** Where nobody says how wide the output is. */
const WIDTH = 120

/** What a reporter is told; what costs something is asked for only by the reporter that wants it. */
export function reportContext(
  options: Options,
  env: Env,
  io: Io,
  pages: Readonly<Record<string, string>> = {},
  views: Pick<ReportContext, 'shown' | 'picture'> = {},
): ReportContext {
  const color = useColor(options.color, env, io.outIsTerminal)
  return {
    color,
    hyperlinks: color && io.outIsTerminal && (env.CI ?? '') === '',
    get width() {
      const given = Number(env.COLUMNS)
      return given > 0 ? given : ((io.outIsTerminal ? io.columns() : undefined) ?? WIDTH)
    },
    cwd: io.cwd,
    get version() {
      return about().version
    },
    ruleInfo: id => ruleInfo(id, pages),
    ...views,
  }
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
