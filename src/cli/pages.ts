import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { here, home } from './about.js'

/** Pages of all rules by id: docs.json beside the bundle, in a checkout the folder itself. */
export function pages(): Readonly<Record<string, string>> {
  const bundled = join(here(), 'docs.json')
  if (existsSync(bundled)) return JSON.parse(readFileSync(bundled, 'utf8'))
  const folder = join(home(), 'rules-docs')
  if (!existsSync(folder)) return {}
  const groups = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory())
  return Object.fromEntries(
    groups.flatMap(({ name: group }) =>
      readdirSync(join(folder, group))
        .filter(file => file.endsWith('.md'))
        .map(file => [`${group}/${file.slice(0, -3)}`, page(join(folder, group, file))]),
    ),
  )
}

/** The markers of generated stretches are for scripts. */
const page = (path: string): string => readFileSync(path, 'utf8').replace(/^<!-- \/?generated.*-->\n/gm, '')
