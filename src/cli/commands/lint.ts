import { resolve } from 'node:path'
import { type Request, run } from '../../engine/run.js'
import type { Outcome } from '../../model/finding.js'
import { formatRange, formatVersion, minorOf, type Version } from '../../model/version.js'
import type { ChangedFile } from '../../reporters/diff.js'
import { isEmpty as isNothing, type ReportContext } from '../../reporters/reporter.js'
import type { ClusterModel } from '../../resolve/index.js'
import { crashed } from '../crash.js'
import type { Env, Io } from '../io.js'
import { type Format, type Options, reportFormat } from '../options.js'
import { isForMachines, needsClusters, needsIdentity, needsPages, writeReports } from '../report.js'
import { namedRules, someRule } from '../rule-names.js'
import { today } from '../today.js'
import { liveRoutes, reportContext } from './context.js'
import { type Gathered, gather, type Watch } from './input.js'
import { knownBefore } from './known.js'
import { nothingFound } from './nothing.js'

/** `klint [paths]`: the report on stdout, 0 or 1 as --fail-on says, 3 if there was nothing to check. */
export async function lint(
  options: Options,
  env: Env,
  given: Io,
  watch: Watch = {},
  source: typeof gather = gather,
): Promise<number> {
  const io = options.silent ? { ...given, out: nothing, err: nothing, log: nothing } : given
  const format = reportFormat(options.format, env, io.outIsTerminal)
  const before = await knownBefore(options, io.cwd)
  const isPartial = options.inContext || options.changed !== undefined
  const scope = isPartial ? await (await import('../scope.js')).scopeOf(options, env, io) : undefined
  const read = scope === undefined ? options : { ...options, paths: scope.paths }
  const observer = isObserved(options, env, io)
    ? (await import('../observer.js')).observer(options, env, io)
    : undefined
  const gathered = await source(read, io, { ...watch, ...observer?.watch(watch) })
  const { notChecked, found } = gathered
  const formats = [format, ...options.outputs.map(({ format }) => format)]
  const crashes: Error[] = []
  const request: Request = {
    ...requestOf(options, gathered, env),
    identify: formats.some(needsIdentity),
    ...(before.baseline === undefined ? {} : { baseline: before.baseline }),
    ...(scope === undefined ? {} : { asked: scope.asked }),
    onCrash: crash => crashes.push(crash),
    ...observer?.request(found),
  }
  await someRule(request)
  const fixing = options.fix === 'none' ? undefined : await import('./fixing.js')
  const mended = await fixing?.mendFiles(request, options, ({ outcome }) => outcome.findings, io)
  const result = mended?.result ?? (await run(request))
  const { outcome, clusters, trace } = result
  observer?.ran(clusters, trace)
  if (fixing !== undefined && mended !== undefined && crashes.length === 0) {
    fixing.sayRefused(mended, io)
    if (options.diff) return showDiff(mended.changes, options, env, io)
    fixing.writeChanges(mended.changes, io.cwd)
    if (options.fixOnly) {
      if (mended.fixed > 0) io.err(`klint: ${fixing.fixedWords(mended)}\n`)
      return 0
    }
  }
  const all: Outcome = {
    ...outcome,
    // a glob of klint.yaml that matches nothing is soonest mended, so it comes first
    notChecked: notChecked.some(({ rules }) => rules.length > 0)
      ? await (await import('./missing.js')).notCheckedIn(request, notChecked, outcome.notChecked)
      : [...notChecked, ...outcome.notChecked],
    notes: scope?.notes() ?? (crashes.length > 0 ? [] : before.stale(result, gathered)),
    ...(mended === undefined || mended.fixed === 0
      ? {}
      : { fixed: { findings: mended.fixed, files: mended.changes.length } }),
  }
  const isEmpty = isNothing(all) && all.findings.length === 0
  const shown = options.quiet ? { ...all, findings: all.findings.filter(({ severity }) => severity === 'error') } : all
  if (io.host !== undefined) io.host.found(shown, await hostContext(shown, clusters, options, env, io))
  await report(shown, clusters, format, isEmpty, options, env, io)
  observer?.reported()
  for (const note of result.notes) io.err(`klint: ${note}\n`)
  for (const crash of crashes) given.err(crashed(crash, env))
  if (crashes.length > 0) return 2
  if (options.strict && (await import('../strict.js')).failsStrict(all, io)) return 2
  if (isEmpty) return nothingFound(read, found, all.notChecked, io)
  if (options.targetVersion !== undefined) noteTarget(options.targetVersion, clusters, io)
  return verdict(all, options, io)
}

const nothing = (): void => undefined

/** Somebody wants to see what goes on, or looks at a terminal while it does. */
const isObserved = ({ verbose, profileRules, progress }: Options, { CI, TERM }: Env, io: Io): boolean =>
  verbose || profileRules || (progress && io.errIsTerminal === true && (CI ?? '') === '' && TERM !== 'dumb')

/** What the host of a run makes its own of: Markdown, without the colours of a terminal. */
async function hostContext(
  outcome: Outcome,
  clusters: readonly ClusterModel[],
  options: Options,
  env: Env,
  io: Io,
): Promise<ReportContext> {
  const { findings, notChecked } = outcome
  const { clusterViews } = await import('./picture.js')
  const views = { ...clusterViews(clusters, findings, notChecked), ...(await liveRoutes(outcome)) }
  return reportContext({ ...options, color: 'never', hyperlinks: 'never' }, env, io, 'markdown', {}, views)
}

async function showDiff(changes: readonly ChangedFile[], options: Options, env: Env, io: Io): Promise<0 | 1> {
  const { diffText } = await import('../../reporters/diff.js')
  const { outputFile, silent } = options
  const context = reportContext(outputFile === undefined ? options : { ...options, color: 'never' }, env, io, 'pretty')
  const text = diffText(changes, context)
  if (outputFile !== undefined && outputFile !== '-')
    (await import('../write-file.js')).writeReport(resolve(io.cwd, outputFile), text, io.cwd)
  else if (!silent) io.out(text)
  return changes.length > 0 ? 1 : 0
}

/** What is asked of the engine. */
export function requestOf(options: Options, { files, compared, config, roots }: Gathered, env: Env): Request {
  return {
    files,
    ...(compared === undefined ? {} : { compared }),
    config,
    roots,
    today: today(env),
    elapsed: () => performance.now(),
    ...namedRules(options),
    preset: options.preset ?? config.extends ?? 'recommended',
    suppressions: options.ignores,
    ...(options.kubernetesVersion === undefined ? {} : { kubernetesVersion: options.kubernetesVersion }),
    ...(options.targetVersion === undefined ? {} : { targetVersion: options.targetVersion }),
  }
}

async function report(
  shown: Outcome,
  clusters: readonly ClusterModel[],
  format: Format,
  isEmpty: boolean,
  options: Options,
  env: Env,
  io: Io,
): Promise<void> {
  // a machine reads an empty report, a person the sentence
  const isSaid = isForMachines(format) || options.outputFile !== undefined
  if (isEmpty && !isSaid && options.outputs.length === 0) return
  if (options.outputs.length > 0 || options.outputFile !== undefined)
    (await import('../report-files.js')).mayBeWritten(options, clusters, io.cwd)
  const formats = [format, ...options.outputs.map(({ format }) => format)]
  const pages = formats.some(needsPages) ? (await import('../pages.js')).pages() : {}
  const views = formats.some(needsClusters)
    ? (await import('./picture.js')).clusterViews(clusters, shown.findings, shown.notChecked)
    : {}
  const routes = await liveRoutes(shown)
  await writeReports(
    shown,
    format,
    isEmpty && !isSaid ? { ...options, silent: true } : options,
    (of, toFile) =>
      reportContext(toFile ? { ...options, color: 'never', hyperlinks: 'never' } : options, env, io, of, pages, {
        ...views,
        ...routes,
      }),
    io,
  )
}

/** An upgrade that lies behind: whoever reads nothing about it would take it for sound. */
function noteTarget(target: Version, clusters: readonly Pick<ClusterModel, 'kubernetes'>[], io: Io): void {
  const behind = clusters.filter(({ kubernetes: { min } }) => minorOf(min) >= minorOf(target))
  if (behind.length === 0 || behind.length < clusters.length) return
  const [{ kubernetes } = { kubernetes: undefined }] = behind
  if (kubernetes === undefined) return
  io.err(
    `klint: nothing lies on the way to ${formatVersion(target)}: what is checked is Kubernetes ${formatRange(kubernetes)} already\n`,
  )
}

const RANKS = { error: 3, warning: 2, info: 1 } as const

function verdict({ findings }: Outcome, { failOn, maxWarnings }: Options, io: Io): 0 | 1 {
  const warnings = findings.filter(({ severity }) => severity === 'warning').length
  if (warnings > maxWarnings) {
    io.err(`klint: too many warnings: ${warnings} (at most ${maxWarnings})\n`)
    return 1
  }
  if (failOn === 'never') return 0
  return findings.some(({ severity }) => RANKS[severity] >= RANKS[failOn]) ? 1 : 0
}
