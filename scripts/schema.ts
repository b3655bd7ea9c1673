// npm run schema [-- --check]: the part of `npm run docs` that writes the schema of klint.yaml and its validator.
import { flagsOf } from './docs/flags.js'
import { Output } from './docs/output.js'
import { loadRules } from './docs/rules.js'
import { schema } from './docs/schema.js'

const flags = flagsOf('schema', ['--check'])
const output = new Output(flags.includes('--check'))
schema(
  (await loadRules()).map(({ rule }) => rule),
  output,
)
process.exitCode = output.done()
