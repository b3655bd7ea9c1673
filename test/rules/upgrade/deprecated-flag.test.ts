import rule from '../../../src/rules/upgrade/deprecated-flag.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const pod = (component: string, version: string, ...flags: string[]) => ({
  'pod.yaml': staticPod(component, version, ...flags),
})

ruleTest(rule, {
  silent: {
    'a flag that stays': pod('kube-apiserver', 'v1.34.2', '--secure-port=6443'),
    'before it was announced': pod('kube-apiserver', 'v1.27.2', '--cloud-config=/etc/cloud.conf'),
    'gone already: another rule': pod('kube-apiserver', 'v1.34.2', '--cloud-config=/etc/cloud.conf'),
    'a kubelet that would rather read its file': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --max-pods=50
      `,
      kubernetesVersion: '1.34.2',
    },
  },
  reports: {
    'the version without it is known': {
      ...pod('kube-apiserver', 'v1.30.2', '--cloud-config=/etc/cloud.conf'),
      expect: text`
        pod.yaml
                  - --cloud-config=/etc/cloud.conf
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ going
      `,
    },
    'nobody knows yet when': {
      ...pod('kube-apiserver', 'v1.34.2', '--admission-control=NodeRestriction'),
      expect: text`
        pod.yaml
                  - --admission-control=NodeRestriction
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ announced
      `,
    },
  },
})
