// Runs every suite below test/ (or those whose path matches an argument). uvu alone exits 0 when a suite forgot `.run()`,
// when a `test.only` was left in and when nothing matched; this runner does not.
import { pathToFileURL } from 'node:url'
import { parse } from 'uvu/parse'

for (const name of Object.keys(process.env))
  if (/^(CI|NO_COLOR|FORCE_COLOR|CLICOLOR|CLICOLOR_FORCE|KUBECONFIG|GITHUB_.*|KLINT_.*)$/.test(name))
    delete process.env[name]
process.env.NODE_DISABLE_COMPILE_CACHE = '1'

globalThis.UVU_DEFER = 1
const uvu = await import('uvu')
const pattern = process.argv[2]
const { suites } = await parse('test', /\.test\.ts$/)
const chosen = suites.filter(({ name }) => pattern === undefined || name.includes(pattern))
if (chosen.length === 0) {
  console.error(`no test's path contains ${pattern}`)
  process.exit(1)
}
let [passed, skipped, total] = [0, 0, 0]
/** Lines of a stack that are not the project's. */
const FRAMES = /\n {4}at [^\n\x1b]*[\\/]node_modules[\\/][^\n\x1b]*/g

for (const [index, { name, file }] of chosen.entries()) {
  globalThis.UVU_INDEX = index
  const group = [name]
  UVU_QUEUE.push(group)
  await import(pathToFileURL(file).href)
  if (group.length === 1) throw new Error(`${name}: no suite ran; is .run() missing?`)
  for (let i = 1; i < group.length; i++) {
    const run = group[i]
    group[i] = async () => {
      const result = await run()
      passed += result[1]
      skipped += result[2]
      if (typeof result[0] === 'string') result[0] = result[0].replace(FRAMES, '')
      total += result[3]
      return result
    }
  }
}
await uvu.exec()
if (total === 0 || skipped > 0) process.exitCode = 1
const failed = total - passed - skipped
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
