import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A default: from which minor on, and the value as the component's source has it. */
export interface Since {
  readonly since: string
  readonly value: unknown
}

export interface InputFlag {
  readonly name: string
  readonly type: string
  readonly repeatable?: boolean
  readonly introduced: string
  readonly introducedAtOrBefore?: boolean
  readonly backportedTo?: readonly string[]
  readonly deprecated?: string
  readonly deprecatedAtOrBefore?: boolean
  readonly deprecationKind?: string
  readonly deprecatedForRemoval?: string
  readonly removed?: string
  readonly absentIn?: readonly string[]
  readonly replacedBy?: readonly string[]
  readonly configField?: string
  readonly configFieldSince?: string
  readonly configFieldRemoved?: string
  readonly defaults: readonly Since[]
  readonly confidence: string
}

export interface InputField {
  readonly path: string
  readonly type: string
  readonly goType?: string
  readonly optionalPointer?: boolean
  readonly introduced: string
  readonly removed?: string
  readonly deprecated?: string
  readonly defaults?: readonly Since[]
  readonly flags?: readonly string[]
}

export interface InputGate {
  readonly name: string
  readonly introduced: string
  readonly introducedAtOrBefore?: boolean
  readonly backportedTo?: readonly string[]
  readonly components: readonly string[]
  readonly stages: readonly { since: string; stage: string; default: boolean; lockToDefault: boolean }[]
  readonly removed?: string
}

export interface InputRemedy {
  readonly component: string
  readonly flag: string
  readonly deprecated?: string
  readonly deprecationKind?: string
  readonly replacedBy?: readonly string[]
  readonly remedy: { readonly kind: string; readonly text: string }
}

export interface FlagFile {
  readonly versions: readonly string[]
  readonly partial?: readonly string[]
  readonly flags: readonly InputFlag[]
  readonly featureGates?: Readonly<Record<string, InputGate['stages']>>
}

export interface FieldFile {
  readonly fields: readonly InputField[]
  readonly legacy?: { readonly fields: readonly InputField[] }
}

/** Minors a scheduler apiVersion exists in, and its fields. */
export interface SchedulerFields {
  readonly apiVersions: Readonly<
    Record<string, { readonly versions: readonly string[]; readonly fields: readonly InputField[] }>
  >
}

/** cluster-autoscaler flags by patch release. */
export interface AutoscalerFlags {
  readonly flags: Readonly<
    Record<
      string,
      {
        readonly type: string
        readonly defaults: readonly { readonly from: string; readonly value: string }[]
        readonly ranges: readonly {
          readonly from: string
          readonly to: string | null
          readonly goneIn: string | null
        }[]
        readonly deprecatedSince?: string
      }
    >
  >
}

export interface Inputs {
  readonly date: string
  flags(component: string): FlagFile
  fields(component: 'kubelet' | 'kube-proxy'): FieldFile
  readonly scheduler: SchedulerFields
  readonly gates: { readonly versions: readonly string[]; readonly gates: readonly InputGate[] }
  readonly remedies: readonly InputRemedy[]
  readonly autoscaler: AutoscalerFlags
}

/** Reads the facts database below `folder`; undefined if it is not there. */
export function readInputs(folder: string): Inputs | undefined {
  if (!existsSync(join(folder, 'facts', 'kubelet.json'))) return undefined
  const read = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'))
  const removed: { dataDate: string; rows: InputRemedy[] } = read('catalogue', 'tables', 'removed-flags.json')
  return {
    date: removed.dataDate,
    flags: component => read('facts', `${component}.json`),
    fields: component => read('facts', `${component}-config-fields.json`),
    scheduler: read('facts', 'kube-scheduler-config-fields.json'),
    gates: read('facts', 'feature-gates.json'),
    remedies: removed.rows,
    autoscaler: read('catalogue', 'tables', 'ca-flags.json'),
  }
}
