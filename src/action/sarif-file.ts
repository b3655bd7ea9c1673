import { mkdtempSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Env } from '../cli/io.js'
import { UserError } from '../model/user-error.js'
import type { Inputs } from './inputs.js'

export interface SarifFile {
  /** As the output names it. */
  readonly name: string
  /** Absolute. */
  readonly path: string
}

/** Where the SARIF file goes: to where the workflow says, else for an upload into the runner's temporary folder. */
export function sarifFile(
  { sarifFile: name, uploadSarif }: Inputs,
  env: Env,
  workspace: string,
): SarifFile | undefined {
  if (name !== '') {
    const path = resolve(workspace, name)
    refuseLinks(path, workspace, name)
    return { name, path }
  }
  if (!uploadSarif) return undefined
  const folder = (env.RUNNER_TEMP ?? '') === '' ? tmpdir() : resolve(env.RUNNER_TEMP ?? '')
  const path = join(mkdtempSync(join(folder, 'klint-')), 'klint.sarif')
  return { name: path, path }
}

/** What a pull request brings may be a link to anywhere: a file meant to lie in the checkout is written there or not at all. */
function refuseLinks(path: string, workspace: string, name: string): void {
  if (isOutside(path, workspace)) return
  if (isOutside(realOf(dirname(path)), realpathSync(workspace)))
    throw new UserError(
      `\`${name}\` is not written: a link on the way leads out of the checkout`,
      'name a file in a folder of the checkout, or below `${{ runner.temp }}`',
    )
}

const isOutside = (path: string, folder: string): boolean => {
  const way = relative(folder, path)
  return way === '..' || way.startsWith(`..${sep}`) || resolve(folder, way) === way
}

/** The real path of the nearest folder that exists. */
function realOf(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    const above = dirname(folder)
    return above === folder ? folder : realOf(above)
  }
}

/**
 * Names the run in the SARIF file, so that steps that check different paths do not replace each other's alerts: code scanning tells runs
 * apart by tool and category. Undefined where everything is checked.
 */
export function categoryOf(paths: readonly string[]): string | undefined {
  const category = paths
    .map(path => path.replace(/^\.\/|\/$/g, '').replace(/[^\w.-]+/g, '-'))
    .join('+')
    .slice(0, 200)
  return category === '' ? undefined : category
}
