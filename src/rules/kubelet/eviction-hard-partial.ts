import { evictionHardDefaults } from '../../facts/kubelet-defaults.js'
import { entriesAdded } from '../../model/map-edit.js'
import { defineRule, known } from '../../model/rule.js'

const DISKS: readonly string[] = ['nodefs.available', 'nodefs.inodesFree']
const IMAGES: readonly string[] = ['imagefs.available', 'imagefs.inodesFree']

export default defineRule({
  id: 'kubelet/eviction-hard-partial',
  summary: 'setting one eviction signal silently dropped the default of another',
  checks: 'kubelet',
  severity: 'error',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: '>=1.7',
  evidence: [
    'https://github.com/kubernetes/website/issues/36706',
    'https://github.com/kubernetes/kubernetes/issues/112057',
    'https://github.com/kubernetes/kubernetes/blob/v1.36.0/cmd/kubelet/app/server.go',
    'https://github.com/kubernetes/kubelet/blob/v0.36.0/config/v1beta1/types.go',
    'https://github.com/openshift/openshift-docs/pull/47038',
    'https://github.com/devantler-tech/platform/pull/2731',
    'https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go',
  ],
  messages: {
    partial: {
      what: '`{spelling}` leaves {missing} without a threshold',
      why: 'a partial map replaces the built-in one, so disks and inodes fill up until kubelet and etcd stop',
      help: 'add {defaults}, or on 1.33 and later set `mergeDefaultEvictionSettings: true` in the `--config` file',
    },
  },
  options: {
    requireImagefs: {
      type: 'string',
      default: 'auto',
      why: '`always` asks for imagefs.* as well; `auto` only where a separate image file system is known, which no file says yet',
    },
  },
  fix: 'safe',

  *check(kubelet, { options }) {
    if (kubelet.development) return
    const entries = yield* known(kubelet.entries('evictionHard'))
    const { by } = entries
    if (by === undefined || entries.value.size === 0) return
    const builtIn = evictionHardDefaults(kubelet.version)
    const wanted = options.requireImagefs === 'always' ? [...DISKS, ...IMAGES] : DISKS
    const missing = wanted.filter(signal => builtIn.has(signal) && !entries.value.has(signal))
    const [first] = missing
    if (first === undefined) return

    // Every signal that is built in at all versions it may run, so that the map says what the documentation does.
    const dropped = [...evictionHardDefaults(kubelet.range.min)].filter(([signal]) => !entries.value.has(signal))
    const others = [...entries.value.values()].flatMap(entry => (entry.state === 'set' && entry.by ? [entry.by] : []))
    const edits = entriesAdded(by, others, dropped, '<')
    yield {
      message: 'partial',
      at: entries,
      values: {
        missing: missing.map(signal => `\`${signal}\``).join(' and '),
        defaults: missing.map(signal => `\`${signal}: ${builtIn.get(signal)}\``).join(' and '),
      },
      ...(edits === undefined
        ? {}
        : { fix: { level: 'safe', title: `add ${dropped.map(([signal]) => `\`${signal}\``).join(', ')}`, edits } }),
    }
  },
})
