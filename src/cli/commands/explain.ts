import { OWN_RULES } from '../../engine/own.js'
import { didYouMean } from '../../model/nearest.js'
import { UserError } from '../../model/user-error.js'
import { paint } from '../../reporters/paint.js'
import { CATALOG } from '../../rules/catalog.js'
import { about } from '../about.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf, useColor } from '../options.js'
import { pages } from '../pages.js'

/** `klint explain <rule>`: its page. */
export function explain(options: Options, env: Env, io: Io): number {
  const [id = ''] = options.paths
  const format = oneOf(['pretty', 'markdown', 'json'], options.format ?? 'pretty', 'format')
  const known = [...Object.keys(CATALOG), ...Object.keys(OWN_RULES)]
  if (!known.includes(id))
    throw new UserError(`unknown rule \`${id}\`${didYouMean(id, known)}`, '`klint rules` lists them')
  const markdown = pages()[id] ?? summaryOf(id)
  if (format === 'json') {
    const { summary, severity, preset, category } = CATALOG[id] ?? {
      ...OWN_RULES['klint/unreadable-document'],
      preset: [],
      category: 'correctness',
    }
    io.out(
      `${JSON.stringify({ version: 1, klint: about().version, rule: id, summary, severity, preset, category, markdown }, undefined, 2)}\n`,
    )
    return 0
  }
  const colors = paint({
    color: format === 'pretty' && useColor(options.color, env, io.outIsTerminal),
    hyperlinks: false,
  })
  io.out(`${markdown.trimEnd().replace(/^#{1,3} .*/gm, heading => colors.bold(heading))}\n`)
  return 0
}

/** A rule without a page still says what it is about. */
function summaryOf(id: string): string {
  const own = Object.entries(OWN_RULES).find(([name]) => name === id)?.[1]
  if (own !== undefined) return `# ${id}\n\n${own.summary}\n\n## Why\n\n${own.why}\n\n## Fix\n\n${own.help}\n`
  return `# ${id}\n\n${CATALOG[id]?.summary ?? ''}\n`
}
