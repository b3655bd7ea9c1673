import { randomUUID } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs'
import { about } from '../cli/about.js'
import type { Env, Host } from '../cli/io.js'
import { main, said } from '../cli/main.js'
import { options, reportFormat } from '../cli/options.js'
import { type Invocation, parse } from '../cli/parse.js'
import type { Outcome } from '../model/finding.js'
import { UserError } from '../model/user-error.js'
import { count, type ReportContext } from '../reporters/reporter.js'
import { workflowCommand } from '../reporters/workflow-command.js'
import { changedFiles } from './changed-files.js'
import { isReadOnly } from './event.js'
import { argvOf, type Inputs, input, readInputs } from './inputs.js'
import { pagesUrl } from './pages-url.js'
import { type Outputs, summaryRoom, writeOutputs, writeSummary } from './runner-files.js'
import { categoryOf, type SarifFile, sarifFile } from './sarif-file.js'
import { failureSummary, summary } from './summary.js'

export interface Runner {
  readonly env: Env
  /** The checkout; absolute. */
  readonly workspace: string
  /** The log. */
  out(text: string): void
}

/** What klint exits with: nothing at or above the threshold, findings, could not be checked, nothing to check. */
type Code = number

interface Found {
  readonly outcome: Outcome
  /** What a reporter of Markdown is told. */
  readonly context: ReportContext
}

/**
 * One step of a workflow: the exit code of the step. A checkout without anything klint knows passes, with a word about it: the same
 * workflow is put into many repositories. The output `exit-code` still says 3.
 */
export async function act(runner: Runner): Promise<number> {
  const { env } = runner
  try {
    const code = await check(readInputs(env), runner)
    return code === 3 ? 0 : code
  } catch (error) {
    return failed(said(error, env), runner)
  }
}

const isStale = (path: string): boolean =>
  path.endsWith('.sarif') && lstatSync(path, { throwIfNoEntry: false })?.isFile() === true

async function check(inputs: Inputs, runner: Runner): Promise<Code> {
  const { env, workspace } = runner
  const sarif = sarifFile(inputs, env, workspace)
  // one that came with the checkout must not be taken for the report of this run by a later step
  if (sarif !== undefined && isStale(sarif.path)) rmSync(sarif.path)
  const argv = argvOf(inputs, sarif?.path, env.RUNNER_DEBUG === '1')
  const isGithub = reportsToGithub(await parse(argv), env)
  const { code, found, report, notes } = await lint(argv, isGithub, categoryOf(inputs.paths), runner)
  runner.out(isGithub ? report : inert(report))
  if (found === undefined) {
    if (code === 2) return failed(notes, runner)
    return code // `--version`: there is nothing else to tell
  }
  if (code === 2) complain(notes, runner)
  // who names paths expects something there
  else if (code === 3) annotate(inputs.paths.length === 0 ? 'notice' : 'warning', notes, runner)
  else runner.out(inert(notes))
  const published = sarif === undefined || code === 2 || (await publish(sarif, inputs, runner))
  summarize(found, inputs, code === 2 ? notes : '', runner)
  const exit = published ? code : 2
  writeOutputs(outputsOf(found, sarif !== undefined && existsSync(sarif.path) ? sarif.name : '', exit), env)
  return exit
}

/** @throws UserError for what `args` may not ask: another command, or results of an earlier run, which have no summary */
function reportsToGithub(asked: Invocation, env: Env): boolean {
  if (asked.command === 'print') return false
  if (asked.command !== 'lint')
    throw new UserError(
      `the Action checks, it does not run \`klint ${asked.command}\``,
      'take it out of the input `args`',
    )
  const { format, cache } = options(asked.words, asked.options, env)
  if (cache !== undefined)
    throw new UserError('the Action runs klint without `--cache`', 'take it out of the input `args`')
  return reportFormat(format, env, false) === 'github'
}

interface Linted {
  readonly code: Code
  readonly found: Found | undefined
  readonly report: string
  readonly notes: string
}

async function lint(
  argv: readonly string[],
  isGithub: boolean,
  category: string | undefined,
  { env, workspace }: Runner,
): Promise<Linted> {
  let found: Found | undefined
  let [report, notes] = ['', '']
  const changed = isGithub ? changedFiles(env, workspace) : undefined
  const baseUrl = pagesUrl(env)
  const host: Host = {
    found: (outcome, context) => {
      found = { outcome, context }
    },
    ...(changed === undefined ? {} : { isChanged: path => changed.has(path) }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(category === undefined ? {} : { category }),
  }
  const code = await main(argv, env, {
    cwd: workspace,
    out: text => {
      report += text
    },
    err: text => {
      notes += text
    },
    outIsTerminal: false,
    columns: () => undefined,
    stdin: () => {
      throw new UserError('the Action has no standard input', 'name files and directories in the input `paths`')
    },
    host,
  })
  return { code, found, report, notes }
}

/** Text in which the runner looks for no commands: reports quote files, and files are other people's. */
function inert(text: string): string {
  if (text === '') return ''
  const token = randomUUID()
  return `::stop-commands::${token}\n${text}${text.endsWith('\n') ? '' : '\n'}::${token}::\n`
}

/** What klint says of itself; the log shows annotations as well. */
function annotate(kind: 'error' | 'warning' | 'notice', notes: string, { out }: Runner, place = {}): void {
  const text = notes.trimEnd().replace(/^klint: /, '')
  if (text !== '') out(`${workflowCommand(kind, { ...place, title: 'klint' }, text)}\n`)
}

/** What could not be checked; where it names a place, at that place. */
function complain(notes: string, runner: Runner): void {
  const { file, line, col } = /^klint: (?<file>[^\n`]+?):(?<line>\d+):(?<col>\d+): /.exec(notes)?.groups ?? {}
  annotate(
    'error',
    notes,
    runner,
    file === undefined || line === undefined || col === undefined ? {} : { file, line, col },
  )
}

/** Nothing was checked at all. */
function failed(notes: string, runner: Runner): 2 {
  complain(notes, runner)
  try {
    writeSummary(failureSummary(notes, summaryRoom(runner.env)), runner.env)
    writeOutputs(outputsOf(undefined, '', 2), runner.env)
  } catch (error) {
    complain(said(error, runner.env), runner)
  }
  return 2
}

/** Uploads the SARIF file where that is asked for; whether it went well. */
async function publish({ path }: SarifFile, { uploadSarif }: Inputs, runner: Runner): Promise<boolean> {
  const { env } = runner
  if (!uploadSarif) return true
  try {
    const { upload } = await import('./upload.js')
    const uploaded = await upload(readFileSync(path, 'utf8'), input('token', env), env, about().version)
    if (uploaded.state === 'failed')
      annotate('error', ['code scanning rejected the SARIF file', ...uploaded.errors].join('\n').slice(0, 2000), runner)
    else
      runner.out(
        `SARIF file uploaded${uploaded.state === 'pending' ? ', code scanning has not taken it in yet' : ''}\n`,
      )
    return uploaded.state !== 'failed'
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const readOnly = isReadOnly(env)
    annotate(readOnly ? 'warning' : 'error', said(error, env), runner)
    return readOnly
  }
}

function summarize(found: Found, { paths }: Inputs, failure: string, { env }: Runner): void {
  if ((env.GITHUB_STEP_SUMMARY ?? '') === '') return
  writeSummary(summary({ ...found, paths, failure }, summaryRoom(env)), env)
}

function outputsOf(found: Found | undefined, sarif: string, code: Code): Outputs {
  const { errors, warnings, infos } = found === undefined ? { errors: 0, warnings: 0, infos: 0 } : count(found.outcome)
  return {
    findings: errors + warnings + infos,
    errors,
    warnings,
    'sarif-file': sarif,
    'exit-code': code,
  }
}
