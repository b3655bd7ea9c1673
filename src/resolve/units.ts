import { folder } from '../model/document.js'
import type { Directive, Fragment, UnitFragment } from '../model/fragment.js'
import { distance } from './link.js'

/** A unit with its drop-ins in the order systemd merges them. */
export interface MergedUnit {
  readonly name: string
  readonly base?: UnitFragment
  readonly dropIns: readonly UnitFragment[]
  /** ExecStart= after resets; several only for oneshot units. */
  readonly execStart: readonly Directive[]
  /** Environment= and EnvironmentFile= after resets, weakest first: files beat Environment= whatever their order. */
  readonly environment: readonly Directive[]
  readonly environmentFiles: readonly Directive[]
  readonly all: readonly Directive[]
}

/** Folder of a drop-in's unit: `a` for `a/kubelet.service.d/10.conf`. */
const homeOf = (unit: UnitFragment): string => {
  const own = folder(unit.doc)
  if (unit.dropIn === undefined || unit.doc.parent !== undefined) return own
  return own.endsWith('.d') ? own.slice(0, Math.max(0, own.lastIndexOf('/'))) : own
}

/** Drop-ins of one place belong together: one carrier's host, or one folder. */
const placeOf = (unit: UnitFragment): string =>
  unit.doc.host !== undefined
    ? `host ${unit.doc.host.id}`
    : unit.set !== undefined && unit.fallback
      ? unit.set
      : `folder ${folder(unit.doc)}`

/** Joins units and drop-ins: of one host, else the nearest base unit within two steps. A drop-in may stand alone. */
export function mergeUnits(fragments: readonly Fragment[]): MergedUnit[] {
  const units = fragments.filter((fragment): fragment is UnitFragment => fragment.kind === 'unit')
  const bases = units.filter(unit => unit.dropIn === undefined)
  const groups = new Map<string, UnitFragment[]>()
  for (const unit of units) {
    if (unit.dropIn === undefined) continue
    const key = `${placeOf(unit)}\0${unit.name}`
    groups.set(key, [...(groups.get(key) ?? []), unit])
  }
  const merged: MergedUnit[] = []
  const used = new Set<UnitFragment>()
  for (const dropIns of groups.values()) {
    const base = baseFor(dropIns[0]!, bases)
    if (base !== undefined) used.add(base)
    merged.push(join(dropIns[0]!.name, base, dropIns))
  }
  for (const base of bases) if (!used.has(base)) merged.push(join(base.name, base, []))
  return merged
}

function baseFor(dropIn: UnitFragment, bases: readonly UnitFragment[]): UnitFragment | undefined {
  const named = bases.filter(base => base.name === dropIn.name)
  if (dropIn.doc.host !== undefined) {
    const same = named.filter(base => base.doc.host?.id === dropIn.doc.host?.id)
    return same[same.length - 1]
  }
  const ranked = named
    .filter(base => base.doc.host === undefined)
    .map(base => ({ base, steps: distance(folder(base.doc), homeOf(dropIn)) }))
    .filter(({ steps }) => steps <= 2)
    .sort((a, b) => a.steps - b.steps)
  if (ranked.length > 1 && ranked[0]!.steps === ranked[1]!.steps) return undefined
  return ranked[0]?.base
}

function join(name: string, base: UnitFragment | undefined, dropIns: readonly UnitFragment[]): MergedUnit {
  // Alphanumeric order of the file names, whatever directory they lie in (systemd.unit(5)).
  const sorted = [...dropIns].sort((a, b) => ((a.dropIn ?? '') < (b.dropIn ?? '') ? -1 : 1))
  const all = [...(base === undefined ? [] : base.directives), ...sorted.flatMap(unit => unit.directives)]
  return {
    name,
    ...(base === undefined ? {} : { base }),
    dropIns: sorted,
    execStart: afterResets(all, 'ExecStart'),
    environment: afterResets(all, 'Environment'),
    environmentFiles: afterResets(all, 'EnvironmentFile'),
    all,
  }
}

/** An empty assignment resets the list. */
function afterResets(all: readonly Directive[], key: string): Directive[] {
  let kept: Directive[] = []
  for (const directive of all) {
    if (directive.section !== 'Service' || directive.key !== key) continue
    if (directive.text.value.trim() === '') kept = []
    else kept.push(directive)
  }
  return kept
}

/** The fragment that stands for a merged unit: its place, host and set. */
export function ownerOf(unit: MergedUnit): UnitFragment {
  const starts = unit.execStart[unit.execStart.length - 1]
  const parts = [...(unit.base === undefined ? [] : [unit.base]), ...unit.dropIns]
  return parts.find(part => starts !== undefined && part.directives.includes(starts)) ?? parts[parts.length - 1]!
}
