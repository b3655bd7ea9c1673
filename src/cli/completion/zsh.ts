import type { Flag, Offer } from '../definition.js'
import { valuesOf } from '../definition.js'
import { type Material, offerOf, shown, takesValue } from './shells.js'

/** Within single quotes, and within brackets of _arguments. */
const described = (text: string): string => text.replaceAll("'", "'\\''").replace(/[[\]:\\]/g, found => `\\${found}`)

export function zsh(material: Material): string {
  const { definition, version } = material
  const global = shown(definition).map(flag => `    ${spec(flag, material)}`)
  const commands = definition.commands.map(({ name, description }) => `    '${name}:${described(description)}'`)
  const cases = definition.commands.map(one => {
    const own = one.flags.map(flag => ` ${spec(flag, material)}`).join('')
    const rest = `'*:${one.argument?.name ?? 'argument'}:${action(offerOf(material, one))}'`
    return `        ${one.name}) _arguments -S $options${own} ${rest} ;;`
  })
  return `#compdef klint
# zsh completion for klint ${version}, written by \`klint completion zsh\`: save it as _klint in a directory of fpath, or source it.

_klint() {
  local curcontext=$curcontext state line ret=1
  typeset -A opt_args
  local -a commands options
  commands=(
${commands.join('\n')}
  )
  options=(
${global.join('\n')}
  )
  _arguments -C -S $options '1: :->first' '*:: :->rest' && ret=0
  case $state in
    first)
      _describe -t commands 'command' commands && ret=0
      _files && ret=0
      ;;
    rest)
      case $line[1] in
${cases.join('\n')}
        *) _files ;;
      esac && ret=0
      ;;
  esac
  return ret
}

if [ "$funcstack[1]" = _klint ]; then
  _klint "$@"
else
  compdef _klint klint
fi
`
}

/** `'(-f --format)'{-f,--format=}'[what]:name:(a b)'` */
function spec(flag: Flag, { names }: Material): string {
  const { short, long, argument, description } = flag
  const value = takesValue(flag)
  const repeats = /repeatable|these rules/.test(description)
  const tail = `[${described(description)}]${value ? `:${(argument ?? '').replace(/[<>]/g, '').replace(':', ' ')}:${action(valuesOf(long, names))}` : ''}`
  const spelled = value ? `${long}=` : long
  if (short === undefined) return `'${repeats ? '*' : ''}${spelled}${tail}'`
  return `'${repeats ? '*' : `(${short} ${long})`}'{${short},${spelled}}'${tail}'`
}

function action(offer: Offer): string {
  if (offer.kind === 'files') return '_files'
  if (offer.kind === 'directories') return '_files -/'
  if (offer.kind === 'nothing') return ' '
  if (offer.list) return `_sequence compadd - ${offer.words.join(' ')}`
  const isOpen = offer.words.some(word => word.endsWith('='))
  return isOpen ? `compadd -S "" - ${offer.words.join(' ')}` : `(${offer.words.join(' ')})`
}
