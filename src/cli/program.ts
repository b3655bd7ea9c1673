import { Command, CommanderError, Option } from 'commander'
import type { About } from './about.js'
import { type CommandName, FORMATS, type RawOptions } from './options.js'

export { CommanderError }

const INTRODUCTION = `Finds what takes a Kubernetes cluster down in the configuration of its components.

Examples:
  klint infra/                                     check a repository
  klint --pass-on-no-inputs --fail-on error        check the working directory in a pre-commit hook
  klint show nodes/kubelet.service                 what each component will really run with, and why
`

const NOTES = `
Environment:
  KLINT_FORMAT, KLINT_CONFIG      as --format and --config
  NO_COLOR, FORCE_COLOR           colour off or on, after --color
  KLINT_DEBUG                     print the stack of an internal error

Exit codes:
  0  nothing at or above the threshold of --fail-on
  1  findings
  2  wrong usage or configuration, a path that cannot be read, an internal error
  3  nothing was found that klint knows
`

type Chosen = (command: CommandName, words: readonly string[], options: RawOptions) => void

const option = (group: string, flags: string, description: string): Option =>
  new Option(flags, description).helpGroup(`${group}:`)

const collect = (value: string, before: string[] = []): string[] => [...before, value]

/** The commander program: all options belong to klint as a whole, so that they mean the same for each command. */
export function program({ version, homepage }: About, print: (text: string) => void, chosen: Chosen): Command {
  const klint = new Command('klint')
    .usage('[options] [paths...]\n       klint show|explain|rules [options] [arguments]')
    .argument('[paths...]', 'files and directories, `-` for standard input; without one the working directory')
    .addHelpText('before', INTRODUCTION)
    .addHelpText('after', NOTES + (homepage === undefined ? '' : `\nDocumentation: ${homepage}\n`))
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: print,
      writeErr: () => undefined,
      getOutHelpWidth: () => 100,
      getOutHasColors: () => false,
    })
    .action((paths: string[], options: RawOptions) => chosen('lint', paths, options))

  for (const one of [
    option('Input', '--stdin-filename <path>', 'name of standard input: formats are told apart by it'),
    option('Input', '--kubernetes-version <version>', 'narrows what klint finds out itself: 1.34 or 1.34.2'),
    option('Input', '--target-version <version>', 'also say what breaks on the way to this version'),
    option('Input', '--config <file>', 'klint.yaml to use (else the nearest up to the root of the repository)'),
    option('Input', '--no-config', 'use none'),
    option('Input', '--no-gitignore', 'read what .gitignore leaves out'),
    option('Rules', '--preset <name>', 'talk, recommended, strict or all'),
    option('Rules', '--only <rule>', 'run these rules alone; repeatable, or with commas').argParser(collect),
    option('Rules', '--no-ignores', 'report what `# klint: ignore[...]` silences'),
    option('Output', '-f, --format <name>', `${FORMATS.join(', ')} or auto`),
    option('Output', '-q, --quiet', 'print errors only; then --fail-on is error unless given'),
    option('Output', '--color <when>', 'auto, always or never'),
    option('Output', '--fail-on <severity>', 'error, warning (default), info or never'),
    option('Output', '--exit-zero', 'exit 0 whatever is found; beats --max-warnings'),
    option('Output', '--max-warnings <n>', 'fail above this number of warnings'),
    option('Output', '--all-settings', 'with show: what nobody wrote as well, at its default'),
    option('Output', '--pass-on-no-inputs', 'exit 0 instead of 3 where nothing is found'),
  ])
    klint.addOption(one)

  const command = (name: CommandName, argument: string, description: string): void => {
    klint
      .command(name)
      .argument(argument)
      .description(description)
      .exitOverride()
      .configureOutput({ writeOut: print, writeErr: () => undefined })
      .action((words: string | string[]) => chosen(name, [words].flat(), klint.opts<RawOptions>()))
  }
  command('show', '[paths...]', 'every component found, its effective settings, and where each comes from')
  command('explain', '<rule>', 'the page of a rule: the outage, the evidence, the remedy')
  command('rules', '[groups...]', 'all rules, or those of some groups')
  return klint
}
