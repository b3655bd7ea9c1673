import { type Document, type Live, outermost } from '../model/document.js'
import type { Finding, NotChecked, Outcome } from '../model/finding.js'
import type { Fragment, Problem } from '../model/fragment.js'
import type { Input } from '../model/input.js'
import { append } from '../model/lists.js'
import { place } from '../model/location.js'
import type { Rule } from '../model/rule.js'
import { formatRange, type Version, type VersionRange } from '../model/version.js'
import { depth, open, openLive } from '../parsers/embed.js'
import { parse } from '../parsers/index.js'
import { type ClusterModel, type Model, resolve } from '../resolve/index.js'
import type { Followed } from '../resolve/parts.js'
import { patched } from '../resolve/patched.js'
import { CATALOG } from '../rules/catalog.js'
import { type Configuration, clusterMatcher } from './configuration.js'
import type { PresetName } from './configuration-schema.js'
import type { Drifted } from './drift/drifted.js'
import { withEditsOnDisk } from './fixing/offers.js'
import type { Ignores } from './ignores.js'
import type { Inline } from './inline.js'
import { type Judged, judge } from './judge.js'
import type { Baseline } from './known-findings.js'
import { isOwnRule, OWN_RULES, problemFindings } from './own.js'
import { type Selection, selection } from './selection.js'
import { type Settled, type Settling, settle } from './settle.js'

export interface Request {
  readonly files: Iterable<Input>
  /** Several: the rules of all of them. */
  readonly preset: PresetName | readonly PresetName[]
  /** Rule ids, groups, components, categories: these and no others. All of the preset if absent. */
  readonly only?: readonly string[]
  /** `--select`: what runs besides. */
  readonly select?: readonly string[]
  /** `--ignore`: what does not run. */
  readonly ignore?: readonly string[]
  readonly config: Configuration
  /** `--kubernetes-version`: narrows what the files leave open. */
  readonly kubernetesVersion?: VersionRange
  /** `--target-version`: what begins to be reported on the way to this version is reported too, with the minor where it bites. */
  readonly targetVersion?: Version
  /** Rules to run instead of klint's own, for the tests of one. */
  readonly rules?: readonly Rule[]
  /** `klint show`: resolve, but run no rule. */
  readonly resolveOnly?: boolean
  /** Gets what a rule threw; without it the first crash ends the run. */
  readonly onCrash?: (crash: Error) => void
  /** Comments, annotations and `ignores` of klint.yaml count unless false (`--no-ignores`). */
  readonly suppressions?: boolean
  /** `YYYY-MM-DD`, UTC: on what day suppressions are judged that end with one. Without it none has ended. */
  readonly today?: string
  /** Files and directories that `files` comes from, relative to the working directory: what was looked through entirely. */
  readonly roots?: readonly string[]
  /** Findings get identities that outlive moved lines. */
  readonly identify?: boolean
  /** Findings it knows are silenced; they are identified then in any case. */
  readonly baseline?: Baseline
  /** Given the clusters, by the index that findings have: which findings are asked for. */
  readonly asked?: (clusters: readonly ClusterModel[]) => (finding: Finding) => boolean
  /** Files that say how the clusters of `files` are meant to be: differences are findings. */
  readonly compared?: Iterable<Input>
  /** Milliseconds from anywhere: with a clock the trace says what became of each document. */
  readonly clock?: () => number
  /** Milliseconds from anywhere, as `clock` without a trace: what a grammar hangs on is given up. */
  readonly elapsed?: () => number
  /** Told when a step begins, and before each cluster that is judged. */
  readonly onStep?: (step: Step, done: number, of: number) => void
  /** With a clock: told how long a rule took over one subject at one version, in milliseconds. */
  readonly onAsked?: (rule: string, ms: number) => void
}

/** What a run does, in this order. */
export type Step = 'read' | 'resolve' | 'judge' | 'settle'

export interface Result {
  readonly outcome: Outcome
  readonly clusters: readonly ClusterModel[]
  readonly trace: Trace
  /** Sentences about what the user should change some day, each once. */
  readonly notes: readonly string[]
  /** Everything no file silences, before the baseline and `asked`, each at its own place. Empty with `resolveOnly`. */
  readonly all: readonly Finding[]
  /** Whether a rule of this id, if there is one, ran wherever there was something for it. */
  readonly ran: (rule: string) => boolean
  /** Rules that asked about more than one thing. */
  readonly wide: ReadonlySet<string>
  /** Files of which something could not be read or analysed. */
  readonly unread: ReadonlySet<string>
}

/** What `npm run corpus` prints beside findings. */
export interface Trace {
  readonly references: readonly Followed[]
  /** Empty without a clock: a list of everything that was opened would keep all of it. */
  readonly documents: readonly {
    readonly uri: string
    /** The document on disk that holds it. */
    readonly file: string
    readonly format?: string
    /** What its fragments are, each kind once. */
    readonly kinds: readonly Fragment['kind'][]
    readonly fragments: number
    readonly ms: number
  }[]
}

/** What each of them makes of a machine is held against all others of the file; nobody keeps so many in one. */
const MOST_INSTALLERS = 60
const isInstallers = ({ kind, platform }: Fragment): boolean =>
  kind === 'settings' && (platform === 'kubeadm' || platform === 'kind')

/** Nesting deeper than this, and more embedded documents than this in one run, are hostile. */
const DEEPEST = 8
const MOST_EMBEDDED = 20_000

export async function run(request: Request): Promise<Result> {
  const { clock, onStep, onAsked } = request
  const { model, problems, documents, commented, seen } = await modelOf(request)
  const trace: Trace = { references: model.followed, documents }
  const chosen = await selectionOf(request)
  const own = problemFindings(problems, chosen)
  const ran = (id: string): boolean => {
    const rule = Object.hasOwn(CATALOG, id) ? CATALOG[id] : undefined
    return rule === undefined || chosen.enabled({ id, preset: rule.preset })
  }
  if (request.resolveOnly)
    return {
      all: [],
      ran,
      wide: new Set(),
      unread: unreadIn(problems),
      outcome: outcomeOf({ findings: own.findings, silenced: [] }, own.notChecked, model, seen),
      clusters: model.clusters,
      trace,
      notes: [],
    }
  const drifted = await driftIn(request, model, chosen)
  const inline = await inlineOf(request, chosen, commented)
  const judged = await judge(model.clusters, chosen, {
    ...(request.rules === undefined ? {} : { rules: request.rules }),
    ...(request.targetVersion === undefined ? {} : { target: request.targetVersion }),
    ...(request.onCrash === undefined ? {} : { onCrash: request.onCrash }),
    ...(onStep === undefined ? {} : { onCluster: (done: number, of: number) => onStep('judge', done, of) }),
    ...(clock === undefined || onAsked === undefined ? {} : { timing: { clock, onAsked } }),
    ...(inline === undefined ? {} : { watched: inline.named }),
  })
  onStep?.('settle', 0, 0)
  const unread = new Set(problems.map(({ at }) => outermost(at.doc)))
  const undecided = (rule: string, file: Document) =>
    judged.undecided(rule, file) ||
    (unread.has(file) && !isOwnRule(rule)) ||
    (isPart(request) && judged.wide.has(rule)) ||
    isOffIn(chosen, rule, file)
  const ignores = await ignoresIn(request, chosen, judged)
  const found = [...own.findings, ...judged.findings, ...(drifted?.findings ?? [])]
  const settled = settle(found, {
    own: chosen.own,
    ...(inline && { inline: { silence: inline.silence, findings: () => inline.findings(undecided) } }),
    ...silencing(ignores, drifted),
    ...(await identifying(request, [...found.map(({ at }) => at.doc), ...commented])),
    ...(request.asked === undefined ? {} : { asked: request.asked(model.clusters) }),
  })
  const findings = await withEditsOnDisk(settled.findings)
  return {
    all: settled.all,
    ran,
    wide: judged.wide,
    unread: unreadIn(problems),
    outcome: outcomeOf(
      { ...settled, findings },
      [...judged.notChecked, ...own.notChecked, ...(drifted?.notChecked ?? [])],
      model,
      seen,
    ),
    clusters: model.clusters,
    trace,
    notes: [...(inline?.notes ?? []), ...(drifted?.notes ?? [])],
  }
}

/** What is written, and what will run of it. */
async function modelOf(request: Request) {
  const { onStep, config, kubernetesVersion } = request
  onStep?.('read', 0, 0)
  const { fragments: written, ...reading } = await read(request)
  onStep?.('resolve', 0, 0)
  const fragments = patched(written)
  const model: Model = resolve([...fragments, ...(await platformFragments(fragments))], {
    declared: await declaredClusters(config),
    ...(kubernetesVersion === undefined ? {} : { kubernetes: kubernetesVersion }),
  })
  return { ...reading, model }
}

/** Where the clusters differ from the files they are compared with; comments in those count as everywhere. */
async function driftIn(request: Request, { clusters }: Model, chosen: Selection): Promise<Drifted | undefined> {
  const { compared, config } = request
  if (compared === undefined) return undefined
  const { driftedFrom } = await import('./drift/drifted.js')
  const files = await modelOf({ files: compared, config, preset: [] })
  return driftedFrom(clusters, files.model.clusters, {
    chosen,
    problems: files.problems,
    inline: await inlineOf(request, chosen, files.commented),
  })
}

/** What is said of a difference may be accepted in klint.yaml for the file, and for what runs. */
function silencing(ignores: Ignores | undefined, drifted: Drifted | undefined): Pick<Settling, 'silencers' | 'late'> {
  const ofFiles = drifted?.silencers(ignores?.silence) ?? []
  if (ignores === undefined) return { silencers: ofFiles }
  return { silencers: [ignores.silence, ...ofFiles], late: ignores.stale }
}

/** Comments and annotations; most runs hold none, and do without what reads them. */
async function inlineOf(
  request: Request,
  chosen: Selection,
  commented: readonly Document[],
): Promise<Inline | undefined> {
  if (commented.length === 0 || request.suppressions === false) return undefined
  const { config, today } = request
  const { inlineSuppressions, knownRules } = await import('./inline.js')
  return inlineSuppressions(commented, {
    rules: knownRules(chosen, request),
    ...(today === undefined ? {} : { today }),
    ...(config.requireReason === undefined ? {} : { requireReason: config.requireReason }),
  })
}

const unreadIn = (problems: readonly Problem[]): ReadonlySet<string> =>
  new Set(problems.map(({ at }) => outermost(at.doc).uri))

/** Not everything below the working directory is looked through, so a cluster may go on where nobody looked. */
const isPart = ({ roots }: Pick<Request, 'roots'>): boolean =>
  roots !== undefined && !roots.some(root => /^(?:\.?|\.\.(?:\/\.\.)*)$/.test(root))

/** An override switches the rule off for this file. */
function isOffIn(chosen: Selection, rule: string, file: Document): boolean {
  const entry = Object.hasOwn(CATALOG, rule) ? CATALOG[rule] : undefined
  return entry !== undefined && chosen.override({ id: rule, ...entry }, { doc: file, start: 0, end: 0 }) === 'off'
}

/** Which rules run and what becomes of them; overrides are looked at only where there are some. */
export async function selectionOf(
  request: Pick<Request, 'preset' | 'only' | 'select' | 'ignore' | 'config'>,
): Promise<Selection> {
  const { config, ...asked } = request
  const of = { ...asked, rules: config.rules ?? {} }
  if ((config.overrides ?? []).length === 0) return selection(of)
  return selection(of, await (await import('./overrides.js')).overridesOf(config))
}

/** `ignores` of klint.yaml. An entry can be called unused only where its rules ran, and could tell everywhere. */
async function ignoresIn(request: Request, chosen: Selection, { notChecked }: Judged): Promise<Ignores | undefined> {
  const { config, suppressions, today, roots } = request
  if ((config.ignores ?? []).length === 0 || suppressions === false) return undefined
  const unsure = new Set(notChecked.flatMap(({ rules }) => rules))
  const enabled = (id: string): boolean => {
    const entry = Object.hasOwn(CATALOG, id) ? CATALOG[id] : undefined
    if (entry !== undefined) return chosen.enabled({ id, ...entry })
    if (id === 'klint/drift' && request.compared === undefined) return false
    return Object.hasOwn(OWN_RULES, id) && config.rules?.[id]?.severity !== 'off'
  }
  return (await import('./ignores.js')).ignoresOf(config, {
    enabled,
    judged: id => enabled(id) && !unsure.has(id),
    ...(today === undefined ? {} : { today }),
    ...(roots === undefined ? {} : { roots }),
  })
}

/** Most runs ask for no identities, and do without all that makes them. */
async function identifying(
  { identify = false, baseline }: Request,
  documents: readonly Document[],
): Promise<Pick<Settling, 'identify' | 'known'>> {
  if (!identify && baseline === undefined) return {}
  const { identityOf, prepareIdentities } = await import('./identity.js')
  await prepareIdentities(new Set(documents))
  const withIdentity = { identify: (finding: Finding): Finding => ({ ...finding, identity: identityOf(finding) }) }
  if (baseline === undefined) return withIdentity
  const { withoutKnown } = await import('./known-findings.js')
  return { ...withIdentity, known: findings => withoutKnown(findings, baseline) }
}

/** What platforms write for the settings in view. Most runs meet none, and do without all that is known of platforms. */
async function platformFragments(fragments: readonly Fragment[]): Promise<readonly Fragment[]> {
  if (!fragments.some(({ kind }) => kind === 'settings')) return []
  return (await import('../resolve/platform.js')).platformFragments(fragments)
}

async function read({ files: inputs, clock, elapsed }: Pick<Request, 'files' | 'clock' | 'elapsed'>) {
  const fragments: Fragment[] = []
  const problems: Problem[] = []
  const documents: Trace['documents'][number][] = []
  // Documents that no fragment refers to are garbage once they are read: only those that settle() looks into are kept.
  const commented: Document[] = []
  const files = new Set<string>()
  const objects: Live[] = []
  const installers = new Map<string, number>()
  let embedded = 0
  for (const input of inputs) {
    const { uri } = input
    const queue: Document[] = [input.live === undefined ? open(uri, input.source, input.hint) : openLive(input)]
    for (let doc = queue.shift(); doc !== undefined; doc = queue.shift()) {
      const started = clock?.()
      const reading = await parse(doc, elapsed)
      const platforms = reading.fragments.filter(isInstallers).length
      installers.set(uri, (installers.get(uri) ?? 0) + platforms)
      if ((installers.get(uri) ?? 0) > MOST_INSTALLERS) {
        const at = { doc, start: 0, end: 0 }
        problems.push({ at, what: 'holds more documents of kubeadm or kind than klint follows', because: 'limit' })
        break
      }
      for (const fragment of reading.fragments) fragments.push(fragment)
      append(problems, reading.problems)
      const { format } = reading
      if (
        format !== undefined &&
        (reading.fragments.length > 0 || reading.embedded.length > 0 || doc.parent === undefined)
      ) {
        if (input.live !== undefined) {
          if (doc.parent === undefined && reading.fragments.length + reading.embedded.length > 0)
            objects.push(input.live)
        } else if (!onlyLoose(reading.fragments)) files.add(uri)
        if (doc.source.includes('klint')) commented.push(doc)
      }
      if (clock !== undefined && started !== undefined)
        documents.push({
          uri: doc.uri,
          file: uri,
          kinds: [...new Set(reading.fragments.map(({ kind }) => kind))],
          ...(format === undefined ? {} : { format }),
          fragments: reading.fragments.length,
          ms: clock() - started,
        })
      for (const child of reading.embedded) {
        embedded++
        if (depth(child) > DEEPEST || embedded > MOST_EMBEDDED) {
          const at = { doc, start: 0, end: 0 }
          problems.push({ at, what: 'holds more nested documents than klint follows', because: 'limit' })
          break
        }
        queue.push(child)
      }
    }
  }
  return { fragments, problems, documents, commented, seen: { files: files.size, ...objectsSeen(objects) } }
}

/** Objects of running clusters, each once: what a node answers is of the node. */
function objectsSeen(all: readonly Live[]): Pick<Outcome, 'objects'> {
  if (all.length === 0) return {}
  const count = all.reduce((sum, { part, count }) => sum + (part === undefined ? count : 0), 0)
  return { objects: { count, clusters: [...new Set(all.map(({ cluster }) => cluster))] } }
}

/** A file of variables or a drop-in whose name says nothing: no reason to call a directory one that holds clusters. */
const onlyLoose = (fragments: readonly Fragment[]): boolean =>
  fragments.length > 0 && fragments.every(({ loose }) => loose)

/** Clusters of klint.yaml: its globs say which files belong together. */
async function declaredClusters(config: Configuration) {
  const matcher = await clusterMatcher(config)
  return (config.clusters ?? []).map(cluster => ({
    name: cluster.name,
    owns: (uri: string) => matcher(uri) === cluster,
    ...(cluster.kubernetesVersion === undefined ? {} : { kubernetes: cluster.kubernetesVersion }),
  }))
}

function outcomeOf(
  { findings, silenced }: Pick<Settled, 'findings' | 'silenced'>,
  notChecked: readonly NotChecked[],
  model: Model,
  seen: Pick<Outcome, 'files' | 'objects'>,
): Outcome {
  return { findings, silenced, notChecked, versions: assumedVersions(findings, model), ...seen }
}

/** "Kubernetes 1.34 (clusters/prod.yaml:12)" for every version range that findings rest on and somebody wrote. */
function assumedVersions(_findings: readonly Finding[], model: Model): string[] {
  const lines = new Set<string>()
  for (const { kubernetes } of model.clusters) {
    if (kubernetes.at === undefined && kubernetes.source === undefined) continue
    const { source } = kubernetes
    const where = kubernetes.at === undefined ? undefined : placeOf(kubernetes)
    lines.add(`Kubernetes ${formatRange(kubernetes)} (${source ?? where})`)
  }
  return [...lines]
}

function placeOf({ at }: VersionRange): string {
  if (at === undefined) return ''
  const on = place(at)
  const line = on.doc.source.slice(0, on.start).split('\n').length
  return `${on.doc.uri}:${line}`
}
