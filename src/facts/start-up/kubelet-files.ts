import { rows } from './checks.js'
import { emptyFile, undecodable, unknownKind } from './decode.js'

/** From 1.32 patches are merged as JSON and read into the types at the end; 1.29 to 1.31 read them into others, with names of their own. */
const TYPED_DROP_INS = '1.28 or >=1.32'
const V1BETA1 = { 'kubelet.config.k8s.io/v1beta1': '>=1.10' }

/** Checks of the kubelet over its `--config` and the files of `--config-dir`. */
export const FILES = rows('kubelet', [
  {
    id: 'config-unreadable',
    settings: ['--config'],
    versions: '>=1.10',
    reason: 'the file is empty',
    remedy: 'write apiVersion and kind of a KubeletConfiguration at least',
    source: 'pkg/kubelet/kubeletconfig/configfiles/configfiles.go',
    check: emptyFile('file', 'config'),
  },
  {
    id: 'config-undecodable',
    settings: ['--config'],
    versions: '>=1.10',
    reason: 'the file does not decode: {detail}',
    remedy: '{cure}',
    source: 'pkg/kubelet/kubeletconfig/util/codec/codec.go',
    *check(kubelet) {
      yield { apart: unknownKind<'kubelet'>('KubeletConfiguration', V1BETA1, ['file'])(kubelet) }
      yield { apart: undecodable<'kubelet'>({ layers: ['file'] })(kubelet) }
      yield {
        apart: undecodable<'kubelet'>({ layers: ['drop-in'], versions: TYPED_DROP_INS, unique: '>=1.31' })(kubelet),
      }
    },
  },
  {
    id: 'drop-in-empty',
    settings: ['--config-dir'],
    versions: '>=1.28',
    reason: 'a file of the directory is empty',
    remedy: 'remove the file, or write apiVersion and kind of a KubeletConfiguration at least',
    source: 'pkg/kubelet/kubeletconfig/configfiles/configfiles.go',
    check: emptyFile('drop-in', 'config-dir'),
  },
  {
    id: 'drop-in-without-kind',
    settings: ['--config-dir'],
    versions: '1.28 or >=1.32',
    reason: 'a file of `--config-dir` begins with apiVersion and kind of a KubeletConfiguration: {detail}',
    remedy: '{cure}',
    source: 'cmd/kubelet/app/server.go',
    check: unknownKind('KubeletConfiguration', V1BETA1, ['drop-in']),
  },
])
