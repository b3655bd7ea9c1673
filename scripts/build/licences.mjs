import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//

/** The licence texts of all packages the bundle holds a part of. */
export function thirdParty(root, inputs, copied) {
  const names = new Set([...inputs, ...copied].map(path => PACKAGE.exec(path)?.[1]).filter(name => name !== undefined))
  const parts = [...names].sort().map(name => {
    const folder = join(root, 'node_modules', name)
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = existsSync(folder) ? readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry)) : undefined
    const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
    return `${name} ${version} (${license})\n${text}`
  })
  return `The klint bundle contains code of these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`
}
