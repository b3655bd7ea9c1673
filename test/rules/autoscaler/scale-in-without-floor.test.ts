import rule from '../../../src/rules/autoscaler/scale-in-without-floor.js'
import { autoscaler } from '../../support/autoscaler.js'
import { ruleTest, text } from '../../support/rule-test.js'

const DISCOVERY = '--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/prod'

const group = (name: string, sizes: string, tag = 'k8s.io/cluster-autoscaler/enabled') => `
resource "aws_autoscaling_group" "${name}" {
  name = "${name}"
  ${sizes}
  tag {
    key                 = "${tag}"
    value               = "true"
    propagate_at_launch = true
  }
}
`

/** Workers of a running cluster in pools, and its autoscaler. */
const running = (pools: Readonly<Record<string, number>>, ...args: readonly string[]): string =>
  [
    'kind: ClusterRecording',
    'objects:',
    ...Object.entries(pools).flatMap(([pool, count]) => [
      '- kind: Node',
      `  name: ${pool}-1`,
      `  group: ${pool}`,
      `  pool: ${pool}`,
      '  role: worker',
      `  count: ${count}`,
      `  body: { kind: Node, metadata: { name: ${pool}-1 }, status: { nodeInfo: { kubeletVersion: v1.34.2 } } }`,
    ]),
    '- kind: Deployment',
    '  namespace: kube-system',
    '  name: cluster-autoscaler',
    '  body:',
    ...autoscaler('v1.34.2', ...args)
      .trim()
      .split('\n')
      .map(line => `    ${line}`),
  ].join('\n')

ruleTest(rule, {
  silent: {
    'nodes of a running pool that the autoscaler is not given stay': {
      'cluster.yaml': running({ system: 6, gpu: 2 }, '--nodes=0:10:eks-gpu-1234'),
      except: { opacity: 'without the nodes of the other pool nothing says that they exist' },
    },
    'one group stays': { 'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=3:100:workers', '--nodes=0:100:burst') },
    'one node stays': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=1:100:workers', '--nodes=0:100:burst'),
      preset: 'recommended',
    },
    'no groups are in view': { 'autoscaler.yaml': autoscaler('v1.34.2') },
    'the groups it discovers are not in view': { 'autoscaler.yaml': autoscaler('v1.34.2', DISCOVERY) },
    'a group it discovers stays': {
      'autoscaler.yaml': autoscaler('v1.34.2', DISCOVERY),
      'workers.tf': group('workers', 'min_size = 3'),
    },
    'a group of a fixed size stands beside them': {
      except: { opacity: 'without the file of the other group nothing says that it exists' },
      'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=0:100:workers'),
      'workers.tf': group('system', 'min_size = 3', 'Name'),
    },
    'a group for batch jobs alone': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=0:100:batch'),
      options: { ignoreGroups: ['batch'] },
    },
    'a single node': { 'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=0:1:only') },
    'nothing is removed at all': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=0:100:workers', '--scale-down-enabled=false'),
    },
    'a list the autoscaler refuses': { 'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=0:workers') },
  },
  cannotTell: {
    'a minimum comes from a template': {
      'autoscaler.yaml': autoscaler('v1.34.2', '"--nodes={{ .min }}:100:workers"', '--nodes=0:100:burst'),
    },
    'the minimum of a discovered group is a variable': {
      'autoscaler.yaml': autoscaler('v1.34.2', DISCOVERY),
      'workers.tf': group('workers', 'min_size = var.min'),
    },
    'more groups may come from a template': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=0:100:workers', '"{{ .groups }}"'),
    },
  },
  reports: {
    'all pools that run are given to it': {
      'cluster.yaml': running({ workers: 6, gpu: 2 }, '--nodes=0:10:eks-workers-1', '--nodes=0:10:eks-gpu-1'),
      expect: text`
        prod/deployment/kube-system/cluster-autoscaler
                        "--nodes=0:10:eks-workers-1",
                                 ~~~~~~~~~~~~~~~~~~ shrinks
      `,
    },
    'what stays of a large cluster is too little': {
      'cluster.yaml': running({ system: 6, workers: 200 }, '--nodes=0:300:workers'),
      expect: text`
        prod/deployment/kube-system/cluster-autoscaler
                        "--nodes=0:300:workers"
                                 ~~~~~~~~~~~~~ shrinks
      `,
    },
    'no group has a minimum': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=0:100:workers-a', '--nodes=0:100:workers-b'),
      preset: 'recommended',
      expect: text`
        autoscaler.yaml
                      - --nodes=0:100:workers-a
                                ~~~~~~~~~~~~~~~ shrinks (warning)
      `,
    },
    'one node stays, which is not enough for the strict': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--nodes=1:100:workers', '--nodes=0:100:burst'),
      expect: text`
        autoscaler.yaml
                      - --nodes=0:100:burst
                                ~~~~~~~~~~~ shrinks (info)
      `,
    },
    'discovered groups': {
      'autoscaler.yaml': autoscaler('v1.34.2', DISCOVERY),
      'workers.tf': `${group('a', 'min_size = 0')}${group('b', 'min_size = 0')}`,
      expect: text`
        workers.tf
            min_size = 0
                       ~ shrinks (warning)
      `,
    },
    'a small share of what is wanted': {
      'autoscaler.yaml': autoscaler('v1.34.2', DISCOVERY),
      'workers.tf': group('workers', 'min_size = 3\n  max_size = 60\n  desired_capacity = 30'),
      expect: text`
        workers.tf
            min_size = 3
                       ~ shrinks (info)
      `,
    },
    'groups of the Helm chart': {
      'values/cluster-autoscaler.yaml': text`
        awsRegion: eu-west-1
        autoscalingGroups:
          - name: workers
            minSize: 0
            maxSize: 20
      `,
      expect: text`
        values/cluster-autoscaler.yaml
              minSize: 0
                       ~
              maxSize: 20
              ~~~~~~~~~~~ shrinks
      `,
    },
  },
})
