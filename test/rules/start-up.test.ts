import { commonRows } from '../../src/facts/start-up/common.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import { startUpRule } from '../../src/rules/start-up.js'
import { type Given, type RowCase, startUpTest } from '../support/start-up-test.js'

/*
 * What all components check. `npm run oracle` has real ones judge cases like these; what only older releases do is read in their sources.
 */

const ruleFor = <K extends ComponentKind>(kind: K) =>
  startUpRule(
    kind,
    {
      id: `${kind}/will-not-start`,
      summary: 'for tests',
      since: '0.1.0',
      kubernetes: 'any',
      evidence: ['https://example.com'],
      why: 'it exits',
    },
    [],
  )

const check = (kind: ComponentKind, cases: Readonly<Record<string, RowCase | readonly RowCase[]>>): void =>
  startUpTest(ruleFor(kind), commonRows(kind), cases)

/** A bad value, and what is fine in its place. */
const value = (bad: string, ...good: readonly [string, ...string[]]): RowCase => ({
  bad: [bad],
  at: bad,
  good: good.map((flag): [Given] => [[flag]]),
})

const gateValue = (flag = '--feature-gates=AllAlpha=maybe'): RowCase => ({
  bad: [flag],
  at: flag.slice(flag.indexOf('=') + 1),
  good: ['--feature-gates=AllAlpha=f,AllBeta=True'],
})

const gateName = (bad = '=true'): RowCase => ({
  bad: [`--feature-gates=${bad}`],
  at: bad,
  good: ['--feature-gates=,AllAlpha=false'],
})

/** pflag reads letters behind one dash. */
const shorthand: readonly RowCase[] = [
  { bad: ['-x'], at: '-x', says: '`-x` is none of them', good: ['-h'], byName: true },
  { bad: ['-config=/etc/a.yaml'], at: '-config=/etc/a.yaml', says: '`-c`', good: ['-v2'], byName: true },
  {
    bad: ['-vmodule=a=1'],
    at: '-vmodule=a=1',
    says: '`module` behind `-v`',
    good: [[['-v', '2']], [['-v=2']]] as const,
    byName: true,
  },
]

const needed: RowCase = {
  bad: ['--feature-gates=DRAFractionalCapacityRange=true,DRAConsumableCapacity=false'],
  at: 'DRAFractionalCapacityRange=true',
  says: '`DRAConsumableCapacity`',
  good: ['--feature-gates=DRAFractionalCapacityRange=true'],
  fineIn: ['1.36', '1.34'],
}

check('kubelet', {
  'gate-name': [gateName(), { ...gateName(' =x'), bad: ['--feature-gates= =x'] }],
  shorthand,
  'flag-value': [
    value('--max-pods=abc', '--max-pods=110', '--max-pods=0x6e', '--max-pods=1_10'),
    value('--max-pods=4294967296', '--max-pods=2147483647'),
    value('--max-pods=1.5', '--max-pods=+1'),
    value('--fail-swap-on=no', '--fail-swap-on=f', '--fail-swap-on=FALSE', '--fail-swap-on'),
    value('--fail-swap-on=', '--fail-swap-on=0'),
    value('--sync-frequency=10', '--sync-frequency=1.s', '--sync-frequency=0', '--sync-frequency=1m30s'),
    value('--v=0x2', '--v=2'),
    value('--v=-1', '--v=0'),
    value('--v=2147483648', '--v=2147483647'),
    value('-v=x', '-v=2'),
    { bad: ['--v=+5'], at: '--v=+5', good: ['--v=5'], fineIn: ['1.23'] },
    value('--healthz-bind-address=:10248', '--healthz-bind-address=::1'),
    value('--address=localhost', '--address=::', '--address=0.0.0.0', '--address='),
    value('--healthz-bind-address=127.0.0.1:10248', '--healthz-bind-address=127.0.0.1'),
    value('--log-json-info-buffer-size=64MB', '--log-json-info-buffer-size=64M'),
    {
      bad: ['--eviction-hard=nodefs.available<10%,memory.available=100Mi'],
      at: 'memory.available=100Mi',
      says: '`name<value`',
      good: ['--eviction-hard=nodefs.available<10%,,memory.available<100Mi'],
    },
    {
      bad: ['--kube-reserved=cpu'],
      at: 'cpu',
      good: [[['--kube-reserved=']], [['--node-labels=cpu']]] as const,
    },
    {
      // each is read, whichever counts
      bad: ['--max-pods=abc', '--max-pods=110'],
      at: '--max-pods=abc',
      good: ['--max-pods=10', '--max-pods=110'],
    },
    {
      // the setting of a file wins nothing, and a deprecated flag is read like any other
      bad: { flags: ['--image-gc-high-threshold=high'], config: 'imageGCHighThresholdPercent: 90' },
      at: '--image-gc-high-threshold=high',
      good: { flags: ['--image-gc-high-threshold=91'], config: 'imageGCHighThresholdPercent: 90' },
    },
    {
      // what this release has no more is refused for that
      version: '1.24',
      bad: ['--image-pull-progress-deadline=1'],
      at: [],
      good: ['--v=2'],
    },
  ],
  'flag-without-value': {
    bad: ['--v=2', '--max-pods'],
    at: '--max-pods',
    good: [[['--max-pods', '110']], [['--fail-swap-on']]] as const,
  },
  'gate-value': [
    gateValue(),
    { ...gateValue('--feature-gates=AllAlpha'), says: 'true or false' },
    { bad: ['--feature-gates=NodeSwap=true,AllAlpha=1x'], at: 'AllAlpha=1x', good: ['--feature-gates=NodeSwap=T'] },
  ],
  'gate-dependency': [
    needed,
    {
      bad: 'featureGates: {DRAFractionalCapacityRange: true, DRAConsumableCapacity: false}',
      at: 'DRAFractionalCapacityRange: true',
      good: 'featureGates: {DRAFractionalCapacityRange: true, DRAConsumableCapacity: true}',
    },
    {
      bad: ['--feature-gates=GracefulNodeShutdown=false'],
      at: 'GracefulNodeShutdown=false',
      says: '`GracefulNodeShutdown`',
      good: [
        '--feature-gates=GracefulNodeShutdown=false,GracefulNodeShutdownBasedOnPodPriority=false,WindowsGracefulNodeShutdown=false',
      ],
    },
  ],
})

check('kube-apiserver', {
  'gate-name': gateName('kube:=true'),
  shorthand,
  'flag-value': [
    value('--advertise-address=node-1', '--advertise-address=10.0.0.1'),
    value('--kubelet-port=-1', '--kubelet-port=10250'),
    value('--goaway-chance=1/1000', '--goaway-chance=1e-3', '--goaway-chance=.001'),
    value('--event-ttl=1d', '--event-ttl=24h'),
    value('--max-requests-inflight=8Gi', '--max-requests-inflight=4294967296'),
    value('--oidc-required-claim=admin', '--oidc-required-claim=admin=a,b'),
  ],
  'flag-without-value': { bad: ['--secure-port'], at: '--secure-port', good: ['--secure-port', '6443'] },
  'gate-value': [gateValue(), gateValue('--feature-gates=kube:AllAlpha=maybe')],
  'gate-dependency': needed,
})

check('kube-controller-manager', {
  'gate-name': gateName(),
  shorthand,
  'flag-value': [
    value('--node-monitor-grace-period=40', '--node-monitor-grace-period=40s'),
    value('--unhealthy-zone-threshold=55%', '--unhealthy-zone-threshold=0.55'),
  ],
  'flag-without-value': { bad: ['--cluster-cidr'], at: '--cluster-cidr', good: ['--cluster-cidr', '10.0.0.0/8'] },
  'gate-value': gateValue(),
  'gate-dependency': needed,
})

check('kube-scheduler', {
  'gate-name': gateName(),
  shorthand,
  'flag-value': [
    value('--leader-elect=yes', '--leader-elect=true'),
    value('--kube-api-qps=1e400', '--kube-api-qps=Inf'),
    value('--kube-api-burst=4294967296', '--kube-api-burst=0x10'),
  ],
  'flag-without-value': { bad: ['--config'], at: '--config', good: ['--leader-elect'] },
  'gate-value': gateValue('--feature-gates=AllAlpha'),
  'gate-dependency': [
    needed,
    {
      bad: ['--feature-gates=CompositePodGroup=true,GenericWorkload=true'],
      at: 'CompositePodGroup=true',
      says: '`TopologyAwareWorkloadScheduling`',
      good: [
        [['--feature-gates=CompositePodGroup=true,GenericWorkload=true,TopologyAwareWorkloadScheduling=true']],
        // the gates of another minor
        [['--feature-gates=CompositePodGroup=true', '--emulated-version=1.36']],
      ] as const,
    },
  ],
})

check('kube-proxy', {
  'gate-name': gateName(),
  shorthand,
  'flag-value': value('--conntrack-tcp-timeout-established=86400', '--conntrack-tcp-timeout-established=24h'),
  'flag-without-value': { bad: ['--cluster-cidr'], at: '--cluster-cidr', good: ['--masquerade-all'] },
  'gate-value': gateValue(),
  'gate-dependency': needed,
})

check('etcd', {
  'gate-name': { bad: ['--feature-gates==true'], at: '=true', good: ['--feature-gates='] },
  'flag-value': [
    value('--quota-backend-bytes=8GiB', '--quota-backend-bytes=8589934592'),
    value('--heartbeat-interval=100ms', '--heartbeat-interval=100'),
    value('-election-timeout=-1000', '-election-timeout=1000'),
    value('--grpc-keepalive-interval=2', '--grpc-keepalive-interval=2h'),
    value('--pre-vote=on', '--pre-vote=true', '--snapshot=on'),
    {
      bad: { environment: { ETCD_SNAPSHOT_COUNT: '10k' } },
      at: 'ETCD_SNAPSHOT_COUNT=10k',
      good: [
        [{ environment: { ETCD_SNAPSHOT_COUNT: '10000' } }],
        [{ environment: { ETCD_SNAPSHOT_COUNT: '' } }],
        // then variables are not read
        [{ config: 'name: a\n', environment: { ETCD_SNAPSHOT_COUNT: '10k' } }],
        // what that stops is a matter of its own
        [{ flags: ['--snapshot-count=10000'], environment: { ETCD_SNAPSHOT_COUNT: '10k' } }],
      ] as const,
    },
  ],
  'flag-without-value': { bad: ['--name'], at: '--name', good: ['--name', 'a'] },
  'gate-value': {
    bad: ['--feature-gates=StopGRPCServiceOnDefrag=on'],
    at: 'StopGRPCServiceOnDefrag=on',
    good: ['--feature-gates=StopGRPCServiceOnDefrag=true'],
  },
})

check('cluster-autoscaler', {
  'gate-name': gateName(),
  'flag-value': [
    value('--scan-interval=10', '--scan-interval=10s'),
    value('--scale-down-utilization-threshold=50%', '--scale-down-utilization-threshold=0.5'),
    value('--skip-nodes-with-local-storage=no', '--skip-nodes-with-local-storage=false'),
    value('--max-nodes-total=1k', '--max-nodes-total=1000'),
  ],
  'flag-without-value': { bad: ['--cloud-provider'], at: '--cloud-provider', good: ['--balance-similar-node-groups'] },
  'gate-value': gateValue(),
})
