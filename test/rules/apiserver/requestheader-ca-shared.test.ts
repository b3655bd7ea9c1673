import rule from '../../../src/rules/apiserver/requestheader-ca-shared.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

ruleTest(rule, {
  silent: {
    'a CA of its own': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.35.2',
        '--client-ca-file=/etc/kubernetes/pki/ca.crt',
        '--requestheader-client-ca-file=/etc/kubernetes/pki/front-proxy-ca.crt',
      ),
    },
    'names are allowed': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.35.2',
        '--client-ca-file=/etc/kubernetes/pki/ca.crt',
        '--requestheader-client-ca-file=/etc/kubernetes/pki/ca.crt',
        '--requestheader-allowed-names=front-proxy-client',
      ),
    },
    'no client CA': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.35.2',
        '--requestheader-client-ca-file=/etc/kubernetes/pki/ca.crt',
      ),
    },
  },
  cannotTell: {
    'a template may allow names': {
      'kube-apiserver.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: kube-apiserver, namespace: kube-system}
        spec:
          containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.35.2
            command:
            - kube-apiserver
            - --client-ca-file=/etc/kubernetes/pki/ca.crt
            - --requestheader-client-ca-file=/etc/kubernetes/pki/ca.crt
            - {{ .ExtraArgs }}
      `,
    },
  },
  reports: {
    'one CA for both': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.35.2',
        '--client-ca-file=/etc/kubernetes/pki/ca.crt',
        '--requestheader-client-ca-file=/etc/kubernetes/pki/ca.crt',
      ),
      expect: text`
        kube-apiserver.yaml
                  - --requestheader-client-ca-file=/etc/kubernetes/pki/ca.crt
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ stops
      `,
    },
    'before it was checked': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--client-ca-file=/etc/kubernetes/pki/ca.crt',
        '--requestheader-client-ca-file=/etc/kubernetes/pki/ca.crt',
      ),
      expect: text`
        kube-apiserver.yaml
                  - --requestheader-client-ca-file=/etc/kubernetes/pki/ca.crt
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ shared
      `,
    },
    'an empty list of names': {
      'kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--client-ca-file=/etc/kubernetes/pki/ca.crt',
        '--requestheader-client-ca-file=/etc/kubernetes/pki/ca.crt',
        '--requestheader-allowed-names=',
      ),
      expect: text`
        kube-apiserver.yaml
                  - --requestheader-client-ca-file=/etc/kubernetes/pki/ca.crt
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ shared
      `,
    },
  },
})
