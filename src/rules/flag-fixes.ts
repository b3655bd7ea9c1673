import { fieldValue } from '../facts/field-values.js'
import { type FlagFact, flag, knownAt } from '../facts/flags.js'
import { fieldKnownAt, keyOf } from '../facts/settings.js'
import type { Cluster, Component, Written } from '../model/component.js'
import { fieldAdded } from '../model/field-edit.js'
import type { Edit, Fix } from '../model/finding.js'
import { flagRemoved, offer, offerAll, rename } from '../model/fix.js'
import { minorOf } from '../model/version.js'

interface Offered {
  readonly fix?: Fix
}

/** What mends a flag that is gone, or goes, without taking anything from a version that may run. */
export function fixOfFlag(written: Written, fact: FlagFact, cluster: () => Cluster): Offered {
  const { of } = written
  const { remedy, removed } = fact
  if (remedy === undefined || removed === undefined) return {}
  const target = renamedFlag(written, fact)
  if (target !== undefined) return offer('safe', `use \`--${target}\``, rename(written.nameText, target))
  if (minorOf(of.range.min) < removed) return {}
  if (remedy.kind === 'delete') return offer('safe', `delete \`--${fact.name}\``, flagRemoved(of, written))
  if (remedy.kind === 'field') return movedToFile(written, cluster)
  return {}
}

/** The same for a variable or a key of etcd, which only renames. */
export function fixOfEtcd(written: Written, fact: FlagFact): Offered {
  const target = renamedFlag(written, fact)
  if (target === undefined) return {}
  if (written.layer !== 'environment') return offer('safe', `use \`${target}\``, rename(written.nameText, target))
  const name = `ETCD_${target.toUpperCase().replaceAll('-', '_')}`
  return offer('safe', `use \`${name}\``, renamedVariable(written, name))
}

/** The new name, where every version that may run knows it and nothing sets it yet. */
export function renamedFlag({ of }: Written, { remedy }: FlagFact): string | undefined {
  const [target, ...more] = remedy?.targets ?? []
  if (remedy?.kind !== 'rename' || target === undefined || more.length > 0) return undefined
  const name = target.replace(/^--/, '')
  const fact = flag(of.kind, name)
  if (fact === undefined || [of.version, of.range.min].some(version => knownAt(fact, version) !== 'yes'))
    return undefined
  const key = keyOf(of.kind, name)?.key
  return of.assignments.some(other => other.key === key && other.entry === undefined) ? undefined : name
}

/** The name in front of the value, or of a pair in a list of names and values. */
function renamedVariable({ at: { doc, start }, name }: Written, to: string): Edit | undefined {
  if (doc.made || !doc.source.startsWith(name, start) || /\w/.test(doc.source[start + name.length] ?? ''))
    return undefined
  return { at: { doc, start, end: start + name.length }, text: to }
}

/**
 * Out of the command line and into the file: where the file is in view, the field is not in it and no other kubelet reads it. Unsafe, since who
 * else has that file nobody can see.
 */
function movedToFile(written: Written, cluster: () => Cluster): Offered {
  const { of, value } = written
  const key = keyOf(of.kind, written.name)
  const [file, ...more] = of.files
  if (key?.field === undefined || value === undefined || !value.known || file === undefined || more.length > 0)
    return {}
  if (key.fieldLife === undefined || !fieldKnownAt(key.fieldLife, of.version)) return {}
  if (of.assignments.filter(other => other.key === key.key && other.entry === undefined).length > 1) return {}
  if (readersOf(file.at.doc, cluster()).length !== 1) return {}
  const moved = fieldValue(key, value.value)
  const edits = [flagRemoved(of, written), moved === undefined ? undefined : fieldAdded(file, key.field, moved)]
  const all = edits.flatMap(edit => edit ?? [])
  return offerAll('unsafe', `move it to \`${key.field}\``, all.length === edits.length ? all : undefined)
}

const readersOf = (doc: Edit['at']['doc'], { components }: Cluster): readonly Component[] =>
  components.filter(({ files }) => files.some(({ at }) => at.doc === doc))
