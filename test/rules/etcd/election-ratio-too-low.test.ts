import rule from '../../../src/rules/etcd/election-ratio-too-low.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'ten heartbeats': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval=500', '--election-timeout=5000'),
    },
    'the defaults': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--data-dir=/var/lib/etcd'),
    },
    'six heartbeats, and nobody asked to be strict': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval=500', '--election-timeout=3000'),
      preset: 'recommended',
    },
    'a config file beats the flags beside it': {
      'etcd.service': text`
        [Service]
        ExecStart=/usr/bin/etcd --config-file=/etc/etcd/etcd.conf.yml --heartbeat-interval=500
      `,
      'etcd.conf.yml': text`
        name: m1
        data-dir: /var/lib/etcd
        heartbeat-interval: 250
        election-timeout: 2500
      `,
    },
    'no heartbeat at all stops etcd by itself': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval=0'),
    },
  },
  cannotTell: {
    'the timeout comes from a template': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval=500', '--election-timeout={{ .election }}'),
    },
  },
  reports: {
    'only the heartbeat was raised': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval=500'),
      expect: text`
        etcd.yaml
                  - --heartbeat-interval=500
                    ~~~~~~~~~~~~~~~~~~~~~~~~ low
      `,
    },
    'both are written, and the timeout is mended': {
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
            - --heartbeat-interval=500 # slow disks
            - --election-timeout=2000 # two seconds
      `,
      expect: text`
        etcd.yaml
              - --election-timeout=2000 # two seconds
                ~~~~~~~~~~~~~~~~~~~~~~~ low
      `,
    },
    'in the environment of a unit': {
      'etcd.service': text`
        [Service]
        EnvironmentFile=/etc/etcd/etcd.env
        ExecStart=/usr/bin/etcd
      `,
      'etc/etcd/etcd.env': text`
        ETCD_NAME=m1
        ETCD_HEARTBEAT_INTERVAL=6000
        ETCD_ELECTION_TIMEOUT=20000
      `,
      expect: text`
        etc/etcd/etcd.env
          ETCD_ELECTION_TIMEOUT=20000
          ~~~~~~~~~~~~~~~~~~~~~~~~~~~ low
      `,
    },
    'in the config file': {
      'etcd.service': text`
        [Service]
        ExecStart=/usr/bin/etcd --config-file=/etc/etcd/etcd.conf.yml
      `,
      'etcd.conf.yml': text`
        name: m1
        data-dir: /var/lib/etcd
        heartbeat-interval: 300
        election-timeout: 1000
      `,
      expect: text`
        etcd.conf.yml
          election-timeout: 1000
          ~~~~~~~~~~~~~~~~~~~~~~ low
      `,
    },
    'six heartbeats are few': {
      'etcd.yaml': staticPod('etcd', '3.5.24-0', '--heartbeat-interval=500', '--election-timeout=3000'),
      preset: 'strict',
      expect: text`
        etcd.yaml
                  - --election-timeout=3000
                    ~~~~~~~~~~~~~~~~~~~~~~~ tight
      `,
    },
  },
})
