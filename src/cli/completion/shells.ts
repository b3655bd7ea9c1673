import type { CommandDefinition, Definition, Flag, Names, Offer } from '../definition.js'
import { argumentsOf, valuesOf } from '../definition.js'

/** What a script is made of: the command line, and the names a shell may offer. */
export interface Material {
  readonly definition: Definition
  readonly names: Names
  readonly version: string
}

export const shown = ({ flags }: { readonly flags: readonly Flag[] }): readonly Flag[] =>
  flags.filter(({ hidden }) => !hidden)

/** A flag that takes a value in the word behind it. */
export const takesValue = ({ argument }: Flag): boolean => argument?.startsWith('<') === true

export const commandNames = ({ commands }: Definition): readonly string[] => commands.map(({ name }) => name)

export const offerOf = ({ definition, names }: Material, { name }: CommandDefinition): Offer =>
  argumentsOf(name, names, commandNames(definition))

/** Flags with a value, those of commands as well, each once. */
export function valued({ definition, names }: Material): readonly { readonly flag: Flag; readonly offer: Offer }[] {
  const all = [...shown(definition), ...definition.commands.flatMap(({ flags }) => flags)]
  return all.filter(takesValue).map(flag => ({ flag, offer: valuesOf(flag.long, names) }))
}

export const spellings = ({ short, long }: Flag): readonly string[] => (short === undefined ? [long] : [short, long])
