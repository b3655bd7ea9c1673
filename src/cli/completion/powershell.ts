import type { Flag, Offer } from '../definition.js'
import { type Material, offerOf, shown, spellings, valued } from './shells.js'

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const list = (words: readonly string[]): string => `@(${words.map(quoted).join(', ')})`

export function powershell(material: Material): string {
  const { definition, version } = material
  const values = valued(material).flatMap(({ flag, offer }) =>
    spellings(flag).map(spelling => `        ${quoted(spelling)} = ${offered(offer)}`),
  )
  const described = (flag: Flag): string[] =>
    spellings(flag).map(spelling => `        ${quoted(spelling)} = ${quoted(flag.description)}`)
  const own = definition.commands
    .filter(({ flags }) => flags.length > 0)
    .map(({ name, flags }) => `        ${quoted(name)} = ${list(flags.flatMap(spellings))}`)
  const commands = definition.commands.map(
    ({ name, description }) => `        ${quoted(name)} = ${quoted(description)}`,
  )
  const subjects = definition.commands.map(one => `        ${quoted(one.name)} = ${offered(offerOf(material, one))}`)
  return `# PowerShell completion for klint ${version}, written by \`klint completion powershell\`; names of files are completed by PowerShell itself.

Register-ArgumentCompleter -Native -CommandName klint -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # tables do not tell -V from -v
    $flags = @{
${shown(definition)
  .filter(({ short }) => short !== '-V')
  .flatMap(described)
  .join('\n')}
    }
    $commands = @{
${commands.join('\n')}
    }
    $own = @{
${own.join('\n')}
    }
    # $null: a file; an empty list: nothing klint knows
    $values = @{
${values.join('\n')}
    }
    $subjects = @{
${subjects.join('\n')}
    }

    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
    $command = $null
    for ($i = 1; $i -lt $words.Count; $i++) {
        if ($values.ContainsKey($words[$i])) { $i++ }
        elseif (-not $words[$i].StartsWith('-')) { $command = $words[$i]; break }
    }
    $previous = if ($words.Count -gt 1) { $words[-1] } else { '' }

    $offered = @()
    if ($values.ContainsKey($previous)) { $offered = $values[$previous] }
    elseif ($wordToComplete.StartsWith('-')) {
        $offered = @($flags.Keys)
        if ($command -and $own.ContainsKey($command)) { $offered += $own[$command] }
    }
    elseif (-not $command) { $offered = @($commands.Keys) }
    elseif ($subjects.ContainsKey($command)) { $offered = $subjects[$command] }

    # behind the last comma of a list
    $before = ''
    $last = $wordToComplete
    if ($wordToComplete -match '^(.*,)([^,]*)$') { $before = $Matches[1]; $last = $Matches[2] }

    $offered | Where-Object { $_ -and $_.StartsWith($last) } | Sort-Object | ForEach-Object {
        $what = if ($flags.ContainsKey($_)) { $flags[$_] } elseif ($commands.ContainsKey($_)) { $commands[$_] } else { $_ }
        [System.Management.Automation.CompletionResult]::new("$before$_", $_, 'ParameterValue', $what)
    }
}
`
}

const offered = (offer: Offer): string => {
  if (offer.kind === 'words') return list(offer.words)
  return offer.kind === 'nothing' ? '@()' : '$null'
}
