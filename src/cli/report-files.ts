import { basename, resolve } from 'node:path'
import { UserError } from '../model/user-error.js'
import type { ClusterModel } from '../resolve/index.js'
import { isConfigurationName } from '../sources/configuration-file.js'
import type { Options } from './options.js'
import { realPath } from './write-file.js'

/**
 * Reports go nowhere where they would be taken for something else, or replace what was just read.
 * @throws UserError that names the file
 */
export function mayBeWritten(
  { outputFile, outputs }: Pick<Options, 'outputFile' | 'outputs'>,
  clusters: readonly Pick<ClusterModel, 'files'>[],
  cwd: string,
): void {
  const files = [...outputs.map(({ file }) => file), ...(outputFile === undefined ? [] : [outputFile])]
  if (files.length === 0) return
  const seen = new Set<string>()
  const read = new Set(clusters.flatMap(({ files }) => [...files].map(uri => realPath(resolve(cwd, uri)))))
  for (const file of files) {
    if (file === '-') continue
    const path = realPath(resolve(cwd, file))
    if (isConfigurationName(basename(path)))
      throw new UserError(
        `\`${file}\` is no name for a report: the next run would read it as klint's own`,
        'give it another one',
      )
    if (read.has(path))
      throw new UserError(
        `\`${file}\` was read as configuration of a cluster, and is not replaced by a report`,
        'name another file',
      )
    if (seen.has(path)) throw new UserError(`two reports would go to \`${file}\``, 'name a file for each')
    seen.add(path)
  }
}
