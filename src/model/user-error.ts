/** Something the user can mend: printed without a stack, exit code 2. Thrown only by cli, sources and klint's own configuration. */
export class UserError extends Error {
  override readonly name = 'UserError'

  constructor(
    /** Lower case, no full stop; may have several lines. */
    readonly what: string,
    /** An imperative: what to type or write instead. */
    readonly help?: string,
  ) {
    super(what)
  }
}
