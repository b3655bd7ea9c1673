import type { Reporter } from './reporter.js'

export const jsonl: Reporter = () => {
  throw new Error('not built yet')
}
