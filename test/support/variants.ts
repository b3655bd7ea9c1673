import type { Mark } from './drawing.js'

/** The same files written in another way, and where their marks are then. */
export interface Variant {
  readonly files: ReadonlyMap<string, string>
  readonly move: (mark: Mark) => Mark
}

const COMMENTS = '# a line in front\n#\n# klint reads past it\n'
const ADDED = 3

/** The line after which comments may be put (0: at the very top); undefined where the format has none. */
function commentsAfter(file: string, source: string): number | undefined {
  if (/\.json$|\.env\.json$/.test(file) || /^\s*[{[]/.test(source)) return undefined
  if (/^(?:Content-Type|MIME-Version):/i.test(source)) return undefined
  return /^#(?:!|cloud-config|cloud-boothook|include|ignition)|^## template:|^%YAML/.test(source) ? 1 : 0
}

/** Comment lines in front of each file that may have some: findings move along. */
export function shifted(files: ReadonlyMap<string, string>): Variant {
  const after = new Map([...files].map(([file, source]) => [file, commentsAfter(file, source)]))
  const moved = new Map<string, string>()
  for (const [file, source] of files) {
    const at = after.get(file)
    const cut = at === 1 ? source.indexOf('\n') + 1 : 0
    moved.set(file, at === undefined ? source : source.slice(0, cut) + COMMENTS + source.slice(cut))
  }
  const by = (file: string, line: number): number => {
    const at = after.get(file)
    return at === undefined || line <= at ? line : line + ADDED
  }
  return {
    files: moved,
    move: mark => ({
      ...mark,
      from: { ...mark.from, line: by(mark.file, mark.from.line) },
      to: { ...mark.to, line: by(mark.file, mark.to.line) },
    }),
  }
}

const stay = (mark: Mark): Mark => mark

export const withCrLf = (files: ReadonlyMap<string, string>): Variant => ({
  files: new Map([...files].map(([file, source]) => [file, source.replace(/\r?\n/g, '\r\n')])),
  move: stay,
})

export const withByteOrderMark = (files: ReadonlyMap<string, string>): Variant => ({
  files: new Map([...files].map(([file, source]) => [file, `\uFEFF${source}`])),
  move: stay,
})

/** Where a document of this kind would lie on its machine; undefined if it is none that user data writes. */
function pathOnHost(file: string, source: string): string | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1)
  if (/\.service$/.test(name)) return `/etc/systemd/system/${name}`
  if (!/\.ya?ml$/.test(name) || /^---/m.test(source)) return undefined
  if (/^kind: *KubeletConfiguration *$/m.test(source)) return `/etc/kubernetes/${name}`
  if (/^kind: *Pod *$/m.test(source)) return `/etc/kubernetes/manifests/${name}`
  return undefined
}

/** The only document of a case, written by a cloud-config that stands in a Terraform heredoc; undefined where that makes no sense. */
export function nested(files: ReadonlyMap<string, string>): Variant | undefined {
  const [[file, source] = ['', ''], ...others] = [...files]
  const path = pathOnHost(file, source)
  if (path === undefined || others.length > 0) return undefined
  if (/^\s/.test(source) || /[$%]\{|^EOF$/m.test(source)) return undefined
  const head = [
    'resource "aws_instance" "machine" {',
    '  user_data = <<EOF',
    '#cloud-config',
    'write_files:',
    `  - path: ${path}`,
    '    content: |',
  ]
  const body = source
    .trimEnd()
    .split('\n')
    .map(line => (line === '' ? '' : `      ${line}`))
  return {
    files: new Map([['machine.tf', [...head, ...body, 'EOF', '}', ''].join('\n')]]),
    move: mark => ({
      ...mark,
      file: 'machine.tf',
      from: { line: mark.from.line + head.length, column: mark.from.column + 6 },
      to: { line: mark.to.line + head.length, column: mark.to.column + 6 },
    }),
  }
}
