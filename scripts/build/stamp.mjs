import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const SOURCES = ['src', 'rules-docs', 'scripts/build', 'scripts/build.mjs', 'package.json', 'package-lock.json']

/** A hash over names, sizes and times of everything the bundle is made of; a few milliseconds. */
export function stampOf(root) {
  const hash = createHash('sha256')
  const visit = path => {
    const stat = statSync(join(root, path))
    if (!stat.isDirectory()) return hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
    for (const name of readdirSync(join(root, path)).sort()) visit(`${path}/${name}`)
  }
  for (const path of SOURCES) if (existsSync(join(root, path))) visit(path)
  return hash.digest('hex')
}
