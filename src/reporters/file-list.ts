import type { NotChecked } from '../model/finding.js'
import { largest } from '../model/lists.js'
import { paint } from './paint.js'
import { plural, type ReportContext } from './reporter.js'
import { columns, leadingPath, message, safeJson, visible } from './safe-text.js'
import { maskMessage } from './secrets.js'
import { placeAfter, where } from './where.js'

/** What became of a file, or of a directory (its path ends with a slash). */
export interface File {
  readonly path: string
  /** `nothing`: it was read, and holds nothing klint looks for. */
  readonly verdict: 'read' | 'nothing' | 'left-out'
  /** Formats of the file and of what is nested in it. */
  readonly formats?: readonly string[]
  /** `kubelet of prod`: components and resources it has a say in. */
  readonly parts?: readonly string[]
  /** `a unit`, `variables` */
  readonly kinds?: readonly string[]
  readonly why?: string
  /** The glob or pattern, and where it is written. */
  readonly by?: { readonly text: string; readonly at: string }
  /** What of it could not be read. */
  readonly problems?: readonly NotChecked[]
}

/** How wide the column of paths gets. */
const WIDEST = 60

export function fileList(files: readonly File[], context: ReportContext): string {
  const colors = paint(context)
  const width = Math.min(
    WIDEST,
    largest(
      files.map(({ path }) => columns(leadingPath(path))),
      0,
    ),
  )
  const lines = files.flatMap(file => {
    const path = leadingPath(file.path)
    const said = `${path}${' '.repeat(Math.max(0, width - columns(path)))}  ${words(file)}`
    const problems = (file.problems ?? []).map(
      ({ what, at }) => `    not analysed: ${message(what)}${visible(placeAfter(what, at))}`,
    )
    return [file.verdict === 'read' ? said : colors.dim(said), ...problems]
  })
  const count = (verdict: File['verdict']): number => files.filter(file => file.verdict === verdict).length
  const counts = `${plural(count('read'), 'file')} read, ${count('nothing')} without anything for klint, ${count('left-out')} left out`
  return `${[...lines, ...(lines.length === 0 ? [] : ['']), colors.bold(counts)].join('\n')}\n`
}

function words({ verdict, formats = [], parts = [], kinds = [], why = '', by }: File): string {
  const as = formats.length === 0 ? '' : `as ${formats.join(', ')}`
  if (verdict === 'read')
    return `read ${as}: ${parts.length > 0 ? visible(parts.join(', ')) : `${kinds.join(', ')}, of no component in view`}`
  if (verdict === 'nothing') return `read ${as}: ${why}`
  return by === undefined ? why : `${why} by \`${visible(by.text)}\` (${visible(by.at)})`
}

/** Version 1: keys are only ever added. */
export function fileListJson(files: readonly File[], { version }: ReportContext): string {
  return `${safeJson({
    version: 1,
    klint: version,
    files: files.map(({ problems, ...file }) => ({
      ...file,
      ...(problems === undefined
        ? {}
        : {
            problems: problems.map(({ what, at }) => ({
              what: maskMessage(what),
              ...(at === undefined ? {} : { location: where(at) }),
            })),
          }),
    })),
    summary: {
      read: files.filter(({ verdict }) => verdict === 'read').length,
      nothing: files.filter(({ verdict }) => verdict === 'nothing').length,
      leftOut: files.filter(({ verdict }) => verdict === 'left-out').length,
    },
  })}\n`
}
