import { type Document, outermost } from '../model/document.js'
import type { ArgvFragment, ConfigFragment, Fragment, ObservedFragment } from '../model/fragment.js'
import { type Built, seen, type Variant } from './built.js'
import { expand } from './environment.js'
import type { Argument, ConfigPart, Part } from './parts.js'
import { push } from './reference.js'

/**
 * Components of a running cluster that say of themselves what they run with: the kubelets of a group of nodes. What is written
 * for them is below that: the command line as the node tells it, and the configuration that kubeadm keeps for all nodes.
 */
export function observedComponents(fragments: readonly Fragment[]): Built[] {
  const byHost = new Map<string, ObservedFragment[]>()
  for (const fragment of fragments)
    if (fragment.kind === 'observed')
      push(
        byHost,
        `${fragment.component} ${fragment.doc.host?.id ?? `${fragment.doc.uri}:${fragment.at.start}`}`,
        fragment,
      )
  if (byHost.size === 0) return []
  const kept = keptConfigurations(fragments)
  return [...byHost.values()].flatMap(apart).map(observed => componentOf(observed, fragments, keptFor(observed, kept)))
}

/** Several recordings are read together: kubeadm keeps nothing for the nodes of another cluster. */
const keptFor = ([one]: readonly ObservedFragment[], kept: readonly ConfigFragment[]): readonly ConfigFragment[] =>
  kept.filter(({ doc }) => clusterOf(doc) === (one && clusterOf(one.doc)))

const clusterOf = (doc: Document): string | undefined => outermost(doc).live?.cluster

/** Where every node of a group was asked and some answered something else, each answer is of kubelets of its own. */
function apart(observed: readonly ObservedFragment[]): (readonly ObservedFragment[])[] {
  const answers = observed.filter(({ shows }) => shows.what === 'configuration')
  if (answers.length < 2) return [observed]
  const rest = observed.filter(({ shows }) => shows.what !== 'configuration')
  return answers.map(answer => [answer, ...rest])
}

function componentOf(
  given: readonly ObservedFragment[],
  fragments: readonly Fragment[],
  kept: readonly ConfigFragment[],
): Built {
  const observed = [...given].sort((a, b) => rank(a) - rank(b))
  const owner = observed[0]!
  const { component, at, doc } = owner
  const commands = fragments.filter(
    (fragment): fragment is ArgvFragment =>
      fragment.kind === 'argv' &&
      fragment.component === component &&
      fragment.doc.host !== undefined &&
      fragment.doc.host.id === doc.host?.id,
  )
  const hints = observed.flatMap(({ versions }) => versions ?? [])
  const intended = intendedFor(kept, owner, hints)
  const variant: Variant = {
    anchor: at,
    argv: argvOf(commands, intended !== undefined, at),
    // nobody shows it, and almost nobody sets what is read of it: findings say that they assume so
    environment: [{ gap: 'open', what: "a kubelet's environment", at }],
    config: configOf(intended, at),
    dropIns:
      intended === undefined
        ? { state: 'dangling', what: "a kubelet's drop-ins", at }
        : { state: 'open', what: "a kubelet's drop-in directory", at },
    observed,
  }
  const { pool, role } = given.find(({ pool }) => pool !== undefined) ?? owner
  return {
    kind: component,
    id: `${doc.uri}:${at.start}`,
    owner: { ...owner, ...(pool === undefined ? {} : { pool }), ...(role === undefined ? {} : { role }) },
    fragments: [...observed, ...commands, ...kept],
    hints,
    instances: owner.instances ?? { min: 1 },
    vendor: false,
    variants: [variant],
  }
}

/** What is complete counts before what only shows something. */
const rank = ({ shows }: ObservedFragment): number => (shows.what === 'configuration' ? 0 : 1)

function argvOf(commands: readonly ArgvFragment[], isOpen: boolean, at: ArgvFragment['at']): Part<readonly Argument[]> {
  // k3s puts what it was given behind what it sets itself (k3s-io/k3s pkg/util/args.go, GetArgs)
  const words = commands.flatMap(({ words, open, at }): Argument[] => [
    ...(open ? [{ gap: 'dangling' as const, what: "the rest of a kubelet's command line", at }] : []),
    ...expand(words, []),
  ])
  if (words.length > 0) return seen(words, at)
  return { state: isOpen ? 'open' : 'dangling', what: "a kubelet's command line", at }
}

function configOf(intended: ConfigFragment | undefined, at: ArgvFragment['at']): ConfigPart {
  if (intended === undefined) return { state: 'dangling', what: "a kubelet's configuration file", at }
  return seen(intended, intended.at)
}

/** Configurations that kubeadm keeps in ConfigMaps for nodes that join. */
const keptConfigurations = (fragments: readonly Fragment[]): ConfigFragment[] =>
  fragments.filter(
    (fragment): fragment is ConfigFragment =>
      fragment.kind === 'config' &&
      fragment.component === 'kubelet' &&
      outermost(fragment.doc).live?.kind === 'ConfigMap',
  )

/** `kubelet-config`, and up to 1.23 one for each minor: `kubelet-config-1.22`. */
function intendedFor(
  kept: readonly ConfigFragment[],
  { component }: ObservedFragment,
  hints: Built['hints'],
): ConfigFragment | undefined {
  if (component !== 'kubelet') return undefined
  const [version] = hints.filter(({ of }) => of === 'kubelet')
  const name = (fragment: ConfigFragment): string => outermost(fragment.doc).live?.name ?? ''
  const minor = version === undefined ? '' : `kubelet-config-${version.range.min.major}.${version.range.min.minor}`
  return kept.find(fragment => name(fragment) === 'kubelet-config') ?? kept.find(fragment => name(fragment) === minor)
}
