import { isDay } from '../model/day.js'
import type { Location } from '../model/location.js'
import { didYouMean } from '../model/nearest.js'
import { currentId, type RENAMED } from '../model/renamed.js'
import type { Options } from '../model/rule.js'
import { itemsAt, type Tree, treeAt } from '../model/tree.js'
import { parseVersion } from '../model/version.js'
import { placed, plain } from './configuration-data.js'
import { type Mistake, mistake } from './configuration-mistakes.js'
import { misfit } from './configuration-options.js'
import { globMisfit, MOST_GLOBS } from './glob-limits.js'
import { knownVersions } from './known-versions.js'
import type { KnownRules } from './read-configuration.js'

// What a schema cannot say, or not with the nearest name. None of these expects the shape to be right: all mistakes are told at once.

/** Keys that are written twice (the last would win without a word), and keys that are no words. Aliases share one tree, looked at once. */
export function wrongShapes(tree: Tree, seen = new Set<Tree>()): Mistake[] {
  if (seen.has(tree)) return []
  seen.add(tree)
  if (tree.kind === 'scalar')
    return tree.text.known ? [] : [mistake(tree.at, 'holds a character that is none (U+FDD0)')]
  if (tree.kind === 'list') return tree.items.flatMap(({ value }) => wrongShapes(value, seen))
  const first = new Map<string, Location>()
  const wrong = tree.entries.flatMap(({ key, value }): Mistake[] => {
    const before = first.get(key.value)
    // what `<<` brings in stands elsewhere, and may name a key again
    const own = key.at.start >= tree.at.start && key.at.end <= tree.at.end
    if (before === undefined && own) first.set(key.value, key.at)
    const isTwice = before !== undefined && own
    const twice = isTwice
      ? [{ at: key.at, what: () => `\`${key.value}\` is written twice, first at ${placed(before)}` }]
      : []
    return [...twice, ...wrongShapes(value, seen)]
  })
  return tree.open
    ? [mistake(tree.at, 'a key of this map is no word; a value that begins with `{` wants quotes'), ...wrong]
    : wrong
}

/** Maps of rules: that of the file, and those of overrides. */
function* settings(root: Tree): Generator<{ id: string; key: Location; value: Tree }> {
  for (const tree of [root, ...itemsAt(root, 'overrides')]) {
    const rules = treeAt(tree, 'rules')
    if (rules?.kind === 'map') for (const { key, value } of rules.entries) yield { id: key.value, key: key.at, value }
  }
}

export function wrongRules(tree: Tree, rules: KnownRules, renamed: typeof RENAMED): Mistake[] {
  const ids = Object.keys(rules)
  const unknown = (id: string, at: Location): Mistake => ({
    at,
    what: () => `unknown rule \`${id}\`${didYouMean(id, ids) || ', see `klint rules`'}`,
  })
  const isKnown = (id: string) => Object.hasOwn(rules, currentId(id, renamed))
  const ignored = itemsAt(tree, 'ignores').flatMap(item => {
    const rule = treeAt(item, 'rule')
    return rule?.kind === 'list' ? itemsAt(item, 'rule') : rule === undefined ? [] : [rule]
  })
  return [
    ...[...settings(tree)].flatMap(({ id, key, value }) => {
      if (!isKnown(id)) return [unknown(id, key)]
      const now = currentId(id, renamed)
      return wrongOptions(now, value, rules[now]?.options ?? {})
    }),
    ...ignored.flatMap(item =>
      item.kind !== 'scalar' || isKnown(item.text.value) ? [] : [unknown(item.text.value, item.at)],
    ),
  ]
}

function wrongOptions(id: string, tree: Tree, known: Options): Mistake[] {
  const given = treeAt(tree, 'options')
  if (given?.kind !== 'map') return []
  return given.entries.flatMap(({ key, value }): Mistake[] => {
    const name = key.value
    const expected = Object.hasOwn(known, name) ? known[name] : undefined
    if (expected === undefined) {
      const names = Object.keys(known)
      const hint = () =>
        names.length === 0 ? ', it has none' : didYouMean(name, names) || `, known are ${names.join(', ')}`
      return [{ at: key.at, what: () => `unknown option \`${name}\` of \`${id}\`${hint()}` }]
    }
    const wrong = misfit(plain(value), expected)
    return wrong === undefined ? [] : [mistake(value.at, `\`${name}\` of \`${id}\` ${wrong}`)]
  })
}

const clustersIn = (tree: Tree): readonly Tree[] => {
  const clusters = treeAt(tree, 'clusters')
  return clusters?.kind === 'map' ? clusters.entries.map(({ value }) => value) : itemsAt(tree, 'clusters')
}

export function wrongGlobs(tree: Tree): Mistake[] {
  const ignores = itemsAt(tree, 'ignores')
  const named = ignores.flatMap(item => ['cluster', 'pool'].flatMap(key => treeAt(item, 'where', key) ?? []))
  const globs = [
    ...itemsAt(tree, 'exclude'),
    ...clustersIn(tree).flatMap(cluster => itemsAt(cluster, 'files')),
    ...itemsAt(tree, 'overrides').flatMap(item => itemsAt(item, 'files')),
    ...ignores.flatMap(item => itemsAt(item, 'paths')),
    ...named,
  ]
  const last = globs[MOST_GLOBS]
  if (last !== undefined) return [mistake(last.at, `a configuration has no more than ${MOST_GLOBS} globs`)]
  return globs.flatMap(glob => {
    const wrong = glob.kind === 'scalar' ? globMisfit(glob.text.value) : undefined
    return wrong === undefined ? [] : [mistake(glob.at, `the glob ${wrong}`)]
  })
}

export function wrongDays(tree: Tree): Mistake[] {
  return itemsAt(tree, 'ignores').flatMap(item => {
    const expires = treeAt(item, 'expires')
    if (expires?.kind !== 'scalar' || isDay(expires.text.value)) return []
    return [mistake(expires.at, `\`${expires.text.value}\` is no day, write one like \`2027-06-30\``)]
  })
}

export function wrongVersions(tree: Tree): Mistake[] {
  const { oldest, newest, has } = knownVersions()
  return clustersIn(tree).flatMap(cluster => {
    const version = treeAt(cluster, 'kubernetesVersion')
    if (version?.kind !== 'scalar') return []
    const said = version.text.value
    const range = parseVersion(said)
    if (range === undefined)
      return [mistake(version.at, `\`${said}\` is no Kubernetes version, write one like \`1.34\` or \`1.34.2\``)]
    if (has(range)) return []
    return [mistake(version.at, `klint knows nothing of Kubernetes \`${said}\`, but of ${oldest} to ${newest}`)]
  })
}

/** Two clusters of one name: nobody could tell their findings apart. A map cannot have them. */
export function sameNames(tree: Tree): Mistake[] {
  const seen = new Map<string, Location>()
  return itemsAt(tree, 'clusters').flatMap(item => {
    const name = treeAt(item, 'name')
    if (name?.kind !== 'scalar') return []
    const before = seen.get(name.text.value)
    seen.set(name.text.value, before ?? name.at)
    if (before === undefined) return []
    return [mistake(name.at, `a cluster \`${name.text.value}\` is named twice, first at ${placed(before)}`)]
  })
}
