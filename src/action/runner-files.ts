import { randomUUID } from 'node:crypto'
import { appendFileSync, statSync } from 'node:fs'
import type { Env } from '../cli/io.js'
import { UserError } from '../model/user-error.js'
import { codeOf } from '../sources/files.js'

/** Names of action.yml, which says what each holds. */
export const OUTPUTS = ['findings', 'errors', 'warnings', 'sarif-file', 'exit-code'] as const
export type Outputs = Readonly<Record<(typeof OUTPUTS)[number], string | number>>

/** A summary beyond this is not shown at all (github/docs workflow-commands.md). */
const LARGEST_SUMMARY = 1024 * 1024

/**
 * Outputs of the step, each between delimiters nobody can foresee: a value that holds one would set other outputs
 * (actions/toolkit packages/core/src/file-command.ts). Without a file to write to nobody asks for them.
 */
export function writeOutputs(outputs: Outputs, env: Env): void {
  const blocks = OUTPUTS.map(name => {
    const delimiter = `ghadelimiter_${randomUUID()}`
    return `${name}<<${delimiter}\n${outputs[name]}\n${delimiter}\n`
  })
  append('GITHUB_OUTPUT', blocks.join(''), env)
}

/** Bytes a summary may still have: what is in the file already counts. */
export function summaryRoom(env: Env): number {
  const path = env.GITHUB_STEP_SUMMARY ?? ''
  if (path === '') return LARGEST_SUMMARY
  return Math.max(0, LARGEST_SUMMARY - (statSync(path, { throwIfNoEntry: false })?.size ?? 0))
}

export const writeSummary = (text: string, env: Env): void => append('GITHUB_STEP_SUMMARY', text, env)

function append(variable: string, text: string, env: Env): void {
  const path = env[variable] ?? ''
  if (path === '') return
  try {
    appendFileSync(path, text)
  } catch (error) {
    throw new UserError(`the file of \`${variable}\` cannot be written (${codeOf(error)})`)
  }
}
