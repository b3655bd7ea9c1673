import { folder } from '../model/document.js'
import type {
  ArgvFragment,
  ComponentKind,
  ConfigFragment,
  Count,
  EnvFragment,
  Fragment,
  ResourceFragment,
  UnitFragment,
  Variable,
  VersionHint,
} from '../model/fragment.js'
import type { Location } from '../model/location.js'
import { compareVersions, intersect, type Version, type VersionRange } from '../model/version.js'
import { readArgv } from './argv.js'
import type { DropIn } from './component.js'
import { expand } from './environment.js'
import { linker } from './link.js'
import { type Argument, type ConfigPart, type Environment, type Followed, type Gap, isGap, type Part } from './parts.js'
import { places } from './places.js'
import { type Hit, NEAR, pathOf, push, type Reference } from './reference.js'
import { type MergedUnit, mergeUnits, ownerOf } from './units.js'

/** A component before versions and clusters are known; `variants` differ where a platform's defaults do. */
export interface Built {
  readonly kind: ComponentKind
  readonly id: string
  /** The fragment whose belonging counts. */
  readonly owner: Fragment
  /** Everything it was made of: evidence for grouping, and version hints. */
  readonly fragments: readonly Fragment[]
  readonly hints: readonly VersionHint[]
  readonly instances: Count
  readonly vendor: boolean
  readonly runsIn?: ResourceFragment
  readonly unit?: MergedUnit
  readonly variants: readonly Variant[]
}

export interface Variant {
  readonly when?: VersionRange
  readonly anchor: Location
  readonly argv: Part<readonly Argument[]>
  readonly environment: Environment
  readonly config: ConfigPart
  readonly dropIns: Part<readonly DropIn[]>
}

/** What starts a process: a unit's ExecStart or an argv fragment, variables expanded. */
interface Process {
  readonly kind: ComponentKind
  readonly id: string
  readonly owner: Fragment
  readonly when?: VersionRange
  readonly anchor: Location
  readonly args: readonly Argument[]
  readonly environment: Environment
  readonly loaded: readonly Fragment[]
  readonly hints: readonly VersionHint[]
  readonly instances: Count
  readonly vendor: boolean
  readonly runsIn?: ResourceFragment
  readonly unit?: MergedUnit
  readonly mounts?: ReadonlyMap<string, string>
}

export function build(all: readonly Fragment[], trace: Followed[]): Built[] {
  const replaced = new Set(all.flatMap(({ insteadOf }) => insteadOf ?? []))
  const fragments = all.filter(fragment => !replaced.has(fragment))
  const real = fragments.filter(({ fallback }) => fallback === undefined)

  const started = processes(fragments, real, trace)
  const loadedByReal = new Set<Fragment>()
  const built = configure(
    started.filter(({ owner }) => owner.fallback === undefined),
    fragments,
    trace,
  )
  for (const component of built) for (const fragment of component.fragments) loadedByReal.add(fragment)
  const setsInUse = new Set(
    [...loadedByReal].flatMap(({ kind, set }) => (set === undefined || kind === 'argv' ? [] : [set])),
  )
  const spare = started.filter(({ owner }) => owner.fallback !== undefined && !setsInUse.has(owner.set ?? ''))
  for (const component of configure(spare, fragments, trace)) built.push(component)

  const used = new Set(built.flatMap(component => component.fragments))
  const loaderOf = mayLoad(blindKubelets(real, started))
  for (const fragment of fragments) {
    if (used.has(fragment)) continue
    const alone = standalone(fragment, loaderOf(fragment))
    if (alone !== undefined) built.push(alone)
  }
  return join(built)
}

function processes(fragments: readonly Fragment[], real: readonly Fragment[], trace: Followed[]): Process[] {
  const units = [...mergeUnits(real), ...fallbackUnits(fragments)].filter(unit => running(unit) !== undefined)
  const references = units.flatMap(unit => environmentReferences(unit))
  const { follow } = linker(
    fragments,
    references.map(({ reference }) => reference),
    trace,
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

type Runs = NonNullable<UnitFragment['directives'][number]['runs']>

function running(unit: MergedUnit) {
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
    : { start, runs: { component: 'etcd' as const, words: [], open: false }, packaged: true }
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
  const args = [
    ...expand(started.runs.words, [...environment, ...gaps]),
    ...openEnd(started.runs.open, anchor),
    ...gaps,
    ...packagedFlags(started.runs, unit, anchor),
    ...('packaged' in started ? [{ gap: 'open' as const, what: `the packaged ${unit.name}`, at: anchor }] : []),
  ]
  return [
    {
      kind: started.runs.component,
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
      environment: [...environment, ...gaps],
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

/** Environment= first, then the files in their order: a later file wins, and files beat Environment= (systemd.exec(5)). */
function unitEnvironment(unit: MergedUnit, hit: (directive: object) => Hit | undefined) {
  const loaded: Fragment[] = []
  const environment: (Variable | Gap)[] = []
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
    const found = hit(directive)?.fragments[0]
    if (found?.kind === 'env') {
      for (const variable of found.variables) environment.push(variable)
      loaded.push(found)
      if (found.open) environment.push({ gap: 'hole', what: 'a template', at: found.at })
    } else environment.push({ gap: file.optional ? 'open' : 'dangling', what: file.path.value, at })
  }
  return { environment, loaded }
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
    args: [...expand(fragment.words, environment), ...openEnd(fragment.open, anchor)],
    environment,
    loaded: [fragment],
    hints: fragment.versions ?? [],
    instances: fragment.instances ?? { min: 1 },
    vendor: fragment.vendor === true,
    ...(fragment.runsIn === undefined ? {} : { runsIn: fragment.runsIn }),
    ...(fragment.mounts === undefined ? {} : { mounts: fragment.mounts }),
  }
}

const openEnd = (open: boolean, at: Location): Argument[] =>
  open ? [{ gap: 'hole', what: 'the command line', at }] : []

/** Equal for the variants of one component, different for everything else. */
function idOf(owner: Fragment, at: Location): string {
  if (owner.when !== undefined)
    return [
      owner.kind,
      owner.kind === 'argv' ? owner.component : '',
      owner.set,
      owner.cluster,
      owner.pool,
      owner.role,
      owner.at.start,
    ].join('|')
  return `${at.doc.uri}:${at.start}`
}

/** Follows `--config` and `--config-dir`, and gives each process its layers. */
function configure(started: readonly Process[], fragments: readonly Fragment[], trace: Followed[]): Built[] {
  const asked = started.map(process => ({ process, ...configReferences(process) }))
  const { follow } = linker(
    fragments,
    asked.flatMap(({ file, directory }) => [file, directory].filter(isReference)),
    trace,
  )
  const alternatives = alternativesAmong(fragments)
  return asked.map(({ process, file, directory, filePart, directoryPart }) => {
    const fileHit = file === undefined ? undefined : follow(file)
    const dirHit = directory === undefined ? undefined : follow(directory)
    const configs = configAlternatives(fileHit, alternatives)
    const dropIns = dropInPart(process, directoryPart, dirHit)
    const base = {
      anchor: process.anchor,
      argv: seen(process.args, process.anchor),
      environment: process.environment,
      dropIns,
    }
    const variants: Variant[] = []
    for (const config of configs.length === 0 ? [undefined] : configs) {
      const when = meet(process.when, config?.when)
      if (when === 'never') continue
      variants.push({
        ...base,
        ...(when === undefined ? {} : { when }),
        config: config === undefined ? filePart : seen(config, config.at),
      })
    }
    const loaded = [...process.loaded, ...configs, ...(dirHit?.fragments ?? [])]
    const { when: _, args: __, environment: ___, loaded: ____, anchor: _____, mounts: ______, ...rest } = process
    return {
      ...rest,
      hints: [...process.hints, ...configs.flatMap(({ versions }) => versions ?? [])],
      fragments: loaded,
      variants,
    }
  })
}

const isReference = (reference: Reference | undefined): reference is Reference => reference !== undefined
const seen = <T>(value: T, at: Location): Part<T> => ({ state: 'seen', value, at })

function meet(a: VersionRange | undefined, b: VersionRange | undefined): VersionRange | undefined | 'never' {
  if (a === undefined || b === undefined) return a ?? b
  return intersect(a, b) ?? 'never'
}

function configAlternatives(hit: Hit | undefined, alternatives: Alternatives): ConfigFragment[] {
  const [first] = hit?.fragments ?? []
  if (first?.kind !== 'config') return []
  return alternatives(first).filter((other): other is ConfigFragment => other.kind === 'config')
}

/** A platform's file comes in stretches of versions: the one that was found and its siblings. */
type Alternatives = (first: Fragment) => readonly Fragment[]

function alternativesAmong(fragments: readonly Fragment[]): Alternatives {
  const keyOf = (fragment: Fragment): string =>
    [fragment.kind, fragment.set, fragment.pool, fragment.role, pathOf(fragment)].join('\0')
  const byKey = new Map<string, Fragment[]>()
  for (const fragment of fragments) if (fragment.when !== undefined) push(byKey, keyOf(fragment), fragment)
  return first => (first.when === undefined ? [first] : (byKey.get(keyOf(first)) ?? [first]))
}

function configReferences(process: Process): {
  file?: Reference
  directory?: Reference
  filePart: ConfigPart
  directoryPart: Part<readonly DropIn[]>
} {
  const name = process.kind === 'etcd' ? 'config-file' : process.kind === 'kubelet' ? 'config' : undefined
  const wants = `config ${process.kind}` as const
  const file = name === undefined ? { part: absent } : pathFlag(process, name)
  const directory = process.kind === 'kubelet' ? pathFlag(process, 'config-dir') : { part: absent }
  return {
    filePart: file.part,
    directoryPart: directory.part,
    ...(file.path === undefined
      ? {}
      : { file: { from: process.owner, path: file.path, role: `${process.kind} config`, wants } }),
    ...(directory.path === undefined
      ? {}
      : { directory: { from: process.owner, path: directory.path, role: 'config-dir', wants, directory: true } }),
  }
}

const absent = { state: 'absent' } as const

/** Newer than any table of facts: a flag that names a file has been one ever since. */
const LATEST: Version = { major: 99, minor: 0, patch: 0 }

/** The path of a flag that names a file, or why it is not known; the part is what holds if the file is not in view. */
function pathFlag(process: Process, name: string): { path?: string; part: Part<never> } {
  const steps = readArgv(process.kind, process.args, LATEST)
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!
    if (isGap(step)) {
      if (step.gap === 'open') continue
      return { part: { state: 'dangling', what: step.what, at: step.at } }
    }
    if (step.assignment.name !== name) continue
    const { value, at } = step.assignment
    if (value === undefined || !value.known) return { part: { state: 'dangling', what: 'a template', at } }
    if (value.value === '') return { part: absent }
    const path = throughMounts(value.value, process.mounts)
    return { path, part: { state: 'dangling', what: path, at: value.at } }
  }
  if (process.kind === 'etcd') return etcdVariable(process)
  return { part: absent }
}

function etcdVariable(process: Process): { path?: string; part: Part<never> } {
  for (let i = process.environment.length - 1; i >= 0; i--) {
    const item = process.environment[i]!
    if (isGap(item)) {
      if (item.gap === 'open') continue
      return { part: { state: 'open', what: item.what, at: item.at } }
    }
    if (item.name !== 'ETCD_CONFIG_FILE' || item.text.value === '') continue
    if (!item.text.known) return { part: { state: 'dangling', what: 'a template', at: item.at } }
    const path = throughMounts(item.text.value, process.mounts)
    return { path, part: { state: 'dangling', what: path, at: item.at } }
  }
  return { part: absent }
}

/** A path inside a container is looked up where its volume comes from; the longest mount point wins. */
function throughMounts(path: string, mounts: ReadonlyMap<string, string> | undefined): string {
  let best = ''
  for (const inside of mounts?.keys() ?? [])
    if ((path === inside || path.startsWith(`${inside.replace(/\/$/, '')}/`)) && inside.length > best.length)
      best = inside
  return best === '' ? path : mounts!.get(best)! + path.slice(best.length)
}

function dropInPart(process: Process, part: Part<readonly DropIn[]>, hit: Hit | undefined): Part<readonly DropIn[]> {
  const found = (hit?.fragments ?? []).filter((fragment): fragment is ConfigFragment => fragment.kind === 'config')
  if (found.length === 0) return part
  return seen(found, process.anchor)
}

/** Kubelets in view of which a template hides what they load: a configuration nearby may be theirs. */
function blindKubelets(real: readonly Fragment[], started: readonly Process[]): Fragment[] {
  const units = real.filter(
    fragment =>
      fragment.kind === 'unit' &&
      fragment.name.startsWith('kubelet') &&
      fragment.directives.some(({ key, text, runs }) => key === 'ExecStart' && runs === undefined && !text.known),
  )
  const processes = started.filter(
    ({ kind, args }) =>
      kind === 'kubelet' && args.some(argument => (isGap(argument) ? argument.gap === 'hole' : !argument.text.known)),
  )
  return [...units, ...processes.map(({ owner }) => owner)]
}

function mayLoad(blind: readonly Fragment[]): (fragment: Fragment) => Fragment | undefined {
  const hosts = new Map<string, Fragment>()
  const near = places<Fragment>(NEAR, () => true)
  for (const fragment of blind) {
    const { doc } = fragment
    if (doc.host === undefined) near.add('', folder(doc), fragment)
    else if (!hosts.has(doc.host.id)) hosts.set(doc.host.id, fragment)
  }
  return fragment => {
    if (fragment.kind !== 'config' || fragment.component !== 'kubelet') return undefined
    if (fragment.doc.host !== undefined) return hosts.get(fragment.doc.host.id)
    return near.nearest([''], folder(fragment.doc), NEAR)?.things[0]
  }
}

/** What nothing in view loads, but says something by itself; `loader` may load it, with flags klint cannot read. */
function standalone(fragment: Fragment, loader: Fragment | undefined): Built | undefined {
  if (fragment.kind === 'config' && fragment.layer === 'file' && fragment.fallback === undefined)
    return alone(fragment, fragment.component, {
      argv:
        loader === undefined
          ? { state: 'open', what: 'the command line', at: fragment.at }
          : { state: 'dangling', what: 'the command line', at: loader.at },
      environment: [],
      config: seen(fragment, fragment.at),
      dropIns: { state: 'open', what: 'a drop-in directory', at: fragment.at },
    })
  if (fragment.kind !== 'env' || fragment.fallback !== undefined) return undefined
  if (fragment.variables.some(({ name }) => name.startsWith('ETCD_')))
    return alone(fragment, 'etcd', {
      argv: { state: 'open', what: 'the command line', at: fragment.at },
      environment: [
        ...fragment.variables,
        ...(fragment.open ? [{ gap: 'hole' as const, what: 'a template', at: fragment.at }] : []),
      ],
      config: absent,
      dropIns: absent,
    })
  return fromArgumentVariables(fragment)
}

/** Variables that packages and installers put on a component's command line; the rest of that line is not in view. */
const ARGUMENTS: readonly [ComponentKind, RegExp][] = [
  ['kubelet', /^(KUBELET_(EXTRA_|KUBEADM_|CONFIG_|SYSTEM_)?(ARGS|OPTS)|NODEADM_KUBELET_ARGS)$/],
  ['kube-apiserver', /^(KUBE_API_ARGS|KUBE_APISERVER_(OPTS|ARGS))$/],
  ['kube-controller-manager', /^KUBE_CONTROLLER_MANAGER_(OPTS|ARGS)$/],
  ['kube-scheduler', /^KUBE_SCHEDULER_(OPTS|ARGS)$/],
]

function fromArgumentVariables(fragment: EnvFragment): Built | undefined {
  for (const [kind, pattern] of ARGUMENTS) {
    const variables = fragment.variables.filter(({ name }) => pattern.test(name))
    if (variables.length === 0) continue
    const gap: Gap = { gap: 'dangling', what: 'the rest of the command line', at: fragment.at }
    const args: Argument[] = [gap, ...variables.flatMap(({ words }) => words.map(text => ({ text })))]
    return alone(fragment, kind, {
      argv: seen(args, fragment.at),
      environment: [],
      config: { state: 'dangling', what: 'the configuration file', at: fragment.at },
      dropIns: { state: 'dangling', what: 'a drop-in directory', at: fragment.at },
    })
  }
  return undefined
}

function alone(fragment: ConfigFragment | EnvFragment, kind: ComponentKind, layers: Omit<Variant, 'anchor'>): Built {
  return {
    kind,
    id: idOf(fragment, fragment.at),
    owner: fragment,
    fragments: [fragment],
    hints: fragment.versions ?? [],
    instances: { min: 1 },
    vendor: false,
    variants: [{ ...layers, anchor: fragment.at, ...(fragment.when === undefined ? {} : { when: fragment.when }) }],
  }
}

/** Variants of one component into one; two components never share an id otherwise. */
function join(built: readonly Built[]): Built[] {
  const byId = new Map<string, Built>()
  for (const component of built) {
    const known = byId.get(`${component.kind}\0${component.id}`)
    byId.set(
      `${component.kind}\0${component.id}`,
      known === undefined
        ? component
        : {
            ...known,
            fragments: [...new Set([...known.fragments, ...component.fragments])],
            hints: [...known.hints, ...component.hints],
            variants: [...known.variants, ...component.variants],
          },
    )
  }
  return [...byId.values()]
}

/** The variant that holds at a version; none where the platform writes none. */
export function variantAt(built: Built, version: Version): Variant | undefined {
  return built.variants.find(
    ({ when }) =>
      when === undefined || (compareVersions(when.min, version) <= 0 && compareVersions(version, when.max) <= 0),
  )
}
