import { nearest } from '../model/nearest.js'
import { UserError } from '../model/user-error.js'
import { COMMANDS } from './options.js'

/** Commands of other tools for what klint does without one. */
const CHECKING = new Set(['check', 'lint', 'run', 'scan', 'test', 'validate'])

/** A word that was read as a path, and is none, may have been meant as a command. */
export function orCommand(error: UserError, [first]: readonly string[]): UserError {
  if (first === undefined || error.what !== `\`${first}\` does not exist`) return error
  if (CHECKING.has(first.toLowerCase()))
    return new UserError(error.what, 'klint checks without a command: `klint PATHS`')
  const command = nearest(first, [...COMMANDS, 'help'])
  return command === undefined ? error : new UserError(error.what, `did you mean \`klint ${command}\`?`)
}
