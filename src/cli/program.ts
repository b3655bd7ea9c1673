import { Command, CommanderError, Help, Option } from 'commander'
import { largest } from '../model/lists.js'
import { didYouMean } from '../model/nearest.js'
import { UserError } from '../model/user-error.js'
import { wrapColumns } from '../reporters/wrap.js'
import type { About } from './about.js'
import { type CommandName, FORMATS, type RawOptions } from './options.js'

export { CommanderError }

export const INTRODUCTION = `Finds what takes a Kubernetes cluster down in the configuration of its components.

Examples:
  klint infra/                                     check a repository
  klint --pass-on-no-inputs --fail-on error        check the working directory in a pre-commit hook
  klint show nodes/kubelet.service                 what each component will really run with, and why
  klint cluster --context prod                     check what runs, not what files say
  klint upgrade --to 1.36 infra/                   what stops starting on the way, and what to do before
`

export const ENVIRONMENT: readonly (readonly [names: string, what: string])[] = [
  ['KLINT_FORMAT, KLINT_CONFIG', 'as --format and --config, which beat them'],
  ['NO_COLOR, FORCE_COLOR', 'colour off or on; --color beats both, NO_COLOR beats FORCE_COLOR'],
  ['COLUMNS', 'how wide reports and help are'],
  ['XDG_CACHE_HOME', 'holds klint/ with the code cache and the key of --cache (else ~/.cache)'],
  ['SOURCE_DATE_EPOCH', 'seconds; the day by which suppressions end, instead of today'],
  ['KLINT_NO_CODE_CACHE', 'start without the code cache of V8'],
  ['KLINT_DEBUG', 'print the stack of an internal error'],
]

export const EXIT_CODES: readonly (readonly [code: string, what: string])[] = [
  ['0', 'nothing at or above the threshold of --fail-on'],
  ['1', 'findings'],
  [
    '2',
    'wrong usage or configuration, a path that cannot be read, an internal error; with --strict also what could not be analysed',
  ],
  ['3', 'nothing was found that klint knows'],
]

type Chosen = (command: CommandName, words: readonly string[], options: RawOptions, unused?: string) => void

const option = (group: string, flags: string, description: string): Option =>
  new Option(flags, description).helpGroup(`${group}:`)

const collect = (value: string, before: string[] = []): string[] => [...before, value]

/** What one command is: its options besides the global ones, which of those mean something to it, and how it is called. */
interface Own {
  readonly options?: readonly Option[]
  /** Long flags of global options. */
  readonly uses?: readonly string[]
  /** Those that it refuses itself, with its reasons. */
  readonly answers?: readonly string[]
  /** What `--format` may be. */
  readonly formats?: string
  readonly argument?: string
  readonly examples: readonly (readonly [line: string, what: string])[]
}

const INPUT = ['--kubernetes-version', '--config', '--no-config', '--no-gitignore']

const PATHS = 'files and directories; without one the working directory'

/**
 * The commander program: all options belong to klint as a whole, so that they mean the same for each command. `width` is that of the
 * help, in columns.
 */
export function program(
  { version, homepage }: About,
  print: (text: string) => void,
  chosen: Chosen,
  width: () => number = () => WIDEST,
): Command {
  const columns = (): number => Math.max(NARROWEST, Math.min(WIDEST, width()))
  const klint = new Command('klint')
    .usage('[options] [paths...]\n       klint <command> [options] [arguments]')
    .argument('[paths...]', 'files and directories, `-` for standard input; without one the working directory')
    .addHelpText('before', INTRODUCTION)
    .addHelpText(
      'after',
      `\nEnvironment:\n${rows(ENVIRONMENT)}\nExit codes:\n${rows(EXIT_CODES)}\n\`klint help <command>\` tells more of one.\n${homepage === undefined ? '' : `\nDocumentation: ${homepage}\n`}`,
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .showSuggestionAfterError(false)
    .configureOutput({
      writeOut: text => print(wrapColumns(text, columns())),
      writeErr: () => undefined,
      getOutHelpWidth: columns,
      getOutHasColors: () => false,
    })
    .action((paths: string[], options: RawOptions) => chosen('lint', paths, options))

  for (const one of OPTIONS()) klint.addOption(one)
  twiceIsSilent(klint)

  const command = (name: CommandName, argument: string, description: string, own: Own): void => {
    const one = klint
      .command(name)
      .argument(argument, own.argument ?? PATHS)
      .description(description)
      .configureHelp({ visibleOptions: command => [...HELP.visibleOptions(command), ...usesOf(command)] })
      .addHelpText(
        'after',
        `\nExamples:\n${rows(own.examples)}\n\`klint --help\` lists all options, and the exit codes.\n`,
      )
    for (const option of own.options ?? []) one.addOption(option)
    MORE.set(one, { uses: used(klint, own), examples: own.examples })
    one.action((words: string | string[] | undefined, options: RawOptions) => {
      const all = { ...klint.opts<RawOptions>(), ...options }
      chosen(name, words === undefined ? [] : [words].flat(), all, unused(klint, own))
    })
  }
  klintCluster(command)
  klintUpgrade(command)
  command('show', '[paths...]', 'every component found, its effective settings, and where each comes from', {
    uses: ['--stdin-filename', ...INPUT, '--format', '--color', '--all-settings', '--pass-on-no-inputs'],
    argument: 'files and directories, `-` for standard input; without one the working directory',
    formats: 'pretty or json',
    examples: [
      ['klint show', 'all that is in the working directory'],
      ['klint show --all-settings nodes/kubelet.yaml', 'also what nobody wrote, at the default of its version'],
    ],
  })
  command('files', '[paths...]', 'what is read, as what, and why', {
    uses: ['--config', '--no-config', '--no-gitignore', '--format', '--color'],
    formats: 'pretty or json',
    examples: [
      ['klint files', 'every file below the working directory, and why one is left out'],
      ['klint files -f json infra/', 'the same for scripts'],
    ],
  })
  command('explain', '<rules...>', 'the page of a rule: the outage, the evidence, the remedy', {
    uses: ['--format', '--color', '--hyperlinks'],
    argument: 'ids as reports print them in brackets',
    formats: 'pretty, markdown or json',
    examples: [
      ['klint explain kubelet/eviction-hard-missing', 'the page, for a terminal'],
      ['klint explain -f markdown etcd/timers-differ', 'the page as it is written'],
    ],
  })
  command('rules', '[groups...]', 'all rules, or those of some groups', {
    options: [
      new Option(
        '--category <name>',
        'those of a category: reliability, upgrade, security, performance or correctness',
      ),
      new Option('--component <kind>', 'those that look at a component or resource: kubelet, etcd, load-balancer'),
      new Option('--fixable <level>', 'those with a fix: safe, unsafe or any'),
    ],
    uses: ['--preset', '--only', '--ignore', '--format', '--color'],
    argument: 'first parts of rule ids: kubelet, etcd; without one all',
    formats: 'pretty, markdown or json',
    examples: [
      ['klint rules kubelet --preset strict', 'what strict says of kubelets'],
      ['klint rules --fixable safe -f markdown', 'a table of what --fix mends'],
    ],
  })
  command('baseline', '[paths...]', 'write klint-baseline.json: from then on only new findings count', {
    options: [new Option('--prune', 'only drop what is no longer found')],
    uses: [...INPUT, '--preset', '--only', '--select', '--ignore', '--baseline'],
    answers: ['--no-baseline', '--in-context', '--changed', '--since', '--staged'],
    examples: [
      ['klint baseline', 'accept all that is found today'],
      ['klint baseline --prune', 'forget what has been mended'],
    ],
  })
  command('init', '[directory]', 'a klint.yaml to begin with, and the snippets for hooks', {
    options: [new Option('--ci <name>', 'also write the workflow of `github`, or print the job of `gitlab`')],
    argument: 'where klint.yaml is written; without one the working directory',
    examples: [
      ['klint init', 'write klint.yaml, and print what a pre-commit hook needs'],
      ['klint init --ci github', 'also write .github/workflows/klint.yml'],
    ],
  })
  command(
    'print-config',
    '[file]',
    'the configuration in force, for one file if given, and where each part comes from',
    {
      uses: [
        '--config',
        '--no-config',
        '--no-gitignore',
        '--preset',
        '--only',
        '--select',
        '--ignore',
        '--format',
        '--color',
      ],
      argument: 'the file that is asked about',
      formats: 'pretty or json',
      examples: [
        ['klint print-config', 'presets, rules and files in force'],
        ['klint print-config prod/kubelet.yaml', 'the same as one file sees it'],
      ],
    },
  )
  command('doctor', '[paths...]', 'what a bug report needs: versions, configuration, what was found', {
    uses: ['--config', '--no-config', '--no-gitignore', '--baseline', '--cache-location', '--format', '--color'],
    formats: 'pretty or json',
    examples: [['klint doctor', 'paste what it prints into the report']],
  })
  command('completion', '<shell>', 'completion for bash, zsh, fish or powershell', {
    argument: 'bash, zsh, fish or powershell',
    examples: [
      ['source <(klint completion bash)', 'in ~/.bashrc'],
      ['klint completion zsh > ~/.zfunc/_klint', 'in a directory of fpath'],
      ['klint completion fish > ~/.config/fish/completions/klint.fish', 'for fish'],
      ['klint completion powershell | Out-String | Invoke-Expression', 'in $PROFILE'],
    ],
  })
  command('clean', '[directory]', 'remove what klint keeps between runs', {
    uses: ['--cache-location'],
    answers: ['--cache'],
    argument: 'whose .klint-cache is removed; without one the working directory',
    examples: [
      ['klint clean', 'remove .klint-cache'],
      ['klint clean --cache-location ~/klint-cache', 'remove another one'],
    ],
  })
  helpCommand(klint)
  return klint
}

type DefineCommand = (name: CommandName, argument: string, description: string, own: Own) => void

function klintCluster(command: DefineCommand): void {
  command('cluster', '[files...]', 'check a running cluster: what it runs with, not what files say', {
    options: [
      new Option('--context <name>', 'context of the kubeconfig'),
      new Option('--kubeconfig <file>', 'else $KUBECONFIG, ~/.kube/config, or the service account of the pod'),
      new Option('--as <user>', 'impersonate a user'),
      new Option('--as-group <group>', 'and a group; repeatable').argParser(collect),
      new Option('--request-timeout <time>', 'for one request: 10s'),
      new Option('--all-nodes', 'ask every kubelet, not one of each group of equal nodes'),
      new Option('--no-node-proxy', 'ask no kubelet: do without the right to get nodes/proxy'),
      new Option('--dry-run', 'print the requests and the rights they take, and send none'),
      new Option('--print-rbac', 'print the ClusterRoles that klint needs'),
      new Option('--record <file>', 'also write what was read: `klint FILE.json.gz` checks it later or elsewhere'),
      new Option('--no-redact', 'write names and addresses as they are'),
      new Option('--compare <paths...>', 'say where what runs differs from what these files say'),
    ],
    uses: [
      '--target-version',
      '--config',
      '--no-config',
      '--no-gitignore',
      '--strict',
      '--preset',
      '--only',
      '--select',
      '--ignore',
      '--no-ignores',
      '--baseline',
      '--no-baseline',
      '--format',
      '--output-file',
      '--output',
      '--live-uris',
      '--fail-on',
      '--exit-zero',
      '--max-warnings',
      '--statistics',
      '--profile-rules',
    ],
    argument: 'a FILE.json.gz that --record wrote, in place of a running cluster',
    examples: [
      ['klint cluster', 'the cluster of the current context'],
      ['klint cluster --context prod --record prod.json.gz', 'another one, and a recording of it for a bug report'],
      ['klint cluster --compare infra/prod', 'whether it is what the repository says'],
      ['klint cluster prod.json.gz --compare infra/prod', 'the same of a recording'],
      ['klint cluster --print-rbac | kubectl apply -f -', 'the rights of a reader'],
    ],
  })
}

function klintUpgrade(command: DefineCommand): void {
  command('upgrade', '[paths...]', 'what lies on the way to a later Kubernetes, minor by minor', {
    options: [new Option('--to <version>', 'where the way leads: 1.36 or 1.36.1')],
    uses: [
      '--stdin-filename',
      ...INPUT,
      '--preset',
      '--only',
      '--select',
      '--ignore',
      '--no-ignores',
      '--format',
      '--color',
      '--pass-on-no-inputs',
    ],
    answers: ['--target-version'],
    argument: 'files and directories, `-` for standard input; without one the working directory',
    formats: 'pretty, markdown or json',
    examples: [
      ['klint upgrade --to 1.36 infra/', 'what stops starting, what changes, what to move, in which order'],
      ['klint upgrade --to 1.36 -f markdown > ticket.md', 'the same for a ticket'],
      ['klint upgrade --to 1.36 prod.json.gz', 'of a running cluster, as klint cluster --record wrote it'],
    ],
  })
}

/** Columns of the help, whatever the terminal says. */
const WIDEST = 100
const NARROWEST = 40

interface More {
  readonly uses: readonly Option[]
  readonly examples: Own['examples']
}

const MORE = new WeakMap<Command, More>()
/** Global options that mean something to a command, as its help shows them. */
export const usesOf = (command: Command): readonly Option[] => MORE.get(command)?.uses ?? []
export const examplesOf = (command: Command): Own['examples'] => MORE.get(command)?.examples ?? []

const HELP = new Help()

/** In the order of the program, so that groups stay together. */
const used = (klint: Command, { uses = [], formats }: Own): Option[] =>
  klint.options
    .filter(({ long }) => long !== undefined && uses.includes(long))
    .map(one =>
      one.long === '--format' && formats !== undefined ? option('Output', '-f, --format <name>', formats) : one,
    )

/** `klint help`, and `klint help <command>`, which knows the nearest name. */
function helpCommand(klint: Command): void {
  klint
    .command('help')
    .argument('[command]', 'without one all of klint')
    .description('how a command is used')
    .action((name: string | undefined) => {
      if (name === undefined || name === 'help') throw new Printed(klint)
      const names = klint.commands.map(one => one.name())
      const found = klint.commands.find(one => one.name() === name)
      if (found === undefined)
        throw new UserError(`unknown command \`${name}\`${didYouMean(name, names)}`, `known are ${names.join(', ')}`)
      throw new Printed(found)
    })
}

/** Ends parsing as `--help` does. */
class Printed extends CommanderError {
  constructor(command: Command) {
    super(0, 'commander.help', '(outputHelp)')
    command.outputHelp()
  }
}

/** What commander complains about, in klint's words, with the nearest flag of all there are. */
export function mistake(error: CommanderError, klint: Command, name: string): UserError {
  const [what = ''] = error.message.replace(/^error: /, '').split('\n')
  const flag = error.code === 'commander.unknownOption' ? /'(-[^'=]*)/.exec(what)?.[1] : undefined
  const flags = [klint, ...klint.commands].flatMap(({ options }) => options.flatMap(({ long }) => long ?? []))
  const owner = klint.commands.find(({ options }) => options.some(({ long }) => long !== undefined && long === flag))
  if (owner !== undefined && flag !== undefined)
    return new UserError(`\`${flag}\` belongs to \`${name} ${owner.name()}\``, `see \`${name} help ${owner.name()}\``)
  const without = error.code === 'commander.optionMissingArgument' ? /'[^']*?(--[a-z-]+)/.exec(what)?.[1] : undefined
  const lacking = klint.commands.find(({ options }) => options.some(({ long }) => long != null && long === without))
  const near = flag === undefined ? '' : didYouMean(flag, [...flags, '--help', '--version'])
  if (what.includes("'rules'")) return new UserError('which rule? give its id', `\`${name} rules\` lists them`)
  const shell = what.includes("'shell'")
    ? 'known are bash, zsh, fish and powershell'
    : `see \`${name} ${lacking === undefined ? '--help' : `help ${lacking.name()}`}\``
  return new UserError(what.replaceAll("'", '`') + near, shell)
}

/** They mean the same for every command, or nothing. */
const EVERYWHERE = [
  '--quiet',
  '--silent',
  '--verbose',
  '--no-progress',
  '--color',
  '--hyperlinks',
  '--path-prefix',
  '--offline',
]

/** An option that a command does not look at: a wish nobody would hear. */
function unused(klint: Command, { uses = [], answers = [] }: Own): string | undefined {
  const heard = new Set([...EVERYWHERE, ...uses, ...answers])
  const isGiven = (option: Option): boolean => {
    const name = option.attributeName()
    return klint.getOptionValueSource(name) === 'cli' && (klint.getOptionValue(name) === false) === option.negate
  }
  for (const option of klint.options) {
    const { long } = option
    if (typeof long !== 'string' || heard.has(long) || heard.has(long.replace(/^--no-/, '--'))) continue
    if (isGiven(option)) return long
  }
  return undefined
}

/** `-qq`: quieter than quiet. */
function twiceIsSilent(klint: Command): void {
  let times = 0
  klint.on('option:quiet', () => {
    if (++times === 2) klint.setOptionValue('silent', true)
  })
}

/** Two columns. */
function rows(all: readonly (readonly [string, string])[]): string {
  const width = largest(all.map(([left]) => left.length))
  return all.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('')
}

const OPTIONS = (): readonly Option[] => [
  option('Input', '--stdin-filename <path>', 'name of standard input: formats are told apart by it'),
  option('Input', '--kubernetes-version <version>', 'narrows what klint finds out itself: 1.34 or 1.34.2'),
  option('Input', '--target-version <version>', 'also say what breaks on the way to this version'),
  option(
    'Input',
    '--config <file>',
    'klint.yaml to use, else the nearest up to the root of the repository [KLINT_CONFIG]',
  ),
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
  option(
    'Output',
    '-f, --format <name>',
    `${FORMATS.join(', ')} or auto (github in a workflow, agent for a coding agent, else pretty) [KLINT_FORMAT]`,
  ),
  option('Output', '-o, --output-file <file>', 'write the report to a file'),
  option('Output', '--output <format=file>', 'one more report of the same run; repeatable').argParser(collect),
  option('Output', '-q, --quiet', 'print errors only; then --fail-on is error unless given; twice is --silent'),
  option('Output', '--silent', 'print nothing, only exit'),
  option('Output', '-v, --verbose', 'also say what was read, and how long each step took'),
  option('Output', '--color <when>', 'auto, always or never [NO_COLOR, FORCE_COLOR]'),
  option('Output', '--hyperlinks <when>', 'links on rule ids: auto, always or never'),
  option('Output', '--no-progress', 'no progress on a terminal'),
  option('Output', '--path-prefix <path>', 'written before each path of a report'),
  option('Output', '--live-uris', 'write findings about a running cluster to SARIF too'),
  option('Output', '--fail-on <severity>', 'error, warning (default), info or never'),
  option('Output', '--exit-zero', 'exit 0 whatever is found; beats --max-warnings'),
  option('Output', '--max-warnings <n>', 'fail above this number of warnings'),
  option('Output', '--statistics', 'how often each rule was found, instead of the findings'),
  option('Output', '--profile-rules', 'how long each rule took'),
  option('Output', '--all-settings', 'with show: what nobody wrote as well, at its default'),
  option('Output', '--pass-on-no-inputs', 'exit 0 instead of 3 where nothing is found'),
  option('Cache', '--cache', 'keep results between runs, by content'),
  option('Cache', '--cache-location <directory>', 'where (else .klint-cache in the working directory)'),
  new Option('--offline', 'accepted, and does nothing: over files klint never uses the network').hideHelp(),
]
