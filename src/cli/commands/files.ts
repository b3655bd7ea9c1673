import { documentOf, placed } from '../../engine/configuration-data.js'
import { run, type Trace } from '../../engine/run.js'
import { outermost } from '../../model/document.js'
import type { NotChecked } from '../../model/finding.js'
import type { Fragment } from '../../model/fragment.js'
import { place } from '../../model/location.js'
import { itemsAt } from '../../model/tree.js'
import { readYaml } from '../../parsers/syntax/yaml.js'
import { type File, fileList, fileListJson } from '../../reporters/file-list.js'
import type { ClusterModel } from '../../resolve/index.js'
import type { ConfigurationFile } from '../../sources/configuration-file.js'
import type { LeftOut, LeftOutBy } from '../../sources/files.js'
import { excludingGlob, ignoringLine } from '../../sources/left-out.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf } from '../options.js'
import { reportContext } from './context.js'
import { gather } from './input.js'

/** `klint files [paths]`: what is read, as what, and why or why not. */
export async function files(options: Options, env: Env, io: Io): Promise<number> {
  const format = oneOf(['pretty', 'json'], options.format ?? 'pretty', 'format')
  const left: LeftOut[] = []
  const nothing: { readonly uri: string; readonly because: 'binary' | 'sniff' }[] = []
  let configuration: ConfigurationFile | undefined
  const gathered = await gather(options, io, {
    onLeftOut: what => left.push(what),
    onNothing: (uri, because) => nothing.push({ uri, because }),
    onConfiguration: file => {
      configuration = file
    },
  })
  const { config } = gathered
  const { outcome, clusters, trace } = await run({
    files: gathered.files,
    config,
    preset: 'all',
    resolveOnly: true,
    clock: () => 0,
  })
  const broken: readonly NotChecked[] = outcome.findings.map(({ what, at }) => ({ what, at, rules: [] }))
  const all: File[] = [
    ...read(trace, clusters, [...broken, ...outcome.notChecked]),
    ...nothing.map(({ uri, because }): File => ({ path: uri, verdict: 'left-out', why: NOTHING[because] })),
    ...gathered.notChecked.flatMap(({ what, at }): File[] => {
      const path = at === undefined ? undefined : place(at).doc.uri
      if (path === undefined || !what.startsWith(path)) return []
      return [{ path, verdict: 'left-out', why: what.slice(path.length).trim() }]
    }),
    ...(await Promise.all(
      left.map(async (one): Promise<File> => {
        const path = one.isDirectory ? `${one.uri}/` : one.uri
        return { path, verdict: 'left-out', ...(await reason(one, config.exclude, configuration, io)) }
      }),
    )),
  ]
  if (configuration !== undefined)
    all.push({ path: configuration.uri, verdict: 'left-out', why: 'the configuration of klint itself' })
  const sorted = [...new Map(all.map(file => [file.path, file])).values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  const context = reportContext(options, env, io, 'pretty')
  io.out(format === 'json' ? fileListJson(sorted, context) : fileList(sorted, context))
  return 0
}

const NOTHING = {
  binary: 'holds zero bytes, so it is no text',
  sniff: 'no word in it that klint looks for',
} as const

const BECAUSE: Readonly<Record<LeftOutBy, string>> = {
  folder: 'never entered: code of others, or state of tools',
  ending: 'has the ending of a binary file',
  name: 'no format klint reads has such a name',
  exclude: 'excluded by the configuration',
  gitignore: 'ignored by a .gitignore',
  'dead-link': 'a link that leads nowhere',
  outside: 'a link that leads out of the directory',
  twice: 'a link to what is read by another name',
}

async function reason(
  what: LeftOut,
  exclude: readonly string[] | undefined,
  configuration: ConfigurationFile | undefined,
  { cwd }: Io,
): Promise<{ why: string; by?: { text: string; at: string } }> {
  if (what.by === 'gitignore') {
    const found = await ignoringLine(what, cwd)
    if (found !== undefined) return { why: 'ignored', by: { text: found.pattern, at: `${found.file}:${found.line}` } }
  }
  if (what.by === 'exclude' && configuration !== undefined) {
    const glob = await excludingGlob(what, { cwd, exclude: exclude ?? [], excludeFrom: configuration.directory })
    if (glob !== undefined) return { why: 'excluded', by: { text: glob, at: placeOf(glob, configuration) } }
  }
  return { why: BECAUSE[what.by] }
}

/** `klint.yaml:3:5` of a glob below `exclude`. */
function placeOf(glob: string, { uri, source }: ConfigurationFile): string {
  const [tree] = readYaml(documentOf(uri, source)).trees
  const items = tree === undefined ? [] : itemsAt(tree, 'exclude')
  const found = items.find(item => item.kind === 'scalar' && item.text.value === glob)
  return found === undefined ? uri : placed(found.at)
}

/** What was parsed: a file, the documents in it, and what they are part of. */
function read({ documents }: Trace, clusters: readonly ClusterModel[], problems: readonly NotChecked[]): File[] {
  const parts = partsOf(clusters)
  const byFile = new Map<string, Trace['documents'][number][]>()
  for (const one of documents) byFile.set(one.file, [...(byFile.get(one.file) ?? []), one])
  return [...byFile].map(([path, of]): File => {
    const known = of.filter(({ format, fragments }, i) => format !== undefined && (i === 0 || fragments > 0))
    const formats = [...new Set(known.flatMap(({ format }) => format ?? []))]
    const kinds = [...new Set(of.flatMap(one => one.kinds))]
    const wrong = problems.filter(({ at }) => at !== undefined && place(at).doc.uri === path)
    const problem = wrong.length === 0 ? {} : { problems: wrong }
    const part = parts.get(path)
    if (part === undefined && kinds.length === 0)
      return formats.length === 0
        ? { path, verdict: 'left-out', why: 'no format klint reads begins like this', ...problem }
        : { path, verdict: 'nothing', formats, why: 'nothing in it that klint looks for', ...problem }
    return {
      path,
      verdict: 'read',
      formats,
      parts: [...(part ?? [])].sort(),
      kinds: kinds.map(kind => KINDS[kind]),
      ...problem,
    }
  })
}

const KINDS: Readonly<Record<Fragment['kind'], string>> = {
  argv: 'a command line',
  unit: 'a unit',
  env: 'variables',
  config: 'a configuration file',
  policy: 'a policy of the apiserver',
  settings: 'settings of a platform',
  patch: 'a patch',
  resource: 'a resource',
  reference: 'a reference',
  version: 'a version',
  observed: 'what a component says of itself',
}

/** File -> `kubelet of prod`, for every component and resource it has a say in. */
function partsOf(clusters: readonly ClusterModel[]): ReadonlyMap<string, ReadonlySet<string>> {
  const parts = new Map<string, Set<string>>()
  const add = (path: string, part: string): void => {
    parts.set(path, (parts.get(path) ?? new Set()).add(part))
  }
  for (const { name, components, resources } of clusters) {
    const of = name === undefined ? '' : ` of ${name}`
    for (const { kind, fragments } of components)
      for (const { doc } of fragments.flatMap(one => [one, ...(one.insteadOf ?? [])]))
        if (doc.made === undefined) add(outermost(doc).uri, kind + of)
    for (const { kind, anchor } of resources) add(outermost(anchor.doc).uri, kind + of)
  }
  return parts
}
