import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadRules } from '../docs/rules.js'
import { copySources, register } from './copy.js'

/** Rules that say what starts at which version; what only they know goes with them. */
const ABOUT_VERSIONS = /^upgrade\/|\/will-not-start$|^cluster\/(?:unknown-flag|flag-value-detached)$/

/** The table the resolver needs for the file that is measured. */
const NEEDED = 'kubelet.ts'

/** A bundle that knows flags and fields of the kubelet and nothing of other components, of gates and of what stops at start; returns its bin. */
export async function bundleWithoutFacts(folder: string): Promise<string> {
  copySources(folder)
  const tables = join(folder, 'src/facts/tables')
  for (const name of readdirSync(tables))
    if (name !== NEEDED) writeFileSync(join(tables, name), 'export default `# none\n# versions 137\n`\n')
  const rules = (await loadRules()).map(file => file.rule)
  return register(
    folder,
    rules.filter(({ id }) => !ABOUT_VERSIONS.test(id)),
  )
}
