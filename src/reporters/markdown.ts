import type { Reporter } from './reporter.js'

export const markdown: Reporter = () => {
  throw new Error('not built yet')
}
