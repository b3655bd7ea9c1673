import { VALIDATIONS } from '../../../src/facts/start-up/kube-proxy.js'
import rule from '../../../src/rules/kube-proxy/will-not-start.js'
import { startUpTest } from '../../support/start-up-test.js'

startUpTest(rule, VALIDATIONS, {
  'config-strict': [
    {
      bad: 'oomScoreAdj: "1"',
      at: 'oomScoreAdj: "1"',
      says: 'it takes a whole number',
      good: [['oomScoreAdj: 1', 'oomScoreAdjust: "1"', 'conntrack: {min: null}']],
    },
    {
      bad: {
        flags: ['--config=/etc/proxy.yaml'],
        files: { '/etc/proxy.yaml': 'apiVersion: kubeproxy.config.k8s.io/v1\nkind: KubeProxyConfiguration\n' },
      },
      at: 'apiVersion: kubeproxy.config.k8s.io/v1',
      good: '',
    },
    { bad: 'iptables: {syncPeriod: 30}', at: 'syncPeriod: 30', good: 'iptables: {syncPeriod: 30s}' },
  ],
  'gate-form': [
    {
      bad: { config: 'bindAddress: 0.0.0.0', flags: ['--feature-gates=ContextualLogging=on,Any=1'] },
      at: 'ContextualLogging=on',
      good: { config: 'bindAddress: 0.0.0.0', flags: ['--feature-gates=ContextualLogging=T,NoSuchGate=1'] },
    },
    {
      version: '1.28.0',
      bad: { config: 'bindAddress: 0.0.0.0', flags: ['--feature-gates=Any'] },
      at: 'Any',
      good: { config: 'bindAddress: 0.0.0.0', flags: ['--feature-gates=,'] },
    },
  ],
  'sync-period': [
    {
      bad: 'iptables: {syncPeriod: -30s}',
      at: 'syncPeriod: -30s',
      good: [['iptables: {syncPeriod: 0s}', 'mode: ipvs\niptables: {syncPeriod: -30s}', 'ipvs: {syncPeriod: -30s}']],
    },
    { version: '1.30', bad: 'mode: ipvs\niptables: {syncPeriod: -30s}', at: 'syncPeriod: -30s', good: 'mode: ipvs' },
    {
      bad: ['--proxy-mode=nftables', '--iptables-sync-period=0s'],
      at: '--iptables-sync-period=0s',
      good: ['--proxy-mode=nftables', '--ipvs-sync-period=0s'],
    },
    { bad: ['--iptables-sync-period=0'], at: '--iptables-sync-period=0', good: ['--iptables-sync-period=1s'] },
  ],
  'min-sync-period': {
    bad: 'mode: nftables\nnftables: {minSyncPeriod: -1s}',
    at: 'minSyncPeriod: -1s',
    good: 'mode: nftables\nnftables: {minSyncPeriod: 0s}',
  },
  'sync-order': [
    {
      bad: 'iptables: {minSyncPeriod: 60s, syncPeriod: 30s}',
      at: 'minSyncPeriod: 60s',
      says: '(1m)',
      good: [['iptables: {minSyncPeriod: 30s, syncPeriod: 30s}', 'mode: ipvs\niptables: {minSyncPeriod: 60s}']],
    },
    {
      bad: 'iptables: {syncPeriod: 500ms}',
      at: 'syncPeriod: 500ms',
      says: '(1s)',
      good: 'mode: ipvs\nipvs: {syncPeriod: 500ms}',
    },
    {
      bad: ['--iptables-min-sync-period=1m'],
      at: '--iptables-min-sync-period=1m',
      good: ['--ipvs-min-sync-period=1m'],
    },
  ],
  'config-sync-period': [
    { bad: 'configSyncPeriod: -1m', at: 'configSyncPeriod: -1m', good: 'configSyncPeriod: 0s' },
    { bad: ['--config-sync-period=0s'], at: '--config-sync-period=0s', good: ['--config-sync-period=1m'] },
  ],
  'udp-idle-timeout': {
    version: '1.25',
    bad: ['--udp-timeout=0s'],
    at: '--udp-timeout=0s',
    good: ['--udp-timeout=1s'],
  },
  'bind-address': {
    bad: 'bindAddress: node-1',
    at: 'bindAddress: node-1',
    says: '`node-1`',
    good: [['bindAddress: "::"', 'bindAddress: 010.0.0.1', 'bindAddress: ""']],
  },
  'healthz-address': [
    {
      bad: 'healthzBindAddress: 0.0.0.0:0',
      at: 'healthzBindAddress: 0.0.0.0:0',
      good: [['healthzBindAddress: 0.0.0.0', 'healthzBindAddress: "[::]:10256"', 'healthzBindAddress: ""']],
    },
    {
      bad: ['--healthz-bind-address=localhost:10256'],
      at: '--healthz-bind-address=localhost:10256',
      good: [[['--healthz-bind-address='], ['--healthz-bind-address=fd00::1']]],
    },
    {
      bad: { config: 'healthzBindAddress: 0.0.0.0', flags: ['--healthz-bind-address=localhost:80'] },
      at: '--healthz-bind-address=localhost:80',
      good: { config: 'healthzBindAddress: 0.0.0.0', flags: ['--healthz-bind-address=0.0.0.0:0'] },
    },
  ],
  'metrics-address': {
    bad: 'metricsBindAddress: :10249',
    at: 'metricsBindAddress: :10249',
    good: 'metricsBindAddress: 127.0.0.1:10249',
  },
  'cluster-cidr': [
    {
      bad: 'clusterCIDR: 10.0.0.0',
      at: 'clusterCIDR: 10.0.0.0',
      good: [
        [
          'clusterCIDR: 10.0.0.0/8',
          'clusterCIDR: 10.0.0.0/8,fd00::/64',
          'detectLocalMode: NodeCIDR\nclusterCIDR: 10.0.0.0',
          'clusterCIDR: ""',
        ],
      ],
    },
    { bad: ['--cluster-cidr=10.0.0.0/8,11.0.0.0/8'], at: '--cluster-cidr=10.0.0.0/8,11.0.0.0/8', good: [] },
    { bad: ['--cluster-cidr='], at: '--cluster-cidr=', good: [], fineIn: ['1.30'] },
    {
      version: '1.20',
      bad: 'clusterCIDR: 10.0.0.0/8,fd00::/64',
      at: 'clusterCIDR: 10.0.0.0/8,fd00::/64',
      good: 'clusterCIDR: 10.0.0.0/8,fd00::/64\nfeatureGates: {IPv6DualStack: true}',
      fineIn: ['1.21'],
    },
    {
      version: '1.30',
      bad: 'detectLocalMode: NodeCIDR\nclusterCIDR: 10.0.0.0',
      at: 'clusterCIDR: 10.0.0.0',
      good: 'detectLocalMode: NodeCIDR',
    },
  ],
  'port-range': { version: '1.30', bad: 'portRange: 2000-300', at: 'portRange: 2000-300', good: 'portRange: 300-2000' },
  'masquerade-bit': [
    { bad: 'iptables: {masqueradeBit: 32}', at: 'masqueradeBit: 32', good: 'iptables: {masqueradeBit: 0}' },
    {
      bad: 'mode: nftables\nnftables: {masqueradeBit: -1}',
      at: 'masqueradeBit: -1',
      good: 'nftables: {masqueradeBit: -1}',
    },
  ],
  'oom-score': { bad: 'oomScoreAdj: -1001', at: 'oomScoreAdj: -1001', good: 'oomScoreAdj: 1000' },
  'conntrack-max': { bad: 'conntrack: {min: -1}', at: 'min: -1', good: 'conntrack: {maxPerCore: 0}' },
  'conntrack-timeouts': {
    bad: 'conntrack: {udpTimeout: -1s}',
    at: 'udpTimeout: -1s',
    good: 'conntrack: {udpTimeout: 0s}',
    fineIn: ['1.28'],
  },
  'detect-local': [
    { bad: 'detectLocalMode: clusterCIDR', at: 'detectLocalMode: clusterCIDR', good: 'detectLocalMode: ClusterCIDR' },
    {
      version: '1.22',
      bad: 'detectLocalMode: BridgeInterface',
      at: 'detectLocalMode: BridgeInterface',
      good: 'detectLocalMode: NodeCIDR',
      fineIn: ['1.24'],
    },
  ],
  'detect-local-interface': {
    bad: 'detectLocalMode: InterfaceNamePrefix',
    at: 'detectLocalMode: InterfaceNamePrefix',
    good: 'detectLocalMode: InterfaceNamePrefix\ndetectLocal: {interfaceNamePrefix: veth}',
  },
  burst: { bad: 'clientConnection: {burst: -1}', at: 'burst: -1', good: 'clientConnection: {burst: 0}' },
  'node-port-addresses': [
    {
      bad: 'nodePortAddresses: [10.0.0.0/8, localhost, 10.0.0.1, localhost]',
      at: ['10.0.0.1', 'localhost]'.slice(0, -1)],
      good: 'nodePortAddresses: [10.0.0.0/8, localhost, primary]',
    },
    {
      version: '1.34',
      bad: 'nodePortAddresses: [10.0.0.0/8, primary]',
      at: 'primary',
      says: '`primary` alone',
      good: 'nodePortAddresses: [primary]',
      fineIn: ['1.37'],
    },
    {
      version: '1.30',
      bad: ['--nodeport-addresses=primary'],
      at: 'primary',
      good: ['--nodeport-addresses=10.0.0.0/8,fd00::/64'],
      fineIn: ['1.31'],
    },
  ],
  'ipvs-timeouts': {
    bad: 'mode: ipvs\nipvs: {tcpTimeout: -1s}',
    at: 'tcpTimeout: -1s',
    good: 'mode: iptables\nipvs: {tcpTimeout: -1s}',
  },
  'ipvs-exclude': {
    bad: 'mode: ipvs\nipvs: {excludeCIDRs: [10.0.0.1]}',
    at: '10.0.0.1',
    good: 'mode: ipvs\nipvs: {excludeCIDRs: [10.0.0.1/32]}',
  },
  'ipvs-scheduler': {
    version: '1.26',
    bad: ['--proxy-mode=ipvs', '--ipvs-scheduler=mh'],
    at: '--ipvs-scheduler=mh',
    good: ['--proxy-mode=ipvs', '--ipvs-scheduler=sed'],
    fineIn: ['1.27'],
  },
  'hidden-metrics': {
    version: '1.34',
    bad: 'showHiddenMetricsForVersion: "1.32"',
    at: 'showHiddenMetricsForVersion: "1.32"',
    says: '1.33',
    good: 'showHiddenMetricsForVersion: "1.33"',
    fineIn: ['1.33'],
  },
  logging: [
    {
      bad: 'logging: {format: xml}',
      at: 'format: xml',
      says: '`xml` is not a log format',
      good: 'logging: {format: json}',
      fineIn: ['1.27'],
    },
    { bad: ['--logging-format=xml'], at: '--logging-format=xml', good: ['--logging-format=text'] },
  ],
  'hostname-override': {
    bad: ['--hostname-override=  '],
    at: '--hostname-override=  ',
    good: ['--hostname-override=n1'],
  },
})
