import type { ComponentKind, ConfigFragment, Fragment } from '../model/fragment.js'
import type { Version } from '../model/version.js'
import { readArgv } from './argv.js'
import {
  type Alternatives,
  absent,
  alternativesAmong,
  type Built,
  meet,
  type Process,
  seen,
  type Variant,
} from './built.js'
import type { DropIn } from './component.js'
import { linker } from './link.js'
import { type ConfigPart, type Followed, isGap, type Part } from './parts.js'
import { AMBIGUOUS, ambiguous, type Contested, type Hit, type Reference } from './reference.js'

/** Follows `--config` and `--config-dir`, and gives each process its layers. */
export function configure(
  started: readonly Process[],
  fragments: readonly Fragment[],
  trace: Followed[],
  contested: Contested,
): Built[] {
  const asked = started.map(process => ({ process, ...configReferences(process) }))
  const { follow } = linker(
    fragments,
    asked.flatMap(({ file, directory }) => [file, directory].filter(isReference)),
    trace,
    contested,
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
        config: config === undefined ? missing(filePart, fileHit) : seen(config, config.at),
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

/** A file that is in view twice is no file that is missing. */
function missing(part: ConfigPart, hit: Hit | undefined): ConfigPart {
  return part.state === 'dangling' && hit?.how === AMBIGUOUS ? { ...part, because: ambiguous(part.what) } : part
}

const isReference = (reference: Reference | undefined): reference is Reference => reference !== undefined

function configAlternatives(hit: Hit | undefined, alternatives: Alternatives): ConfigFragment[] {
  const [first] = hit?.fragments ?? []
  if (first?.kind !== 'config') return []
  return alternatives(first).filter((other): other is ConfigFragment => other.kind === 'config')
}

/** The flag that names a component's own configuration file. */
const CONFIG_FLAGS: Readonly<Partial<Record<ComponentKind, string>>> = {
  etcd: 'config-file',
  kubelet: 'config',
  'kube-proxy': 'config',
  'kube-scheduler': 'config',
}

function configReferences(process: Process): {
  file?: Reference
  directory?: Reference
  filePart: ConfigPart
  directoryPart: Part<readonly DropIn[]>
} {
  const name = CONFIG_FLAGS[process.kind]
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

/** The path of `--config`: undefined where it is not known, or where there may be none. */
export function configPath(process: Process): string | undefined {
  return configReferences(process).file?.path
}

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
