import type { ComponentKind } from '../../model/fragment.js'
import { atLeast, before, type Version } from '../../model/version.js'
import { fieldPaths } from '../fields.js'
import { fieldLine, tableOf } from '../lines.js'
import { fieldKnownAt, fieldLifetime } from '../settings.js'

/** What a field of a configuration file takes, as its Go type decodes. */
export type Shape =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'float'
  /** metav1.Duration: a string. */
  | 'duration'
  /** A pointer to one: `null` is fine. */
  | 'optional duration'
  /** time.Duration: a number of nanoseconds. */
  | 'nanoseconds'
  /** Both of them. */
  | 'duration or nanoseconds'
  | 'quantity'
  | 'object'
  /** Nobody looks at it here. */
  | 'any'
  | { readonly of: 'list' | 'map'; readonly items: Shape }

const list = (items: Shape): Shape => ({ of: 'list', items })
const map = (items: Shape): Shape => ({ of: 'map', items })

/** Of the numbers that the tables call `i`, those that are no int32. */
const WIDER: ReadonlySet<string> = new Set([
  'kubelet podPidsLimit',
  'kubelet maxOpenFiles',
  'kubelet shutdownGracePeriodByPodPriority[].shutdownGracePeriodSeconds',
  'kubelet userNamespaces.idsPerPod',
  'kube-scheduler bindTimeoutSeconds',
  'kube-scheduler podInitialBackoffSeconds',
  'kube-scheduler podMaxBackoffSeconds',
  'kube-scheduler extenders[].weight',
])

/** Go types that the types of the tables, which are those of flags, do not tell. */
const SHAPES: Readonly<Record<string, Shape>> = {
  'logging.verbosity': 'uint32',
  'logging.vmodule[].verbosity': 'uint32',
  'kubelet containerLogMaxSize': 'string',
  'kubelet registerWithTaints': list('object'),
  'kubelet reservedMemory[].limits': map('quantity'),
  'kubelet staticPodURLHeader': map(list('string')),
  'kubelet tlsCurvePreferences': list('int32'),
  // any JSON, and []byte, which is base64
  'kube-scheduler pluginConfig[].args': 'any',
  'kube-scheduler profiles[].pluginConfig[].args': 'any',
  'kube-scheduler extenders[].tlsConfig.caData': 'string',
  'kube-scheduler extenders[].tlsConfig.certData': 'string',
  'kube-scheduler extenders[].tlsConfig.keyData': 'string',
}

const SIMPLE: Readonly<Record<string, Shape>> = {
  s: 'string',
  b: 'bool',
  f: 'float',
  q: 'quantity',
  o: 'object',
}

/** Shapes of the fields of a component at a version. */
export class Shapes {
  constructor(
    readonly kind: ComponentKind,
    readonly version: Version,
  ) {}

  /** Undefined where this version does not know the field. */
  of(path: string): Shape | undefined {
    const line = fieldLine(this.kind, path)
    if (line === undefined) return undefined
    // the older format of the kubelet had fields of the same name
    const { legacy: _, ...life } = fieldLifetime(line)
    if (!fieldKnownAt(life, this.version)) return undefined
    for (const name of [`${this.kind} ${path}`, path]) if (Object.hasOwn(SHAPES, name)) return SHAPES[name]
    const type = line('type')
    if (path === 'logging.flushFrequency') return this.flushFrequency()
    if (type === 'i') return WIDER.has(`${this.kind} ${path}`) ? 'int64' : 'int32'
    if (type === 'd') return line('marks').includes('p') ? 'optional duration' : 'duration'
    if (type === 'l') return list(this.has(`${path}[].`) ? 'object' : 'string')
    if (type.startsWith('m')) return map(type[1] === 'b' ? 'bool' : 'string')
    return SIMPLE[type]
  }

  /** A path as the tables spell it, for one of another case; itself where there is none. */
  spelled(path: string): string {
    if (this.of(path) !== undefined) return path
    const lower = path.toLowerCase()
    for (const known of fieldPaths(this.kind)) if (known.toLowerCase() === lower) return known
    return path
  }

  /** Whether the fields of an object are recorded, so that another one is none. */
  hasFields(path: string): boolean {
    return path === '' || this.has(`${path}.`)
  }

  /** component-base/logs/api/v1/types.go: time.Duration up to 1.26, TimeOrMetaDuration from 1.28; 1.27 was not looked at. */
  private flushFrequency(): Shape {
    if (before(this.version, '1.27')) return 'nanoseconds'
    return atLeast(this.version, '1.28') ? 'duration or nanoseconds' : 'any'
  }

  private has(prefix: string): boolean {
    return tableOf(this.kind).includes(`\t.${prefix}`)
  }
}
