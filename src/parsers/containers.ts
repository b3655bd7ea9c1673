import type { Variable, Word } from '../model/fragment.js'
import { assignmentIn, nameless, type Surroundings } from './syntax/surroundings.js'
import { baseName, wordFrom, wordText } from './syntax/words.js'

/** `docker run [options] IMAGE [command]`, by any engine. */
export interface ContainerRun {
  readonly image: Word
  /** What follows the image. */
  readonly command: readonly Word[]
  /** `--entrypoint`, or rkt's `--exec`. */
  readonly entrypoint?: Word
  /** What the options set; nothing else of what is around the engine reaches the container. */
  readonly surroundings: Surroundings
}

const ENGINES = new Set(['docker', 'podman', 'nerdctl', 'rkt'])

/** Options of `docker run` and `podman run` without a value; all others take the next word unless written with `=`. */
const SWITCHES = new Set([
  '--detach',
  '--interactive',
  '--tty',
  '--rm',
  '--privileged',
  '--init',
  '--read-only',
  '--oom-kill-disable',
  '--publish-all',
  '--no-healthcheck',
  '--sig-proxy',
  '--disable-content-trust',
  '--quiet',
  '--replace',
  '--no-hosts',
  '--rmi',
  '--tls-verify',
  '--env-host',
])

export function containerRun(words: readonly Word[]): ContainerRun | undefined {
  const name = words[0] === undefined ? undefined : baseName(words[0])
  if (name === undefined || !ENGINES.has(name)) return undefined
  let i = words.findIndex(word => wordText(word).value === 'run' || wordText(word).value === 'create')
  if (i === -1 || i > 8) return undefined
  i++
  if (name === 'rkt') return rktRun(words, i)
  let entrypoint: Word | undefined
  const from = i
  while (i < words.length) {
    const option = wordText(words[i]!).value
    if (!option.startsWith('-')) break
    const glued = /^--entrypoint=/.exec(option)
    if (glued !== null) entrypoint = shortened(words[i]!, glued[0].length)
    if (option === '--entrypoint') entrypoint = words[i + 1]
    i += takesNext(option) ? 2 : 1
  }
  const image = words[i]
  if (image === undefined) return undefined
  const surroundings = surroundingsOf(words.slice(from, i))
  return { image, command: words.slice(i + 1), surroundings, ...(entrypoint === undefined ? {} : { entrypoint }) }
}

/** `-e NAME=VALUE`; a bare NAME hands the engine's own on. podman's `--env-host` hands all of them on, rkt's is `--inherit-env`. */
function surroundingsOf(options: readonly Word[]): Surroundings {
  const variables: Variable[] = []
  let open = false
  let inherits: Surroundings['inherits'] = 'nothing'
  for (let i = 0; i < options.length; i++) {
    const option = wordText(options[i]!).value
    const glued = /^(?:-e(?==?[A-Za-z_])=?|--(?:env|set-env)=)/.exec(option)
    if (/^--(?:env-file|set-env-file)(?:=|$)/.test(option)) open = true
    else if (/^--(?:env-host|inherit-env)(?:=true)?$/.test(option)) inherits = 'all'
    else if (glued !== null) add(wordFrom(options[i]!, glued[0].length))
    else if (/^(?:-e|--env|--set-env)$/.test(option)) add(options[++i])
    // An option that a template prints may be any.
    else if (options[i]!.splits) open = true
  }
  return { variables, open, inherits }

  function add(word: Word | undefined): void {
    const found = word && (assignmentIn(word) ?? nameless(word))
    if (found === undefined) open = true
    else variables.push(found)
  }
}

function takesNext(option: string): boolean {
  if (option === '--' || option.includes('=') || SWITCHES.has(option)) return false
  if (option.startsWith('--')) return true
  // `-itd` are switches, `-v/a:/b` carries its value, `-v` takes the next word.
  return option.length === 2 && !/[ditPq]/.test(option[1]!)
}

/** rkt: options may follow the image, the arguments stand between `--` and `---`. */
function rktRun(words: readonly Word[], from: number): ContainerRun | undefined {
  let image: Word | undefined
  let entrypoint: Word | undefined
  let i = from
  for (; i < words.length; i++) {
    const option = wordText(words[i]!).value
    if (option === '--') break
    if (option.startsWith('--exec=')) entrypoint = shortened(words[i]!, 7)
    else if (option === '--exec') entrypoint = words[++i]
    else if (
      /^--(?:volume|mount|net|dns|port|uuid-file-save|stage1-path|stage1-name|hostname|set-env|set-env-file|user|group|memory|cpu|caps-retain|caps-remove|dns-search)$/.test(
        option,
      )
    )
      i++
    else if (!option.startsWith('-')) image ??= words[i]
  }
  if (image === undefined) return undefined
  const end = words.findIndex((word, k) => k > i && wordText(word).value === '---')
  const command = words.slice(i + 1, end === -1 ? undefined : end)
  const surroundings = surroundingsOf(words.slice(from, i))
  return { image, command, surroundings, ...(entrypoint === undefined ? {} : { entrypoint }) }
}

const shortened = (word: Word, from: number): Word => ({ parts: [{ text: wordText(word).slice(from) }], splits: false })
