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
    .usage('[options] [paths...]\n       klint <command> [options] [arguments]')
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

  for (const one of OPTIONS()) klint.addOption(one)

  const command = (name: CommandName, argument: string, description: string, own: readonly Option[] = []): void => {
    const one = klint
      .command(name)
      .argument(argument)
      .description(description)
      .exitOverride()
      .configureOutput({ writeOut: print, writeErr: () => undefined })
    for (const option of own) one.addOption(option)
    one.action((words: string | string[] | undefined, options: RawOptions) =>
      chosen(name, words === undefined ? [] : [words].flat(), { ...klint.opts<RawOptions>(), ...options }),
    )
  }
  command('show', '[paths...]', 'every component found, its effective settings, and where each comes from')
  command('files', '[paths...]', 'what is read, as what, and why')
  command('explain', '<rule>', 'the page of a rule: the outage, the evidence, the remedy')
  command('rules', '[groups...]', 'all rules, or those of some groups')
  command('baseline', '[paths...]', 'write klint-baseline.json: from then on only new findings count', [
    new Option('--prune', 'only drop what is no longer found'),
  ])
  command('init', '[directory]', 'a klint.yaml to begin with, and the snippets for hooks', [
    new Option('--ci <name>', 'also write the workflow of `github` or the job of `gitlab`'),
  ])
  command('print-config', '[file]', 'the configuration in force, for one file if given, and where each part comes from')
  command('doctor', '[paths...]', 'what a bug report needs: versions, configuration, what was found')
  command('completion', '<shell>', 'completion for bash, zsh, fish or powershell')
  command('clean', '[directory]', 'remove what klint keeps between runs')
  return klint
}

const OPTIONS = (): readonly Option[] => [
  option('Input', '--stdin-filename <path>', 'name of standard input: formats are told apart by it'),
  option('Input', '--kubernetes-version <version>', 'narrows what klint finds out itself: 1.34 or 1.34.2'),
  option('Input', '--target-version <version>', 'also say what breaks on the way to this version'),
  option('Input', '--config <file>', 'klint.yaml to use (else the nearest up to the root of the repository)'),
  option('Input', '--no-config', 'use none'),
  option('Input', '--no-gitignore', 'read what .gitignore leaves out'),
  option('Input', '--in-context', 'paths only choose what is reported; the working directory is read'),
  option('Input', '--changed', 'report clusters with uncommitted changes only'),
  option('Input', '--since <revision>', 'report clusters that changed since a revision only'),
  option('Input', '--staged', 'report clusters with staged changes only'),
  option('Input', '--strict', 'exit 2 if something could not be analysed'),
  option('Rules', '--preset <name>', 'talk, recommended, strict, cis or all'),
  option('Rules', '--only <rule>', 'run these rules alone; repeatable, or with commas').argParser(collect),
  option('Rules', '--select <name>', 'also run these rules, groups or categories').argParser(collect),
  option('Rules', '--ignore <name>', 'do not run these rules, groups or categories').argParser(collect),
  option('Rules', '--no-ignores', 'report what comments, annotations and klint.yaml silence'),
  option('Rules', '--baseline <file>', 'baseline to use (else klint-baseline.json of the working directory)'),
  option('Rules', '--no-baseline', 'use none'),
  option('Fixes', '--fix', 'apply the safe fixes'),
  option('Fixes', '--unsafe-fixes', 'apply those as well that may change what a cluster does on purpose'),
  option('Fixes', '--fix-only', 'fix, and report nothing else'),
  option('Fixes', '--diff', 'print what --fix would change, and touch nothing'),
  option('Output', '-f, --format <name>', `${FORMATS.join(', ')} or auto`),
  option('Output', '-o, --output-file <file>', 'write the report to a file'),
  option('Output', '--output <format=file>', 'one more report of the same run; repeatable').argParser(collect),
  option('Output', '-q, --quiet', 'print errors only; then --fail-on is error unless given'),
  option('Output', '--silent', 'print nothing, only exit'),
  option('Output', '-v, --verbose', 'also say what was read, and how long each step took'),
  option('Output', '--color <when>', 'auto, always or never'),
  option('Output', '--hyperlinks <when>', 'links on rule ids: auto, always or never'),
  option('Output', '--no-progress', 'no progress on a terminal'),
  option('Output', '--path-prefix <path>', 'written before each path of a report'),
  option('Output', '--fail-on <severity>', 'error, warning (default), info or never'),
  option('Output', '--exit-zero', 'exit 0 whatever is found; beats --max-warnings'),
  option('Output', '--max-warnings <n>', 'fail above this number of warnings'),
  option('Output', '--statistics', 'how often each rule was found, instead of the findings'),
  option('Output', '--profile-rules', 'how long each rule took'),
  option('Output', '--all-settings', 'with show: what nobody wrote as well, at its default'),
  option('Output', '--pass-on-no-inputs', 'exit 0 instead of 3 where nothing is found'),
  option('Cache', '--cache', 'keep results between runs, by content'),
  option('Cache', '--cache-location <directory>', 'where (else .klint-cache in the working directory)'),
  new Option('--offline', 'accepted, and does nothing: klint never uses the network').hideHelp(),
]
