import type { Offer } from '../definition.js'
import { commandNames, type Material, offerOf, shown, spellings, valued } from './shells.js'

const quoted = (words: readonly string[]): string => `'${words.join(' ')}'`

/** For bash from 3.2 on, which is what macOS has; bash-completion is not needed. */
export function bash(material: Material): string {
  const { definition, version } = material
  const values = valued(material)
  const cases = values.map(({ flag, offer }) => `    ${spellings(flag).join('|')})${answer(offer)} ;;`)
  const withValue = values.flatMap(({ flag }) => spellings(flag)).join('|')
  const global = shown(definition).flatMap(spellings)
  const own = definition.commands
    .filter(({ flags }) => flags.length > 0)
    .map(({ name, flags }) => `      ${name}) flags="$flags ${flags.flatMap(spellings).join(' ')}" ;;`)
  const subjects = definition.commands.map(one => `    ${one.name})${answer(offerOf(material, one))} ;;`)
  return `# bash completion for klint ${version}, written by \`klint completion bash\`: source it, klint is not called for it.

# words for the current one
_klint_words() {
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}

# the same where several are written with commas between them
_klint_list() {
  local before=
  case $cur in
    *,*) before=\${cur%,*}, ;;
  esac
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "\${cur##*,}"))
  compopt -o nospace 2>/dev/null
}

_klint_files() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$cur"))
  compopt -o filenames 2>/dev/null
}

_klint_directories() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -d -- "$cur"))
  compopt -o filenames 2>/dev/null
}

_klint() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev= command= word i flags
  COMPREPLY=()
  [ "$COMP_CWORD" -gt 0 ] && prev=\${COMP_WORDS[COMP_CWORD-1]}
  # \`=\` is a word of its own to bash
  if [ "$cur" = = ]; then
    cur=
  elif [ "$prev" = = ] && [ "$COMP_CWORD" -gt 1 ]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi

  # the first word that is neither a flag nor the value of one
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${withValue})
        i=$((i + 1))
        [ "\${COMP_WORDS[i]}" = = ] && i=$((i + 1))
        ;;
      -*) ;;
      *)
        command=$word
        break
        ;;
    esac
  done

  case $prev in
${cases.join('\n')}
  esac

  if [ "\${cur#-}" != "$cur" ]; then
    flags=${quoted(global)}
    case $command in
${own.join('\n')}
    esac
    _klint_words "$flags"
    return
  fi

  case $command in
    '')
      _klint_files
      COMPREPLY+=($(compgen -W ${quoted(commandNames(definition))} -- "$cur"))
      ;;
${subjects.join('\n')}
    *) _klint_files ;;
  esac
}

complete -F _klint klint
`
}

function answer(offer: Offer): string {
  if (offer.kind === 'files') return ' _klint_files; return'
  if (offer.kind === 'directories') return ' _klint_directories; return'
  if (offer.kind === 'nothing') return ' return'
  if (offer.list) return ` _klint_list ${quoted(offer.words)}; return`
  const isOpen = offer.words.some(word => word.endsWith('='))
  return ` _klint_words ${quoted(offer.words)}${isOpen ? '; compopt -o nospace 2>/dev/null' : ''}; return`
}
