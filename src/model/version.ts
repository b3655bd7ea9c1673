import type { Location } from './location.js'

/** A release. `patch` Infinity means "the newest patch of this minor". */
export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
}

/** Both ends belong to the range. `at` is the place that says so, `source` the words for it. */
export interface VersionRange {
  readonly min: Version
  readonly max: Version
  readonly at?: Location
  /** "kubernetesVersion of kubeadm.yaml:3:1", "--kubernetes-version"; printed after "assuming Kubernetes 1.34". */
  readonly source?: string
}

/** Major and minor as one integer that sorts (1.34 -> 134, 3.5 -> 305): what the tables of facts hold. */
export const minorOf = (version: Version): number => version.major * 100 + version.minor

/** The first release of a minor as `minorOf` gives it. */
export const firstOf = (minor: number): Version => ({ major: Math.floor(minor / 100), minor: minor % 100, patch: 0 })

/** The end of a minor: behind all its releases. */
export const lastOf = (minor: number): Version => ({ ...firstOf(minor), patch: Number.POSITIVE_INFINITY })

/** "1.34" -> 134; undefined if it is no minor. */
export function parseMinor(text: string): number | undefined {
  const found = /^v?(\d{1,3})\.(\d{1,2})$/.exec(text)
  return found === null ? undefined : Number(found[1]) * 100 + Number(found[2])
}

export const formatMinor = (minor: number): string => `${Math.floor(minor / 100)}.${minor % 100}`

const VERSION = /^v?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,4}))?(?:[-+_].*)?$/

/**
 * Reads `1.34`, `v1.34.2`, `1.9.11+coreos.1`, `v1.34.2+k3s1`, `1.29.0-eks-abc`, `v1.30.1-gke.100`.
 * Without a patch the range covers the whole minor. A pre-release (`-alpha`, `-beta`, `-rc`) counts as the release it leads to.
 */
export function parseVersion(text: string): VersionRange | undefined {
  const found = VERSION.exec(text.trim())
  if (found === null) return undefined
  const [major, minor] = [Number(found[1]), Number(found[2])]
  if (found[3] === undefined)
    return { min: { major, minor, patch: 0 }, max: { major, minor, patch: Number.POSITIVE_INFINITY } }
  const exact = { major, minor, patch: Number(found[3]) }
  return { min: exact, max: exact }
}

export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || (a.patch === b.patch ? 0 : a.patch - b.patch)
}

/** Releases that code names, read once: rules ask at every version. */
const releases = new Map<string, Version>()

/** True if `version` is older than the release written as `1.7.8`, `1.11` or `1.20.0`. */
export function before(version: Version, release: string): boolean {
  const min = releases.get(release) ?? parseVersion(release)?.min
  if (min === undefined) throw new Error(`not a version: ${release}`)
  releases.set(release, min)
  return compareVersions(version, min) < 0
}

export const atLeast = (version: Version, release: string): boolean => !before(version, release)

/** "1.34" for an open patch, "1.34.2" otherwise. */
export function formatVersion(version: Version): string {
  const patch = Number.isFinite(version.patch) ? `.${version.patch}` : ''
  return `${version.major}.${version.minor}${patch}`
}

export function formatRange(range: VersionRange): string {
  const { min, max } = range
  if (compareVersions(min, max) === 0) return formatVersion(min)
  if (min.major === max.major && min.minor === max.minor) return `${min.major}.${min.minor}`
  return `${min.major}.${min.minor} - ${max.major}.${max.minor}`
}

/** What both allow; undefined if they exclude each other. The provenance of the narrower one is kept. */
export function intersect(a: VersionRange, b: VersionRange): VersionRange | undefined {
  const min = compareVersions(a.min, b.min) >= 0 ? a.min : b.min
  const max = compareVersions(a.max, b.max) <= 0 ? a.max : b.max
  if (compareVersions(min, max) > 0) return undefined
  const from = min === b.min && max === b.max ? b : a
  return { ...from, min, max }
}

/** The smallest range that holds both. */
export function hull(a: VersionRange, b: VersionRange): VersionRange {
  return {
    ...a,
    min: compareVersions(a.min, b.min) <= 0 ? a.min : b.min,
    max: compareVersions(a.max, b.max) >= 0 ? a.max : b.max,
  }
}

const asked = new Set<Version>()
const watchedVersions = new Map<string, Version>()

/** A version that remembers whether anybody looked at its patch; one for all components, since there are thousands of them. */
function watched({ major, minor, patch }: Version): Version {
  const name = `${major}.${minor}.${patch}`
  const known = watchedVersions.get(name)
  if (known !== undefined) return known
  const version = {
    major,
    minor,
    get patch() {
      asked.add(version)
      return patch
    },
  }
  watchedVersions.set(name, version)
  return version
}

/** Whether what is true at point `a` is true at point `b` (see `points`): they are of one minor, and `a`'s patch mattered to nobody. */
export const isAlike = (a: Version, b: Version): boolean => a === b || (minorOf(a) === minorOf(b) && !asked.has(a))

/**
 * Both ends of every minor of the range, newest first: the versions a rule is run at (docs/ARCHITECTURE.md, idea 3).
 * An exact version is one point. Only minors of `known` (as minorOf) between the ends count.
 */
export function points(range: VersionRange, known: readonly number[]): readonly Version[] {
  const name = `${formatVersion(range.min)} ${formatVersion(range.max)}`
  const own = ladders.get(known) ?? new Map<string, readonly Version[]>()
  ladders.set(known, own)
  const kept = own.get(name) ?? pointsOf(range, known)
  own.set(name, kept)
  return kept
}

/** Points by the known minors and the range: thousands of components have the same. */
const ladders = new WeakMap<readonly number[], Map<string, readonly Version[]>>()

function pointsOf(range: VersionRange, known: readonly number[]): Version[] {
  if (compareVersions(range.min, range.max) === 0) return [watched(range.min)]
  const [low, high] = [minorOf(range.min), minorOf(range.max)]
  const minors = known.filter(minor => minor >= low && minor <= high).sort((a, b) => b - a)
  if (minors.length === 0) return [watched(range.max), watched(range.min)]
  return minors.flatMap(minor => {
    const newest = minor === high ? range.max : lastOf(minor)
    const oldest = minor === low ? range.min : firstOf(minor)
    return (compareVersions(newest, oldest) === 0 ? [newest] : [newest, oldest]).map(watched)
  })
}
