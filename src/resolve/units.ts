import { folder } from '../model/document.js'
import type { Directive, Fragment, UnitFragment } from '../model/fragment.js'
import { places } from './places.js'
import { push } from './reference.js'

/** A unit with its drop-ins in the order systemd merges them. */
export interface MergedUnit {
  readonly name: string
  readonly base?: UnitFragment
  readonly dropIns: readonly UnitFragment[]
  /** A drop-in without a unit in a folder beside it, which may be its own. */
  readonly maybe?: UnitFragment
  /** ExecStart= after resets; several only for oneshot units. */
  readonly execStart: readonly Directive[]
  /** Environment= and EnvironmentFile= after resets, weakest first: files beat Environment= whatever their order. */
  readonly environment: readonly Directive[]
  readonly environmentFiles: readonly Directive[]
  /** PassEnvironment= and UnsetEnvironment= after resets. */
  readonly passed: readonly Directive[]
  readonly unset: readonly Directive[]
  readonly all: readonly Directive[]
}

/** Where systemd looks for units; a root file system in a repository holds several of them (systemd.unit(5)). */
const UNIT_PATH = /(^|\/)(etc|run|lib|usr\/lib|usr\/local\/lib)\/systemd\/system$/

/** Folder of a unit, or of a drop-in's unit: `a` for `a/kubelet.service.d/10.conf`; the root for the folders of systemd itself. */
const homeOf = (unit: UnitFragment): string => {
  const own = folder(unit.doc)
  const isDropIn = unit.dropIn !== undefined && unit.doc.parent === undefined && own.endsWith('.d')
  return (isDropIn ? own.slice(0, Math.max(0, own.lastIndexOf('/'))) : own).replace(UNIT_PATH, '')
}

/** Drop-ins of one place belong together: one carrier's host, one folder, or one root file system. */
const placeOf = (unit: UnitFragment): string => {
  if (unit.doc.host !== undefined) return `host ${unit.doc.host.id}`
  if (unit.set !== undefined && unit.fallback) return unit.set
  const own = folder(unit.doc)
  return `folder ${UNIT_PATH.test(own.replace(/\/[^/]+\.d$/, '')) ? homeOf(unit) : own}`
}

/** How far from its drop-ins a unit may lie. */
const STEPS = 2

/** Joins units and drop-ins: of one host, else the nearest base unit within two steps. A drop-in may stand alone. */
export function mergeUnits(fragments: readonly Fragment[]): MergedUnit[] {
  const units = fragments.filter((fragment): fragment is UnitFragment => fragment.kind === 'unit')
  const bases = units.filter(unit => unit.dropIn === undefined)
  const hosts = new Map<string, UnitFragment>()
  const around = places<UnitFragment>(STEPS, (a, b) => a === b)
  for (const base of bases)
    if (base.doc.host === undefined) around.add(base.name, homeOf(base), base)
    else hosts.set(`${base.doc.host.id}\0${base.name}`, base)
  const baseFor = (dropIn: UnitFragment): UnitFragment | undefined => {
    if (dropIn.doc.host !== undefined) return hosts.get(`${dropIn.doc.host.id}\0${dropIn.name}`)
    const [first, second] = around.nearestInLine(dropIn.name, homeOf(dropIn), STEPS)?.things ?? []
    return second === undefined ? first : undefined
  }
  /** Of another folder beside it: the same machine's, or another cluster's that lacks its unit. */
  const besideOf = (dropIn: UnitFragment): UnitFragment | undefined => {
    if (dropIn.doc.host !== undefined) return undefined
    const [first, second] = around.nearest([dropIn.name], homeOf(dropIn), STEPS)?.things ?? []
    return second === undefined ? first : undefined
  }

  const groups = new Map<string, UnitFragment[]>()
  for (const unit of units) if (unit.dropIn !== undefined) push(groups, `${placeOf(unit)}\0${unit.name}`, unit)
  const merged: MergedUnit[] = []
  const used = new Set<UnitFragment>()
  const doubts = new Map<UnitFragment, UnitFragment>()
  for (const dropIns of groups.values()) {
    const base = baseFor(dropIns[0]!)
    if (base !== undefined) used.add(base)
    const unit = join(dropIns[0]!.name, base, dropIns)
    merged.push(unit)
    const beside = base === undefined && unit.execStart.length === 0 ? besideOf(dropIns[0]!) : undefined
    if (beside !== undefined) doubts.set(beside, dropIns[0]!)
  }
  for (const base of bases) if (!used.has(base)) merged.push(join(base.name, base, []))
  return merged.map(unit => {
    const maybe = unit.base === undefined ? undefined : doubts.get(unit.base)
    return maybe === undefined ? unit : { ...unit, maybe }
  })
}

const RANKS: readonly string[] = ['lib', 'usr/lib', 'usr/local/lib', 'run', 'etc']

/** How strong a folder of systemd is; undefined for a drop-in that lies in none. */
function rankOf({ doc }: UnitFragment): number | undefined {
  const own = doc.path === undefined ? folder(doc) : doc.path.slice(0, Math.max(0, doc.path.lastIndexOf('/')))
  const found = UNIT_PATH.exec(own.replace(/\/[^/]+\.d$/, ''))
  return found === null ? undefined : RANKS.indexOf(found[2] ?? '')
}

/** A drop-in of the same name in /etc masks that of the package (systemd.unit(5)); a later write to one path wins. */
function unmasked(dropIns: readonly UnitFragment[]): UnitFragment[] {
  const best = new Map<string, UnitFragment>()
  const kept: UnitFragment[] = []
  for (const unit of dropIns) {
    const rank = rankOf(unit)
    if (rank === undefined) {
      kept.push(unit)
      continue
    }
    const name = unit.dropIn ?? ''
    const other = best.get(name)
    if (other === undefined || (rankOf(other) ?? 0) <= rank) best.set(name, unit)
  }
  return [...kept, ...best.values()]
}

function join(name: string, base: UnitFragment | undefined, dropIns: readonly UnitFragment[]): MergedUnit {
  // Alphanumeric order of the file names, whatever directory they lie in (systemd.unit(5)).
  const sorted = unmasked(dropIns).sort((a, b) => ((a.dropIn ?? '') < (b.dropIn ?? '') ? -1 : 1))
  const all = [...(base === undefined ? [] : base.directives), ...sorted.flatMap(unit => unit.directives)]
  return {
    name,
    ...(base === undefined ? {} : { base }),
    dropIns: sorted,
    execStart: afterResets(all, 'ExecStart'),
    environment: afterResets(all, 'Environment'),
    environmentFiles: afterResets(all, 'EnvironmentFile'),
    passed: afterResets(all, 'PassEnvironment'),
    unset: afterResets(all, 'UnsetEnvironment'),
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
