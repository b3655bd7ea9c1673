import type { Command, Option } from 'commander'
import { SUBJECTS } from './commands/rule-filters.js'
import { FORMATS } from './options.js'
import { ENVIRONMENT, EXIT_CODES, examplesOf, INTRODUCTION, program, usesOf } from './program.js'
import { CATEGORIES } from './rule-names.js'

/** klint's command line as data, for what is generated from it: completion, docs/cli.md, the manual page. */
export interface Definition {
  readonly introduction: string
  readonly flags: readonly Flag[]
  readonly commands: readonly CommandDefinition[]
  readonly environment: typeof ENVIRONMENT
  readonly exitCodes: typeof EXIT_CODES
}

export interface Flag {
  /** `-f` */
  readonly short?: string
  /** `--format` */
  readonly long: string
  /** `<name>`, `[level]`; absent for a switch. */
  readonly argument?: string
  readonly description: string
  /** Heading of the help: `Input`, `Rules`. */
  readonly group: string
  readonly hidden: boolean
}

export interface CommandDefinition {
  readonly name: string
  readonly description: string
  readonly argument?: {
    readonly name: string
    readonly required: boolean
    readonly variadic: boolean
    readonly description: string
  }
  /** Its own. */
  readonly flags: readonly Flag[]
  /** Those of klint that mean something to it. */
  readonly uses: readonly Flag[]
  readonly examples: readonly (readonly [line: string, what: string])[]
}

export function definition(): Definition {
  const klint = program(
    { version: '' },
    () => undefined,
    () => undefined,
  )
  return {
    introduction: INTRODUCTION,
    flags: [
      { short: '-V', long: '--version', description: 'print the version', group: 'Options', hidden: false },
      { short: '-h', long: '--help', description: 'print this help', group: 'Options', hidden: false },
      ...klint.options.filter(({ long }) => long !== '--version').map(flag),
    ],
    commands: klint.commands.map(command),
    environment: ENVIRONMENT,
    exitCodes: EXIT_CODES,
  }
}

function flag({ short, long, flags, description, helpGroupHeading, hidden }: Option): Flag {
  const argument = /[<[].+[>\]]$/.exec(flags)?.[0]
  return {
    ...(short === undefined ? {} : { short }),
    long: long ?? '',
    ...(argument === undefined ? {} : { argument }),
    description,
    group: helpGroupHeading?.replace(/:$/, '') ?? 'Options',
    hidden,
  }
}

function command(one: Command): CommandDefinition {
  const [argument] = one.registeredArguments
  return {
    name: one.name(),
    description: one.description(),
    ...(argument === undefined
      ? {}
      : {
          argument: {
            name: argument.name(),
            required: argument.required,
            variadic: argument.variadic,
            description: argument.description,
          },
        }),
    flags: one.options.map(flag),
    uses: usesOf(one).map(flag),
    examples: examplesOf(one),
  }
}

/** `[paths...]` */
export const argumentOf = ({ argument }: CommandDefinition): string => {
  if (argument === undefined) return ''
  const name = argument.name + (argument.variadic ? '...' : '')
  return argument.required ? `<${name}>` : `[${name}]`
}

/** What a shell may offer where a word is expected. */
export type Offer =
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly list?: true }
  | { readonly kind: 'files' }
  | { readonly kind: 'directories' }
  | { readonly kind: 'nothing' }

/** Names that are offered as values. */
export interface Names {
  readonly rules: readonly string[]
  readonly groups: readonly string[]
  readonly presets: readonly string[]
  readonly severities: readonly string[]
}

const words = (...given: readonly string[]): Offer => ({ kind: 'words', words: given })

/** For the value of a flag, by its long name; anything else is free text. */
export function valuesOf(long: string, { rules, groups, presets, severities }: Names): Offer {
  switch (long) {
    case '--format':
      return words(...FORMATS, 'auto')
    case '--output':
      return words(...FORMATS.map(format => `${format}=`))
    case '--preset':
      return words(...presets)
    case '--only':
    case '--select':
    case '--ignore':
      return { kind: 'words', words: [...rules, ...groups, ...CATEGORIES], list: true }
    case '--fail-on':
      return words(...severities)
    case '--color':
    case '--hyperlinks':
      return words('auto', 'always', 'never')
    case '--ci':
      return words('github', 'gitlab')
    case '--category':
      return words(...CATEGORIES)
    case '--component':
      return words(...SUBJECTS)
    case '--fixable':
      return words('safe', 'unsafe', 'any')
    case '--config':
    case '--baseline':
    case '--stdin-filename':
    case '--output-file':
    case '--kubeconfig':
    case '--record':
    case '--compare':
      return { kind: 'files' }
    case '--cache-location':
      return { kind: 'directories' }
    default:
      return { kind: 'nothing' }
  }
}

/** For the arguments of a command. */
export function argumentsOf(command: string, { rules, groups }: Names, commands: readonly string[]): Offer {
  switch (command) {
    case 'explain':
      return words(...rules)
    case 'rules':
      return words(...groups)
    case 'completion':
      return words('bash', 'zsh', 'fish', 'powershell')
    case 'help':
      return words(...commands)
    case 'init':
    case 'clean':
      return { kind: 'directories' }
    default:
      return { kind: 'files' }
  }
}
