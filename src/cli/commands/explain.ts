import { OWN_RULES } from '../../engine/own.js'
import { currentId, renamedNote } from '../../model/renamed.js'
import { UserError } from '../../model/user-error.js'
import { terminalPage } from '../../reporters/terminal-page.js'
import { about } from '../about.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf } from '../options.js'
import { pages } from '../pages.js'
import { allRules, ruleFacts } from '../rule-facts.js'
import { reportContext } from './context.js'
import { metadataJson, ruleMetadata } from './rule-metadata.js'

/** `klint explain <rules...>`: their pages. */
export async function explain(options: Options, env: Env, io: Io): Promise<number> {
  const format = oneOf(['pretty', 'markdown', 'json'], options.format ?? 'pretty', 'format')
  const asked = options.paths.flatMap(word => word.split(',')).filter(word => word !== '')
  const ids = [...new Set(asked.map(id => currentId(id)))]
  for (const id of ids) known(id)
  for (const note of asked.flatMap(id => renamedNote(id) ?? [])) io.err(`klint: ${note}\n`)
  const all = pages()
  const pageOf = (id: string): string => `${(all[id] ?? summaryOf(id, ruleFacts(id).summary)).trimEnd()}\n`
  if (format === 'json') {
    const metadata = await ruleMetadata()
    const rules = ids.map(id => {
      const rule = metadata.get(id)
      return { ...(rule === undefined ? {} : metadataJson(rule)), page: `rules-docs/${id}.md`, markdown: pageOf(id) }
    })
    io.out(`${JSON.stringify({ version: 1, klint: about().version, rules }, undefined, 2)}\n`)
    return 0
  }
  const context = reportContext(options, env, io, 'pretty')
  const texts = ids.map(id => (format === 'markdown' ? pageOf(id) : terminalPage(pageOf(id), context)))
  io.out(texts.join('\n'))
  return 0
}

/** @throws UserError with the nearest name; the name of a group is answered with its list */
function known(id: string): void {
  const isGroup = Object.keys(allRules()).some(rule => rule.startsWith(`${id}/`))
  if (isGroup) throw new UserError(`\`${id}\` is a group of rules`, `\`klint rules ${id}\` lists them`)
  ruleFacts(id)
}

/** A rule without a page still says what it is about. */
function summaryOf(id: string, summary: string): string {
  const own = Object.entries(OWN_RULES).find(([name]) => name === id)?.[1]
  const rest = own === undefined ? '' : `\n\n## Why\n\n${own.why}\n\n## Fix\n\n${own.help}`
  return `# ${id}\n\n${summary}${rest}\n`
}
