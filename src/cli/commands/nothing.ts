import type { NotChecked } from '../../model/finding.js'
import { nearest } from '../../model/nearest.js'
import { visible } from '../../reporters/safe-text.js'
import { placeAfter } from '../../reporters/where.js'
import type { Io } from '../io.js'
import { COMMANDS, type Options } from '../options.js'

const LOOKED_FOR =
  'kubelet, kube-apiserver, kube-controller-manager, kube-scheduler, kube-proxy, etcd or cluster-autoscaler (manifests, systemd units, kubeadm, kind, kops, cloud-init, Terraform, CloudFormation) or what runs them'

/** Says what was looked for, and where; 3, or 0 if that is fine. */
export function nothingFound(options: Options, files: number, notChecked: readonly NotChecked[], io: Io): number {
  if (options.passOnNoInputs) return 0
  const where =
    options.paths.length === 0 ? 'the working directory' : options.paths.map(path => `\`${visible(path)}\``).join(', ')
  const among = files === 1 ? '1 file with a name klint reads' : `${files} files with names klint reads`
  io.err(`klint: nothing to check in ${where}: no configuration of ${LOOKED_FOR} among ${among}\n`)
  for (const { what, at } of notChecked.slice(0, 5))
    io.err(`       not checked: ${visible(what + placeAfter(what, at, {}))}\n`)
  const [word] = options.paths
  const command = word === undefined || options.paths.length > 1 ? undefined : nearest(word, COMMANDS)
  if (command !== undefined && command !== word) io.err(`       did you mean \`klint ${command}\`?\n`)
  return 3
}
