import { OWN_RULES } from '../../engine/own.js'
import { paint } from '../../reporters/paint.js'
import { about } from '../about.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf, useColor } from '../options.js'
import { pages } from '../pages.js'
import { ruleFacts } from '../rule-facts.js'

/** `klint explain <rule>`: its page. */
export function explain(options: Options, env: Env, io: Io): number {
  const [id = ''] = options.paths
  const format = oneOf(['pretty', 'markdown', 'json'], options.format ?? 'pretty', 'format')
  const { summary, severity, preset, category } = ruleFacts(id)
  const markdown = pages()[id] ?? summaryOf(id, summary)
  if (format === 'json') {
    const facts = { rule: id, summary, severity, preset, category, markdown }
    io.out(`${JSON.stringify({ version: 1, klint: about().version, ...facts }, undefined, 2)}\n`)
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
function summaryOf(id: string, summary: string): string {
  const own = Object.entries(OWN_RULES).find(([name]) => name === id)?.[1]
  const rest = own === undefined ? '' : `\n\n## Why\n\n${own.why}\n\n## Fix\n\n${own.help}`
  return `# ${id}\n\n${summary}${rest}\n`
}
