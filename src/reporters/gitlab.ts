import type { Reporter } from './reporter.js'

export const gitlab: Reporter = () => {
  throw new Error('not built yet')
}
