import type { RowCase } from '../../../support/start-up-test.js'

const HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'
const CONFIG = '/var/lib/kubelet/config.yaml'
const DROP_IN = '/etc/kubernetes/kubelet.conf.d/10-own.conf'
const withConfig = (source: string) => ({ flags: [`--config=${CONFIG}`], files: { [CONFIG]: source } })
const withDropIn = (source: string) => ({
  flags: ['--config-dir=/etc/kubernetes/kubelet.conf.d'],
  files: { [DROP_IN]: source },
})

/** The same with a drop-in behind it. */
const withLater = (source: string, later: string) => ({
  ...withDropIn(source),
  files: { [DROP_IN]: source, [DROP_IN.replace('10', '20')]: later },
})

/** A value of the wrong kind, and how it is written well. */
const wrong = (bad: string, good: string, says: string, at = bad): RowCase => ({ bad, at, good, says })

/** Files that do not decode. */
export const CASES: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'config-unreadable': {
    bad: withConfig(''),
    at: `--config=${CONFIG}`,
    good: withConfig(HEAD),
  },
  'drop-in-empty': {
    bad: withDropIn(''),
    at: '--config-dir=/etc/kubernetes/kubelet.conf.d',
    good: withDropIn(HEAD),
    fineIn: ['1.27'],
  },
  'config-undecodable': [
    wrong('maxPods: "110"', 'maxPods: 110', 'a whole number, not a string'),
    wrong('maxPods: 3000000000', 'podPidsLimit: 3000000000', 'out of range'),
    wrong('maxPods: 1.5', 'maxPods: 1', 'a whole number, not 1.5'),
    wrong('maxPods: no', 'maxPods: 0x10', 'not the boolean no'),
    wrong('clusterDomain: yes', 'clusterDomain: "yes"', 'a string, not the boolean'),
    wrong('clusterDomain: 5', 'clusterDomain: 5.lan', 'a string, not a number'),
    // numbers of YAML 1.1, whatever they look like
    wrong('clusterDomain: 0o17', 'clusterDomain: 0o18', 'a string, not a number'),
    wrong('clusterDomain: 08', 'clusterDomain: _8', 'a string, not a number'),
    wrong('clusterDomain: 1e3', 'clusterDomain: 1e', 'a string, not a number'),
    wrong('clusterDomain: 0x1F', 'clusterDomain: 0x1G', 'a string, not a number'),
    wrong('clusterDomain: 1_2', 'clusterDomain: "1_2"', 'a string, not a number'),
    wrong('clusterDomain: .inf', 'clusterDomain: .info', 'a string, not a number'),
    wrong('failSwapOn: 1e3', 'failSwapOn: on', 'true or false, not 1e3'),
    wrong('maxPods: 1e10', 'maxPods: 1e2', 'out of range'),
    wrong('maxPods: .5', 'maxPods: 1.', 'a whole number'),
    { version: '1.20', bad: 'clusterDomain: 5', at: 'clusterDomain: 5', good: 'clusterDomain: 1e3' },
    // what is merged is read without regard to case
    {
      bad: { config: '', dropIn: 'cgrouproot: 1' },
      at: 'cgrouproot: 1',
      good: [['cgrouproot: 1', { config: '', dropIn: 'cgrouproot: a\nnosuchfield: 1' }]],
      fineIn: ['1.30', '1.28'],
    },
    wrong('providerID: 1.5', 'providerID: 2020-01-01', 'a string'),
    wrong('failSwapOn: "false"', 'failSwapOn: off', 'true or false'),
    wrong('syncFrequency: 60', 'syncFrequency: 60s', 'a duration with its unit, not a number'),
    wrong('shutdownGracePeriod: 1d', 'shutdownGracePeriod: 24h', 'not `1d`'),
    // a pointer may be null, and a field that is none becomes an empty text
    wrong('syncFrequency: null', 'cpuCFSQuotaPeriod: null', 'not nothing'),
    wrong('clusterDNS: 10.96.0.10', 'clusterDNS: [10.96.0.10]', 'a list, not a string'),
    wrong('clusterDNS: [12345, a]', 'clusterDNS: ["12345", a]', 'a string, not a number', '12345'),
    wrong('authentication: true', 'authentication: {anonymous: {enabled: false}}', 'a map of fields'),
    wrong('kubeReserved: [cpu]', 'kubeReserved: {}', 'a map, not a list', 'kubeReserved'),
    wrong('featureGates: {AllAlpha: "false"}', 'featureGates: {AllAlpha: false}', '', 'AllAlpha: "false"'),
    wrong('containerLogMaxSize: 10485760', 'containerLogMaxSize: 10Mi', 'a string, not a number'),
    wrong('logging: {verbosity: -1}', 'logging: {verbosity: 4}', 'not negative', 'verbosity: -1'),
    wrong('logging: {flushFrequency: 5x}', 'logging: {flushFrequency: 5000000000}', 'not `5x`', 'flushFrequency: 5x'),
    wrong(
      'registerWithTaints: [bare]',
      'registerWithTaints: [{key: a, effect: NoSchedule}]',
      'a map of fields',
      'bare',
    ),
    {
      version: '1.26',
      bad: 'logging: {flushFrequency: 5s}',
      at: 'flushFrequency: 5s',
      good: 'logging: {flushFrequency: 5000000000}',
      fineIn: ['1.27', '1.28'],
    },
    // unknown to that version, so that it is only warned about; the last of a name counts
    {
      version: '1.37',
      bad: 'crashLoopBackOff: {maxContainerRestartPeriod: 10}\nfeatureGates: {KubeletCrashLoopBackOffMax: true}',
      at: 'maxContainerRestartPeriod: 10',
      good: [['maxPodz: "5"', 'maxPods: "5"\nmaxPods: 5', 'maxpods: "5"']],
      fineIn: ['1.31'],
    },
    {
      bad: { config: '', dropIn: 'maxPods: "5"' },
      at: 'maxPods: "5"',
      good: { config: '', dropIn: 'syncFrequency: null' },
      fineIn: ['1.30'],
    },
    // the last file counts
    {
      bad: { config: 'maxPods: "7"', dropIn: 'maxPods: 5' },
      at: 'maxPods: "7"',
      good: {
        ...withDropIn(`${HEAD}maxPods: "5"\n`),
        files: { [DROP_IN]: `${HEAD}maxPods: "5"\n`, [DROP_IN.replace('10', '20')]: `${HEAD}maxPods: 5\n` },
      },
    },
    // a later file that a template prints, or that cannot be read, may say anything; so may a key of which nobody knows the name
    {
      bad: withLater(`${HEAD}maxPods: "5"\n`, `${HEAD}clusterDomain: a.lan\n`),
      at: 'maxPods: "5"',
      good: withLater(`${HEAD}maxPods: "5"\n`, `${HEAD}maxPods: 5\n`),
      unsure: [
        `${HEAD.replace('KubeletConfiguration', '{{ .Kind }}')}clusterDomain: a.lan\n`,
        '{{ .Key }}: KubeletConfiguration\n',
        '{{ toYaml .Values.kubelet }}\n',
        '{{ if x }}\n  a: b\n c: [\n',
        '{% for k in kubelet %}\n{{ k }}: 1\n{% endfor %}\n',
        `${HEAD}{{ .Key }}: 5\n`,
      ].map(later => withLater(`${HEAD}maxPods: "5"\n`, later)),
    },
    {
      bad: withConfig(`${HEAD}{{ .Key }}: 5\nmaxPods: "5"\n`),
      at: 'maxPods: "5"',
      good: withConfig(`${HEAD}maxPods: 5\n`),
      unsure: [withConfig(`${HEAD}maxPods: "5"\n{{ .Key }}: 5\n`)],
    },
    {
      bad: withConfig('apiVersion: kubelet.config.k8s.io/v1\nkind: KubeletConfiguration\n'),
      at: 'apiVersion: kubelet.config.k8s.io/v1',
      good: withConfig(HEAD),
    },
    {
      bad: withConfig('kind: KubeletConfiguration\nmaxPods: 5\n'),
      at: 'kind',
      says: 'no apiVersion',
      good: withConfig(`${HEAD}maxPods: 5\n`),
    },
  ],
  'drop-in-without-kind': [
    {
      bad: withDropIn('kind: KubeletConfiguration\nmaxPods: 5\n'),
      at: 'kind',
      good: withDropIn(`${HEAD}maxPods: 5\n`),
      fineIn: ['1.30'],
    },
    {
      bad: withDropIn('apiVersion: kubelet.config.k8s.io/v1\nkind: KubeletConfiguration\nmaxPods: 5\n'),
      at: 'apiVersion: kubelet.config.k8s.io/v1',
      good: withDropIn(`${HEAD}maxPods: 5\n`),
      fineIn: ['1.30'],
    },
  ],
}
