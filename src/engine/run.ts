import type { Document } from '../model/document.js'
import { outermost } from '../model/document.js'
import type { Finding, NotChecked, Outcome } from '../model/finding.js'
import type { Fragment, Problem } from '../model/fragment.js'
import type { Input } from '../model/input.js'
import { place } from '../model/location.js'
import type { Rule } from '../model/rule.js'
import { formatRange, type Version, type VersionRange } from '../model/version.js'
import { depth, open } from '../parsers/embed.js'
import { parse } from '../parsers/index.js'
import { type ClusterModel, type Model, resolve } from '../resolve/index.js'
import type { Followed } from '../resolve/parts.js'
import { type Configuration, clusterMatcher } from './configuration.js'
import type { PresetName } from './configuration-schema.js'
import { judge } from './judge.js'
import { problemFindings } from './own.js'
import { selection } from './selection.js'
import { settle } from './settle.js'

export interface Request {
  readonly files: Iterable<Input>
  readonly preset: PresetName
  /** Rule ids; all of the preset if absent. */
  readonly only?: readonly string[]
  readonly config: Configuration
  /** `--kubernetes-version`: narrows what the files leave open. */
  readonly kubernetesVersion?: VersionRange
  /** `--target-version`: what begins to be reported on the way to this version is reported too, with the minor where it bites. */
  readonly targetVersion?: Version
  /** Rules to run instead of klint's own, for the tests of one. */
  readonly rules?: readonly Rule[]
  /** `klint show`: resolve, but run no rule. */
  readonly resolveOnly?: boolean
  /** Inline `klint: ignore` comments count unless false (`--no-ignores`). */
  readonly suppressions?: boolean
}

export interface Result {
  readonly outcome: Outcome
  readonly clusters: readonly ClusterModel[]
  readonly trace: Trace
}

/** What `npm run corpus` prints beside findings. */
export interface Trace {
  readonly references: readonly Followed[]
  readonly documents: readonly {
    readonly uri: string
    readonly format?: string
    readonly fragments: number
    readonly ms: number
  }[]
}

/** Nesting deeper than this, and more embedded documents than this in one run, are hostile. */
const DEEPEST = 8
const MOST_EMBEDDED = 20_000

export async function run(request: Request): Promise<Result> {
  const { fragments, problems, documents, known } = await read(request.files)
  const model: Model = resolve(fragments, {
    declared: await declaredClusters(request.config),
    ...(request.kubernetesVersion === undefined ? {} : { kubernetes: request.kubernetesVersion }),
  })
  const trace: Trace = { references: model.followed, documents }
  const chosen = selection(request.preset, request.only, request.config.rules ?? {})
  const own = problemFindings(problems, chosen)
  if (request.resolveOnly)
    return { outcome: outcomeOf(own.findings, own.notChecked, model, known), clusters: model.clusters, trace }
  const judged = await judge(model.clusters, chosen, {
    ...(request.rules === undefined ? {} : { rules: request.rules }),
    ...(request.targetVersion === undefined ? {} : { target: request.targetVersion }),
  })
  const findings = settle([...own.findings, ...judged.findings], {
    documents: known,
    suppressions: request.suppressions !== false,
  })
  return {
    outcome: outcomeOf(findings, [...judged.notChecked, ...own.notChecked], model, known),
    clusters: model.clusters,
    trace,
  }
}

async function read(files: Iterable<Input>) {
  const fragments: Fragment[] = []
  const problems: Problem[] = []
  const documents: Trace['documents'][number][] = []
  const known: Document[] = []
  let embedded = 0
  for (const { uri, source } of files) {
    const queue: Document[] = [open(uri, source)]
    for (let doc = queue.shift(); doc !== undefined; doc = queue.shift()) {
      const started = performance.now()
      const reading = await parse(doc)
      fragments.push(...reading.fragments)
      problems.push(...reading.problems)
      if (
        reading.format !== undefined &&
        (reading.fragments.length > 0 || reading.embedded.length > 0 || doc.parent === undefined)
      )
        known.push(doc)
      documents.push({
        uri: doc.uri,
        ...(reading.format === undefined ? {} : { format: reading.format }),
        fragments: reading.fragments.length,
        ms: performance.now() - started,
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
  return { fragments, problems, documents, known }
}

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
  findings: readonly Finding[],
  notChecked: readonly NotChecked[],
  model: Model,
  known: readonly Document[],
): Outcome {
  const files = new Set(known.map(doc => outermost(doc).uri))
  return { findings, notChecked, versions: assumedVersions(findings, model), files: files.size }
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
