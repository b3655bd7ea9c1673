import { VALIDATIONS } from '../../../src/facts/start-up/scheduler.js'
import rule from '../../../src/rules/scheduler/will-not-start.js'
import { type Given, type RowCase, startUpTest } from '../../support/start-up-test.js'

/** Upstream's own, so that its plugins are known. */
const upstream = (config: string): Given => ({ image: 'registry.k8s.io/kube-scheduler', config })

const two = (a: string, b: string): string => `profiles:\n- ${a}\n- ${b}\n`

const args = (plugin: string, text: string): string =>
  `profiles:\n- pluginConfig:\n  - name: ${plugin}\n    args: {${text}}\n`

const argument = (plugin: string, bad: string, at: string, good: string): RowCase => ({
  bad: args(plugin, bad),
  at,
  good: args(plugin, good),
})

startUpTest(rule, VALIDATIONS, {
  'config-field': [
    {
      bad: 'paralelism: 4',
      at: 'paralelism: 4',
      says: 'no such field',
      good: 'parallelism: 4',
      fineIn: ['1.18'],
      byName: true,
    },
    { bad: 'parallelism: four', at: 'parallelism: four', good: 'parallelism: 4' },
    {
      bad: 'parallelism: 4\nparallelism: 5',
      at: 'parallelism: 5',
      says: 'twice',
      good: 'parallelism: 4',
      byName: true,
    },
    {
      version: '1.36',
      bad: 'leaderElection: {leaseDuration: 15}',
      at: 'leaseDuration: 15',
      good: 'leaderElection: {leaseDuration: 15s}',
    },
  ],
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
  'leader-positive': {
    bad: ['--leader-elect-retry-period=0s'],
    at: '--leader-elect-retry-period=0s',
    // a zero of the file is the default
    good: [['leaderElection: {retryPeriod: 0s}'], [['--leader-elect-retry-period=0s', '--leader-elect=false']]],
  },
  'leader-order': [
    {
      bad: 'leaderElection: {leaseDuration: 10s}',
      at: 'leaseDuration: 10s',
      says: 'the lease (10s)',
      good: [['leaderElection: {leaseDuration: 11s}'], ['leaderElection: {leaseDuration: 10s, leaderElect: false}']],
    },
    {
      bad: { flags: ['--leader-elect-renew-deadline=20s'], config: 'leaderElection: {leaseDuration: 20s}' },
      at: 'leaseDuration: 20s',
      good: { flags: ['--leader-elect-renew-deadline=10s'], config: 'leaderElection: {leaseDuration: 20s}' },
      // the file alone counts
      fineIn: ['1.21'],
    },
  ],
  'leader-retry': {
    bad: ['--leader-elect-retry-period=9s'],
    at: '--leader-elect-retry-period=9s',
    good: ['--leader-elect-retry-period=8s'],
  },
  'leader-name': {
    bad: { flags: ['--leader-elect-resource-name='], config: 'parallelism: 4' },
    at: '--leader-elect-resource-name=',
    // without a file it runs, and never leads
    good: [[['--leader-elect-resource-name=']], ['leaderElection: {resourceName: ""}']],
    fineIn: ['1.21'],
  },
  'client-burst': {
    bad: 'clientConnection: {burst: -1, qps: -1}',
    at: 'burst: -1',
    good: [['clientConnection: {burst: 0}'], [['--kube-api-burst=-1', '--kube-api-qps=-1']]],
  },
  'client-rate': {
    bad: ['--kube-api-burst=0'],
    at: '--kube-api-burst=0',
    says: '50 requests',
    good: [[['--kube-api-burst=0', '--kube-api-qps=0']], [['--kube-api-burst=1']]],
  },
  percentage: {
    bad: 'percentageOfNodesToScore: 150',
    at: 'percentageOfNodesToScore: 150',
    good: 'percentageOfNodesToScore: 0',
  },
  parallelism: { bad: 'parallelism: 0', at: 'parallelism: 0', good: 'parallelism: 1' },
  'backoff-initial': {
    bad: 'podInitialBackoffSeconds: 0',
    at: 'podInitialBackoffSeconds: 0',
    good: 'podInitialBackoffSeconds: 1',
  },
  backoff: [
    {
      bad: 'podInitialBackoffSeconds: 11',
      at: 'podInitialBackoffSeconds: 11',
      says: 'the longest back-off (10s) must not be below the first one (11s)',
      good: 'podInitialBackoffSeconds: 10',
    },
    {
      bad: 'podMaxBackoffSeconds: 4\npodInitialBackoffSeconds: 5',
      at: 'podMaxBackoffSeconds: 4',
      good: 'podMaxBackoffSeconds: 5\npodInitialBackoffSeconds: 5',
    },
  ],
  'bind-addresses': {
    version: '1.23',
    bad: 'healthzBindAddress: 127.0.0.1:10251',
    at: 'healthzBindAddress: 127.0.0.1:10251',
    good: [['healthzBindAddress: 127.0.0.1:0'], ['healthzBindAddress: ""']],
    fineIn: ['1.22'],
  },
  'profile-names': {
    bad: two('schedulerName: "a"', 'schedulerName: a'),
    at: 'schedulerName: a',
    good: two('schedulerName: a', 'schedulerName: b'),
  },
  'profile-unnamed': [
    {
      bad: two('schedulerName: a', 'percentageOfNodesToScore: 5'),
      at: 'percentageOfNodesToScore',
      good: 'profiles:\n- {}\n',
    },
    { bad: 'profiles:\n- schedulerName: ""', at: 'schedulerName: ""', good: 'profiles:\n- schedulerName:' },
  ],
  'profile-percentage': {
    bad: 'profiles:\n- percentageOfNodesToScore: 101',
    at: 'percentageOfNodesToScore: 101',
    good: 'profiles:\n- percentageOfNodesToScore: 100',
  },
  'profile-queue-sort': {
    bad: two(
      'schedulerName: a',
      'schedulerName: b\n  plugins: {queueSort: {enabled: [{name: NodeName}], disabled: [{name: "*"}]}}',
    ),
    at: 'queueSort',
    good: [
      [two('schedulerName: a', 'schedulerName: b')],
      [
        two(
          'schedulerName: a\n  plugins: {queueSort: {enabled: [{name: PrioritySort}]}}',
          'schedulerName: b\n  plugins: {queueSort: {enabled: [{name: PrioritySort}]}}',
        ),
      ],
    ],
  },
  'queue-sort-single': {
    bad: 'profiles:\n- plugins: {queueSort: {enabled: [{name: PrioritySort}, {name: NodeName}]}}',
    at: 'queueSort',
    good: 'profiles:\n- plugins: {queueSort: {enabled: [{name: PrioritySort}]}}',
  },
  'profile-plugins': [
    {
      bad: upstream('profiles:\n- plugins: {filter: {enabled: [{name: NodeNames}]}}'),
      at: 'name: NodeNames',
      good: [
        [upstream('profiles:\n- plugins: {filter: {enabled: [{name: NodeName}]}}')],
        [upstream('profiles:\n- plugins: {filter: {disabled: [{name: NodeNames}]}}')],
        // whose build that is nobody knows
        ['profiles:\n- plugins: {filter: {enabled: [{name: Coscheduling}]}}'],
      ],
    },
    {
      bad: upstream('profiles:\n- plugins: {multiPoint: {enabled: [{name: EBSLimits}]}}'),
      at: 'name: EBSLimits',
      good: upstream('profiles:\n- plugins: {multiPoint: {enabled: [{name: NodeVolumeLimits}]}}'),
      fineIn: ['1.30'],
    },
  ],
  'plugins-gone': [
    {
      bad: 'profiles:\n- plugins: {filter: {enabled: [{name: EBSLimits}]}}',
      at: 'name: EBSLimits',
      good: 'profiles:\n- plugins: {filter: {disabled: [{name: EBSLimits}]}}',
      fineIn: ['1.30'],
    },
    {
      version: '1.27',
      bad: args('SelectorSpread', ''),
      at: 'name: SelectorSpread',
      good: args('NodeAffinity', ''),
      fineIn: ['1.29'],
    },
  ],
  'plugin-config-twice': {
    bad: 'profiles:\n- pluginConfig:\n  - {name: NodeAffinity}\n  - {name: "NodeAffinity"}\n',
    at: 'name: "NodeAffinity"',
    good: two(
      '{schedulerName: a, pluginConfig: [{name: NodeAffinity}]}',
      '{schedulerName: b, pluginConfig: [{name: NodeAffinity}]}',
    ),
  },
  'plugin-arguments': [
    argument(
      'DefaultPreemption',
      'minCandidateNodesPercentage: 101',
      'minCandidateNodesPercentage: 101',
      'minCandidateNodesPercentage: 100',
    ),
    argument(
      'DefaultPreemption',
      'minCandidateNodesAbsolute: -1',
      'minCandidateNodesAbsolute: -1',
      'minCandidateNodesAbsolute: 0',
    ),
    argument(
      'DefaultPreemption',
      'minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0',
      'minCandidateNodesPercentage: 0',
      'minCandidateNodesPercentage: 0',
    ),
    argument(
      'InterPodAffinity',
      'hardPodAffinityWeight: 101',
      'hardPodAffinityWeight: 101',
      'hardPodAffinityWeight: 0',
    ),
    argument(
      'NodeResourcesBalancedAllocation',
      'resources: [{name: cpu, weight: 2}]',
      'weight: 2',
      'resources: [{name: cpu, weight: 0}]',
    ),
    argument(
      'NodeResourcesBalancedAllocation',
      'resources: [{name: cpu}, {name: "cpu"}]',
      'name: "cpu"',
      'resources: [{name: cpu}, {name: memory}]',
    ),
    argument(
      'NodeResourcesFit',
      'scoringStrategy: {resources: []}',
      'scoringStrategy',
      'scoringStrategy: {type: MostAllocated}',
    ),
    argument('NodeResourcesFit', 'scoringStrategy: {type: Most}', 'type: Most', 'ignoredResources: [example.com/foo]'),
    argument(
      'NodeResourcesFit',
      'scoringStrategy: {type: LeastAllocated, resources: [{name: cpu, weight: 101}]}',
      'weight: 101',
      'scoringStrategy: {type: LeastAllocated, resources: [{name: cpu, weight: 100}]}',
    ),
    argument(
      'NodeResourcesFit',
      'scoringStrategy: {type: RequestedToCapacityRatio}',
      'type: RequestedToCapacityRatio',
      'scoringStrategy: {type: RequestedToCapacityRatio, requestedToCapacityRatio: {shape: [{utilization: 0, score: 0}]}}',
    ),
    argument(
      'NodeResourcesFit',
      'scoringStrategy: {type: MostAllocated, requestedToCapacityRatio: {shape: [{utilization: 0, score: 0}]}}',
      'requestedToCapacityRatio',
      'scoringStrategy: {type: MostAllocated}',
    ),
    argument('PodTopologySpread', 'defaultingType: Lists', 'defaultingType: Lists', 'defaultingType: List'),
    argument(
      'PodTopologySpread',
      'defaultConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway}]',
      'defaultConstraints',
      'defaultingType: List, defaultConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway}]',
    ),
    argument(
      'PodTopologySpread',
      'defaultingType: List, defaultConstraints: [{maxSkew: 0, topologyKey: a, whenUnsatisfiable: ScheduleAnyway}]',
      'maxSkew: 0',
      'defaultingType: List, defaultConstraints: []',
    ),
    argument(
      'PodTopologySpread',
      'defaultingType: List, defaultConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: Never}]',
      'whenUnsatisfiable: Never',
      'defaultingType: System',
    ),
    argument(
      'PodTopologySpread',
      'defaultingType: List, defaultConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}]',
      'labelSelector',
      'defaultingType: List, defaultConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule}]',
    ),
    argument('VolumeBinding', 'bindTimeoutSeconds: -1', 'bindTimeoutSeconds: -1', 'bindTimeoutSeconds: 0'),
  ],
  'extender-weight': [
    {
      bad: 'extenders: [{urlPrefix: "http://a", prioritizeVerb: score}]',
      at: 'prioritizeVerb: score',
      good: [['extenders: [{urlPrefix: "http://a", prioritizeVerb: score, weight: 1}]'], ['extenders: [{weight: 0}]']],
    },
    {
      bad: 'extenders: [{urlPrefix: "http://a", prioritizeVerb: score, weight: -1}]',
      at: 'weight: -1',
      good: 'extenders: [{urlPrefix: "http://a", filterVerb: filter, weight: -1}]',
    },
  ],
  'extender-binders': {
    bad: 'extenders: [{urlPrefix: "http://a", bindVerb: bind}, {urlPrefix: "http://b", bindVerb: bound}]',
    at: 'bindVerb: bound',
    good: 'extenders: [{urlPrefix: "http://a", bindVerb: bind}, {urlPrefix: "http://b", bindVerb: ""}]',
  },
  'extender-resources': {
    bad: 'extenders: [{urlPrefix: "http://a", managedResources: [{name: a.com/b}, {name: "a.com/b"}]}]',
    at: 'name: "a.com/b"',
    good: 'extenders: [{urlPrefix: "http://a", managedResources: [{name: a.com/b}, {name: a.com/c}]}]',
  },
  'secure-port': { bad: ['--secure-port=70000'], at: '--secure-port=70000', good: ['--secure-port=0'] },
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
})
