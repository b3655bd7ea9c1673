import { resolve } from 'node:path'
import { writer } from '../cli/streams.js'
import { act } from './action.js'

// What a runner of GitHub Actions starts: dist/action.cjs. Standard error is left alone, a runner mixes both in an order of its own.
act({
  env: process.env,
  workspace: resolve(process.env.GITHUB_WORKSPACE ?? '.'),
  out: writer(1),
}).then(code => {
  process.exitCode = code
})
