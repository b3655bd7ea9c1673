import type { Reporter } from './reporter.js'

export const html: Reporter = () => {
  throw new Error('not built yet')
}
