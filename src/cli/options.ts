import { PRESETS, type PresetName } from '../engine/configuration-schema.js'
import { knownVersions } from '../engine/known-versions.js'
import { parseDuration } from '../model/duration.js'
import { didYouMean } from '../model/nearest.js'
import { UserError } from '../model/user-error.js'
import { minorOf, parseMinor, parseVersion, type Version, type VersionRange } from '../model/version.js'
import { isCodingAgent } from './coding-agent.js'
import type { Env } from './io.js'

export const COMMANDS = [
  'cluster',
  'upgrade',
  'show',
  'explain',
  'rules',
  'files',
  'baseline',
  'init',
  'print-config',
  'doctor',
  'completion',
  'clean',
] as const
export type CommandName = 'lint' | (typeof COMMANDS)[number]

export const FORMATS = [
  'pretty',
  'compact',
  'json',
  'jsonl',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'checkstyle',
  'rdjson',
  'rdjsonl',
  'markdown',
  'html',
  'agent',
] as const
export type Format = (typeof FORMATS)[number]

const ALIASES: Readonly<Record<string, Format>> = {
  text: 'pretty',
  tty: 'pretty',
  plain: 'pretty',
  stylish: 'pretty',
  concise: 'compact',
  codeclimate: 'gitlab',
  'json-v1': 'json',
}

export const THRESHOLDS = ['error', 'warning', 'info', 'never'] as const
export type Threshold = (typeof THRESHOLDS)[number]

const COLORS = ['auto', 'always', 'never'] as const
export type Color = (typeof COLORS)[number]

/** The command line as written: words, not yet looked at. */
export interface RawOptions {
  format?: string
  kubernetesVersion?: string
  targetVersion?: string
  preset?: string
  only?: string[]
  failOn?: string
  exitZero?: boolean
  maxWarnings?: string
  quiet?: boolean
  color?: string
  /** False: `--no-config`. */
  config?: string | boolean
  stdinFilename?: string
  ignores?: boolean
  gitignore?: boolean
  passOnNoInputs?: boolean
  allSettings?: boolean
  select?: string[]
  ignore?: string[]
  inContext?: boolean
  pathPrefix?: string
  strict?: boolean
  outputFile?: string
  output?: string[]
  silent?: boolean
  verbose?: boolean
  hyperlinks?: string
  progress?: boolean
  statistics?: boolean
  profileRules?: boolean
  fix?: boolean
  unsafeFixes?: boolean
  fixOnly?: boolean
  diff?: boolean
  /** False: `--no-baseline`. */
  baseline?: string | boolean
  changed?: boolean
  since?: string
  staged?: boolean
  cache?: boolean
  cacheLocation?: string
  /** Of `klint upgrade`. */
  to?: string
  /** Of `klint baseline`. */
  prune?: boolean
  /** Of `klint init`. */
  ci?: string
  /** Of `klint cluster`. */
  context?: string
  kubeconfig?: string
  as?: string
  asGroup?: string[]
  requestTimeout?: string
  allNodes?: boolean
  nodeProxy?: boolean
  dryRun?: boolean
  printRbac?: boolean
  record?: string
  redact?: boolean
  compare?: string[]
  liveUris?: boolean
  /** Of `klint rules`. */
  category?: string
  component?: string
  fixable?: string
}

export interface Options {
  readonly paths: readonly string[]
  /** As written: which formats there are depends on the command. */
  readonly format: string | undefined
  readonly kubernetesVersion?: VersionRange
  readonly targetVersion?: Version
  /** What was assumed in place of versions nobody knows, in sentences. */
  readonly assumed: readonly string[]
  readonly preset?: PresetName
  readonly only: readonly string[]
  readonly failOn: Threshold
  readonly maxWarnings: number
  readonly quiet: boolean
  readonly color: Color
  /** A path, `false` for none, undefined for the one that is found. */
  readonly config: string | false | undefined
  readonly stdinFilename?: string
  /** Inline suppressions count. */
  readonly ignores: boolean
  readonly gitignore: boolean
  readonly passOnNoInputs: boolean
  /** `show` lists every key of the version. */
  readonly allSettings: boolean
  /** Rules, groups or categories that run besides those of the preset. */
  readonly select: readonly string[]
  /** Rules, groups or categories that do not run. */
  readonly ignore: readonly string[]
  /** Paths only choose which findings are reported; the working directory is read. */
  readonly inContext: boolean
  /** What is written before each path in reports, with its slash if it has one. */
  readonly pathPrefix: string
  /** What cannot be analysed fails the run. */
  readonly strict: boolean
  /** Where the report goes instead of standard output. */
  readonly outputFile?: string
  /** Further reports of the same run. */
  readonly outputs: readonly Output[]
  readonly silent: boolean
  readonly verbose: boolean
  readonly hyperlinks: Color
  readonly progress: boolean
  readonly statistics: boolean
  readonly profileRules: boolean
  /** Which fixes are applied, or shown with `diff`. */
  readonly fix: 'none' | 'safe' | 'unsafe'
  /** Mend and report nothing else. */
  readonly fixOnly: boolean
  /** Show what `fix` would do. */
  readonly diff: boolean
  /** A path, `false` for none, undefined for the one in the working directory. */
  readonly baseline: string | false | undefined
  /** Only clusters one of whose files changed: since a revision, or in git's index. */
  readonly changed?: { readonly since: string } | 'staged' | 'uncommitted'
  /** Where results are kept between runs; undefined: nowhere. */
  readonly cache?: string
  readonly prune: boolean
  readonly ci?: 'github' | 'gitlab'
  /** Of `klint rules`: as written, that command knows what there is. */
  readonly cluster: ClusterOptions
  /** Findings about objects of a cluster are written to SARIF too, with URIs that are no files. */
  readonly liveUris: boolean
  readonly rulesWith?: { readonly category?: string; readonly component?: string; readonly fixable?: string }
}

/** Of `klint cluster`: which cluster is meant, as whom, and what is asked of it. */
export interface ClusterOptions {
  readonly context?: string
  readonly kubeconfig?: string
  readonly as?: string
  readonly asGroups: readonly string[]
  /** Milliseconds for one request. */
  readonly timeout: number
  readonly allNodes: boolean
  readonly nodeProxy: boolean
  readonly dryRun: boolean
  readonly printRbac: boolean
  readonly record?: string
  readonly redact: boolean
  /** Files and directories that what runs is compared with. */
  readonly compare: readonly string[]
}

/** One of `--output FORMAT=FILE`. */
export interface Output {
  readonly format: Format
  readonly file: string
}

/** @throws UserError for a value that is none of the known, with the nearest */
export function options(paths: readonly string[], raw: RawOptions, env: Env): Options {
  const { preset, stdinFilename } = raw
  const config = raw.config === false ? false : typeof raw.config === 'string' ? raw.config : given(env.KLINT_CONFIG)
  return {
    paths,
    format: raw.format ?? given(env.KLINT_FORMAT),
    ...versions(raw),
    ...(preset === undefined ? {} : { preset: oneOf(PRESETS, preset, 'preset') }),
    only: raw.only === undefined ? [] : ruleIds(raw.only),
    // who asks for errors only does not want to fail for what is not shown
    failOn:
      raw.exitZero === true
        ? 'never'
        : oneOf(THRESHOLDS, raw.failOn ?? (raw.quiet === true ? 'error' : 'warning'), 'value of --fail-on'),
    maxWarnings:
      raw.maxWarnings === undefined || raw.exitZero === true
        ? Number.POSITIVE_INFINITY
        : wholeNumber(raw.maxWarnings, '--max-warnings'),
    quiet: raw.quiet ?? false,
    color: oneOf(COLORS, raw.color ?? 'auto', 'value of --color'),
    config,
    ...(stdinFilename === undefined ? {} : { stdinFilename }),
    ignores: raw.ignores ?? true,
    gitignore: raw.gitignore ?? true,
    passOnNoInputs: raw.passOnNoInputs ?? false,
    allSettings: raw.allSettings === true,
    select: names(raw.select),
    ignore: names(raw.ignore),
    inContext: raw.inContext === true,
    pathPrefix: raw.pathPrefix ?? '',
    strict: raw.strict === true,
    ...(raw.outputFile === undefined ? {} : { outputFile: raw.outputFile }),
    outputs: (raw.output ?? []).map(output),
    silent: raw.silent === true,
    verbose: raw.verbose === true,
    hyperlinks: oneOf(COLORS, raw.hyperlinks ?? 'auto', 'value of --hyperlinks'),
    progress: raw.progress ?? true,
    statistics: raw.statistics === true,
    profileRules: raw.profileRules === true,
    ...fixes(raw),
    baseline: raw.baseline === true ? undefined : raw.baseline,
    ...changed(raw),
    ...(raw.cache === true || raw.cacheLocation !== undefined ? { cache: raw.cacheLocation ?? '' } : {}),
    prune: raw.prune === true,
    ...(raw.ci === undefined ? {} : { ci: oneOf(['github', 'gitlab'], raw.ci, 'value of --ci') }),
    cluster: clusterOptions(raw),
    liveUris: raw.liveUris === true,
    ...rulesWith(raw),
  }
}

/** kubectl waits for ever; who wants an answer in seconds waits for one slow request no longer than this. Milliseconds. */
const TIMEOUT = 10_000

function clusterOptions(raw: RawOptions): ClusterOptions {
  const { context, kubeconfig, as, record, compare = [] } = raw
  if (record === '') throw new UserError('`--record` names no file', 'write it like `--record prod.json.gz`')
  if (raw.redact === false && record === undefined)
    throw new UserError('`--no-redact` is about what is written', 'add `--record FILE.json.gz`')
  return {
    ...(context === undefined ? {} : { context }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(as === undefined ? {} : { as }),
    asGroups: raw.asGroup ?? [],
    timeout: raw.requestTimeout === undefined ? TIMEOUT : timeout(raw.requestTimeout),
    allNodes: raw.allNodes === true,
    nodeProxy: raw.nodeProxy !== false,
    dryRun: raw.dryRun === true,
    printRbac: raw.printRbac === true,
    ...(record === undefined ? {} : { record }),
    redact: raw.redact !== false,
    compare,
  }
}

/** Go's durations, and whole seconds, as kubectl takes them. */
function timeout(word: string): number {
  const ms = /^\d{1,6}$/.test(word) ? Number(word) * 1_000 : parseDuration(word)
  if (ms === undefined || ms <= 0 || ms > 3_600_000)
    throw new UserError(`\`${word}\` is no time to wait`, 'write it like `--request-timeout 10s`, up to `1h`')
  return ms
}

function rulesWith({ category, component, fixable }: RawOptions): Pick<Options, 'rulesWith'> {
  if (category === undefined && component === undefined && fixable === undefined) return {}
  return {
    rulesWith: {
      ...(category === undefined ? {} : { category }),
      ...(component === undefined ? {} : { component }),
      ...(fixable === undefined ? {} : { fixable }),
    },
  }
}

function fixes({ fix, unsafeFixes, fixOnly, diff }: RawOptions): Pick<Options, 'fix' | 'fixOnly' | 'diff'> {
  const asked = fix === true || fixOnly === true || diff === true
  if (unsafeFixes === true && !asked)
    throw new UserError(
      '`--unsafe-fixes` says which fixes are meant, not what to do with them',
      'add `--fix`, `--fix-only` or `--diff`',
    )
  return {
    fix: !asked ? 'none' : unsafeFixes === true ? 'unsafe' : 'safe',
    fixOnly: fixOnly === true,
    diff: diff === true,
  }
}

function changed({ changed, since, staged }: RawOptions): Pick<Options, 'changed'> {
  if (staged === true) {
    if (changed === true || since !== undefined)
      throw new UserError('`--staged` and `--changed` are two questions', 'ask one of them')
    return { changed: 'staged' }
  }
  if (since !== undefined) return { changed: { since } }
  return changed === true ? { changed: 'uncommitted' } : {}
}

/** `FORMAT=FILE`. */
function output(word: string): Output {
  const at = word.indexOf('=')
  const file = word.slice(at + 1)
  if (at < 1 || file === '')
    throw new UserError(`\`--output ${word}\` names no format and file`, 'write it like `--output sarif=klint.sarif`')
  return { format: formatNamed(word.slice(0, at)), file }
}

const names = (given: readonly string[] = []): readonly string[] =>
  given
    .flatMap(word => word.split(','))
    .map(word => word.trim())
    .filter(word => word !== '')

/** None would be all, which is not what somebody wants who names some. */
function ruleIds(given: readonly string[]): readonly string[] {
  const ids = given
    .flatMap(ids => ids.split(','))
    .map(id => id.trim())
    .filter(id => id !== '')
  if (ids.length === 0) throw new UserError('`--only` names no rule', 'see `klint rules`')
  return ids
}

function versions(raw: RawOptions): Pick<Options, 'kubernetesVersion' | 'targetVersion' | 'assumed'> {
  const assumed: string[] = []
  const now = raw.kubernetesVersion === undefined ? undefined : version(raw.kubernetesVersion, assumed)
  const asked = raw.to ?? raw.targetVersion
  const target = asked === undefined ? undefined : (version(asked, assumed) ?? newest(asked, assumed))
  if (raw.kubernetesVersion !== undefined && now === undefined)
    assumed.push(`${noVersion(raw.kubernetesVersion)}: assuming what the files say of it`)
  return {
    assumed,
    ...(now === undefined ? {} : { kubernetesVersion: { ...now, source: '--kubernetes-version' } }),
    ...(target === undefined ? {} : { targetVersion: target.max }),
  }
}

/** An empty variable counts as unset. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value)

/** @throws UserError with the nearest of the known names, or all of them */
export function oneOf<T extends string>(known: readonly T[], word: string, kind: string): T {
  const found = known.find(name => name === word)
  if (found === undefined)
    throw new UserError(`unknown ${kind} \`${word}\`${didYouMean(word, known)}`, `known are ${known.join(', ')}`)
  return found
}

/** The format of a report; `auto` is `github` in a workflow of GitHub Actions, `agent` where a coding agent and no terminal reads it. */
export function reportFormat(word: string | undefined, env: Env, isTerminal: boolean): Format {
  if (word === undefined) return 'pretty'
  if (word !== 'auto') return formatNamed(word)
  if (given(env.GITHUB_ACTIONS) !== undefined && given(env.GITHUB_WORKFLOW) !== undefined) return 'github'
  return !isTerminal && isCodingAgent(env) ? 'agent' : 'pretty'
}

function formatNamed(word: string): Format {
  if (Object.hasOwn(ALIASES, word)) return ALIASES[word] ?? 'pretty'
  return oneOf(FORMATS, word, 'format')
}

/** Beyond what there are facts for, the last that there are. Undefined for what is no version. */
function version(word: string, assumed: string[]): VersionRange | undefined {
  const range = parseVersion(word)
  if (range === undefined) return undefined
  const { oldest, newest, has } = knownVersions()
  if (has(range)) return range
  const isOld = minorOf(range.min) < (parseMinor(oldest) ?? 0)
  const instead = isOld ? oldest : newest
  assumed.push(
    `klint knows nothing of Kubernetes \`${word}\`: assuming ${instead}, the ${isOld ? 'oldest' : 'newest'} it knows`,
  )
  return parseVersion(instead)
}

function newest(word: string, assumed: string[]): VersionRange | undefined {
  const { newest } = knownVersions()
  assumed.push(`${noVersion(word)}: assuming ${newest}, the newest klint knows`)
  return parseVersion(newest)
}

const noVersion = (word: string): string => `\`${word}\` is no Kubernetes version, as \`1.34\` or \`1.34.2\` is`

function wholeNumber(word: string, flag: string): number {
  if (!/^\d{1,9}$/.test(word)) throw new UserError(`\`${word}\` is no whole number`, `give ${flag} a number from 0`)
  return Number(word)
}

/**
 * Colour: the flag, else NO_COLOR (no-color.org: not empty), else FORCE_COLOR or CLICOLOR_FORCE, else whether the other end shows
 * it: a terminal that is not dumb, or the log of GitHub Actions.
 */
export function useColor(flag: Color, env: Env, isTerminal: boolean): boolean {
  if (flag !== 'auto') return flag === 'always'
  if (given(env.NO_COLOR) !== undefined) return false
  const force = given(env.FORCE_COLOR) ?? given(env.CLICOLOR_FORCE)
  if (force !== undefined) return force !== '0' && force !== 'false'
  return (isTerminal && env.TERM !== 'dumb') || given(env.GITHUB_ACTIONS) !== undefined
}
