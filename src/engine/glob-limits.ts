/*
 * Globs of a configuration come from the repository that is checked: braces multiply, and each star may match at
 * any place of a path.
 */

/** Globs of one configuration. */
export const MOST_GLOBS = 1_000

const LONGEST = 500
const MOST_STARS = 20
const MOST_BRACES = 5
const MOST_ALTERNATIVES = 200

/** Why a glob is refused, as the end of a sentence; undefined if it is not. */
export function globMisfit(glob: string): string | undefined {
  if (glob.trim() === '') return 'is empty'
  if (glob.startsWith('!')) return 'takes nothing back: `!` has no meaning here'
  if (glob.startsWith('/')) return 'begins with `/`: globs start at the directory of the configuration'
  if (glob.length > LONGEST) return `is longer than ${LONGEST} characters`
  const stars = glob.match(/\*+/g)?.length ?? 0
  if (stars > MOST_STARS) return `has more than ${MOST_STARS} stars`
  const braces = glob.split('{').length - 1
  if (braces > MOST_BRACES) return `has more than ${MOST_BRACES} braces`
  if (braces > 0 && alternatives(glob, braces) > MOST_ALTERNATIVES)
    return `stands for more than ${MOST_ALTERNATIVES} globs`
  return unclosed(glob)
}

/** Signs that would silently stand for themselves. */
function unclosed(glob: string): string | undefined {
  const signs = glob.replace(/\\./g, '')
  if (signs.split('{').length !== signs.split('}').length) return 'has a brace without its other half'
  if (signs.lastIndexOf('[') > signs.lastIndexOf(']')) return 'has a `[` without `]`'
  return undefined
}

/** No more than so many: of all ways to deal its commas out to its braces, the one that multiplies most. */
function alternatives(glob: string, braces: number): number {
  const ranges = [...glob.matchAll(/\{(-?\d+)\.\.(-?\d+)/g)].map(
    ([, from, to]) => Math.abs(Number(to) - Number(from)) + 1,
  )
  const commas = glob.split(',').length - 1
  const listed = Math.max(1, braces - ranges.length)
  return ranges.reduce((all, count) => all * count, (1 + commas / listed) ** listed)
}
