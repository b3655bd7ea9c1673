import { readdirSync, readFileSync } from 'node:fs'

const SKIPPED = new Set(['node_modules', 'dist', '.git', 'coverage'])

/** Files of the checkout below a folder, as paths from its root with `/`, sorted. */
export function filesBelow(folder: string, ending = ''): string[] {
  const found: string[] = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) found.push(...filesBelow(path, ending))
    } else if (entry.isFile() && path.endsWith(ending)) found.push(path)
  }
  return found.sort()
}

export const read = (path: string): string => readFileSync(path, 'utf8')
