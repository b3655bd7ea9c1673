import type { Reporter } from './reporter.js'

export const rdjson: Reporter = () => {
  throw new Error('not built yet')
}

export const rdjsonl: Reporter = () => {
  throw new Error('not built yet')
}
