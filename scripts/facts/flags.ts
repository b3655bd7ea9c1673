import { defaults, deprecation, line, minor, minors, optional, patches, since } from './encode.js'
import { etcdField, fieldPatches, flagPatches } from './etcd-patches.js'
import type { InputField, InputFlag, InputRemedy, Inputs, Since } from './inputs.js'
import { remedyCode } from './remedies.js'
import { typeCode } from './types.js'

/** A setting as one line of a table: a flag, a field of a configuration file, or both. */
export interface Row {
  readonly flag?: InputFlag
  readonly field?: InputField
  /** The field stands on the line of another flag. */
  readonly alias?: string
  /** Minors in which the field exists under v1alpha1 of the kubelet: `106-109`. */
  readonly legacy?: string
  /** Flag of a field that only v1alpha1 has. */
  readonly legacyFlag?: string
  /** Releases that brought the flag to a minor that began without it: `3.4.25`. */
  readonly patches?: readonly string[]
  readonly fieldPatches?: readonly string[]
}

const CONFIDENCE: Readonly<Record<string, string>> = {
  source: '',
  interpolated: 'i',
  changelog: 'c',
  docs: 'd',
  binary: 'b',
  memory: 'm',
}

/** src/facts/lines.ts names the columns in the same order. */
export const COLUMNS =
  'flag field type introduced deprecated removed gaps backported defaults replaced-by field-introduced field-removed field-deprecated marks field-defaults legacy remedy confidence patches field-patches'

export function rowLine(row: Row, remedy: InputRemedy | undefined): string {
  const { flag, field, alias } = row
  const flagType = flag === undefined ? '' : typeCode(flag.name, flag.type)
  const fieldType = field === undefined ? '' : typeCode(field.path, field.type)
  if (flagType !== '' && fieldType !== '' && flagType !== fieldType)
    throw new Error(`${flag?.name} is ${flagType} but ${field?.path} is ${fieldType}`)
  const legacyOnly = row.legacy !== undefined && row.legacyFlag !== undefined
  const marks = `${field?.optionalPointer === true ? 'p' : ''}${flag?.repeatable === true ? 'r' : ''}`
  return line([
    flag?.name ?? '',
    alias === undefined ? (field === undefined ? '' : `.${field.path}`) : `=${alias}`,
    flagType || fieldType,
    flag === undefined ? '' : since(flag.introduced, flag.introducedAtOrBefore),
    flag === undefined ? '' : deprecation(flag),
    optional(flag?.removed),
    minors(flag?.absentIn),
    minors(flag?.backportedTo),
    flag === undefined ? '' : defaults(flag.defaults, minor(flag.introduced), flagType),
    rightly(row.legacyFlag ?? (flag?.replacedBy ?? remedy?.replacedBy ?? []).join(',')),
    field === undefined || legacyOnly ? '' : optional(field.introduced),
    field === undefined || legacyOnly ? '' : optional(field.removed),
    optional(field?.deprecated),
    marks,
    field === undefined ? '' : defaults(field.defaults, minor(field.introduced), fieldType),
    row.legacy ?? '',
    remedy === undefined ? '' : rightly(remedyCode(remedy)),
    CONFIDENCE[flag?.confidence ?? 'source'] ?? '',
    patches(row.patches),
    patches(row.fieldPatches),
  ])
}

/** The usage text of cluster-autoscaler's --ignore-taint names a flag that there never was (cluster-autoscaler/config/flags/flags.go). */
const rightly = (names: string): string => names.replace(/\bstartup-taints\b/, 'startup-taint')

/** Flags and fields joined: a field stands on the line of the flag that lives longest. */
export function join(flags: readonly InputFlag[], fields: readonly InputField[]): Row[] {
  const byPath = new Map(fields.map(field => [field.path, field]))
  const owner = new Map<string, InputFlag>()
  for (const flag of flags) {
    if (flag.configField === undefined || !byPath.has(flag.configField)) continue
    const before = owner.get(flag.configField)
    if (before === undefined || outlives(flag, before)) owner.set(flag.configField, flag)
  }
  const rows: Row[] = flags.map(flag => {
    const path = flag.configField
    const field = path === undefined ? undefined : byPath.get(path)
    if (path === undefined || field === undefined) return { flag }
    return owner.get(path) === flag ? { flag, field } : { flag, alias: path }
  })
  for (const field of fields) if (!owner.has(field.path)) rows.push({ field })
  return rows
}

/** A flag that is not on its way out, then the one gone last. */
function outlives(a: InputFlag, b: InputFlag): boolean {
  const rank = (flag: InputFlag) =>
    (flag.removed === undefined ? 10_000 : minor(flag.removed)) - (flag.deprecationKind === 'removal' ? 5_000 : 0)
  return rank(a) > rank(b)
}

const LEGACY_FLAGS: Readonly<Record<string, string>> = {
  cAdvisorPort: 'cadvisor-port',
  certDirectory: 'cert-dir',
  cloudConfigFile: 'cloud-config',
  configTrialDuration: '',
  dockerExecHandlerName: 'docker-exec-handler',
  experimentalNodeAllocatableIgnoreEvictionThreshold: 'experimental-allocatable-ignore-eviction',
  hostPIDSources: 'host-pid-sources',
  lockFilePath: 'lock-file',
  lowDiskSpaceThresholdMB: 'low-diskspace-threshold-mb',
  maxContainerCount: 'maximum-dead-containers',
  maxPerPodContainerCount: 'maximum-dead-containers-per-container',
  minimumGCAge: 'minimum-container-ttl-duration',
  networkPluginName: 'network-plugin',
  outOfDiskTransitionFrequency: 'outofdisk-transition-frequency',
  remoteImageEndpoint: 'image-service-endpoint',
  remoteRuntimeEndpoint: 'container-runtime-endpoint',
  rootDirectory: 'root-dir',
}

const kebab = (path: string): string =>
  path
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()

/** The kubelet: v1beta1 fields, and where v1alpha1 (1.6-1.9) has them too or alone. */
export function kubeletRows(inputs: Inputs): Row[] {
  const { flags } = inputs.flags('kubelet')
  const { fields, legacy } = inputs.fields('kubelet')
  const names = new Set(flags.map(flag => flag.name))
  const stretch = (field: InputField) =>
    `${minor(field.introduced)}-${field.removed === undefined ? 109 : minor(field.removed) - 1}`
  const old = new Map((legacy?.fields ?? []).map(field => [field.path, field]))
  const rows = join(flags, fields).map(row => {
    const field = row.field === undefined ? undefined : old.get(row.field.path)
    return field === undefined ? row : { ...row, legacy: stretch(field) }
  })
  const known = new Set(fields.map(field => field.path))
  for (const field of old.values()) {
    if (known.has(field.path)) continue
    const flag = LEGACY_FLAGS[field.path] ?? kebab(field.path)
    if (flag !== '' && field.type !== 'object' && !field.path.includes('[]') && !names.has(flag))
      throw new Error(`no flag for ${field.path}: ${flag}`)
    rows.push({ field, legacy: stretch(field), legacyFlag: names.has(flag) ? flag : '' })
  }
  return rows
}

export function proxyRows(inputs: Inputs): Row[] {
  return join(inputs.flags('kube-proxy').flags, inputs.fields('kube-proxy').fields)
}

/** One line per field over all apiVersions; its defaults are those of the newest apiVersion that a minor knows. */
export function schedulerRows(inputs: Inputs): Row[] {
  const fields = new Map<string, InputField>()
  const groups = Object.values(inputs.scheduler.apiVersions)
  const newest = Math.max(...groups.flatMap(group => group.versions.map(minor)))
  for (const { versions, fields: list } of groups) {
    const first = versions.map(minor).sort((a, b) => a - b)[0] ?? 0
    const last = Math.max(...versions.map(minor))
    for (const field of list) {
      if (/pluginConfig\[\]\.args\.|plugins\./.test(field.path)) continue
      const before = fields.get(field.path)
      const gone = field.removed ?? (last === newest ? undefined : next(last))
      const from = Math.max(first, minor(field.introduced))
      const kept = (before?.defaults ?? []).filter(entry => minor(entry.since) < from)
      const here: Since[] = (field.defaults ?? []).map(entry => ({
        since: minor(entry.since) < from ? next(from - 1) : entry.since,
        value: entry.value,
      }))
      fields.set(field.path, {
        ...field,
        type: before?.type === 'duration' ? before.type : field.type,
        introduced: before?.introduced ?? field.introduced,
        defaults: [...kept, ...here],
        ...(gone === undefined ? {} : { removed: gone }),
      })
      if (gone === undefined) drop(fields, field.path)
    }
  }
  const flags = inputs
    .flags('kube-scheduler')
    .flags.map(flag => ({ ...flag, configField: flag.configField ?? SCHEDULER_FIELDS[flag.name] ?? '' }))
  return join(flags, [...fields.values()])
}

/** Flags that set a field under another name (cmd/kube-scheduler/app/options/options.go, ApplyDeprecated). */
const SCHEDULER_FIELDS: Readonly<Record<string, string>> = {
  profiling: 'enableProfiling',
  'contention-profiling': 'enableContentionProfiling',
}

const next = (of: number): string => `${Math.floor((of + 1) / 100)}.${(of + 1) % 100}`

function drop(fields: Map<string, InputField>, path: string): void {
  const found = fields.get(path)
  if (found === undefined) return
  const { removed: _, ...rest } = found
  fields.set(path, rest)
}

/** etcd's config file has one key per flag; it goes when the flag goes. */
export function etcdRows(inputs: Inputs): Row[] {
  return inputs.flags('etcd').flags.map(flag => {
    const patches = flagPatches(flag.name)
    const row = { flag, ...(patches === undefined ? {} : { patches }) }
    const { path, introduced, removed } = etcdField(flag)
    if (path === undefined) return row
    const field: InputField = {
      path,
      type: flag.type,
      introduced: introduced ?? flag.introduced,
      ...(removed === undefined ? {} : { removed }),
      defaults: flag.defaults,
    }
    const late = fieldPatches(flag.name)
    return { ...row, field, ...(late === undefined ? {} : { fieldPatches: late }) }
  })
}

export const plainRows = (inputs: Inputs, component: string): Row[] =>
  inputs.flags(component).flags.map(flag => ({ flag }))

const AUTOSCALER_TYPES: Readonly<Record<string, string>> = {
  Duration: 'duration',
  MultiString: 'list',
  StringSlice: 'list',
  String: 'string',
  Bool: 'bool',
  Float64: 'float',
  Int: 'int',
}

/** Minors from the last patch of each, corrected by patch: a minor whose first release lacks the flag only may have it. */
export function autoscalerRows(inputs: Inputs): Row[] {
  const { flags, versions } = inputs.flags('cluster-autoscaler')
  const byPatch = inputs.autoscaler.flags
  const at = (release: string): [string, number] => {
    const [major, of, patch = '0'] = release.replace('-branch', '').split('.')
    return [`${major}.${of}`, Number(patch)]
  }
  const firstPatch = new Map<string, number>()
  for (const { ranges } of Object.values(byPatch))
    for (const { from } of ranges) {
      const [of, patch] = at(from)
      firstPatch.set(of, Math.min(patch, firstPatch.get(of) ?? patch))
    }
  const rows: Row[] = flags.map(flag => {
    const known = byPatch[flag.name]
    if (known === undefined) return { flag }
    const late = known.ranges.map(({ from }) => at(from)).filter(([of, patch]) => patch > (firstPatch.get(of) ?? 0))
    const backportedTo = late.map(([of]) => of)
    const introduced = versions.find(of => minor(of) >= minor(flag.introduced) && !backportedTo.includes(of))
    const gone = known.ranges.at(-1)?.goneIn
    const { removed: _, ...rest } = flag
    return {
      flag: {
        ...rest,
        introduced: introduced ?? flag.introduced,
        ...(backportedTo.length === 0 ? {} : { backportedTo }),
        ...(gone === null || gone === undefined ? {} : { removed: at(gone)[0] }),
        ...(flag.deprecated === undefined && known.deprecatedSince !== undefined
          ? { deprecated: at(known.deprecatedSince)[0] }
          : {}),
        ...(gone !== null && gone !== undefined && flag.removed !== at(gone)[0]
          ? { defaults: known.defaults.map(({ from, value }) => ({ since: at(from)[0], value })) }
          : {}),
      },
    }
  })
  const names = new Set(flags.map(flag => flag.name))
  for (const [name, known] of Object.entries(byPatch)) {
    const range = known.ranges[0]
    if (names.has(name) || range === undefined) continue
    const [introduced] = at(range.from)
    // In a single patch release only: nobody can rely on it.
    const fleeting = range.goneIn !== null && at(range.goneIn)[0] === introduced
    rows.push({
      flag: {
        name,
        type: AUTOSCALER_TYPES[known.type] ?? known.type,
        introduced,
        ...(fleeting ? { backportedTo: [introduced], removed: next(minor(introduced)) } : {}),
        defaults: known.defaults.map(({ from, value }) => ({ since: at(from)[0], value })),
        confidence: 'source',
      },
    })
  }
  return rows
}
