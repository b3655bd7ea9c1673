import { VALIDATIONS } from '../../../src/facts/start-up/controller-manager.js'
import rule from '../../../src/rules/controller-manager/will-not-start.js'
import { type RowCase, startUpTest } from '../../support/start-up-test.js'

const ALLOCATE = '--allocate-node-cidrs=true'
const FOUR = '--cluster-cidr=10.244.0.0/16'
const SIX = '--cluster-cidr=fd00:10:244::/48'
const DUAL = '--cluster-cidr=10.244.0.0/16,fd00:10:244::/56'

const flag = (bad: string, good: string, more: Partial<RowCase> = {}): RowCase => ({
  bad: [bad],
  at: bad,
  good: [good],
  ...more,
})

startUpTest(rule, VALIDATIONS, {
  logging: [
    { bad: ['--logging-format=yaml'], at: '--logging-format=yaml', good: ['--logging-format=json'] },
    { bad: ['--log-flush-frequency=0s'], at: '--log-flush-frequency=0s', good: ['--log-flush-frequency=1s'] },
    { bad: ['--vmodule=reflector'], at: 'reflector', good: ['--vmodule=reflector=4'] },
    {
      bad: ['--log-text-split-stream'],
      at: '--log-text-split-stream',
      good: ['--log-text-split-stream', '--feature-gates=LoggingAlphaOptions=true'],
    },
    {
      bad: ['--log-json-info-buffer-size=1Ki'],
      at: '--log-json-info-buffer-size=1Ki',
      says: 'LoggingAlphaOptions',
      good: ['--log-json-info-buffer-size=0'],
    },
  ],
  'leader-positive': [
    flag('--leader-elect-retry-period=0s', '--leader-elect-retry-period=1ms'),
    {
      bad: ['--leader-elect-lease-duration=-15s'],
      at: '--leader-elect-lease-duration=-15s',
      good: ['--leader-elect-lease-duration=-15s', '--leader-elect=false'],
    },
  ],
  'leader-order': [
    {
      bad: ['--leader-elect-lease-duration=10s', '--leader-elect-renew-deadline=10s'],
      at: '--leader-elect-lease-duration=10s',
      says: 'the lease (10s) must be longer than the renew deadline (10s)',
      good: ['--leader-elect-lease-duration=11s', '--leader-elect-renew-deadline=10s'],
    },
    flag('--leader-elect-renew-deadline=15s', '--leader-elect-renew-deadline=14s'),
    {
      bad: ['--leader-elect-renew-deadline=60s'],
      at: '--leader-elect-renew-deadline=60s',
      good: ['--leader-elect-renew-deadline=60s', '--leader-elect=false'],
    },
  ],
  'leader-retry': [
    {
      bad: ['--leader-elect-renew-deadline=12s', '--leader-elect-retry-period=10s'],
      at: '--leader-elect-renew-deadline=12s',
      good: ['--leader-elect-renew-deadline=12s', '--leader-elect-retry-period=9999ms'],
    },
    flag('--leader-elect-retry-period=9s', '--leader-elect-retry-period=8s', {
      says: 'the renew deadline (10s) must be longer than 1.2 times the retry period (9s)',
    }),
  ],
  'client-rate': {
    bad: ['--kube-api-burst=0', '--kube-api-qps=5'],
    at: '--kube-api-burst=0',
    says: '5 requests',
    good: [
      [['--kube-api-burst=1']],
      [['--kube-api-burst=0', '--kube-api-qps=0']],
      [['--kube-api-qps=-1', '--kube-api-burst=-1']],
    ],
  },
  controllers: [
    {
      bad: ['--controllers=*,bootstrapsigner,tokencleanr'],
      at: 'tokencleanr',
      good: ['--controllers=*,bootstrapsigner,token-cleaner-controller,-ttl'],
    },
    {
      version: '1.27',
      bad: ['--controllers=*,-job-controller'],
      at: '-job-controller',
      good: ['--controllers=*,-job,-resource-claim-controller'],
      fineIn: ['1.28'],
    },
    { bad: ['--controllers=*,-service'], at: '-service', good: ['--controllers=*'], fineIn: ['1.36'] },
  ],
  'cluster-cidr': [
    {
      bad: [ALLOCATE, '--cluster-cidr=10.244.0.0'],
      at: '--cluster-cidr=10.244.0.0',
      says: '`10.244.0.0`',
      good: [
        [['--cluster-cidr=10.244.0.0']],
        [[ALLOCATE, '--cluster-cidr=10.244.0.0', '--controllers=*,-nodeipam']],
        [[ALLOCATE, '--cluster-cidr=10.244.0.0', '--controllers=job']],
        [[ALLOCATE, FOUR]],
      ],
      fineIn: ['1.15'],
    },
    { bad: [ALLOCATE, `${FOUR},x`], at: `${FOUR},x`, good: [ALLOCATE, FOUR] },
  ],
  'cluster-cidr-missing': [
    { bad: [ALLOCATE], at: ALLOCATE, good: [ALLOCATE, SIX] },
    { bad: [ALLOCATE, '--cluster-cidr='], at: '--cluster-cidr=', good: ['--cluster-cidr='] },
  ],
  'cluster-cidr-families': [
    {
      bad: [ALLOCATE, `${FOUR},10.245.0.0/16`],
      at: `${FOUR},10.245.0.0/16`,
      good: [ALLOCATE, DUAL],
    },
    { bad: [ALLOCATE, `${DUAL},10.245.0.0/16`], at: `${DUAL},10.245.0.0/16`, good: [ALLOCATE, DUAL] },
  ],
  'cluster-cidr-dual-stack': {
    version: '1.20',
    bad: [ALLOCATE, DUAL],
    at: DUAL,
    good: [
      [[ALLOCATE, DUAL, '--feature-gates=IPv6DualStack=true']],
      [[ALLOCATE, FOUR]],
      [[ALLOCATE, DUAL, '--feature-gates=AllAlpha=true']],
    ],
    fineIn: ['1.21', '1.23'],
  },
  'node-cidr-mask': [
    {
      bad: [ALLOCATE, FOUR, '--node-cidr-mask-size=15'],
      at: '--node-cidr-mask-size=15',
      says: '/15',
      good: [ALLOCATE, FOUR, '--node-cidr-mask-size=16'],
    },
    {
      bad: [ALLOCATE, '--cluster-cidr=10.244.0.0/25'],
      at: '--cluster-cidr=10.244.0.0/25',
      good: [ALLOCATE, '--cluster-cidr=10.244.0.0/24'],
    },
    {
      bad: [ALLOCATE, DUAL, '--node-cidr-mask-size-ipv4=12'],
      at: '--node-cidr-mask-size-ipv4=12',
      good: [ALLOCATE, DUAL, '--node-cidr-mask-size-ipv4=26'],
    },
    {
      version: '1.30',
      bad: [ALLOCATE, FOUR, '--node-cidr-mask-size=15'],
      at: '--node-cidr-mask-size=15',
      good: [ALLOCATE, FOUR, '--node-cidr-mask-size=15', '--cidr-allocator-type=CloudAllocator'],
    },
  ],
  'node-cidr-mask-ipv6': [
    {
      bad: [ALLOCATE, '--cluster-cidr=fd00::/47'],
      at: '--cluster-cidr=fd00::/47',
      good: [ALLOCATE, '--cluster-cidr=fd00::/48'],
    },
    {
      bad: [ALLOCATE, SIX, '--node-cidr-mask-size-ipv6=65'],
      at: '--node-cidr-mask-size-ipv6=65',
      good: [ALLOCATE, SIX, '--node-cidr-mask-size-ipv6=60'],
    },
  ],
  'node-cidr-mask-flag': [
    {
      bad: [ALLOCATE, DUAL, '--node-cidr-mask-size=24'],
      at: '--node-cidr-mask-size=24',
      good: [
        [[ALLOCATE, DUAL, '--node-cidr-mask-size=0']],
        [[ALLOCATE, DUAL, '--node-cidr-mask-size-ipv4=24', '--node-cidr-mask-size-ipv6=64']],
      ],
    },
    {
      bad: [ALLOCATE, FOUR, '--node-cidr-mask-size=24', '--node-cidr-mask-size-ipv4=24'],
      at: '--node-cidr-mask-size=24',
      good: [ALLOCATE, FOUR, '--node-cidr-mask-size-ipv4=24'],
    },
  ],
  'node-cidr-mask-family': [
    {
      bad: [ALLOCATE, FOUR, '--node-cidr-mask-size-ipv6=64'],
      at: '--node-cidr-mask-size-ipv6=64',
      good: [ALLOCATE, SIX, '--node-cidr-mask-size-ipv6=64'],
    },
    {
      version: '1.22',
      bad: [ALLOCATE, FOUR, '--node-cidr-mask-size-ipv4=24'],
      at: '--node-cidr-mask-size-ipv4=24',
      good: [ALLOCATE, FOUR, '--node-cidr-mask-size=24'],
      fineIn: ['1.23'],
    },
  ],
  'csr-pair': [
    {
      bad: ['--cluster-signing-kubelet-client-cert-file=/a.crt'],
      at: '--cluster-signing-kubelet-client-cert-file=/a.crt',
      says: '`--cluster-signing-kubelet-client-key-file` is not set',
      good: [
        [['--cluster-signing-kubelet-client-cert-file=/a.crt', '--cluster-signing-kubelet-client-key-file=/a.key']],
        [['--cluster-signing-cert-file=/a.crt']],
      ],
    },
    flag('--cluster-signing-legacy-unknown-key-file=/a.key', '--cluster-signing-legacy-unknown-key-file='),
  ],
  'csr-generic': {
    bad: [
      '--cluster-signing-cert-file=/a.crt',
      '--cluster-signing-key-file=/a.key',
      '--cluster-signing-kubelet-serving-cert-file=/b.crt',
      '--cluster-signing-kubelet-serving-key-file=/b.key',
    ],
    at: '--cluster-signing-cert-file=/a.crt',
    good: ['--cluster-signing-cert-file=/a.crt', '--cluster-signing-key-file=/a.key'],
    fineIn: ['1.18'],
  },
  'min-concurrent-cron-job-syncs': flag('--concurrent-cron-job-syncs=0', '--concurrent-cron-job-syncs=1'),
  'min-concurrent-daemonset-syncs': flag('--concurrent-daemonset-syncs=0', '--concurrent-daemonset-syncs=1', {
    fineIn: ['1.31'],
  }),
  'min-concurrent-device-taint-eviction-syncs': flag(
    '--concurrent-device-taint-eviction-syncs=0',
    '--concurrent-device-taint-eviction-syncs=1',
  ),
  'min-concurrent-ephemeralvolume-syncs': flag(
    '--concurrent-ephemeralvolume-syncs=-1',
    '--concurrent-ephemeralvolume-syncs=1',
  ),
  'min-concurrent-horizontal-pod-autoscaler-syncs': flag(
    '--concurrent-horizontal-pod-autoscaler-syncs=0',
    '--concurrent-horizontal-pod-autoscaler-syncs=1',
  ),
  'min-concurrent-job-syncs': flag('--concurrent-job-syncs=0', '--concurrent-job-syncs=1'),
  'min-concurrent-resourceclaim-syncs': flag(
    '--concurrent-resourceclaim-syncs=0',
    '--concurrent-resourceclaim-syncs=1',
  ),
  'min-concurrent-statefulset-syncs': {
    bad: ['--concurrent-statefulset-syncs=0'],
    at: '--concurrent-statefulset-syncs=0',
    good: [[['--concurrent-deployment-syncs=0']], [['--concurrent-validating-admission-policy-status-syncs=0']]],
  },
  'endpoint-slices': flag('--max-endpoints-per-slice=1001', '--max-endpoints-per-slice=1000'),
  'endpoint-slice-workers': [
    flag('--concurrent-service-endpoint-syncs=51', '--concurrent-service-endpoint-syncs=50'),
    flag('--mirroring-concurrent-service-endpoint-syncs=0', '--mirroring-concurrent-service-endpoint-syncs=1'),
  ],
  mirroring: flag('--mirroring-max-endpoints-per-subset=0', '--mirroring-max-endpoints-per-subset=1'),
  'attach-detach-period': flag(
    '--attach-detach-reconcile-sync-period=999ms',
    '--attach-detach-reconcile-sync-period=1s',
  ),
  'secure-port': flag('--secure-port=65536', '--secure-port=0'),
  'tls-names': {
    bad: ['--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_FOO'],
    at: 'TLS_FOO',
    good: [
      [['--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256']],
      [['--tls-cipher-suites=TLS_FOO', '--secure-port=0']],
    ],
  },
  'tls-version': {
    bad: ['--tls-min-version=TLS12'],
    at: '--tls-min-version=TLS12',
    good: [[['--tls-min-version=VersionTLS12']], [['--tls-min-version=TLS12', '--secure-port=0']]],
  },
  'cidr-allocator': flag('--cidr-allocator-type=CloudAllocator', '--cidr-allocator-type=RangeAllocator', {
    fineIn: ['1.31'],
  }),
  'service-ranges': flag(
    '--service-cluster-ip-range=10.0.0.0/16,fd00::/112,10.1.0.0/16',
    '--service-cluster-ip-range=10.0.0.0/16,fd00::/112',
  ),
})
