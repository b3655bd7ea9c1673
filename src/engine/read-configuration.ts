import type { Document } from '../model/document.js'
import type { Problem } from '../model/fragment.js'
import { COMPONENTS } from '../model/fragment.js'
import type { Input } from '../model/input.js'
import { currentId, RENAMED, renamedNote } from '../model/renamed.js'
import type { Options } from '../model/rule.js'
import { itemsAt, lookup, type Scalar, stringAt, type Tree, treeAt } from '../model/tree.js'
import { parseVersion } from '../model/version.js'
import type {
  ClusterSetting,
  Configuration,
  IgnoreSetting,
  IgnoreWhere,
  OverrideSetting,
  RuleSetting,
} from './configuration.js'
import { documentOf, placed, plain } from './configuration-data.js'
import { explained, fail, LOOKED_UP, mistake } from './configuration-mistakes.js'
import { PRESETS, type PresetName, SEVERITY_SETTINGS } from './configuration-schema.js'
import { sameNames, wrongDays, wrongGlobs, wrongRules, wrongShapes, wrongVersions } from './configuration-values.js'

/** What the configuration must know of the rules: ids, and options with their types. */
export type KnownRules = Readonly<Record<string, { readonly options?: Options }>>

/** The YAML reader of klint; JSON goes through it as well. */
export type ReadTrees = (doc: Document) => { readonly trees: readonly Tree[]; readonly problems: readonly Problem[] }

/**
 * Reads and validates a configuration file.
 * @throws UserError with file, line, column and the nearest name for what is wrong
 */
export async function readConfiguration(
  input: Input,
  rules: KnownRules,
  readTrees: ReadTrees,
  base = '',
  renamed = RENAMED,
): Promise<Configuration> {
  const doc = documentOf(input.uri, input.source)
  const { trees, problems } = readTrees(doc)
  fail(problems.map(({ at, what }) => mistake(at, what)))
  const [found, second] = trees
  if (second !== undefined) fail([mistake(second.at, 'a configuration is one document')])
  if (found === undefined || (found.kind === 'scalar' && found.empty)) return { base }
  const tree = withoutEmpty(found)
  const { validate } = await import('./configuration-schema.generated.js')
  const errors = validate(plain(tree)) ? [] : (validate.errors ?? [])
  const mistakes = [
    ...wrongShapes(tree),
    ...explained(errors, tree),
    ...wrongRules(tree, rules, renamed),
    ...wrongGlobs(tree),
    ...wrongDays(tree),
    ...wrongVersions(tree),
    ...sameNames(tree),
  ]
  fail(mistakes, Math.max(0, errors.length - LOOKED_UP))
  const notes = renames(tree, renamed)
  return {
    base,
    ...extended(tree),
    rules: settingsAt(tree, renamed),
    overrides: itemsAt(tree, 'overrides').map(item => overrideOf(item, renamed)),
    ignores: itemsAt(tree, 'ignores').map(item => ignoreOf(item, renamed)),
    requireReason: stringAt(tree, 'requireReason') === 'true',
    // as everywhere, `./a` is `a`
    exclude: scalars(tree, 'exclude').map(({ text }) => text.value.replace(/^\.\//, '')),
    clusters: clustersOf(tree),
    places: placesOf(tree),
    ...(notes.length === 0 ? {} : { notes }),
  }
}

/** A key of the file whose values are all commented out says nothing. */
function withoutEmpty(tree: Tree): Tree {
  if (tree.kind !== 'map') return tree
  return { ...tree, entries: tree.entries.filter(({ value }) => value.kind !== 'scalar' || !value.empty) }
}

/** One word, or a list of them. */
function scalars(tree: Tree, key: string): Scalar[] {
  const found = treeAt(tree, key)
  const all = found?.kind === 'list' ? found.items.map(({ value }) => value) : found === undefined ? [] : [found]
  return all.filter(item => item.kind === 'scalar')
}

function extended(tree: Tree): Pick<Configuration, 'extends'> {
  const names = scalars(tree, 'extends').map(({ text }) => text.value)
  const known = names.flatMap((name): PresetName[] => PRESETS.filter(preset => preset === name))
  return treeAt(tree, 'extends') === undefined ? {} : { extends: known }
}

function placesOf(tree: Tree): NonNullable<Configuration['places']> {
  const requireReason = treeAt(tree, 'requireReason')?.at
  return {
    extends: scalars(tree, 'extends').map(({ at }) => at),
    exclude: scalars(tree, 'exclude').map(({ at }) => at),
    ...(requireReason === undefined ? {} : { requireReason }),
  }
}

type Renamed = typeof RENAMED

function settingsAt(tree: Tree, renamed: Renamed): Record<string, RuleSetting> {
  const rules = treeAt(tree, 'rules')
  if (rules?.kind !== 'map') return {}
  return Object.fromEntries(rules.entries.map(({ key, value }) => [currentId(key.value, renamed), settingOf(value)]))
}

function settingOf(tree: Tree): RuleSetting {
  const written = tree.kind === 'scalar' ? tree : treeAt(tree, 'severity')
  const word = written?.kind === 'scalar' ? written.text.value : undefined
  const severity = SEVERITY_SETTINGS.find(known => known === word)
  const given = treeAt(tree, 'options')
  const options = given?.kind === 'map' ? given.entries : []
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(options.length === 0
      ? {}
      : { options: Object.fromEntries(options.map(({ key, value }) => [key.value, plain(value)])) }),
    places: {
      ...(written === undefined ? {} : { severity: written.at }),
      ...(options.length === 0
        ? {}
        : { options: Object.fromEntries(options.map(({ key, value }) => [key.value, value.at])) }),
    },
  }
}

function overrideOf(tree: Tree, renamed: Renamed): OverrideSetting {
  return {
    files: scalars(tree, 'files').map(({ text }) => text.value),
    rules: settingsAt(tree, renamed),
    at: tree.at,
  }
}

function ignoreOf(tree: Tree, renamed: Renamed): IgnoreSetting {
  const expires = treeAt(tree, 'expires')
  const where = treeAt(tree, 'where')
  return {
    rules: scalars(tree, 'rule').map(({ text }) => currentId(text.value, renamed)),
    paths: scalars(tree, 'paths').map(({ text }) => text.value),
    ...(where === undefined ? {} : { where: whereOf(where) }),
    reason: stringAt(tree, 'reason')?.trim() ?? '',
    ...(expires?.kind === 'scalar' ? { expires: { day: expires.text.value, at: expires.at } } : {}),
    // the whole of an entry may be a dozen lines
    at: treeAt(tree, 'rule')?.at ?? tree.at,
  }
}

function whereOf(tree: Tree): IgnoreWhere {
  const component = COMPONENTS.find(kind => kind === stringAt(tree, 'component'))
  const [cluster, pool, text] = ['cluster', 'pool', 'text'].map(key => stringAt(tree, key))
  return {
    ...(component === undefined ? {} : { component }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(pool === undefined ? {} : { pool }),
    ...(text === undefined ? {} : { text }),
  }
}

function clustersOf(tree: Tree): ClusterSetting[] {
  const clusters = treeAt(tree, 'clusters')
  if (clusters?.kind === 'map') return clusters.entries.map(({ key, value }) => clusterOf(key.value, value))
  return itemsAt(tree, 'clusters').map(item => clusterOf(stringAt(item, 'name') ?? '', item))
}

function clusterOf(name: string, tree: Tree): ClusterSetting {
  const files = scalars(tree, 'files')
  const globs = { files: files.map(({ text }) => text.value), places: files.map(({ at }) => at) }
  const found = lookup(tree, 'kubernetesVersion')
  // the words and not the number: 1.30 is not 1.3
  const range =
    found.state === 'found' && found.value.kind === 'scalar' ? parseVersion(found.value.text.value) : undefined
  if (found.state !== 'found' || range === undefined) return { name, ...globs }
  const { at } = found.value
  return { name, ...globs, kubernetesVersion: { ...range, at, source: placed(at) } }
}

/** Old names of rules keep working; whoever reads the file should know the new one. */
function renames(tree: Tree, renamed: Renamed): string[] {
  const maps = [tree, ...itemsAt(tree, 'overrides')].map(one => treeAt(one, 'rules'))
  const named = [
    ...maps.flatMap(rules =>
      rules?.kind === 'map' ? rules.entries.map(entry => ({ id: entry.key.value, at: entry.key.at })) : [],
    ),
    ...itemsAt(tree, 'ignores').flatMap(item => scalars(item, 'rule').map(({ text, at }) => ({ id: text.value, at }))),
  ]
  return named.flatMap(({ id, at }) => {
    const note = renamedNote(id, renamed)
    return note === undefined ? [] : [`${placed(at)}: ${note}`]
  })
}
