import type { Reporter } from './reporter.js'

export const agent: Reporter = () => {
  throw new Error('not built yet')
}
