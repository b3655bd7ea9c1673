import rule from '../../../src/rules/cluster/flag-value-detached.js'
import { autoscaler } from '../../support/autoscaler.js'
import { recordedApiserver } from '../../support/recorded-pod.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'values where they belong': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--anonymous-auth=false',
        '--secure-port',
        '6443',
        '-v',
        '2',
      ),
    },
    'a flag nobody knows may take a word': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--of-our-own', 'true'),
    },
    'a flag of a later release may take one, too': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.22.2', '--emulated-version', 'kube'),
    },
    'before 1.19 an apiserver reads past words, and this one says what is so anyway': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.18.20', '--anonymous-auth', '"true"', 'more'),
    },
    'what runs has read them': {
      'cluster.yaml': recordedApiserver('v1.34.2', 'more', true),
      except: { opacity: 'a container of which nothing is known may be one that crashes' },
    },
    'a build whose vendor decides what it reads': {
      'apiserver.yaml': staticPod('kube-apiserver', 'registry.example.com/kube-apiserver:v1.28.3-eks-1', 'more'),
    },
    'the autoscaler never looks, and the flag is on anyway': {
      'autoscaler.yaml': autoscaler('v1.32.2', '--scale-down-enabled', '"true"', 'more'),
    },
    'a template may end in the flag that takes the word': {
      'kubelet.sh': text`
        #!/bin/bash
        exec /usr/bin/kubelet --v=2 {{ .Flags }} false
      `,
    },
    'so may a variable nobody sets here': {
      'kubelet.service': text`
        [Service]
        EnvironmentFile=-/etc/default/kubelet
        ExecStart=/usr/bin/kubelet --v=2 $KUBELET_EXTRA_ARGS false
      `,
    },
    'the word comes from a template': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--anonymous-auth', '"{{ .Values.anonymous }}"'),
    },
    'a word without a character, which apiservers read past': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--anonymous-auth', '""'),
    },
    'a command of etcd': {
      'etcd.service': text`
        [Service]
        ExecStart=/usr/bin/etcd grpc-proxy start --endpoints=10.0.0.1:2379
      `,
    },
    'what a shell does with the command': {
      'kubelet.sh': text`
        #!/bin/bash
        /usr/bin/kubelet --v=2 --fail-swap-on >> /var/log/kubelet.log 2>&1 &
        /usr/bin/kubelet --v=2 --fail-swap-on | tee /var/log/kubelet.log
      `,
    },
  },
  reports: {
    'items of a list, with comments': {
      'apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata:
          name: kube-apiserver
          namespace: kube-system
        spec:
          containers:
            - name: kube-apiserver
              image: registry.k8s.io/kube-apiserver:v1.34.2
              command:
                - kube-apiserver
                - --anonymous-auth   # nobody without a name
                # in two parts
                - "false"   # really
                - --profiling
                - 'false'
                - --v=2
      `,
      expect: text`
        apiserver.yaml
                  - "false"   # really
                     ~~~~~ detached (error)
                  - 'false'
                     ~~~~~ detached (error)
      `,
    },
    'a list in brackets': {
      'etcd.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata:
          name: etcd
          namespace: kube-system
        spec:
          containers:
            - name: etcd
              image: registry.k8s.io/etcd:3.6.4-0
              command: ["etcd", "--pre-vote", "false", "--name=a"]
      `,
      expect: text`
        etcd.yaml
                command: ["etcd", "--pre-vote", "false", "--name=a"]
                                                 ~~~~~ detached (error)
      `,
    },
    'words of a unit that goes on over lines': {
      'kubelet.service': text`
        # by hand
        [Service]
        ExecStart=/usr/bin/kubelet \\
          --fail-swap-on \\
          false \\
          --v=2
      `,
      kubernetesVersion: '1.34',
      expect: text`
        kubelet.service
            false \\
            ~~~~~ detached (error)
      `,
    },
    'the words of an environment file': {
      'kubelet.service': text`
        [Service]
        EnvironmentFile=/etc/default/kubelet
        ExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS
      `,
      'etc/default/kubelet': text`
        # ours
        KUBELET_EXTRA_ARGS="--fail-swap-on false --v=2"
      `,
      kubernetesVersion: '1.34',
      expect: text`
        etc/default/kubelet
          KUBELET_EXTRA_ARGS="--fail-swap-on false --v=2"
                                             ~~~~~ detached (error)
      `,
    },
    'nobody states a version, and they differ': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --fail-swap-on false
      `,
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --fail-swap-on false
                                                    ~~~~~ detached (warning)
      `,
    },
    'nobody states a version, and all of them exit': {
      'etcd.service': text`
        [Service]
        ExecStart=/usr/bin/etcd --pre-vote true
      `,
      expect: text`
        etcd.service
          ExecStart=/usr/bin/etcd --pre-vote true
                                             ~~~~ detached (error)
      `,
    },
    'a value that lost its quotes': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --node-labels=a=b, c=d --v=2
      `,
      kubernetesVersion: '1.34',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --node-labels=a=b, c=d --v=2
                                                        ~~~ stray (error)
      `,
    },
    'what stands behind two dashes': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --v=2 -- --fail-swap-on
      `,
      kubernetesVersion: '1.34',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --v=2 -- --fail-swap-on
                                              ~~~~~~~~~~~~~~ stray (error)
      `,
    },
    'the autoscaler goes on, and scales down': {
      'autoscaler.yaml': autoscaler('v1.32.2', '--scale-down-enabled', '"false"'),
      expect: text`
        autoscaler.yaml
                      - "false"
                         ~~~~~ detached (warning)
      `,
    },
    'an old apiserver goes on, and lets everybody in': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.18.20', '--anonymous-auth', '"false"'),
      expect: text`
        apiserver.yaml
                  - "false"
                     ~~~~~ detached (warning)
      `,
    },
  },
})
