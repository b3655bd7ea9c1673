import { join } from 'node:path'
import type { Env, Io } from '../../src/cli/io.js'
import { main } from '../../src/cli/main.js'
import { type Files, inTree } from './tree.js'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Given {
  readonly env?: Env
  /** Below the root of the files. */
  readonly cwd?: string
  readonly stdin?: string
  readonly terminal?: boolean
  /** Standard error is a terminal. */
  readonly watched?: boolean
}

/** Runs a command line in this process, in a temporary directory that holds `files`. */
export const klint = (files: Files, argv: readonly string[], given: Given = {}): Promise<Ran> =>
  inTree(files, root => klintIn(root, argv, given))

/** The same in a directory that is there: several runs may see what the one before left. */
export async function klintIn(root: string, argv: readonly string[], given: Given = {}): Promise<Ran> {
  const { env = {}, cwd = '', stdin = '', terminal = false, watched = false } = given
  let [out, err] = ['', '']
  const io: Io = {
    cwd: join(root, cwd),
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    outIsTerminal: terminal,
    errIsTerminal: watched,
    columns: () => 100,
    stdin: filename => ({ uri: filename ?? 'stdin', source: stdin }),
  }
  const code = await main(argv, env, io)
  return { code, out, err }
}
