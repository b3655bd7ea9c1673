import { versions } from '../facts/flags.js'
import { formatMinor, minorOf, type VersionRange } from '../model/version.js'

/** The minors of Kubernetes there are facts for. Beyond them every answer would be a guess. */
export function knownVersions(): {
  readonly oldest: string
  readonly newest: string
  has(range: VersionRange): boolean
} {
  const minors = versions('kubelet')
  const [oldest, newest] = [minors[0] ?? 0, minors.at(-1) ?? 0]
  return {
    oldest: formatMinor(oldest),
    newest: formatMinor(newest),
    has: ({ min, max }) => minorOf(min) >= oldest && minorOf(max) <= newest,
  }
}
