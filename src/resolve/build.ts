import type { Fragment } from '../model/fragment.js'
import type { Built } from './built.js'
import { configure } from './configure.js'
import { observedComponents } from './observed.js'
import type { Followed } from './parts.js'
import { processes } from './processes.js'
import type { Contested } from './reference.js'
import { blindKubelets, companions, mayLoad, nobodys, standalone } from './standalone.js'

export function build(all: readonly Fragment[], trace: Followed[]): Built[] {
  const replaced = new Set(all.flatMap(({ insteadOf }) => insteadOf ?? []))
  const running = observedComponents(all)
  for (const { fragments } of running) for (const fragment of fragments) replaced.add(fragment)
  const fragments = all.filter(fragment => !replaced.has(fragment))
  const real = fragments.filter(({ fallback }) => fallback === undefined)

  const contested: Contested = new Map()
  const started = processes(fragments, real, trace, contested)
  const loadedByReal = new Set<Fragment>()
  const built = configure(
    started.filter(({ owner }) => owner.fallback === undefined),
    fragments,
    trace,
    contested,
  )
  for (const component of built) for (const fragment of component.fragments) loadedByReal.add(fragment)
  const setsInUse = new Set(
    [...loadedByReal].flatMap(({ kind, set }) => (set === undefined || kind === 'argv' ? [] : [set])),
  )
  const spare = started.filter(({ owner }) => owner.fallback !== undefined && !setsInUse.has(owner.set ?? ''))
  for (const component of configure(spare, fragments, trace, contested)) built.push(component)

  const used = new Set(built.flatMap(component => component.fragments))
  const loaderOf = mayLoad(blindKubelets(real, started))
  const beside = companions(fragments.filter(fragment => !used.has(fragment)))
  const isNobodys = nobodys(started)
  for (const fragment of fragments) {
    if (used.has(fragment) || isNobodys(fragment)) continue
    const alone = standalone(fragment, contested.get(fragment) ?? loaderOf(fragment), beside(fragment))
    if (alone !== undefined) built.push(alone)
  }
  return join([...running, ...built])
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
