import { type Flag, type Offer, valuesOf } from '../definition.js'
import { commandNames, type Material, offerOf, shown, takesValue } from './shells.js'

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

export function fish(material: Material): string {
  const { definition, version } = material
  const names = commandNames(definition)
  const global = shown(definition).map(flag => complete(flag, material))
  const commands = definition.commands.map(
    ({ name, description }) => `complete -c klint -n __klint_needs_command -a ${name} -d ${quoted(description)}`,
  )
  const own = definition.commands.flatMap(one => [
    ...one.flags.map(flag => complete(flag, material, `-n '__fish_seen_subcommand_from ${one.name}'`)),
    ...argument(one.name, offerOf(material, one)),
  ])
  return `# fish completion for klint ${version}, written by \`klint completion fish\`: save it as ~/.config/fish/completions/klint.fish

function __klint_needs_command
    not __fish_seen_subcommand_from ${names.join(' ')}
end

${[...global, ...commands, ...own].join('\n')}
`
}

function argument(command: string, offer: Offer): string[] {
  const when = `complete -c klint -n '__fish_seen_subcommand_from ${command}'`
  if (offer.kind === 'words') return [`${when} -f -a ${quoted(offer.words.join(' '))}`]
  return offer.kind === 'directories' ? [`${when} -f -a '(__fish_complete_directories)'`] : []
}

function complete(flag: Flag, { names }: Material, condition = ''): string {
  const { short, long, description } = flag
  const spelled = `${short === undefined ? '' : ` -s ${short.slice(1)}`} -l ${long.slice(2)}`
  const value = takesValue(flag) ? ` ${values(valuesOf(long, names))}` : ''
  return `complete -c klint${condition === '' ? '' : ` ${condition}`}${spelled}${value} -d ${quoted(description)}`
}

function values(offer: Offer): string {
  if (offer.kind === 'files') return '-r -F'
  if (offer.kind === 'directories') return `-x -a '(__fish_complete_directories)'`
  if (offer.kind === 'nothing') return '-x'
  return offer.list ? `-x -a '(__fish_append , ${offer.words.join(' ')})'` : `-x -a ${quoted(offer.words.join(' '))}`
}
