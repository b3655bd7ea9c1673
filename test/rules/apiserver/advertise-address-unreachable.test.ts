import rule from '../../../src/rules/apiserver/advertise-address-unreachable.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'the address of the host': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--advertise-address=10.0.1.11'),
    },
    'any address of the host': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--advertise-address=0.0.0.0'),
    },
    'nobody writes endpoints': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.37.1',
        '--advertise-address=127.0.0.1',
        '--endpoint-reconciler-type=none',
      ),
    },
  },
  cannotTell: {
    'a template says which': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--advertise-address={{ .Address }}'),
    },
  },
  reports: {
    loopback: {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--advertise-address=127.0.0.1'),
      expect: text`
        kube-apiserver.yaml
                  - --advertise-address=127.0.0.1
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ unreachable
      `,
    },
    'loopback from 1.37 on': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.37.1', '--advertise-address=127.0.0.1'),
      expect: text`
        kube-apiserver.yaml
                  - --advertise-address=127.0.0.1
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ stops
      `,
    },
    'of one link only': {
      'kube-apiserver.yaml': staticPod('kube-apiserver', 'v1.37.1', '--advertise-address=fe80::1'),
      expect: text`
        kube-apiserver.yaml
                  - --advertise-address=fe80::1
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~ stops
      `,
    },
  },
})
