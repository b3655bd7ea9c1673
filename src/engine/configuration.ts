import type { Document } from '../model/document.js'
import type { Severity } from '../model/finding.js'
import type { Problem } from '../model/fragment.js'
import type { Input } from '../model/input.js'
import type { Location } from '../model/location.js'
import { didYouMean } from '../model/nearest.js'
import type { Options } from '../model/rule.js'
import { itemsAt, lookup, stringAt, type Tree, treeAt } from '../model/tree.js'
import { UserError } from '../model/user-error.js'
import { parseVersion, type VersionRange } from '../model/version.js'
import { documentOf, keyPlace, placed, plain, pointed } from './configuration-data.js'
import { misfit } from './configuration-options.js'
import type { ValidationError } from './configuration-schema.generated.js'
import { PRESETS, type PresetName, SEVERITY_SETTINGS } from './configuration-schema.js'
import { globMisfit, MOST_GLOBS } from './glob-limits.js'
import { knownVersions } from './known-versions.js'

export interface RuleSetting {
  readonly severity?: Severity | 'off'
  /** As written; durations and quantities are still words. */
  readonly options?: Readonly<Record<string, unknown>>
}

export interface ClusterSetting {
  readonly name: string
  /** Globs from the directory of the configuration. */
  readonly files: readonly string[]
  /** Where each glob is written. */
  readonly places?: readonly Location[]
  readonly kubernetesVersion?: VersionRange
}

/** klint's own configuration. An empty one is what a run without a file has. */
export interface Configuration {
  readonly preset?: PresetName
  readonly rules?: Readonly<Record<string, RuleSetting>>
  /** Every inline suppression says why. */
  readonly requireReason?: boolean
  readonly exclude?: readonly string[]
  readonly clusters?: readonly ClusterSetting[]
  /**
   * Path of the working directory as seen from the directory of the configuration, with `/`; empty if they are one,
   * `../..` if the configuration lies two directories below.
   */
  readonly base?: string
  /** Path of the directory of the configuration as seen from the working directory, where it lies below. */
  readonly directory?: string
}

/** What the configuration must know of the rules: ids, and options with their types. */
export type KnownRules = Readonly<Record<string, { readonly options?: Options }>>

/** The YAML reader of klint; JSON goes through it as well. */
export type ReadTrees = (doc: Document) => { readonly trees: readonly Tree[]; readonly problems: readonly Problem[] }

/** How many mistakes one message names. */
const NAMED = 5

interface Mistake {
  readonly at: Location
  readonly what: string
}

/**
 * Reads and validates a configuration file.
 * @throws UserError with file, line, column and the nearest name for everything that is wrong
 */
export async function readConfiguration(
  input: Input,
  rules: KnownRules,
  readTrees: ReadTrees,
  base = '',
): Promise<Configuration> {
  const doc = documentOf(input.uri, input.source)
  const { trees, problems } = readTrees(doc)
  fail(problems.map(({ at, what }) => ({ at, what })))
  const [tree, second] = trees
  if (second !== undefined) fail([{ at: second.at, what: 'a configuration is one document' }])
  if (tree === undefined || (tree.kind === 'scalar' && tree.empty)) return { base }
  fail(duplicates(tree))
  const { validate } = await import('./configuration-schema.generated.js')
  if (!validate(plain(tree))) fail((validate.errors ?? []).flatMap(error => explain(error, tree)))
  fail([...unknownRules(tree, rules), ...wrongOptions(tree, rules), ...wrongGlobs(tree)])
  const clusters = clustersOf(tree)
  return {
    base,
    ...presetOf(tree),
    rules: rulesOf(tree),
    exclude: strings(tree, 'exclude'),
    clusters,
  }
}

function fail(mistakes: readonly Mistake[]): void {
  if (mistakes.length === 0) return
  const lines = mistakes.slice(0, NAMED).map(({ at, what }) => `${placed(at)}: ${what}`)
  const more = mistakes.length > NAMED ? [`and ${mistakes.length - NAMED} more`] : []
  throw new UserError([...lines, ...more].join('\n'))
}

/** A key that is written twice: the last would win without a word. Aliases share one tree, looked at once. */
function duplicates(tree: Tree, seen = new Set<Tree>()): Mistake[] {
  if (tree.kind === 'scalar' || seen.has(tree)) return []
  seen.add(tree)
  if (tree.kind === 'list') return tree.items.flatMap(({ value }) => duplicates(value, seen))
  const first = new Map<string, Location>()
  return tree.entries.flatMap(({ key, value }): Mistake[] => {
    const before = first.get(key.value)
    if (before === undefined) first.set(key.value, key.at)
    const twice =
      before === undefined
        ? []
        : [{ at: key.at, what: `\`${key.value}\` is written twice, first at ${placed(before)}` }]
    return [...twice, ...duplicates(value, seen)]
  })
}

/** Words for one error of the validator; none for those that only say that a part of a condition failed. */
function explain({ keyword, instancePath, params }: ValidationError, tree: Tree): Mistake[] {
  const { at, tree: found } = pointed(tree, instancePath)
  const name = instancePath.slice(instancePath.lastIndexOf('/') + 1).replaceAll('~1', '/') || 'the configuration'
  const said = found.kind === 'scalar' ? found.text.value : ''
  if (keyword === 'additionalProperties') {
    const key = String(params.additionalProperty)
    return [
      { at: keyPlace(tree, instancePath, key), what: `unknown key \`${key}\`${didYouMean(key, keysAt(instancePath))}` },
    ]
  }
  if (keyword === 'required') return [{ at, what: `\`${name}\` lacks \`${String(params.missingProperty)}\`` }]
  if (keyword === 'type') return [{ at, what: `\`${name}\` must be ${article(String(params.type))}` }]
  if (keyword === 'enum') {
    const allowed: readonly string[] = name === 'preset' ? PRESETS : SEVERITY_SETTINGS
    const kind = name === 'preset' ? 'preset' : 'severity'
    return [
      { at, what: `unknown ${kind} \`${said}\`${didYouMean(said, allowed) || `, known are ${allowed.join(', ')}`}` },
    ]
  }
  return []
}

/** Keys that are known at a place; a cluster in a list has a name of its own. */
function keysAt(pointer: string): readonly string[] {
  if (/^\/rules\/[^/]+$/.test(pointer)) return ['severity', 'options']
  if (/^\/clusters\/[^/]+$/.test(pointer)) return ['name', 'files', 'kubernetesVersion']
  return ['$schema', 'root', 'preset', 'rules', 'exclude', 'clusters']
}

const article = (types: string): string =>
  types
    .split(',')
    .map(type => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`))
    .join(' or ')
    .replace('an object', 'a map')
    .replace('an array', 'a list')

function* settings(tree: Tree): Generator<{ id: string; key: Location; value: Tree }> {
  const rules = treeAt(tree, 'rules')
  if (rules?.kind === 'map') for (const { key, value } of rules.entries) yield { id: key.value, key: key.at, value }
}

function unknownRules(tree: Tree, rules: KnownRules): Mistake[] {
  return [...settings(tree)].flatMap(({ id, key }) =>
    Object.hasOwn(rules, id)
      ? []
      : [{ at: key, what: `unknown rule \`${id}\`${didYouMean(id, Object.keys(rules)) || ', see `klint rules`'}` }],
  )
}

function wrongOptions(tree: Tree, rules: KnownRules): Mistake[] {
  const mistakes: Mistake[] = []
  for (const { id, value } of settings(tree)) {
    const known = Object.hasOwn(rules, id) ? (rules[id]?.options ?? {}) : {}
    const given = treeAt(value, 'options')
    if (given?.kind !== 'map') continue
    for (const option of given.entries) {
      const name = option.key.value
      const expected = Object.hasOwn(known, name) ? known[name] : undefined
      if (expected === undefined) {
        const hint = Object.keys(known).length === 0 ? ', it has none' : didYouMean(name, Object.keys(known))
        mistakes.push({ at: option.key.at, what: `unknown option \`${name}\` of \`${id}\`${hint}` })
        continue
      }
      const wrong = misfit(plain(option.value), expected)
      if (wrong !== undefined) mistakes.push({ at: option.value.at, what: `\`${name}\` of \`${id}\` ${wrong}` })
    }
  }
  return mistakes
}

function wrongGlobs(tree: Tree): Mistake[] {
  const clusters = treeAt(tree, 'clusters')
  const each = clusters?.kind === 'map' ? clusters.entries.map(({ value }) => value) : itemsAt(tree, 'clusters')
  const globs = [...itemsAt(tree, 'exclude'), ...each.flatMap(cluster => itemsAt(cluster, 'files'))]
  const last = globs[MOST_GLOBS]
  if (last !== undefined) return [{ at: last.at, what: `a configuration has no more than ${MOST_GLOBS} globs` }]
  return globs.flatMap(glob => {
    const wrong = glob.kind === 'scalar' ? globMisfit(glob.text.value) : undefined
    return wrong === undefined ? [] : [{ at: glob.at, what: `the glob ${wrong}` }]
  })
}

function presetOf(tree: Tree): { preset?: PresetName } {
  const name = stringAt(tree, 'preset')
  const preset = PRESETS.find(known => known === name)
  return preset === undefined ? {} : { preset }
}

function rulesOf(tree: Tree): Record<string, RuleSetting> {
  return Object.fromEntries(
    [...settings(tree)].map(({ id, value }) => {
      const word = value.kind === 'scalar' ? value.text.value : stringAt(value, 'severity')
      const severity = SEVERITY_SETTINGS.find(known => known === word)
      const options = treeAt(value, 'options')
      const written = options?.kind === 'map' ? options.entries.map(({ key, value }) => [key.value, plain(value)]) : []
      return [
        id,
        {
          ...(severity === undefined ? {} : { severity }),
          ...(written.length === 0 ? {} : { options: Object.fromEntries(written) }),
        },
      ]
    }),
  )
}

function clustersOf(tree: Tree): ClusterSetting[] {
  const clusters = treeAt(tree, 'clusters')
  if (clusters?.kind === 'map') return clusters.entries.map(({ key, value }) => cluster(key.value, value))
  return itemsAt(tree, 'clusters').map(item => cluster(stringAt(item, 'name') ?? '', item))
}

function cluster(name: string, tree: Tree): ClusterSetting {
  const files = strings(tree, 'files')
  const places = itemsAt(tree, 'files').flatMap(item => (item.kind === 'scalar' ? [item.at] : []))
  const found = lookup(tree, 'kubernetesVersion')
  if (found.state !== 'found' || found.value.kind !== 'scalar') return { name, files, places }
  // the words and not the number: 1.30 is not 1.3
  const said = found.value.text.value
  const range = parseVersion(said)
  if (range === undefined) {
    fail([{ at: found.value.at, what: `\`${said}\` is no Kubernetes version, write one like \`1.34\` or \`1.34.2\`` }])
    return { name, files, places }
  }
  const { oldest, newest, has } = knownVersions()
  if (!has(range))
    fail([{ at: found.value.at, what: `klint knows nothing of Kubernetes \`${said}\`, but of ${oldest} to ${newest}` }])
  const at = found.value.at
  return { name, files, places, kubernetesVersion: { ...range, at, source: placed(at) } }
}

const strings = (tree: Tree, key: string): string[] =>
  itemsAt(tree, key).flatMap(item => (item.kind === 'scalar' ? [item.text.value] : []))

/** Which cluster of the configuration a file belongs to: the first whose globs match. The globs are compiled once. */
export async function clusterMatcher({
  clusters = [],
  base = '',
  directory,
}: Configuration): Promise<(uri: string) => ClusterSetting | undefined> {
  if (clusters.length === 0) return () => undefined
  const { Minimatch } = await import('minimatch')
  const compiled = clusters.map(cluster => ({
    cluster,
    globs: cluster.files.map(
      glob => new Minimatch(glob.replace(/\/$/, '/**'), { dot: true, nonegate: true, nocomment: true }),
    ),
  }))
  return uri => {
    const name = seenFrom(base, directory, uri)
    if (name === undefined) return undefined
    return compiled.find(({ globs }) => globs.some(glob => glob.match(name)))?.cluster
  }
}

/** A path relative to the working directory, seen from the directory of the configuration; undefined if it lies outside. */
function seenFrom(base: string, directory: string | undefined, uri: string): string | undefined {
  if (directory !== undefined) return uri.startsWith(`${directory}/`) ? uri.slice(directory.length + 1) : undefined
  const parts = base === '' ? [] : base.split('/')
  for (const part of uri.split('/')) {
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return parts.join('/')
}
