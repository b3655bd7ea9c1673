import type { Input } from '../model/input.js'

/** What a command may touch of the world; bin.ts gives the process's, tests give their own. */
export interface Io {
  readonly cwd: string
  /** The command people typed; `klint` unless given. */
  readonly name?: 'klint' | 'kubectl klint'
  /** The report and nothing else. */
  out(text: string): void
  /** Everything that is not the report. */
  err(text: string): void
  readonly outIsTerminal: boolean
  /** Columns of the terminal; undefined off a terminal. Asked for only when something is printed. */
  columns(): number | undefined
  stdin(filename: string | undefined): Input
}

export type Env = Readonly<Record<string, string | undefined>>
