import rule from '../../../src/rules/etcd/election-timeout-too-short.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'the defaults, written': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval=100', '--election-timeout=1000'),
    },
    'the defaults, not written': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--data-dir=/var/lib/etcd'),
    },
    'members 30 ms apart': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval=100', '--election-timeout=1000'),
      options: { rttMs: 30 },
    },
  },
  cannotTell: {
    'the heartbeat comes from a template': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval={{ .heartbeat }}', '--election-timeout=500'),
    },
  },
  reports: {
    'both are shorter than the defaults': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval=50', '--election-timeout=300'),
      expect: text`
        etcd.yaml
                  - --election-timeout=300
                    ~~~~~~~~~~~~~~~~~~~~~~ short
      `,
    },
    'only the heartbeat': {
      'etcd.env': text`
        ETCD_NAME=m1
        ETCD_HEARTBEAT_INTERVAL=20
      `,
      expect: text`
        etcd.env
          ETCD_HEARTBEAT_INTERVAL=20
          ~~~~~~~~~~~~~~~~~~~~~~~~~~ short
      `,
    },
    'a timeout that has to keep its distance': {
      'etcd.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.5.24-0
            command:
            - etcd
            - --heartbeat-interval=150
            - --election-timeout=900 # half of what it was
      `,
      expect: text`
        etcd.yaml
              - --election-timeout=900 # half of what it was
                ~~~~~~~~~~~~~~~~~~~~~~ short
      `,
    },
    'members on two continents': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval=100', '--election-timeout=1000'),
      options: { rttMs: 130 },
      expect: text`
        etcd.yaml
                  - --election-timeout=1000
                    ~~~~~~~~~~~~~~~~~~~~~~~ distant
      `,
    },
    'members on two continents, and no timer is written': {
      'etcd.service': text`
        [Service]
        ExecStart=/usr/bin/etcd --name=m1
      `,
      options: { rttMs: 130 },
      expect: text`
        etcd.service
          ExecStart=/usr/bin/etcd --name=m1
                    ~~~~~~~~~~~~~~~~~~~~~~~ distant
      `,
    },
  },
})
