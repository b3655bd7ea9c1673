// npm run klint -- ARGS: bundles if a source has changed since the last time, then runs the bundle in this process.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { stampOf } from './build/stamp.mjs'

const root = resolve(import.meta.dirname, '..')
const bin = join(root, 'dist', 'klint.cjs')
const stamp = join(root, 'dist', '.cache', 'stamp')

if (!existsSync(bin) || !existsSync(stamp) || readFileSync(stamp, 'utf8').trim() !== stampOf(root)) {
  try {
    // stdout is for what klint prints
    execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] })
  } catch {
    console.error('klint could not be bundled; see above, or run `npm ci` first')
    process.exit(2)
  }
}
process.argv[1] = bin
createRequire(import.meta.url)(bin)
