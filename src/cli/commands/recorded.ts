import { UserError } from '../../model/user-error.js'
import type { ClusterOptions, Options } from '../options.js'
import { RECORDING } from './input.js'

/**
 * The recording that stands for a cluster: `klint cluster prod.json.gz`; undefined where a running one is meant.
 * @throws UserError for any other word, and for options about a cluster that nobody asks
 */
export function recordedCluster({ paths, cluster }: Pick<Options, 'paths' | 'cluster'>): string | undefined {
  const [first, ...others] = paths
  if (first === undefined) return undefined
  const other = paths.find(path => !path.endsWith(RECORDING))
  if (other !== undefined)
    throw new UserError(
      `\`klint cluster\` takes no paths, and \`${other}\` is one`,
      'give the files of the repository with `--compare`, or the context with `--context`',
    )
  if (others.length > 0)
    throw new UserError(
      `\`${first}\` and \`${others[0]}\` are two clusters`,
      'look at them one after the other, or give both to `klint`',
    )
  const unused = OF_RUNNING.find(([, isGiven]) => isGiven(cluster))?.[0]
  if (unused !== undefined)
    throw new UserError(
      `\`${first}\` is a recording, so that nobody is asked: \`${unused}\` is about a running cluster`,
    )
  return first
}

const OF_RUNNING: readonly (readonly [string, (cluster: ClusterOptions) => boolean])[] = [
  ['--context', ({ context }) => context !== undefined],
  ['--kubeconfig', ({ kubeconfig }) => kubeconfig !== undefined],
  ['--as', ({ as }) => as !== undefined],
  ['--as-group', ({ asGroups }) => asGroups.length > 0],
  ['--all-nodes', ({ allNodes }) => allNodes],
  ['--no-node-proxy', ({ nodeProxy }) => !nodeProxy],
  ['--dry-run', ({ dryRun }) => dryRun],
  ['--record', ({ record }) => record !== undefined],
]
