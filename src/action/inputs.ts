import type { Env } from '../cli/io.js'
import { COMMANDS } from '../cli/options.js'
import { UserError } from '../model/user-error.js'
import { wordList } from './word-list.js'

/** Names of action.yml, which says what each means. */
export const INPUTS = [
  'paths',
  'config',
  'fail-on',
  'format',
  'sarif-file',
  'upload-sarif',
  'kubernetes-version',
  'baseline',
  'args',
  'token',
] as const
type InputName = (typeof INPUTS)[number]

export interface Inputs {
  /** Empty: the whole checkout. */
  readonly paths: readonly string[]
  readonly config: string
  readonly failOn: string
  readonly format: string
  readonly sarifFile: string
  readonly uploadSarif: boolean
  readonly kubernetesVersion: string
  readonly baseline: string
  readonly args: readonly string[]
}

/**
 * An input as the runner hands it over: `INPUT_` and its name in upper case, dashes kept. One that is not given, or is given as an
 * expression without a value, is empty.
 */
export const input = (name: InputName, env: Env): string => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim()

/** @throws UserError for what cannot be read; values that are klint's own options are judged by klint */
export function readInputs(env: Env): Inputs {
  const paths = wordList(input('paths', env), 'paths')
  return {
    paths: paths.length === 1 && /^\.\/?$/.test(paths[0] ?? '') ? [] : paths,
    config: input('config', env),
    failOn: input('fail-on', env),
    format: input('format', env) || 'github',
    sarifFile: input('sarif-file', env),
    uploadSarif: truth('upload-sarif', env),
    kubernetesVersion: input('kubernetes-version', env),
    baseline: input('baseline', env),
    args: wordList(input('args', env), 'args'),
  }
}

/** The words YAML 1.2 has for it, as in actions/toolkit packages/core/src/core.ts. */
function truth(name: InputName, env: Env): boolean {
  const word = input(name, env)
  if (/^(?:true|True|TRUE)$/.test(word)) return true
  if (/^(?:false|False|FALSE)?$/.test(word)) return false
  throw new UserError(`the input \`${name}\` is \`${word}\``, 'write `true` or `false`')
}

/** The command line. `args` come last, so that they win; a path is a path whatever it is called. */
export function argvOf(inputs: Inputs, sarifFile: string | undefined, verbose: boolean): string[] {
  const option = (name: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : [`--${name}=${value}`]
  return [
    ...option('format', inputs.format),
    ...option('config', inputs.config),
    ...option('fail-on', inputs.failOn),
    ...option('kubernetes-version', inputs.kubernetesVersion),
    ...option('baseline', inputs.baseline),
    ...option('output', sarifFile === undefined ? undefined : `sarif=${sarifFile}`),
    ...(verbose ? ['--verbose'] : []),
    ...inputs.args,
    ...(inputs.paths.length === 0 || inputs.args.includes('--') ? [] : ['--']),
    ...inputs.paths.map(asPath),
  ]
}

/** A directory called `show` is none of klint's commands, and one called `-` is not standard input. */
const asPath = (word: string): string =>
  word.startsWith('-') || COMMANDS.some(name => name === word) || word === 'help' ? `./${word}` : word
