import fc from 'fast-check'
import { field, fieldPaths } from '../../src/facts/fields.js'
import { type FlagFact, flag, flagNames, knownAt, type TypeFact } from '../../src/facts/flags.js'
import { gate, gateAt, gateNames } from '../../src/facts/gates.js'
import { fieldKnownAt, flagDefault, keyOf } from '../../src/facts/settings.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import { parseVersion, type Version } from '../../src/model/version.js'
import type { Case, Field, Piece } from './case.js'
import type { Subject } from './subjects.js'
import { isLeftAlone, ODD_YAML, valuesOf } from './values.js'

/** Configurations of a component at a version, made of the facts: the same seed makes the same ones. */
export function generated(subject: Subject, release: string, count: number, seed: number): Case[] {
  const version = parseVersion(release)?.min
  if (version === undefined) throw new Error(`not a version: ${release}`)
  return fc.sample(cases(subject, version), { numRuns: count, seed })
}

type Pieces = fc.Arbitrary<Piece>

function cases(subject: Subject, version: Version): fc.Arbitrary<Case> {
  const piece = pieces(subject, version)
  const some = fc.array(piece, { minLength: 1, maxLength: 3, size: 'max' })
  if (subject.instead === undefined) return some.map(pieces => ({ pieces }))
  return fc.tuple(some, fc.integer({ min: 0, max: 5 })).map(([pieces, n]) =>
    n > 0
      ? { pieces }
      : {
          flagsOnly: true,
          pieces: pieces.map(({ fields, ...rest }) => rest),
        },
  )
}

function pieces(subject: Subject, version: Version): Pieces {
  const weighted: { weight: number; arbitrary: Pieces }[] = []
  const add = (weight: number, arbitrary: Pieces | undefined): void => {
    if (arbitrary !== undefined) weighted.push({ weight, arbitrary })
  }
  const { component } = subject
  const flags = flagsAt(subject, version)
  const known = flags.filter(fact => knownAt(fact, version) === 'yes')
  const gone = flags.filter(fact => ['removed', 'too-new'].includes(knownAt(fact, version)))
  add(
    8,
    oneOf(known, fact => valueFor(fact, fact.name, version).map(value => ({ argv: [`--${fact.name}=${value}`] }))),
  )
  add(
    1,
    oneOf(
      known.filter(({ type }) => type === 'bool'),
      detached,
    ),
  )
  add(
    1,
    oneOf(
      known.filter(({ type }) => type !== 'bool'),
      fact => valueFor(fact, fact.name, version).map(value => ({ argv: [`--${fact.name}`, value] })),
    ),
  )
  add(
    1,
    oneOf(gone, fact => fc.constant({ argv: [fact.type === 'bool' ? `--${fact.name}` : `--${fact.name}=1`] })),
  )
  add(
    1,
    fc
      .constantFrom('stray', 'true', '-', '--', '-x', '--no-such-flag', '--no-such-flag=1', '---v=1', '-v=2')
      .map(word => ({ argv: [word] })),
  )
  add(3, gates(subject, version))
  if (component === 'etcd') add(4, variables(known, version))
  if (subject.file !== undefined) {
    add(
      6,
      fields(subject, version)?.map(field => ({ fields: [field] })),
    )
    add(
      1,
      unknownFields(subject)?.map(field => ({ fields: [field] })),
    )
  }
  if (subject.dropIns !== undefined) {
    add(
      2,
      fields(subject, version)?.map(field => ({ dropIn: [field] })),
    )
    add(
      1,
      unknownFields(subject)?.map(field => ({ dropIn: [field] })),
    )
  }
  return fc.oneof(...weighted)
}

function oneOf<T>(items: readonly T[], make: (item: T) => Pieces): Pieces | undefined {
  return items.length === 0 ? undefined : fc.constantFrom(...items).chain(make)
}

const flagsAt = ({ component }: Subject, _version: Version): FlagFact[] =>
  [...flagNames(component)].flatMap(name => {
    const fact = flag(component, name)
    return fact === undefined || isLeftAlone(component, name) || name === 'feature-gates' ? [] : [fact]
  })

/** A value is mostly one the component takes, and often the default: of several pieces one bad one decides. */
function valueFor(
  fact: TypeFact & { readonly component: ComponentKind },
  name: string,
  version: Version,
): fc.Arbitrary<string> {
  const { good, bad } = valuesOf(fact, name)
  const key = keyOf(fact.component, name)
  const own = key === undefined ? undefined : flagDefault(key, version)
  const defaults = own === undefined ? [] : [own]
  const fine = [...defaults, ...good]
  const wrong = fc.constantFrom(...bad, '')
  if (fine.length === 0) return wrong
  return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...fine) }, { weight: 1, arbitrary: wrong })
}

const detached = (fact: FlagFact): Pieces =>
  fc
    .constantFrom([`--${fact.name}`], [`--${fact.name}`, 'false'], [`--${fact.name}`, 'true'], [`-${fact.name}`])
    .map(argv => ({ argv: [...argv] }))

/** Known and unknown ones, at their default and against it, of other components, badly written. */
function gates({ component, file, dropIns }: Subject, version: Version): Pieces | undefined {
  const names = [...gateNames()].filter(name => !/^All/.test(name))
  const states = names.flatMap(name => {
    const fact = gate(name)
    return fact === undefined ? [] : [{ name, state: gateAt(fact, component, version) }]
  })
  const known = states.filter(({ state }) => state.known === 'yes')
  if (component === 'etcd' && known.length === 0) return undefined
  const strange = states.filter(({ state }) => state.known !== 'yes').map(({ name }) => name)
  const locked = known.filter(({ state }) => state.locked)
  const pairOf = (from: typeof known): fc.Arbitrary<string> =>
    fc
      .tuple(fc.constantFrom(...from), fc.boolean())
      .map(([{ name, state }, flip]) => `${name}=${flip !== state.default}`)
  const pair = fc.oneof(
    { weight: 5, arbitrary: pairOf(known) },
    ...(locked.length === 0 ? [] : [{ weight: 1, arbitrary: pairOf(locked) }]),
    { weight: 1, arbitrary: fc.constantFrom(...strange, 'NoSuchGate').map(name => `${name}=true`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'AllAlpha=false',
        'AllBeta=true',
        'AllBeta=false',
        'AllAlpha=true',
        'NoSuchGate',
        '',
        '=true',
        ' =x',
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...known), fc.constantFrom('yes', '1', 'TRUE', '', 'on', 't'))
        .map(([{ name }, value]) => `${name}=${value}`),
    },
  )
  const argv = fc
    .array(pair, { minLength: 1, maxLength: 3 })
    .map(pairs => ({ argv: [`--feature-gates=${pairs.join(',')}`] }))
  if (file === undefined || component === 'etcd' || component === 'kube-scheduler') return argv
  const entry = fc
    .tuple(
      fc.constantFrom(...known.map(({ name }) => name), ...strange),
      fc.constantFrom('true', 'false', 'true', 'false', '"true"', 'null', '1'),
    )
    .map(([name, yaml]): Field => ({ path: ['featureGates', name], yaml }))
  return fc.oneof(
    argv,
    entry.map(field => ({ fields: [field] })),
    ...(dropIns === undefined ? [] : [entry.map(field => ({ dropIn: [field] }))]),
  )
}

/** etcd pkg/flags, FlagToEnv. */
const variableOfFlag = (flag: string): string => `ETCD_${flag.toUpperCase().replaceAll('-', '_')}`

/** With its flag beside it, or alone. */
function variables(known: readonly FlagFact[], version: Version): Pieces | undefined {
  return fc.oneof(
    ...[
      oneOf(known, fact =>
        fc.tuple(valueFor(fact, fact.name, version), fc.integer({ min: 0, max: 3 })).map(
          ([value, n]): Piece => ({
            environment: { [variableOfFlag(fact.name)]: value },
            ...(n === 0 ? { argv: [`--${fact.name}=${value}`] } : {}),
          }),
        ),
      ),
      fc.constantFrom('ETCD_NO_SUCH_THING', 'ETCD_OTHER').map((name): Piece => ({ environment: { [name]: '1' } })),
    ].filter(one => one !== undefined),
  )
}

interface Known {
  readonly path: string
  readonly fact: NonNullable<ReturnType<typeof keyOf>>
}

function fieldsAt({ component }: Subject, version: Version): Known[] {
  return [...fieldPaths(component)].flatMap(path => {
    const fact = keyOf(component, path)
    if (fact?.field !== path || fact.fieldLife === undefined || path.includes('[]') || path === 'featureGates')
      return []
    return fieldKnownAt(fact.fieldLife, version) &&
      !isLeftAlone(component, path) &&
      !isLeftAlone(component, path.split('.').at(-1) ?? '')
      ? [{ path, fact }]
      : []
  })
}

function fields(subject: Subject, version: Version): fc.Arbitrary<Field> | undefined {
  const known = fieldsAt(subject, version)
  if (known.length === 0) return undefined
  return fc
    .constantFrom(...known)
    .chain(({ path, fact }) =>
      fc.oneof(
        { weight: 5, arbitrary: valueFor(fact, path, version).map(value => yamlOf(path, fact.type, value, subject)) },
        { weight: 1, arbitrary: fc.constantFrom(...ODD_YAML).map((yaml): Field => ({ path: path.split('.'), yaml })) },
      ),
    )
}

/** A flag's text as YAML: lists and maps have their own syntax, an empty value is written as such. etcd's files have the flag's text. */
function yamlOf(path: string, type: string, value: string, { component }: Subject): Field {
  const parts = path.split('.')
  if (component === 'etcd')
    return {
      path: parts,
      yaml: value === '' || /[:#{},[\]&*!|>%@`]|^-| $|^ /.test(value) ? JSON.stringify(value) : value,
    }
  if (type === 'list') return { path: parts, yaml: value === '' ? '[]' : JSON.stringify(value.split(',')) }
  if (type === 'map')
    return {
      path: parts,
      yaml:
        value === ''
          ? '{}'
          : `{${value
              .split(',')
              .map(pair => pair.split(/[<=:]/))
              .map(([name = '', rest = '']) => `${JSON.stringify(name)}: ${JSON.stringify(rest)}`)
              .join(', ')}}`,
    }
  const plain = ['bool', 'int', 'float'].includes(type) && value !== ''
  return { path: parts, yaml: plain ? value : JSON.stringify(value) }
}

/** Misspelt, in another case, where no field is, and one that is gone. */
function unknownFields(subject: Subject): fc.Arbitrary<Field> | undefined {
  const known = [...fieldPaths(subject.component)].filter(
    path => !path.includes('[]') && field(subject.component, path)?.object === false,
  )
  if (known.length === 0) return undefined
  return fc.oneof(
    fc
      .constantFrom(...known)
      .map((path): Field => ({ path: path.split('.').map(part => part.toLowerCase()), yaml: '1' })),
    fc.constantFrom(...known).map((path): Field => ({ path: `${path}x`.split('.'), yaml: '1' })),
    fc.constantFrom('noSuchField', 'spec', 'metadata').map((name): Field => ({ path: [name], yaml: '{}' })),
    fc.constantFrom(...known).map((path): Field => ({ path: path.split('.'), yaml: 'null' })),
  )
}
