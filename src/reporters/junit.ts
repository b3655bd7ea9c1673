import type { Reporter } from './reporter.js'

export const junit: Reporter = () => {
  throw new Error('not built yet')
}
