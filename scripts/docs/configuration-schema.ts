import type { KEYS, MapKind } from '../../src/engine/configuration-keys.js'
import { PRESETS, SEVERITY_SETTINGS } from '../../src/engine/configuration-schema.js'
import { COMPONENTS } from '../../src/model/fragment.js'
import type { Option, OptionType, Rule } from '../../src/model/rule.js'

type Schema = Readonly<Record<string, unknown>>

/** What an editor's schema says of a rule. */
export type SchemaRule = Pick<Rule, 'id' | 'summary' | 'severity' | 'options'>

/** JSON Schema of one option, for editors; values are checked against the rule's own table. */
const OPTION_SCHEMAS: Readonly<Record<OptionType, Schema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  duration: { type: ['string', 'number'], examples: ['10s', '5m', '1h30m'] },
  quantity: { type: ['string', 'number'], examples: ['100Mi', '2', '500m'] },
  pattern: { type: 'string', format: 'regex', maxLength: 200 },
  strings: { type: 'array', items: { type: 'string' } },
  numbers: { type: 'array', items: { type: 'number' } },
}

/** A word may look like a number: a pool called 2024. */
const WORD: Schema = { type: ['string', 'number'] }

const GLOBS: Schema = { type: 'array', items: WORD }
const SOME_GLOBS: Schema = { ...GLOBS, minItems: 1 }

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` })

/** `if` and not `anyOf`: a mistake is told once, and of the form that was meant. */
const either = (type: string, then: Schema, otherwise: Schema): Schema => ({
  if: { type },
  then,
  else: otherwise,
})

/** A map with exactly the keys that klint knows there; the compiler asks for each. */
const map = <K extends MapKind>(
  properties: Readonly<Record<(typeof KEYS)[K][number], Schema>>,
  required: readonly (typeof KEYS)[K][number][] = [],
): Schema => ({
  type: 'object',
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required }),
  properties,
})

const GLOBS_FROM_HERE = 'globs from the directory of this file; one that names a directory means all that is in it'

const CLUSTER = {
  files: {
    description: `files of this cluster: ${GLOBS_FROM_HERE}`,
    examples: [['prod/**', 'shared/units']],
    ...SOME_GLOBS,
  },
  kubernetesVersion: {
    description: 'the version this cluster runs: 1.34 or 1.34.2; beats what klint finds out itself',
    examples: ['1.34', '1.34.2'],
    ...WORD,
  },
}

/**
 * The schema of klint.yaml. Without rules it is what the validator is compiled from: ids and options are then checked by
 * klint itself, which knows the nearest name, and a new rule does not change generated code. With rules it is what editors get.
 * `propertyNames` and `$defs` keep the compiled code small (a property for each of 130 rules made 933 kB of it).
 */
export function configurationSchema(rules?: readonly SchemaRule[], version?: string): Schema {
  const forEditors = rules !== undefined
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: version === undefined ? 'klint configuration' : `klint ${version} configuration`,
    ...(forEditors ? { description: 'configuration of klint: docs/configuration.md' } : {}),
    ...map<'root'>({
      $schema: { description: 'where an editor finds this schema; klint does not read it', type: 'string' },
      root: { description: 'no configuration further up counts, which is so in any case', type: 'boolean' },
      extends: {
        description: 'the preset whose rules run, or several: the rules of all of them; recommended if absent',
        examples: ['recommended', ['talk', 'strict']],
        ...either('array', { type: 'array', items: ref('preset') }, ref('preset')),
      },
      rules: { description: 'severity and options of single rules', ...ref('rules') },
      overrides: {
        description:
          'severity and options of rules for some files; of several that say something of a rule the last one wins',
        type: 'array',
        items: ref('override'),
      },
      ignores: {
        description: 'findings that were looked at and are accepted, with a reason and maybe for a time',
        type: 'array',
        items: ref('ignore'),
      },
      requireReason: {
        description: 'a suppression in a file that gives no reason is a finding',
        type: 'boolean',
      },
      exclude: { description: `files that are not read: ${GLOBS_FROM_HERE}`, examples: [['testdata/**']], ...GLOBS },
      clusters: {
        description:
          'which files belong together and which version they run, where klint cannot see it; the first cluster whose globs match has the file',
        ...either(
          'array',
          { type: 'array', items: ref('namedCluster') },
          { type: 'object', additionalProperties: ref('cluster') },
        ),
      },
    }),
    $defs: {
      preset: { enum: PRESETS },
      severity: { enum: SEVERITY_SETTINGS },
      ...(forEditors ? { rule: { enum: rules.map(({ id }) => id) } } : {}),
      rules: rulesSchema(rules),
      setting: either(
        'object',
        map<'setting'>({ severity: ref('severity'), options: { type: 'object' } }),
        ref('severity'),
      ),
      override: map<'override'>(
        {
          files: { description: GLOBS_FROM_HERE, examples: [['legacy/**']], ...SOME_GLOBS },
          rules: { description: 'severity and options of single rules for these files', ...ref('rules') },
        },
        ['files', 'rules'],
      ),
      ignore: map<'ignore'>(
        {
          rule: {
            description: 'the rule, or several',
            ...either(
              'array',
              { type: 'array', minItems: 1, items: forEditors ? ref('rule') : WORD },
              forEditors ? ref('rule') : WORD,
            ),
          },
          paths: { description: GLOBS_FROM_HERE, examples: [['prod/legacy-pool.yaml']], ...SOME_GLOBS },
          where: { description: 'what else must be true of the finding; all that is given', ...ref('where') },
          reason: { description: 'why it is accepted, for whoever reads this next', type: 'string', pattern: '\\S' },
          expires: {
            description: 'the last day it holds: YYYY-MM-DD',
            examples: ['2027-06-30'],
            ...(forEditors ? { type: 'string', format: 'date' } : WORD),
          },
        },
        ['rule', 'paths', 'reason'],
      ),
      where: map<'where'>({
        component: { description: 'the component it is about', enum: COMPONENTS },
        cluster: { description: 'name of the cluster as klint show prints it; a glob', ...WORD },
        pool: { description: 'name of the node pool as klint show prints it; a glob', ...WORD },
        text: { description: 'stands in what the finding marks: a flag, a field, a value', ...WORD },
      }),
      cluster: map<'cluster'>(CLUSTER, ['files']),
      namedCluster: map<'namedCluster'>({ name: { description: 'name of the cluster', ...WORD }, ...CLUSTER }, [
        'name',
        'files',
      ]),
    },
  }
}

function rulesSchema(rules: readonly SchemaRule[] | undefined): Schema {
  const any = { type: 'object', additionalProperties: ref('setting') }
  if (rules === undefined) return any
  return {
    ...any,
    propertyNames: ref('rule'),
    properties: Object.fromEntries(rules.map(rule => [rule.id, ruleSchema(rule)])),
  }
}

function ruleSchema({ summary, severity, options = {} }: SchemaRule): Schema {
  const described = { description: `${summary} (${severity})` }
  const names = Object.entries(options)
  // next to $ref draft-07 reads nothing
  if (names.length === 0) return { ...described, allOf: [ref('setting')] }
  const properties = Object.fromEntries(names.map(([name, option]) => [name, optionSchema(option)]))
  return {
    ...described,
    ...either(
      'object',
      map<'setting'>({
        severity: ref('severity'),
        options: { type: 'object', additionalProperties: false, properties },
      }),
      ref('severity'),
    ),
  }
}

const optionSchema = ({ type, why, default: standard }: Option): Schema => ({
  ...OPTION_SCHEMAS[type],
  description: why,
  ...(standard === undefined ? {} : { default: standard }),
})
