import type { Input } from '../model/input.js'

/** What a command may touch of the world; bin.ts gives the process's, tests give their own. */
export interface Io {
  readonly cwd: string
  /** The report and nothing else. */
  out(text: string): void
  /** Everything that is not the report. */
  err(text: string): void
  readonly outIsTerminal: boolean
  /** Somebody watches standard error: progress is shown there. */
  readonly errIsTerminal: boolean
  /** Columns of the terminal; undefined off a terminal. Asked for only when something is printed. */
  columns(): number | undefined
  stdin(filename: string | undefined): Input
  /** What is said of the run itself, to whoever watches; `err` if absent. */
  log?(text: string): void
  /** Told of each file a report was written to. */
  wrote?(path: string, text: string): void
}

export type Env = Readonly<Record<string, string | undefined>>
