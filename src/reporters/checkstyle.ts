import type { Reporter } from './reporter.js'

export const checkstyle: Reporter = () => {
  throw new Error('not built yet')
}
