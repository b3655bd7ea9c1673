import rule from '../../../src/rules/upgrade/inert-flag.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const pod = (component: string, version: string, ...flags: string[]) => ({
  'pod.yaml': staticPod(component, version, ...flags),
})

ruleTest(rule, {
  silent: {
    'a flag that works': pod('kube-controller-manager', 'v1.30.4', '--node-monitor-period=5s'),
    'before it became inert': pod('kube-controller-manager', 'v1.17.4', '--pod-eviction-timeout=30s'),
    'a value that does something': pod('etcd', '3.5.9-0', '--enable-v2=true'),
    'a number the reconciler needs': pod(
      'kube-apiserver',
      'v1.30.4',
      '--endpoint-reconciler-type=master-count',
      '--apiserver-count=3',
    ),
    'no version of which it is true': pod('kubelet', 'v1.33.4', '--streaming-connection-idle-timeout=5m'),
  },
  cannotTell: {
    'the reconciler comes from a template': pod(
      'kube-apiserver',
      'v1.30.4',
      '--endpoint-reconciler-type={{ .reconciler }}',
      '--apiserver-count=3',
    ),
  },
  reports: {
    'a timeout nobody looks at': {
      ...pod('kube-controller-manager', 'v1.24.17', '--pod-eviction-timeout=30s'),
      expect: text`
        pod.yaml
                  - --pod-eviction-timeout=30s
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~ inert
      `,
    },
    'a number the reconciler does not need': {
      ...pod('kube-apiserver', 'v1.30.4', '--apiserver-count=3'),
      expect: text`
        pod.yaml
                  - --apiserver-count=3
                    ~~~~~~~~~~~~~~~~~~~ inert
      `,
    },
    'a field of the configuration file': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubelet.yaml
      `,
      'etc/kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        streamingConnectionIdleTimeout: 5m
      `,
      kubernetesVersion: '1.35.2',
      expect: text`
        etc/kubelet.yaml
          streamingConnectionIdleTimeout: 5m
          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ inert
      `,
    },
  },
})
