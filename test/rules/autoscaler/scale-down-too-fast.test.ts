import rule from '../../../src/rules/autoscaler/scale-down-too-fast.js'
import { autoscaler } from '../../support/autoscaler.js'
import { ruleTest, text } from '../../support/rule-test.js'

const group = (tag: string) => text`
  resource "aws_autoscaling_group" "workers" {
    name     = "workers"
    min_size = 3
    max_size = 30
    tag {
      key                 = "k8s.io/cluster-autoscaler/enabled"
      value               = "true"
      propagate_at_launch = true
    }
    tag {
      key                 = "k8s.io/cluster-autoscaler/node-template/autoscaling-options/scaledownunneededtime"
      value               = "${tag}"
      propagate_at_launch = true
    }
  }
`

ruleTest(rule, {
  silent: {
    'half an hour': { 'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-unneeded-time=30m') },
    'the default of a version that waits for its caches': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      preset: 'recommended',
    },
    'the default, written down': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-unneeded-time=10m'),
      preset: 'talk',
    },
    'the last of two flags counts': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-unneeded-time=1m', '--scale-down-unneeded-time=40m'),
    },
    'nothing is removed at all': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-enabled=false', '--scale-down-unneeded-time=1m'),
    },
    'the default of a build whose vendor decides what is in it': {
      'autoscaler.yaml': autoscaler('registry.example.com/cluster-autoscaler:v1.28.0-eks-1'),
      preset: 'recommended',
    },
    'a cluster whose jobs end with their nodes': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-unneeded-time=4m'),
      options: { recommended: '3m', warnBelow: '3m', errorBelow: '1m' },
    },
    'a tag is slower than the flag': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-unneeded-time=30m'),
      'workers.tf': group('45m'),
    },
  },
  cannotTell: {
    'the time comes from a template': {
      'autoscaler.yaml': autoscaler('v1.34.2', '"--scale-down-unneeded-time={{ .unneeded }}"'),
    },
    'more flags may come from a template': {
      'autoscaler.yaml': autoscaler('v1.34.2', '"{{ .flags }}"'),
    },
    'whether nodes are removed comes from a template': {
      'autoscaler.yaml': autoscaler(
        'v1.34.2',
        '"--scale-down-enabled={{ .enabled }}"',
        '--scale-down-unneeded-time=1m',
      ),
    },
  },
  reports: {
    'a minute': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-unneeded-time=1m'),
      expect: text`
        autoscaler.yaml
                      - --scale-down-unneeded-time=1m
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ fast (error)
      `,
    },
    'no time at all': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-unneeded-time', '"0"'),
      expect: text`
        autoscaler.yaml
                      - --scale-down-unneeded-time
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~
                      - "0"
                      ~~~~~ fast (error)
      `,
    },
    'faster than the default': {
      'autoscaler.yaml': autoscaler('v1.34.2', '"--scale-down-unneeded-time=5m"'),
      expect: text`
        autoscaler.yaml
                      - "--scale-down-unneeded-time=5m"
                         ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ fast (warning)
      `,
    },
    'the default, before caches were waited for': {
      'autoscaler.yaml': autoscaler('v1.31.0'),
      preset: 'recommended',
      expect: text`
        autoscaler.yaml
                    image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.31.0
                                                                          ~~~~~~~ fast (warning)
      `,
    },
    'the default, for the strict': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--v=4'),
      expect: text`
        autoscaler.yaml
                  - name: cluster-autoscaler
                          ~~~~~~~~~~~~~~~~~~ fast (info)
      `,
    },
    'a version nobody states': {
      'autoscaler.yaml': autoscaler('registry.example.com/cluster-autoscaler:latest', '--scale-down-unneeded-time=90s'),
      expect: text`
        autoscaler.yaml
                      - --scale-down-unneeded-time=90s
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ fast (error)
      `,
    },
    'one group has a time of its own': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--scale-down-unneeded-time=30m'),
      'workers.tf': group('2m'),
      expect: text`
        workers.tf
              value               = "2m"
                                     ~~ fast (error)
      `,
    },
    'values of the Helm chart': {
      'cluster-autoscaler/values.yaml': text`
        autoDiscovery:
          clusterName: prod
        extraArgs:
          scale-down-unneeded-time: 2m
          scale-down-utilization-threshold: 0.9
      `,
      expect: text`
        cluster-autoscaler/values.yaml
            scale-down-unneeded-time: 2m
            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~ fast (error)
      `,
    },
    'a kops cluster': {
      'cluster.yaml': text`
        apiVersion: kops.k8s.io/v1alpha2
        kind: Cluster
        metadata:
          name: prod.example.com
        spec:
          kubernetesVersion: 1.30.2
          clusterAutoscaler:
            enabled: true
            scaleDownUnneededTime: 3m
      `,
      expect: text`
        cluster.yaml
              scaleDownUnneededTime: 3m
              ~~~~~~~~~~~~~~~~~~~~~~~~~ fast (error)
      `,
    },
  },
})
