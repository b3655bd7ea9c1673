import { VALIDATIONS } from '../../../src/facts/start-up/autoscaler.js'
import rule from '../../../src/rules/autoscaler/will-not-start.js'
import { type Given, type RowCase, startUpTest } from '../../support/start-up-test.js'

const AWS = '--cloud-provider=aws'
const GCE = '--cloud-provider=gce'

const flag = (bad: string, good: string, more: Partial<RowCase> = {}): RowCase => ({
  bad: [bad],
  at: bad,
  good: [good],
  ...more,
})

/** Somebody's own build, of which nobody knows what it has. */
const fork = (...flags: readonly string[]): Given => ({ image: 'quay.io/somebody/cluster-autoscaler:v1.34.0', flags })

const nodes = (bad: string, good: string, more: Partial<RowCase> = {}): RowCase => ({
  bad: [AWS, `--nodes=${bad}`],
  at: `--nodes=${bad}`,
  good: [AWS, `--nodes=${good}`],
  ...more,
})

const discovers = (provider: string, bad: string, good: string): RowCase => ({
  bad: [provider, `--node-group-auto-discovery=${bad}`],
  at: `--node-group-auto-discovery=${bad}`,
  good: [provider, `--node-group-auto-discovery=${good}`],
})

startUpTest(rule, VALIDATIONS, {
  'leader-positive': flag('--leader-elect-retry-period=0s', '--leader-elect-retry-period=2s'),
  'leader-order': flag('--leader-elect-lease-duration=10s', '--leader-elect-lease-duration=11s'),
  'leader-retry': {
    bad: ['--leader-elect-retry-period=9s'],
    at: '--leader-elect-retry-period=9s',
    good: [[['--leader-elect-retry-period=8s']], [['--leader-elect-retry-period=9s', '--leader-elect=false']]],
  },
  'nodes-format': [
    nodes('10:3:workers', '3:10:workers', { says: '10 and 3' }),
    nodes('workers', '0:0:workers'),
    nodes('1:10:', '1:10:arn:aws:x'),
    nodes('-1:10:workers', '01:10:a,b'),
    nodes('1:many:workers', '1:1:workers'),
    {
      bad: [GCE, '--nodes=a:b'],
      at: '--nodes=a:b',
      // a build for one cloud has that for its default
      good: [[['--nodes=a:b', '--cloud-provider=digitalocean']], [['--nodes=a:b']]],
    },
  ],
  'discovery-format': [
    discovers(AWS, 'tag=k8s.io/cluster-autoscaler/enabled', 'asg:tag=k8s.io/cluster-autoscaler/enabled,a=b'),
    discovers(AWS, 'asg:tags=a', 'asg:tag=a:b'),
    discovers(AWS, 'asg:tag=', 'asg:tag=a,b'),
    discovers(GCE, 'mig:namePrefix=pool,min=5,max=1', 'mig:namePrefix=pool,min=1,max=5'),
    discovers(GCE, 'mig:namePrefix=pool', 'mig:namePrefix=pool,max=1'),
    discovers(GCE, 'mig:prefix=pool,max=1', 'mig:max=1,namePrefix=pool'),
    discovers(GCE, 'mig:max=1', 'mig:max=2,namePrefix=p'),
    discovers(GCE, 'mig:namePrefix,max=1', 'mig:namePrefix=a,max=1'),
    discovers(GCE, 'mig:namePrefix=a,max=lots', 'mig:namePrefix=a,max=10'),
    discovers(GCE, 'asg:tag=a', 'mig:namePrefix=a-,min=0,max=10'),
  ],
  'discovery-and-nodes': {
    bad: ['--cloud-provider=magnum', '--nodes=1:10:workers', '--node-group-auto-discovery=magnum:role=worker'],
    at: '--node-group-auto-discovery=magnum:role=worker',
    good: [AWS, '--nodes=1:10:workers', '--node-group-auto-discovery=asg:tag=a'],
    byName: true,
  },
  'cloud-provider': flag('--cloud-provider=asw', AWS, {
    good: [[[AWS]], [fork('--cloud-provider=asw')], [['--cloud-provider=clusterapi']]],
  }),
  expander: [
    flag('--expander=leastwaste', '--expander=least-waste', {
      says: '`leastwaste`',
      good: [[['--expander=least-waste,random']], [fork('--expander=leastwaste')]],
    }),
    flag('--expander=random,cheapest', '--expander=priority,grpc', {
      good: ['--expander=priority,price'],
    }),
    flag('--expander=priority,least-waste', '--expander=priority', { version: '1.22.3', fineIn: ['1.23.0'] }),
    flag('--expander=priority', '--expander=price', { version: '1.13.9', fineIn: ['1.14.7'] }),
  ],
  'expander-twice': flag('--expander=random,random', '--expander=random,price', { version: '1.30.0' }),
  'expander-grpc': flag('--expander=grpc', '--expander=price', {
    good: ['--expander=grpc', '--grpc-expander-cert=/a.crt'],
  }),
  estimator: [
    flag('--estimator=basic', '--estimator=binpacking', { fineIn: ['1.15.7'] }),
    flag('--estimator=oldbinpacking', '--estimator=binpacking', { version: '1.18.3', fineIn: ['1.17.4'] }),
  ],
  'cores-total': [
    flag('--cores-total=100', '--cores-total=0:100', { says: '`100`' }),
    flag('--memory-total=10:5', '--memory-total=5:10'),
    flag('--cores-total=-1:5', '--cores-total=5:5'),
    flag('--cores-total=1:2:3', '--cores-total=01:2'),
  ],
  'gpu-total': [
    flag('--gpu-total=nvidia:10', '--gpu-total=nvidia:0:10'),
    flag('--gpu-total=nvidia:10:0', '--gpu-total=nvidia.com/gpu:1:1'),
  ],
  'drain-priority-and-termination': {
    bad: ['--drain-priority-config=0:60', '--max-graceful-termination-sec=600'],
    at: '--drain-priority-config=0:60',
    good: ['--drain-priority-config=0:60'],
  },
  'drain-priority-format': [
    flag('--drain-priority-config=0:60:1', '--drain-priority-config=2000000000:120,0:60'),
    flag('--drain-priority-config=', '--drain-priority-config=-10:60'),
    flag('--drain-priority-config=0:1m', '--drain-priority-config=0:60'),
  ],
  'parallel-drain': {
    version: '1.30.0',
    bad: ['--max-drain-parallelism=2', '--parallel-drain=false'],
    at: '--max-drain-parallelism=2',
    good: ['--max-drain-parallelism=2'],
    fineIn: ['1.32.0'],
  },
  'predicate-parallelism': flag('--predicate-parallelism=0', '--predicate-parallelism=1'),
  'dynamic-resources': flag('--enable-dynamic-resource-allocation=false', '--enable-dynamic-resource-allocation=true', {
    fineIn: ['1.34.5'],
  }),
  'bypassed-schedulers': {
    bad: ['--allowed-scheduler-names=a,b', '--bypassed-scheduler-names=other'],
    at: 'other',
    good: [[['--allowed-scheduler-names=a,b', '--bypassed-scheduler-names=b']], [['--bypassed-scheduler-names=other']]],
  },
})
