import rule from '../../../src/rules/etcd/flag-env-conflict.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'the variable alone': {
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
            - --name=a
            env:
            - {name: ETCD_DATA_DIR, value: /var/lib/etcd}
            - {name: ETCD_SERVICE_HOST, value: 10.0.0.1}
            - {name: ETCDCTL_API, value: "3"}
      `,
    },
    'a config file silences both': {
      'etcd.service': text`
        [Service]
        Environment=ETCD_NAME=a
        ExecStart=/usr/bin/etcd --config-file=/etc/etcd/etcd.conf.yml --name=a
      `,
      'etcd.conf.yml': text`
        name: m1
        data-dir: /var/lib/etcd
        heartbeat-interval: 250
        election-timeout: 2500
      `,
    },
    'a file that a variable names silences both': {
      'etcd.service': text`
        [Service]
        Environment=ETCD_NAME=a ETCD_CONFIG_FILE=/etc/etcd/etcd.conf.yml
        ExecStart=/usr/bin/etcd --name=a
      `,
    },
    'up to 3.3 a flag beats its variable, and nothing is lost where both say the same': {
      'etcd.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.3.10
            command:
            - etcd
            - --name=a
            env:
            - {name: ETCD_NAME, value: a}
      `,
    },
    'etcd takes its version out of the environment': {
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
            - --version
            env:
            - {name: ETCD_VERSION, value: "3.5"}
      `,
    },
  },
  cannotTell: {
    'a template may name a config file': {
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
            - --name=a
            - {{ .more }}
            env:
            - {name: ETCD_NAME, value: a}
      `,
    },
  },
  reports: {
    'both, even where they say the same': {
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
            - --data-dir=/var/lib/etcd
            - --name=a
            env:
            - {name: ETCD_DATA_DIR, value: /var/lib/etcd}
      `,
      expect: text`
        etcd.yaml
              - --data-dir=/var/lib/etcd
                ~~~~~~~~~~~~~~~~~~~~~~~~ conflict
      `,
    },
    'an empty variable, and one of a file': {
      'etcd.service': text`
        [Service]
        Environment=ETCD_IMAGE_TAG=v3.5.9 ETCD_WAL_DIR=
        EnvironmentFile=/etc/etcd.env
        ExecStart=/usr/bin/etcd -name=a --wal-dir=/wal
      `,
      'etcd.env': text`
        ETCD_NAME=b
      `,
      'install.sh': text`
        #!/bin/sh
        curl -LO https://github.com/etcd-io/etcd/releases/download/v3.6.4/etcd-v3.6.4-linux-amd64.tar.gz
      `,
      expect: text`
        etcd.service
          ExecStart=/usr/bin/etcd -name=a --wal-dir=/wal
                                  ~~~~~~~ conflict
                                          ~~~~~~~~~~~~~~ conflict
      `,
    },
    'up to 3.3 the variable does not count': {
      'etcd.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.3.10
            command:
            - etcd
            - --name=a
            env:
            - {name: ETCD_NAME, value: b}
      `,
      expect: text`
        etcd.yaml
              - --name=a
                ~~~~~~~~ shadowed
      `,
    },
  },
})
