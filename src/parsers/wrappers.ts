import type { Variable, Word } from '../model/fragment.js'
import { assignmentIn, type Inherits, nameless, type Surroundings } from './syntax/surroundings.js'
import { baseName, wordFrom, wordText } from './syntax/words.js'

/** How a program that starts another one is written: which of its options take the next word, and how many words come before the command. */
interface Wrapper {
  readonly valued?: readonly string[]
  readonly operands?: number
  /** `A=b` before the command: env, sudo. */
  readonly assignments?: boolean
}

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  exec: { valued: ['-a'] },
  command: {},
  nohup: {},
  setsid: {},
  time: { valued: ['-o', '-f'] },
  env: { valued: ['-u', '-C', '--unset', '--chdir'], assignments: true },
  sudo: { valued: ['-u', '-g', '-h', '-p', '-C', '-r', '-t'], assignments: true },
  tini: { valued: ['-p', '-e'] },
  'tini-static': { valued: ['-p', '-e'] },
  'dumb-init': { valued: ['-r', '--rewrite'] },
  catatonit: {},
  nice: { valued: ['-n', '--adjustment'] },
  ionice: { valued: ['-c', '-n', '--class', '--classdata'] },
  chrt: { operands: 1 },
  taskset: { operands: 1 },
  numactl: { valued: ['-N', '-m', '-C', '-i', '-p'] },
  timeout: { valued: ['-k', '-s', '--kill-after', '--signal'], operands: 1 },
  stdbuf: { valued: ['-i', '-o', '-e'] },
  chroot: { operands: 1 },
  unshare: { valued: ['-S', '-G', '--setuid', '--setgid'] },
  nsenter: { valued: ['-t', '--target', '-S', '--setuid', '-G', '--setgid'] },
  cgexec: { valued: ['-g'] },
  flock: { valued: ['-w', '-E', '--wait', '--timeout', '--conflict-exit-code'], operands: 1 },
  'systemd-run': {
    valued: [
      '-p',
      '--property',
      '-u',
      '--unit',
      '--slice',
      '-E',
      '--setenv',
      '--description',
      '-H',
      '-M',
      '--uid',
      '--gid',
      '--nice',
      '--service-type',
      '--working-directory',
    ],
  },
  'systemd-cat': { valued: ['-t', '-p', '--identifier', '--priority'] },
  // OpenShift: enters the mount namespace that another service made.
  kubenswrapper: {},
  // github.com/kubernetes/release images/build/go-runner: all its flags are written with `=`.
  'go-runner': {},
}

/** What a wrapper starts, and the environment it starts it in. */
export interface Unwrapped extends Surroundings {
  readonly words: readonly Word[]
}

/** The command a wrapper starts; undefined if the first word is no wrapper. */
export function unwrap(words: readonly Word[]): Unwrapped | undefined {
  const name = words[0] === undefined ? undefined : baseName(words[0])
  if (name === undefined || !Object.hasOwn(WRAPPERS, name)) return undefined
  const { valued = [], operands = 0, assignments = false } = WRAPPERS[name]!
  let i = skipOptions(words, 1, valued)
  const options = words.slice(1, i)
  const variables = optionVariables(name, options)
  let open = bringsMore(name, options)
  for (; assignments && i < words.length; i++) {
    const variable = assignmentIn(words[i]!)
    // `env $(cat FILE) etcd`: assignments, as many as the file holds.
    const filled = variable === undefined && words[i]!.splits && i + 1 < words.length
    if (variable === undefined && !filled) break
    if (variable === undefined) open = true
    else variables.push(variable)
  }
  i += operands
  if (name === 'flock' && isOption(words[i])) i = skipOptions(words, i, valued)
  return { words: words.slice(i), variables, open, inherits: inheritsOf(name, options) }
}

/** `systemd-run -E NAME=VALUE`, whose bare NAME hands a variable on; `env -u NAME` takes one away. */
function optionVariables(name: string, options: readonly Word[]): Variable[] {
  const wanted =
    name === 'systemd-run' ? /^(?:-E|--setenv)(?:=|$)/ : name === 'env' ? /^(?:-u|--unset)(?:=|$)/ : undefined
  if (wanted === undefined) return []
  return optionValues(options, wanted).flatMap(word => assignmentIn(word) ?? nameless(word) ?? [])
}

/** The values of an option, glued to it by `=` or as a word of their own. */
function optionValues(options: readonly Word[], wanted: RegExp): Word[] {
  return options.flatMap((word, i) => {
    const found = wanted.exec(wordText(word).value)
    if (found === null) return []
    if (found[0].endsWith('=')) return [wordFrom(word, found[0].length)]
    return options[i + 1] ?? []
  })
}

/** `systemd-run -p EnvironmentFile=…`. */
const bringsMore = (name: string, options: readonly Word[]): boolean =>
  name === 'systemd-run' && options.some(word => /Environment(?:File)?=|PassEnvironment=/.test(wordText(word).value))

function inheritsOf(name: string, options: readonly Word[]): Inherits {
  const has = (option: RegExp) => options.some(word => option.test(wordText(word).value))
  if (name === 'env') return has(/^(?:-|-[A-Za-hj-z0]*i[A-Za-z0]*|--ignore-environment)$/) ? 'nothing' : 'all'
  // The service manager starts a service with an environment of its own; a scope is a child as any other.
  if (name === 'systemd-run') return has(/^--scope$/) ? 'all' : 'nothing'
  // sudoers(5): env_reset is on unless somebody turned it off.
  if (name === 'sudo') return has(/^(?:-[A-DF-Za-z]*E[A-Za-z]*|--preserve-env)$/) ? 'all' : 'some'
  return 'all'
}

function isOption(word: Word | undefined): boolean {
  return word !== undefined && wordText(word).value.startsWith('-')
}

/** Index behind the options that begin at `from`; `--` ends them. */
export function skipOptions(words: readonly Word[], from: number, valued: readonly string[]): number {
  let i = from
  while (isOption(words[i])) {
    const option = wordText(words[i]!).value
    i++
    if (option === '--') break
    if (valued.includes(option)) i++
  }
  return i
}

/** `sh -c STRING`, `flock FILE -c STRING`: the word with the string; undefined if there is none. */
export function shellString(words: readonly Word[]): Word | undefined {
  const name = words[0] === undefined ? undefined : baseName(words[0])
  if (name === undefined) return undefined
  if (name === 'flock') return flockString(words)
  if (!/^(?:ba|da|a|k|z)?sh$/.test(name)) return undefined
  for (let i = 1; i < words.length; i++) {
    const option = wordText(words[i]!).value
    if (/^-[abd-zA-Z]*c[a-zA-Z]*$/.test(option)) {
      const next = words[i + 1]
      // `-o pipefail` between `-ec` and the string is allowed; `--` too.
      return (
        words.slice(i + 1).find((word, k, rest) => {
          const value = wordText(word).value
          const before = k > 0 ? wordText(rest[k - 1]!).value : ''
          return !/^[-+]/.test(value) && !/^[-+]o$/.test(before)
        }) ?? next
      )
    }
    if (/^[-+]o$/.test(option)) i++
    else if (!/^[-+]/.test(option)) return undefined
  }
  return undefined
}

function flockString(words: readonly Word[]): Word | undefined {
  const at = words.findIndex(word => ['-c', '--command'].includes(wordText(word).value))
  return at === -1 || at > 6 ? undefined : words[at + 1]
}
