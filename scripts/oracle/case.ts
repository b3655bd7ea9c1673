/** What a component is started with: parts of which each can be left out, so that a disagreement can be narrowed down to one. */
export interface Case {
  readonly pieces: readonly Piece[]
  /** The kubelet without a file: what it needs to start comes as flags. */
  readonly flagsOnly?: boolean
}

export interface Piece {
  /** Flags and words of the command line. */
  readonly argv?: readonly string[]
  /** Of the configuration file. */
  readonly fields?: readonly Field[]
  /** Of a file in the directory of `--config-dir`. */
  readonly dropIn?: readonly Field[]
  readonly environment?: Readonly<Record<string, string>>
  /** The configuration file, or a drop-in, as a text without its head; what is in `fields` of other pieces is put behind it. */
  readonly text?: string
  readonly dropInText?: string
  /** Further files by their path. */
  readonly files?: Readonly<Record<string, string>>
  /** The row of a table of start-up checks that it was written for. */
  readonly row?: string
}

export interface Field {
  readonly path: readonly string[]
  /** The value as it stands in the file. */
  readonly yaml: string
}

/** A case in the words of the files, for people. */
export function describeCase({ pieces, flagsOnly = false }: Case): string {
  const lines = pieces.flatMap(({ argv, fields, dropIn, environment, text, dropInText, files, row }) => [
    ...(argv === undefined || argv.length === 0 ? [] : [argv.join(' ')]),
    ...(fields ?? []).map(({ path, yaml }) => `file: ${path.join('.')}: ${yaml}`),
    ...(dropIn ?? []).map(({ path, yaml }) => `drop-in: ${path.join('.')}: ${yaml}`),
    ...Object.entries(environment ?? {}).map(([name, value]) => `${name}=${value}`),
    ...(text === undefined ? [] : [`file: ${shortened(text)}`]),
    ...(dropInText === undefined ? [] : [`drop-in: ${shortened(dropInText)}`]),
    ...Object.entries(files ?? {}).map(([path, source]) => `${path}: ${shortened(source)}`),
    ...(row === undefined ? [] : [`(case of the row ${row})`]),
  ])
  return [...(flagsOnly ? ['(no configuration file)'] : []), ...lines].join('\n')
}

const shortened = (text: string): string => {
  const flat = text.trimEnd().replaceAll('\n', '⏎')
  return flat.length > 400 ? `${flat.slice(0, 400)}…` : flat
}
