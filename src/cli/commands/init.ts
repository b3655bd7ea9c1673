import { existsSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { UserError } from '../../model/user-error.js'
import { visible } from '../../reporters/safe-text.js'
import { CONFIGURATION_NAMES, findConfigurationFile } from '../../sources/configuration-file.js'
import { about } from '../about.js'
import type { Env, Io } from '../io.js'
import type { Options } from '../options.js'
import { createFile, insideOf } from '../write-file.js'
import { githubWorkflow } from './snippets/github.js'
import { gitlabJob } from './snippets/gitlab.js'

const WORKFLOW = '.github/workflows/klint.yml'

/** `klint init [directory]`: a klint.yaml to begin with, and what else is to be done. What is there already stays as it is. */
export function init(options: Options, _env: Env, io: Io): number {
  const [given = '.', more] = options.paths
  if (more !== undefined) throw new UserError('`klint init` takes one directory', 'call it once for each')
  const directory = resolve(io.cwd, given)
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UserError(`\`${given}\` is no directory`, 'make it first, or give another one')
  insideOf(directory, io.cwd)
  const shown = (path: string): string => visible(relative(io.cwd, join(directory, path)) || '.')
  const { version, homepage } = about()
  let written = 0
  const kept: string[] = []

  const write = (path: string, text: string): void => {
    const there =
      path === 'klint.yaml' ? CONFIGURATION_NAMES.find(name => existsSync(join(directory, name))) : undefined
    if (there === undefined && createFile(directory, path, text)) {
      written++
      io.out(`wrote ${shown(path)}\n`)
    } else kept.push(shown(there ?? path))
  }

  const above = aboveIt(directory)
  write('klint.yaml', configuration(directory, homepage))
  if (options.ci === 'github') write(WORKFLOW, githubWorkflow(version))
  // what is printed for GitLab is wanted all the same
  if (written === 0 && options.ci !== 'gitlab')
    throw new UserError(`${kept.map(path => `\`${path}\``).join(' and ')} exists already, nothing was written`, HELP)
  for (const path of kept) io.err(`klint: \`${path}\` exists already, and was left as it is\n`)
  if (above !== undefined)
    io.err(`klint: \`${visible(relative(io.cwd, above))}\` no longer counts in ${shown('.')}: the nearest is used\n`)
  io.out(steps(options, version, homepage, shown))
  return 0
}

const HELP = 'edit it, or remove it first; `klint print-config` shows what is in force'

/** A configuration further up, which the new one takes the place of. */
function aboveIt(directory: string): string | undefined {
  try {
    const found = findConfigurationFile(directory, directory)
    return found === undefined || found.directory === directory ? undefined : resolve(directory, found.uri)
  } catch {
    return undefined // two in one directory; whoever runs klint there is told
  }
}

function configuration(directory: string, homepage: string | undefined): string {
  const schema = schemaFor(directory, homepage)
  return `${schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`}# The configuration of klint. All of it is optional: what is commented out shows how it would be written.

# talk, recommended, strict, cis or all; \`klint rules\` lists what is in them
extends: recommended

# Files that are not read, as globs from here. What .gitignore leaves out is not read anyway.
# exclude: [testdata/**]

# Severity and options of single rules; \`klint explain RULE\` says what a rule is about.
# rules:
#   kubelet/kube-reserved-missing: info
#   autoscaler/scale-down-too-fast:
#     severity: warning
#     options: { recommended: 20m }

# Which files belong together, and which version they run, where klint cannot see it; \`klint show\` says what it sees.
# clusters:
#   - name: prod
#     files: [prod/**]
#     kubernetesVersion: "1.34"
`
}

/** Where an editor finds the schema: in the package, if it is installed beside; else where klint has its pages. */
function schemaFor(directory: string, homepage: string | undefined): string | undefined {
  const installed = 'node_modules/klint/schema/klint.schema.json'
  if (existsSync(join(directory, installed))) return `./${installed}`
  return homepage === undefined
    ? undefined
    : `${homepage.replace(/#.*$|\/$/g, '')}/raw/v${about().version}/schema/klint.schema.json`
}

function steps(
  { ci }: Options,
  version: string,
  homepage: string | undefined,
  shown: (path: string) => string,
): string {
  const repository = homepage?.replace(/#.*$/, '') ?? 'https://github.com/OWNER/klint'
  const hook = `repos:
  - repo: ${repository}
    rev: v${version}
    hooks:
      - id: klint
`
  const parts = [
    `For pre-commit or prek, in .pre-commit-config.yaml${repository.includes('OWNER') ? " (with the owner of klint's repository)" : ''}:\n\n${indented(hook)}`,
    ...(ci === 'github'
      ? [`${shown(WORKFLOW)} says what is still to be filled in: the owner, and the commit of the tag.\n`]
      : []),
    ...(ci === 'gitlab' ? [`For GitLab, in .gitlab-ci.yml:\n\n${indented(gitlabJob(version))}`] : []),
    `Next${shown('.') === '.' ? '' : `, in ${shown('.')}`}:
  klint           what is wrong today
  klint show      what klint has understood
  klint baseline  from then on only new findings count
`,
  ]
  return `\n${parts.join('\n')}`
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '    ')
