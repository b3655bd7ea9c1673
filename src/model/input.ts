/** The text of one file, before anyone asks what it is. */
export interface Input {
  /** Path relative to the working directory, with `/`. */
  readonly uri: string
  readonly source: string
}
