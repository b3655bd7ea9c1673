import { resolve } from 'node:path'
import type { Outcome } from '../model/finding.js'
import { UserError } from '../model/user-error.js'
import { pretty } from '../reporters/pretty.js'
import type { ReportContext, Reporter } from '../reporters/reporter.js'
import type { Io } from './io.js'
import type { Format, Options } from './options.js'

/** Formats whose report of nothing at all is one a machine wants to read. */
export const isForMachines = (format: Format): boolean => !FOR_PEOPLE.has(format)
const FOR_PEOPLE: ReadonlySet<Format> = new Set(['pretty', 'compact', 'agent', 'github'])

/** Formats that show the page of each rule. */
export const needsPages = (format: Format): boolean => format === 'sarif' || format === 'html'

/** Formats that a forge reads: it knows files by their path from the root of the repository, wherever klint ran. */
export const isFromRoot = (format: Format): boolean => format === 'sarif' || format === 'github' || format === 'gitlab'

/** Formats for people who are elsewhere: lines lead to where a forge shows them. */
export const linksToSource = (format: Format): boolean => format === 'markdown' || format === 'html'

/** Formats that show the clusters themselves beside the findings. */
export const needsClusters = (format: Format): boolean => format === 'html' || format === 'markdown'

/** Formats that follow a finding from run to run. */
export const needsIdentity = (format: Format): boolean =>
  format === 'sarif' || format === 'gitlab' || format === 'json' || format === 'jsonl'

/** Only `pretty` is in every run; the others are loaded where somebody asks for them. */
const REPORTERS: Readonly<Record<Format, () => Reporter | Promise<Reporter>>> = {
  pretty: () => pretty,
  compact: async () => (await import('../reporters/compact.js')).compact,
  json: async () => (await import('../reporters/json.js')).json,
  jsonl: async () => (await import('../reporters/jsonl.js')).jsonl,
  sarif: async () => (await import('../reporters/sarif.js')).sarif,
  github: async () => (await import('../reporters/github.js')).github,
  gitlab: async () => (await import('../reporters/gitlab.js')).gitlab,
  junit: async () => (await import('../reporters/junit.js')).junit,
  checkstyle: async () => (await import('../reporters/checkstyle.js')).checkstyle,
  rdjson: async () => (await import('../reporters/rdjson.js')).rdjson,
  rdjsonl: async () => (await import('../reporters/rdjson.js')).rdjsonl,
  markdown: async () => (await import('../reporters/markdown.js')).markdown,
  html: async () => (await import('../reporters/html.js')).html,
  agent: async () => (await import('../reporters/agent.js')).agent,
}

/** Every report that was asked for: one on standard output or in `--output-file`, and one for each `--output`. */
export async function writeReports(
  outcome: Outcome,
  format: Format,
  { outputFile, outputs, silent, statistics }: Options,
  context: (format: Format, toFile: boolean) => ReportContext,
  io: Io,
): Promise<void> {
  const text = async (of: Format, toFile: boolean): Promise<string> =>
    (await REPORTERS[of]())(outcome, context(of, toFile))
  const main = async (toFile: boolean): Promise<string> =>
    statistics ? (await statisticsIn(format))(outcome, context(format, toFile)) : text(format, toFile)
  const files = [...outputs.map(one => ({ file: one.file, text: () => text(one.format, true) }))]
  if (outputFile !== undefined) files.push({ file: outputFile, text: () => main(true) })
  if (files.length > 0) {
    const { writeReport } = await import('./write-file.js')
    for (const one of files) {
      const written = await one.text()
      if (one.file === '-') {
        io.out(written)
        continue
      }
      const path = resolve(io.cwd, one.file)
      writeReport(path, written, io.cwd)
      io.wrote?.(path, written)
    }
  }
  if (outputFile === undefined && !silent) io.out(await main(false))
}

/** `--statistics`: counts have two forms. */
async function statisticsIn(format: Format): Promise<Reporter> {
  const { statistics, statisticsJson } = await import('../reporters/statistics.js')
  if (format === 'pretty') return statistics
  if (format === 'json') return statisticsJson
  throw new UserError(`\`--statistics\` cannot be written as \`${format}\``, 'use `--format pretty` or `--format json`')
}
