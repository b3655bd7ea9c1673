import { folder } from '../model/document.js'
import type { ComponentKind, ConfigFragment, EnvFragment, Fragment } from '../model/fragment.js'
import type { Text } from '../model/text.js'
import { entry } from '../model/tree.js'
import { absent, type Built, idOf, type Process, seen, type Variant } from './built.js'
import { configPath } from './configure.js'
import { sameMachines } from './link.js'
import { type Argument, type Gap, isGap } from './parts.js'
import { places } from './places.js'
import { NEAR, pathOf, push } from './reference.js'

/** Kubelets in view of which a template hides what they load: a configuration nearby may be theirs. */
export function blindKubelets(real: readonly Fragment[], started: readonly Process[]): Fragment[] {
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

export function mayLoad(blind: readonly Fragment[]): (fragment: Fragment) => Fragment | undefined {
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

/**
 * A kubelet's file with a domain and no DNS server, which no cluster can do with: flags or a script put it in, and whatever else they
 * know of the node. So do the bootstrap of EKS (amazon-eks-ami files/bootstrap.sh, 0158a1e) and eksctl with the files they ship.
 */
function isUnfinished({ component, tree }: ConfigFragment): boolean {
  if (component !== 'kubelet' || tree.kind !== 'map') return false
  return entry(tree, 'clusterDomain') !== undefined && entry(tree, 'clusterDNS') === undefined
}

/** What lies near a kubelet's file and nothing loads either: perhaps its flags, perhaps drop-ins over it. */
export interface Beside {
  readonly flags?: Fragment
  readonly dropIn?: Fragment
}

/** How near: the same folder, or one beside or below it. */
const BESIDE = 2

export function companions(unused: readonly Fragment[]): (fragment: Fragment) => Beside {
  const near = places<Fragment>(BESIDE, (a, b) => a.doc === b.doc)
  for (const fragment of unused) {
    const isFlags =
      fragment.kind === 'env' &&
      fragment.fallback === undefined &&
      !fragment.loose &&
      argumentsOf(fragment)?.kind === 'kubelet'
    if (isFlags) near.add(`flags ${fragment.doc.host?.id ?? ''}`, folder(fragment.doc), fragment)
    const isDropIn = fragment.kind === 'config' && fragment.component === 'kubelet' && fragment.layer === 'drop-in'
    if (isDropIn) near.add(`drop-in ${fragment.doc.host?.id ?? ''}`, folder(fragment.doc), fragment)
  }
  return fragment => {
    const { doc } = fragment
    if (fragment.kind !== 'config' || fragment.component !== 'kubelet') return {}
    const find = (what: string) => near.nearest([`${what} ${doc.host?.id ?? ''}`], folder(doc), BESIDE)?.things[0]
    const [flags, dropIn] = [find('flags'), find('drop-in')]
    return { ...(flags === undefined ? {} : { flags }), ...(dropIn === undefined ? {} : { dropIn }) }
  }
}

/**
 * True for a kubelet's file that a carrier puts where no kubelet of its machine looks: all of them are in view, and load
 * others. It is an input of some tool, or a leftover.
 */
export function nobodys(started: readonly Process[]): (fragment: Fragment) => boolean {
  const hosts = new Map<string, Process[]>()
  const sets = new Map<string, Process[]>()
  for (const process of started) {
    if (process.kind !== 'kubelet') continue
    const { doc, set } = process.owner
    if (doc.host !== undefined) push(hosts, doc.host.id, process)
    if (set !== undefined) push(sets, set, process)
  }
  const paths = new Map<Process, string | undefined>()
  const pathFor = (process: Process): string | undefined => {
    if (!paths.has(process)) paths.set(process, configPath(process))
    return paths.get(process)
  }
  return fragment => {
    if (fragment.kind !== 'config' || fragment.component !== 'kubelet' || fragment.layer !== 'file') return false
    const { doc, set } = fragment
    const path = pathOf(fragment)
    if (doc.path === undefined || path === undefined || fragment.when !== undefined) return false
    const theirs = [
      ...(hosts.get(doc.host?.id ?? '') ?? []),
      ...(sets.get(set ?? '') ?? []).filter(({ owner }) => sameMachines(fragment, owner)),
    ]
    return theirs.length > 0 && theirs.every(process => ![undefined, path].includes(pathFor(process)))
  }
}

/** What nothing in view loads, but says something by itself; `loader` may load it, with flags klint cannot read. */
export function standalone(fragment: Fragment, loader: Fragment | undefined, beside: Beside): Built | undefined {
  if (fragment.kind === 'config' && fragment.layer === 'file' && fragment.fallback === undefined)
    return alone(fragment, fragment.component, {
      argv:
        (loader ?? beside.flags) !== undefined
          ? { state: 'dangling', what: 'the command line', at: (loader ?? beside.flags ?? fragment).at }
          : isUnfinished(fragment)
            ? { state: 'dangling', what: 'what sets clusterDNS beside clusterDomain', at: fragment.at }
            : { state: 'open', what: 'the command line', at: fragment.at },
      environment: [],
      config: seen(fragment, fragment.at),
      dropIns:
        fragment.component !== 'kubelet'
          ? absent
          : beside.dropIn === undefined
            ? { state: 'open', what: 'a drop-in directory', at: fragment.at }
            : { state: 'dangling', what: 'what loads the drop-ins beside it', at: beside.dropIn.at },
    })
  if (fragment.kind !== 'env' || fragment.fallback !== undefined || fragment.loose) return undefined
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

/** The component whose arguments a file of variables holds, and those arguments. */
function argumentsOf(fragment: EnvFragment): { kind: ComponentKind; texts: readonly Text[] } | undefined {
  for (const [kind, pattern] of ARGUMENTS) {
    const variables = fragment.variables.filter(({ name }) => pattern.test(name))
    if (variables.length > 0) return { kind, texts: variables.flatMap(({ words }) => words) }
  }
  return undefined
}

function fromArgumentVariables(fragment: EnvFragment): Built | undefined {
  const found = argumentsOf(fragment)
  if (found === undefined) return undefined
  const gap: Gap = { gap: 'dangling', what: 'the rest of the command line', at: fragment.at }
  const args: Argument[] = [gap, ...found.texts.map(text => ({ text }))]
  return alone(fragment, found.kind, {
    argv: seen(args, fragment.at),
    environment: [],
    config: { state: 'dangling', what: 'the configuration file', at: fragment.at },
    dropIns: { state: 'dangling', what: 'a drop-in directory', at: fragment.at },
  })
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
