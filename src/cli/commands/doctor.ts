import { UserError } from '../../model/user-error.js'
import type { Env, Io } from '../io.js'
import type { Options } from '../options.js'

/** `klint doctor [paths]`. */
export function doctor(_options: Options, _env: Env, _io: Io): Promise<number> {
  throw new UserError('not built yet')
}
