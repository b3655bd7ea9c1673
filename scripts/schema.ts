// npm run schema [-- --check]: the part of `npm run docs` that writes the schema of klint.yaml and its validator.
import { commandLine } from './command-line.js'
import { Output } from './docs/output.js'
import { loadRules } from './docs/rules.js'
import { schema } from './docs/schema.js'

const { values } = commandLine('usage: npm run schema [-- --check]', {
  options: { check: { type: 'boolean', default: false } },
})
const output = new Output(values.check)
schema(
  (await loadRules()).map(({ rule }) => rule),
  output,
)
process.exitCode = output.done()
