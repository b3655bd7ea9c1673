import { isOverwritten } from '../../facts/kubelet-shown.js'
import type { Cluster, Component } from '../../model/component.js'
import { outermost } from '../../model/document.js'
import { defineRule } from '../../model/rule.js'
import type { Assignment, KnownSetting, SettingValue } from '../../model/setting.js'

export default defineRule({
  id: 'kubelet/config-not-applied',
  summary: 'kubelets run with other values than the ConfigMap kubelet-config says',
  checks: 'kubelet',
  severity: 'warning',
  preset: ['recommended'],
  category: 'correctness',
  since: '0.1.0',
  kubernetes: '>=1.11, in a running cluster',
  evidence: [
    'https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-reconfigure/',
    'https://github.com/kontena/pharos-cluster/issues/1111',
    'https://github.com/kubernetes/kubeadm/issues/3049',
    'https://github.com/kubernetes/kubeadm/issues/970',
    'https://github.com/vmware-archive/wardroom/issues/211',
    'https://github.com/kubernetes/kubernetes/blob/v1.34.0/cmd/kubeadm/app/componentconfigs/kubelet.go',
  ],
  messages: {
    differs: {
      what: 'the ConfigMap `{configMap}` says `{wanted}`, and this kubelet runs {running}{others}',
      why: 'kubeadm copies the ConfigMap to a node when it joins or is upgraded: an edit reaches no node that runs, and the next one to join is unlike all others',
      help: 'run `kubeadm upgrade node phase kubelet-config` on these nodes and restart the kubelet, or put back into the ConfigMap what they run with',
    },
  },
  options: {
    ignoreFields: {
      type: 'strings',
      default: [],
      why: 'fields that patches or flags set on purpose on some nodes, `kubeReserved` for example: their entries are meant as well',
    },
  },

  *check(kubelet, context) {
    if (!kubelet.isObserved || kubelet.development) return
    const { options } = context
    const differing: Difference[] = []
    const seen = new Set<string>()
    for (const assignment of kubelet.intended) {
      const { key, entry } = assignment
      if (assignment.layer !== 'file' || PER_NODE.test(key) || options.ignoreFields.includes(key)) continue
      if (isOverwritten(kubelet, assignment)) continue
      const name = entry === undefined ? key : `${key}.${entry}`
      const difference = seen.has(name) ? undefined : differenceOf(kubelet, assignment)
      seen.add(name)
      if (difference !== undefined) differing.push({ name, ...difference })
    }
    const [first, ...others] = differing
    if (first === undefined) return
    const inEffect = differing.every(difference => appliesElsewhere(difference, kubelet, context.cluster))
    yield {
      message: 'differs',
      at: first.running,
      values: {
        configMap: outermost(first.wanted.at.doc).live?.name ?? 'kubelet-config',
        wanted: `${first.name}: ${written(first.wanted)}`,
        running: runningWords(first.running),
        others: othersIn(others),
      },
      related: firstOfEach(differing).map(({ wanted }) => ({ at: wanted, label: 'not in effect' })),
      // What other nodes do run with has reached the cluster: patches for some of them are a way to be different on purpose.
      ...(inEffect ? { severity: 'info' as const } : {}),
    }
  },
})

const MOST_PLACES = 3
const MOST_NAMES = 3

/**
 * What is another on every node, or each tool's own business: addresses (left out of what is read of a kubelet), what kubeadm asks of the
 * machine it runs on (resolvConf, cgroupDriver), what flags of kubeadm set (containerRuntimeEndpoint), DNS caches on nodes, how many pods
 * a machine takes, and how much is logged.
 */
const PER_NODE =
  /^(?:providerID|address|staticPodURL|staticPodURLHeader|healthzBindAddress|podCIDR|resolvConf|cgroupDriver|cgroupRoot|kubeletCgroups|systemCgroups|containerRuntimeEndpoint|imageServiceEndpoint|staticPodPath|volumePluginDir|clusterDNS|maxPods|podsPerCore|registerWithTaints|tlsCertFile|tlsPrivateKeyFile|authentication\.x509\.clientCAFile|logging\b.*|reservedSystemCPUs|reservedMemory)$/

interface Difference {
  readonly name: string
  readonly wanted: KnownSetting<SettingValue | undefined> & { readonly by: Assignment }
  readonly running: KnownSetting<SettingValue | undefined>
}

function differenceOf(kubelet: Component, asked: Assignment): Omit<Difference, 'name'> | undefined {
  const [wanted, running] = [kubelet.intends(asked), kubelet.answer(asked)]
  if (wanted?.state !== 'set' || wanted.by === undefined || wanted.by.layer !== 'file') return undefined
  if (running === undefined || running.state === 'unknown') return undefined
  return isSame(wanted.value, running.value) ? undefined : { wanted: { ...wanted, by: wanted.by }, running }
}

function isSame(wanted: SettingValue | undefined, running: SettingValue | undefined): boolean {
  // Go's zeros and empty lists are left out of what a kubelet prints.
  if (running === undefined && (wanted === false || wanted === 0 || (Array.isArray(wanted) && wanted.length === 0)))
    return true
  // any limit of processes below zero is none, and shown as -1
  if (typeof wanted === 'number' && wanted < 0 && running === -1) return true
  return JSON.stringify(plain(wanted)) === JSON.stringify(plain(running))
}

/** Places do not count, and of what lists hold not the order. */
function plain(value: SettingValue | undefined): unknown {
  return Array.isArray(value) ? value.map((item: { readonly value: string }) => item.value).sort() : value
}

const appliesElsewhere = ({ wanted }: Difference, kubelet: Component, cluster: Cluster): boolean =>
  cluster.of('kubelet').some(other => {
    if (other.id === kubelet.id || !other.isObserved) return false
    const running = other.answer(wanted.by)
    return running !== undefined && running.state !== 'unknown' && isSame(wanted.value, running.value)
  })

/** As it is written, where it is one value; zeros that nobody prints are none. */
function written({ by, value }: KnownSetting<SettingValue | undefined>): string | undefined {
  if (Array.isArray(value)) return `[${value.map((item: { readonly value: string }) => item.value).join(', ')}]`
  return value === undefined || by === undefined ? undefined : by.value?.value
}

function runningWords(running: KnownSetting<SettingValue | undefined>): string {
  const text = written(running)
  return text === undefined ? 'without it' : `with \`${text}\``
}

/** Entries of a map stand together: one place is enough. */
const firstOfEach = (differing: readonly Difference[]): readonly Difference[] =>
  differing
    .filter(({ wanted }, i) => differing.findIndex(other => other.wanted.by.key === wanted.by.key) === i)
    .slice(0, MOST_PLACES)

function othersIn(others: readonly Difference[]): string {
  if (others.length === 0) return ''
  const names = others.slice(0, MOST_NAMES).map(({ name }) => `\`${name}\``)
  const more = others.length - names.length
  return `; ${[...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')} ${others.length === 1 ? 'differs' : 'differ'} as well`
}
