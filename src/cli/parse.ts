import { about } from './about.js'
import { COMMANDS, type CommandName, type RawOptions } from './options.js'

/** What the words after `klint` ask for. */
export type Invocation =
  | { readonly command: CommandName; readonly words: readonly string[]; readonly options: RawOptions }
  | { readonly command: 'print'; readonly text: string }

/**
 * Reads the command line. Paths with at most a format are read by hand: building the commander program costs 4-8 ms, which a
 * pre-commit hook pays at every commit. `width` is that of the help, in columns.
 * @throws UserError for what it does not know, with the nearest name
 */
export async function parse(argv: readonly string[], width?: () => number): Promise<Invocation> {
  return plain(argv) ?? (await full(argv, width))
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
    else return undefined
  }
  if (words[0] === 'help' || COMMANDS.some(name => name === words[0])) return undefined
  return { command: 'lint', words, options }
}

async function full(argv: readonly string[], width: (() => number) | undefined): Promise<Invocation> {
  const { CommanderError, mistake, program } = await import('./program.js')
  let printed = ''
  let chosen: Invocation = { command: 'lint', words: [], options: {} }
  const klint = program(
    about(),
    text => {
      printed += text
    },
    (command, words, options) => {
      chosen = { command, words, options }
    },
    width,
  )
  try {
    klint.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { command: 'print', text: printed }
    throw mistake(error, klint)
  }
  return chosen
}
