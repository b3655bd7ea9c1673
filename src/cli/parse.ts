import { UserError } from '../model/user-error.js'
import { about } from './about.js'
import { COMMANDS, type CommandName, type RawOptions } from './options.js'

/** What the words after `klint` ask for. */
export type Invocation =
  | {
      readonly command: CommandName
      readonly words: readonly string[]
      readonly options: RawOptions
      /** An option that the command does not look at. */
      readonly unused?: string
    }
  | { readonly command: 'print'; readonly text: string }

/**
/** How the command is called, and in how many columns its help is printed. */
export interface Asking {
  readonly name?: string | undefined
  readonly width?: () => number
}

/**
 * Reads the command line. Paths with at most a format, and what hooks pass, are read by hand: building the commander program costs
 * 4-8 ms, which a pre-commit hook pays at every commit.
 * @throws UserError for what it does not know, with the nearest name
 */
export async function parse(argv: readonly string[], { name = 'klint', width }: Asking = {}): Promise<Invocation> {
  const asked = name === 'kubectl klint' && isAboutCluster(argv) ? ['cluster', ...argv] : namesAsPaths(argv)
  return plain(asked) ?? (await full(asked, name, width))
}

/** Whoever starts a plugin of kubectl means the cluster that kubectl means, unless a path or a command says otherwise. */
function isAboutCluster([first]: readonly string[]): boolean {
  if (first === undefined) return true
  return first.startsWith('-') && !['-', '-V', '--version', '-h', '--help'].includes(first)
}

/** What .pre-commit-hooks.yaml passes. */
const OF_HOOKS: Readonly<Record<string, RawOptions>> = {
  '--pass-on-no-inputs': { passOnNoInputs: true },
  '--in-context': { inContext: true },
  '--fix': { fix: true },
}

/** What follows `--in-context` are names of files, which a hook passes as they are: one called `cluster` is no command. */
function namesAsPaths(argv: readonly string[]): readonly string[] {
  const at = argv.indexOf('--in-context')
  if (at === -1) return argv
  const isValue = (before = ''): boolean => /^-[^=]+$/.test(before) && !Object.hasOwn(OF_HOOKS, before)
  return argv.map((word, i) =>
    i > at && (word === 'help' || COMMANDS.some(name => name === word)) && !isValue(argv[i - 1]) ? `./${word}` : word,
  )
}

/**
 * The names a hook passes are chosen by whoever commits: one that begins with a hyphen would switch something off.
 * @throws UserError if an option is at the same time the name of a file
 */
export function checkNames(argv: readonly string[], isThere: (path: string) => boolean): void {
  if (!argv.includes('--in-context')) return
  const found = argv.find(word => /^-./.test(word) && isThere(word))
  if (found !== undefined)
    throw new UserError(`\`${found}\` is a file, and reads as an option`, 'rename it: a hook passes names as they are')
}

function plain(argv: readonly string[]): Invocation | undefined {
  const [first] = argv
  if (argv.length === 1 && (first === '--version' || first === '-V'))
    return { command: 'print', text: `${about().version}\n` }
  const words: string[] = []
  const options: RawOptions = {}
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!
    if (word === '-' || !word.startsWith('-')) words.push(word)
    else if ((word === '-f' || word === '--format') && argv[i + 1] !== undefined) options.format = argv[++i]!
    else if (word.startsWith('--format=')) options.format = word.slice('--format='.length)
    else if (Object.hasOwn(OF_HOOKS, word)) Object.assign(options, OF_HOOKS[word])
    else return undefined
  }
  if (words[0] === 'help' || COMMANDS.some(name => name === words[0])) return undefined
  return { command: 'lint', words, options }
}

/** A line of the help that shows a command, up to its name. */
const COMMAND = /^( *(?:Usage: +)?)klint(?= )/gm

async function full(argv: readonly string[], name: string, width: Asking['width']): Promise<Invocation> {
  const { CommanderError, mistake, program } = await import('./program.js')
  let printed = ''
  let chosen: Invocation = { command: 'lint', words: [], options: {} }
  const klint = program(
    about(),
    text => {
      printed += text
    },
    (command, words, options, unused) => {
      chosen = { command, words, options, ...(unused === undefined ? {} : { unused }) }
    },
    width,
  )
  try {
    klint.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { command: 'print', text: printed.replaceAll(COMMAND, `$1${name}`) }
    throw mistake(error, klint, name)
  }
  return chosen
}
