import { spawnSync } from 'node:child_process'
import { fence } from './blocks.js'

/** Longest output a page shows; a block may ask for the end of it: `klint show examples/x | tail 20`. */
const COMMAND = /^klint(?: (.*?))?(?: \| (head|tail) (\d+))?$/

/** The output of a block named after a klint command; undefined for other names. */
export function printed(name: string): string | undefined {
  const found = COMMAND.exec(name)
  if (found === null) return undefined
  const [, words = '', end, lines] = found
  const args = words.split(' ').filter(word => word !== '')
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, COLUMNS: '120' }
  const { stdout, stderr, status } = spawnSync(process.execPath, ['scripts/klint.mjs', ...args], {
    encoding: 'utf8',
    env,
  })
  if (status === null || status > 1) throw new Error(`${name} ended with ${status}: ${stderr}`)
  const all = stdout.replace(/\n*$/, '').split('\n')
  const n = Number(lines)
  const part = end === 'head' ? all.slice(0, n) : end === 'tail' ? all.slice(-n) : all
  const cut = part.length < all.length ? ['...'] : []
  return fence((end === 'tail' ? [...cut, ...part] : [...part, ...cut]).join('\n'))
}
