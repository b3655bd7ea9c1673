import type { ArgvFragment, Directive, Fragment, Runs, UnitFragment, Variable } from '../model/fragment.js'
import type { Location } from '../model/location.js'
import { type Alternatives, alternativesAmong, idOf, meet, type Process } from './built.js'
import { expand } from './environment.js'
import { linker } from './link.js'
import { type Argument, type Environment, type Followed, type Gap, isGap } from './parts.js'
import { AMBIGUOUS, ambiguous, type Contested, type Hit, type Reference } from './reference.js'
import { type MergedUnit, mergeUnits, ownerOf } from './units.js'

export function processes(
  fragments: readonly Fragment[],
  real: readonly Fragment[],
  trace: Followed[],
  contested: Contested,
): Process[] {
  const units = [...mergeUnits(real), ...fallbackUnits(fragments)].filter(unit => running(unit) !== undefined)
  const references = units.flatMap(unit => environmentReferences(unit))
  const { follow } = linker(
    fragments,
    references.map(({ reference }) => reference),
    trace,
    contested,
  )
  const alternatives = alternativesAmong(fragments)
  const hits = new Map<object, Hit>()
  for (const { directive, unit, reference } of references) hits.set(keyFor(unit, directive), follow(reference))
  return [
    ...units.flatMap(unit => unitAlternatives(unit, directive => hits.get(keyFor(unit, directive)), alternatives)),
    ...fragments.flatMap(fragment => (fragment.kind === 'argv' ? [fromArgv(fragment)] : [])),
  ]
}

// A base unit may be merged into several components, so a directive alone is no key.
const keys = new WeakMap<MergedUnit, Map<object, object>>()
function keyFor(unit: MergedUnit, directive: object): object {
  const known = keys.get(unit) ?? new Map<object, object>()
  keys.set(unit, known)
  const key = known.get(directive) ?? {}
  known.set(directive, key)
  return key
}

/** Units a platform's package brings: one for each stretch of versions, never merged with each other. Their drop-ins reset ExecStart=. */
function fallbackUnits(fragments: readonly Fragment[]): MergedUnit[] {
  const units = fragments.filter(
    (fragment): fragment is UnitFragment => fragment.kind === 'unit' && fragment.fallback === true,
  )
  const dropped = new Set(units.flatMap(({ dropIn, set }) => (dropIn === undefined ? [] : [set])))
  return units
    .filter(({ dropIn, set }) => dropIn !== undefined || !dropped.has(set))
    .flatMap(unit => mergeUnits([unit]))
}

function running(unit: MergedUnit): { start: Directive; runs: Runs; packaged?: true } | undefined {
  const start = unit.execStart.findLast(directive => directive.runs !== undefined)
  if (start?.runs !== undefined) return { start, runs: start.runs }
  return packagedEtcd(unit)
}

const PACKAGED_ETCD = /^etcd(-member|[23])?\.service$/

/** A drop-in that only tunes the etcd of an image or package (`etcd-member.service` of Container Linux): its unit runs etcd with what is in the environment. */
function packagedEtcd(unit: MergedUnit) {
  if (unit.base !== undefined || unit.execStart.length > 0 || !PACKAGED_ETCD.test(unit.name)) return undefined
  const start = unit.environment.find(({ variables }) => variables?.some(({ name }) => name.startsWith('ETCD_')))
  return start === undefined
    ? undefined
    : { start, runs: { component: 'etcd' as const, words: [], open: false }, packaged: true as const }
}

function environmentReferences(unit: MergedUnit) {
  const owner = ownerOf(unit)
  return unit.environmentFiles.flatMap(directive => {
    if (directive.file === undefined || !directive.file.path.known) return []
    const path = directive.file.path.value
    const reference: Reference = {
      from: owner,
      path,
      role: `${unit.name} EnvironmentFile`,
      wants: 'env',
    }
    return [{ directive, unit, reference }]
  })
}

/** A platform's environment file comes in stretches of versions: one process for each. */
function unitAlternatives(
  unit: MergedUnit,
  hit: (directive: object) => Hit | undefined,
  alternatives: Alternatives,
): Process[] {
  const found = unit.environmentFiles.flatMap(directive => hit(directive)?.fragments ?? [])
  const varying = found.find(({ when }) => when !== undefined)
  if (varying === undefined) return fromUnit(unit, hit)
  return alternatives(varying).flatMap(other => {
    const swapped = (directive: object): Hit | undefined => {
      const own = hit(directive)
      return own?.fragments[0] === varying ? { ...own, fragments: [other] } : own
    }
    return fromUnit(unit, swapped).flatMap(process => {
      const when = meet(process.when, other.when)
      if (when === 'never' || when === undefined) return []
      return [{ ...process, when }]
    })
  })
}

function fromUnit(unit: MergedUnit, hit: (directive: object) => Hit | undefined): Process[] {
  const started = running(unit)
  if (started === undefined) return []
  const owner = ownerOf(unit)
  const { environment, loaded } = unitEnvironment(unit, hit)
  // Nobody looks up a unit that only a package ships: its place is what the user wrote.
  const anchor = owner.fallback ? owner.at : started.start.text.at
  const parts = [...(unit.base === undefined ? [] : [unit.base]), ...unit.dropIns]
  const gaps: Gap[] = [
    ...(parts.some(part => part.open) ? [{ gap: 'hole' as const, what: 'a template', at: owner.at }] : []),
    ...(unit.maybe === undefined
      ? []
      : [{ gap: 'hole' as const, what: 'a drop-in that may belong to it', at: unit.maybe.at }]),
  ]
  const { runs } = started
  const more: Environment = [
    ...(runs.environment?.variables ?? []),
    ...(runs.environment?.open ? [{ gap: 'dangling' as const, what: 'the rest of its environment', at: anchor }] : []),
  ]
  const args = [
    // systemd expands what stands outside of a container; a shell or a script it sources may set anything anew.
    ...expand(runs.words, [...environment, ...(runs.isolated ? [] : more.filter(isGap)), ...gaps]),
    ...openEnd(runs.open, anchor),
    ...gaps,
    ...packagedFlags(runs, unit, anchor),
    ...('packaged' in started ? [{ gap: 'open' as const, what: `the packaged ${unit.name}`, at: anchor }] : []),
  ]
  return [
    {
      kind: runs.component,
      // One base unit may run on several machines, each with drop-ins of its own.
      id:
        idOf(owner, anchor) +
        (owner.when === undefined
          ? unit.dropIns
              .slice(0, 1)
              .map(({ doc }) => ` ${doc.uri}`)
              .join('')
          : ''),
      owner,
      ...(owner.when === undefined ? {} : { when: owner.when }),
      anchor,
      args: started.start.conditional ? [...args, { gap: 'hole', what: 'a template', at: anchor }] : args,
      environment: [...(runs.isolated ? [] : environment), ...more, ...gaps],
      loaded: [...parts, ...loaded],
      hints: [...parts, ...loaded].flatMap(({ versions }) => versions ?? []),
      instances: { min: 1 },
      vendor: false,
      unit,
    },
  ]
}

/**
 * The packages ship the kubelet's unit with a bare ExecStart and its flags in a drop-in (kubernetes/release
 * cmd/krel/templates/latest/kubelet/kubelet.service and kubeadm/10-kubeadm.conf). Without that drop-in nobody knows them:
 * a kubelet without a single flag has no apiserver.
 */
function packagedFlags(runs: Runs, { name }: MergedUnit, anchor: Location): Gap[] {
  if (runs.component !== 'kubelet' || runs.words.length > 0 || runs.open) return []
  return [{ gap: 'dangling', what: `a drop-in of ${name}`, at: anchor }]
}

/**
 * PassEnvironment= first, then Environment=, then the files in their order: a later file wins (systemd.exec(5)). What
 * UnsetEnvironment= names goes again if it has, or may have, the value that is named there.
 */
function unitEnvironment(unit: MergedUnit, hit: (directive: object) => Hit | undefined) {
  const loaded: Fragment[] = []
  const environment: (Variable | Gap)[] = unit.passed.flatMap(({ variables = [] }) => variables)
  for (const { variables, conditional, text } of unit.environment) {
    for (const variable of variables ?? []) environment.push(variable)
    if (conditional) environment.push({ gap: 'hole', what: 'a template', at: text.at })
  }
  for (const directive of unit.environmentFiles) {
    const { file } = directive
    if (file === undefined) continue
    const { at } = file.path
    if (!file.path.known) {
      environment.push({ gap: 'hole', what: 'an environment file', at })
      continue
    }
    const followed = hit(directive)
    const found = followed?.fragments[0]
    const path = file.path.value
    if (followed?.how === AMBIGUOUS) {
      environment.push({ gap: 'dangling', what: path, because: ambiguous(path), at })
      continue
    }
    if (found?.kind === 'env') {
      for (const variable of found.variables) environment.push(variable)
      loaded.push(found)
      if (found.open) environment.push({ gap: 'hole', what: 'a template', at: found.at })
    } else environment.push({ gap: file.optional ? 'open' : 'dangling', what: path, at })
  }
  const unset = new Map(
    unit.unset.flatMap(({ variables = [] }) => variables.map(variable => [variable.name, variable])),
  )
  return { environment: environment.map(item => (isGap(item) ? item : (unset.get(item.name) ?? item))), loaded }
}

function fromArgv(fragment: ArgvFragment): Process {
  const anchor = fragment.at
  const { variables, open } = fragment.environment
  const environment: Environment = [
    ...variables,
    ...(open ? [{ gap: 'dangling' as const, what: 'the rest of its environment', at: fragment.at }] : []),
  ]
  return {
    kind: fragment.component,
    id: idOf(fragment, fragment.at),
    owner: fragment,
    ...(fragment.when === undefined ? {} : { when: fragment.when }),
    anchor,
    args: [...expand(fragment.words, environment), ...openEnd(fragment.open, anchor, fragment.openedBy)],
    environment,
    loaded: [fragment],
    hints: fragment.versions ?? [],
    instances: fragment.instances ?? { min: 1 },
    vendor: fragment.vendor === true,
    ...(fragment.runsIn === undefined ? {} : { runsIn: fragment.runsIn }),
    ...(fragment.mounts === undefined ? {} : { mounts: fragment.mounts }),
  }
}

const openEnd = (open: boolean, at: Location, by?: ArgvFragment['openedBy']): Argument[] =>
  open
    ? [
        {
          gap: 'hole',
          what: 'the command line',
          because: by?.what ?? 'the command line may go on with words that are not in view',
          at: by?.at ?? at,
        },
      ]
    : []
