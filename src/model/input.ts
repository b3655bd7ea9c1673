import type { Hint, Host, Live } from './document.js'

/** The text of one file, before anyone asks what it is. */
export interface Input {
  /** Path relative to the working directory, with `/`; an object of a running cluster has a name instead. */
  readonly uri: string
  readonly source: string
  /** Set for an object of a running cluster. */
  readonly live?: Live
  /** The machine it says something of: what one node says in several documents belongs together. */
  readonly host?: Host
  readonly hint?: Hint
}
