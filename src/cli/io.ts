import type { Outcome } from '../model/finding.js'
import type { Input } from '../model/input.js'
import type { ReportContext } from '../reporters/reporter.js'

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
  /** Somebody watches standard error, so progress is shown there; nobody does if absent. */
  readonly errIsTerminal?: boolean
  /** Columns of the terminal; undefined off a terminal. Asked for only when something is printed. */
  columns(): number | undefined
  stdin(filename: string | undefined): Input
  /** What is said of the run itself, to whoever watches; `err` if absent. */
  log?(text: string): void
  /** Told of each file a report was written to. */
  wrote?(path: string, text: string): void
  /** What klint runs in, where that is more than a command line. */
  readonly host?: Host
}

/** A program that makes more of a run than the text of a report: the GitHub Action. */
export interface Host {
  /** Called once, with what is reported and what a reporter of Markdown is told, before reports are written. */
  found(outcome: Outcome, context: ReportContext): void
  /** Whether the change under review touches a file: formats with room for some findings only show those first. */
  isChanged?(path: string): boolean
  /** Where the pages of rules are. */
  readonly baseUrl?: string
  /** Which of several runs over one repository this is. */
  readonly category?: string
}

export type Env = Readonly<Record<string, string | undefined>>
