/** Is a path below the directory of the file, with `/` and a slash at the end of directories, ignored? undefined: it says nothing. */
export type Patterns = (path: string) => boolean | undefined

/** Lines with more stars than this are left out: their regular expressions can be made to run for hours on a long file name. */
const MOST_STARS = 6
const LONGEST_LINE = 1000

/**
 * The patterns of one .gitignore. Plain names, paths and `*.ending`, which is most of what people write, are looked up in sets; the
 * package is loaded for the rest, and for all of a file that takes something back with `!`. (10,000 files: 170 ms with the package alone.)
 */
export async function patternsOf(text: string): Promise<Patterns> {
  const lines = text
    .split(/\r?\n/)
    .map(line => line.replace(/(?:(?<![\\ \t])|(?<=\\[ \t]))[ \t]+$/, ''))
    .filter(line => line !== '' && !line.startsWith('#') && line.length < LONGEST_LINE)
    .filter(line => (line.match(/\*+/g)?.length ?? 0) <= MOST_STARS)
  if (lines.some(line => line.startsWith('!'))) return general(lines)
  const simple = new Simple()
  const others = lines.filter(line => !simple.add(line))
  if (others.length === 0) return path => (simple.matches(path) ? true : undefined)
  const rest = await general(others)
  return path => (simple.matches(path) ? true : rest(path))
}

async function general(lines: readonly string[]): Promise<Patterns> {
  const { default: ignore } = await import('ignore')
  const matcher = ignore({ ignorecase: false }).add([...lines])
  return path => {
    const { ignored, unignored } = matcher.test(path)
    return ignored ? true : unignored ? false : undefined
  }
}

/** Patterns that need no regular expression. A slash at the end of an entry means that it holds for directories only. */
class Simple {
  private readonly names = new Set<string>()
  private readonly paths = new Set<string>()
  private readonly endings = new Set<string>()

  /** False for a line it cannot hold. */
  add(line: string): boolean {
    if (/^\*\.[\w-]+$/.test(line)) {
      this.endings.add(line.slice(1))
      return true
    }
    if (/[*?[\]\\]/.test(line)) return false
    const body = line.replace(/^\//, '')
    if (body === '' || body.startsWith('/')) return false
    // a slash anywhere but at the end ties a pattern to the directory of the file
    if (line.slice(0, -1).includes('/')) this.paths.add(body)
    else this.names.add(body)
    return true
  }

  matches(path: string): boolean {
    const bare = path.endsWith('/') ? path.slice(0, -1) : path
    const name = bare.slice(bare.lastIndexOf('/') + 1)
    if (this.names.has(name) || this.paths.has(bare)) return true
    if (bare !== path && (this.names.has(`${name}/`) || this.paths.has(path))) return true
    const dot = name.lastIndexOf('.')
    return dot !== -1 && this.endings.has(name.slice(dot))
  }
}
