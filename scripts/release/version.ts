/** `1.2.3`; releases have no suffix: a pre-release that main records would be what `pre-commit autoupdate` chooses. */
export type Version = readonly [major: number, minor: number, patch: number]

export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch] = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text) ?? []
  if (major === undefined || minor === undefined || patch === undefined) return undefined
  return [Number(major), Number(minor), Number(patch)]
}

/** Below 0 if `a` is older than `b`. */
export const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

/** The newest of the tags that are releases. */
export function newest(tags: readonly string[]): string | undefined {
  let found: Version | undefined
  for (const tag of tags) {
    const version = tag.startsWith('v') ? parseVersion(tag.slice(1)) : undefined
    if (version !== undefined && (found === undefined || compare(found, version) < 0)) found = version
  }
  return found?.join('.')
}
