import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The pages of all rules, `{ [id]: markdown }`, without the markers of generated stretches: what `klint explain` prints. */
export function docs(root) {
  const folder = join(root, 'rules-docs')
  const pages = {}
  const groups = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory())
    : []
  for (const group of groups.map(({ name }) => name).sort())
    for (const file of readdirSync(join(folder, group))
      .filter(name => name.endsWith('.md'))
      .sort()) {
      const text = readFileSync(join(folder, group, file), 'utf8')
      pages[`${group}/${file.slice(0, -3)}`] = text.replace(/^<!-- \/?generated.*-->\n/gm, '')
    }
  return `${JSON.stringify(pages)}\n`
}
