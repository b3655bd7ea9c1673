import type { ComponentKind, ConfigFragment, Fragment } from '../model/fragment.js'
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
import type { ConfigPart, Followed, Part } from './parts.js'
import { pathFlag } from './path-flag.js'
import { documentsOf, policiesIn, policyReferences } from './policies.js'
import { AMBIGUOUS, ambiguous, type Contested, type Hit, type Reference } from './reference.js'

/** Follows `--config`, `--config-dir` and the flags that name policies, and gives each process its layers. */
export function configure(
  started: readonly Process[],
  fragments: readonly Fragment[],
  trace: Followed[],
  contested: Contested,
): Built[] {
  const policiesByDocument = policiesIn(fragments)
  const asked = started.map(process => ({
    process,
    ...configReferences(process),
    policies: policyReferences(process, policiesByDocument),
  }))
  const { follow } = linker(
    fragments,
    asked.flatMap(({ file, directory, policies }) => [
      ...[file, directory].filter(isReference),
      ...policies.flatMap(({ reference }) => reference ?? []),
    ]),
    trace,
    contested,
  )
  const alternatives = alternativesAmong(fragments)
  return asked.map(({ process, file, directory, filePart, directoryPart, policies }) => {
    const fileHit = file === undefined ? undefined : follow(file)
    const dirHit = directory === undefined ? undefined : follow(directory)
    const configs = configAlternatives(fileHit, alternatives)
    const dropIns = dropInPart(process, directoryPart, dirHit)
    const documents = documentsOf(policies, follow)
    const base = {
      anchor: process.anchor,
      argv: seen(process.args, process.anchor),
      environment: process.environment,
      dropIns,
      ...(documents.size === 0 ? {} : { documents }),
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

function dropInPart(process: Process, part: Part<readonly DropIn[]>, hit: Hit | undefined): Part<readonly DropIn[]> {
  const found = (hit?.fragments ?? []).filter((fragment): fragment is ConfigFragment => fragment.kind === 'config')
  if (found.length === 0) return part
  return seen(found, process.anchor)
}
