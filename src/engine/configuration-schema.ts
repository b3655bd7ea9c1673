/** klint's own presets, weakest first; a rule names those it belongs to. */
export const PRESETS = ['talk', 'recommended', 'strict', 'cis', 'all'] as const
export type PresetName = (typeof PRESETS)[number]

export const SEVERITY_SETTINGS = ['off', 'info', 'warning', 'error'] as const

/** JSON Schema of one option, for editors; values are checked against the rule's own table. */
const OPTION_SCHEMAS: Record<string, object> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  duration: { type: 'string', description: 'a duration as Go writes it: 10s, 5m, 1h30m' },
  quantity: { type: ['string', 'number'], description: 'a Kubernetes quantity: 100Mi, 2, 500m' },
  pattern: { type: 'string', format: 'regex', maxLength: 200 },
  strings: { type: 'array', items: { type: 'string' } },
  numbers: { type: 'array', items: { type: 'number' } },
}

export interface SchemaRule {
  readonly id: string
  readonly options?: Readonly<Record<string, { readonly type: string; readonly why: string }>>
}

/**
 * The schema of klint.yaml. Without rules it is what the validator is compiled from: ids and options are then checked by
 * configuration.ts, which knows the nearest name, and a new rule does not change generated code. With rules it is what editors get.
 * `propertyNames` and `$defs` keep the compiled code small (a property for each of 130 rules made 933 kB of it).
 */
export function configurationSchema(rules?: readonly SchemaRule[]): object {
  const withOptions = (rules ?? []).filter(({ options }) => options !== undefined && Object.keys(options).length > 0)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'klint configuration',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      root: { type: 'boolean', description: 'stop looking for a configuration further up' },
      preset: { description: 'which rules run', enum: PRESETS },
      rules: {
        description: 'severity and options of single rules',
        type: 'object',
        ...(rules === undefined ? {} : { propertyNames: { $ref: '#/$defs/rule' } }),
        ...(withOptions.length === 0
          ? {}
          : { properties: Object.fromEntries(withOptions.map(rule => [rule.id, ruleSchema(rule)])) }),
        additionalProperties: { $ref: '#/$defs/setting' },
      },
      exclude: {
        description: 'globs of files that are not read, from the directory of this file',
        $ref: '#/$defs/globs',
      },
      clusters: {
        description: 'which files belong together, where klint cannot see it',
        if: { type: 'array' },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { type: 'array', items: { $ref: '#/$defs/namedCluster' } },
        else: { type: 'object', additionalProperties: { $ref: '#/$defs/cluster' } },
      },
    },
    $defs: {
      ...(rules === undefined ? {} : { rule: { enum: rules.map(({ id }) => id) } }),
      severity: { enum: SEVERITY_SETTINGS },
      setting: {
        if: { type: 'object' },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: {
          type: 'object',
          additionalProperties: false,
          properties: { severity: { $ref: '#/$defs/severity' }, options: { type: 'object' } },
        },
        else: { $ref: '#/$defs/severity' },
      },
      globs: { type: 'array', items: { type: 'string' } },
      version: { description: 'a Kubernetes version: 1.34 or 1.34.2', type: ['string', 'number'] },
      cluster: {
        type: 'object',
        additionalProperties: false,
        required: ['files'],
        properties: { files: { $ref: '#/$defs/globs' }, kubernetesVersion: { $ref: '#/$defs/version' } },
      },
      namedCluster: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'files'],
        properties: {
          name: { type: 'string' },
          files: { $ref: '#/$defs/globs' },
          kubernetesVersion: { $ref: '#/$defs/version' },
        },
      },
    },
  }
}

function ruleSchema({ options = {} }: SchemaRule): object {
  const properties = Object.fromEntries(
    Object.entries(options).map(([name, { type, why }]) => [name, { ...OPTION_SCHEMAS[type], description: why }]),
  )
  return {
    if: { type: 'object' },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {
      type: 'object',
      additionalProperties: false,
      properties: {
        severity: { $ref: '#/$defs/severity' },
        options: { type: 'object', additionalProperties: false, properties },
      },
    },
    else: { $ref: '#/$defs/severity' },
  }
}
