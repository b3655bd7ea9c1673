import rule from '../../../src/rules/upgrade/removed-config-kind.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const scheduler = (version: string, api: string) => ({
  'scheduler.yaml': staticPod('kube-scheduler', version, '--config=/etc/kubernetes/scheduler-config.yaml'),
  'etc/kubernetes/scheduler-config.yaml': text`
    apiVersion: ${api}
    kind: KubeSchedulerConfiguration
    profiles:
      - schedulerName: default-scheduler
  `,
})

const kubeadm = (version: string, api: string) => ({
  'kubeadm.yaml': text`
    apiVersion: ${api}
    kind: ClusterConfiguration
    kubernetesVersion: ${version}
  `,
})

const GROUP = 'kubescheduler.config.k8s.io'

const drawn = (file: string, api: string, message: string) => text`
  ${file}
    apiVersion: ${api}
                ${'~'.repeat(api.length)} ${message}
`

ruleTest(rule, {
  silent: {
    'the scheduler of today': scheduler('v1.34.2', `${GROUP}/v1`),
    'an old one that reads it': scheduler('v1.22.2', `${GROUP}/v1beta2`),
    'kubeadm of today': kubeadm('v1.34.2', 'kubeadm.k8s.io/v1beta4'),
    'a file beside another, of a later version': {
      ...kubeadm('v1.20.2', 'kubeadm.k8s.io/v1beta2'),
      'later.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: ClusterConfiguration
        kubernetesVersion: v1.28.2
      `,
    },
    'deprecated, and read for years': kubeadm('v1.34.2', 'kubeadm.k8s.io/v1beta3'),
    'Cluster API converts it itself': {
      'cluster.yaml': text`
        apiVersion: controlplane.cluster.x-k8s.io/v1beta1
        kind: KubeadmControlPlane
        metadata: {name: prod}
        spec:
          version: v1.34.2
          kubeadmConfigSpec:
            clusterConfiguration:
              apiVersion: kubeadm.k8s.io/v1beta2
      `,
    },
    'a kind nobody recorded': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --config=/etc/kubelet.yaml
      `,
      'etc/kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
      `,
      kubernetesVersion: '1.36.1',
    },
  },
  cannotTell: {
    'a template of a version beside an old cluster': {
      ...kubeadm('v1.17.11', 'kubeadm.k8s.io/v1beta2'),
      'templates/kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: ClusterConfiguration
        kubernetesVersion: {{ version }}
      `,
    },
    'a file for whatever kubeadm reads it': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta2
        kind: ClusterConfiguration
      `,
    },
  },
  reports: {
    'the scheduler cannot decode it': {
      ...scheduler('v1.28.15', `${GROUP}/v1beta2`),
      expect: drawn('etc/kubernetes/scheduler-config.yaml', `${GROUP}/v1beta2`, 'removed'),
    },
    'the next one cannot, and only the name changed': {
      ...scheduler('v1.28.15', `${GROUP}/v1beta3`),
      expect: drawn('etc/kubernetes/scheduler-config.yaml', `${GROUP}/v1beta3`, 'renamed'),
    },
    'written for a later scheduler': {
      ...scheduler('v1.24.2', `${GROUP}/v1`),
      expect: drawn('etc/kubernetes/scheduler-config.yaml', `${GROUP}/v1`, 'tooNew'),
    },
    'an audit policy': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.24.2', '--audit-policy-file=/etc/kubernetes/audit.yaml'),
      'etc/kubernetes/audit.yaml': text`
        apiVersion: audit.k8s.io/v1beta1
        kind: Policy
        rules:
          - level: Metadata
      `,
      expect: drawn('etc/kubernetes/audit.yaml', 'audit.k8s.io/v1beta1', 'renamed'),
    },
    'the configuration of a plugin inside another file': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.36.2',
        '--admission-control-config-file=/etc/kubernetes/admission.yaml',
      ),
      'etc/kubernetes/admission.yaml': text`
        apiVersion: apiserver.config.k8s.io/v1
        kind: AdmissionConfiguration
        plugins:
          - name: ValidatingAdmissionWebhook
            configuration:
              apiVersion: apiserver.config.k8s.io/v1alpha1
              kind: WebhookAdmission
              kubeConfigFile: /etc/kubernetes/webhooks.conf
      `,
      expect: text`
        etc/kubernetes/admission.yaml
                apiVersion: apiserver.config.k8s.io/v1alpha1
                            ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ removed
      `,
    },
    'kubeadm refuses it': {
      ...kubeadm('v1.28.2', 'kubeadm.k8s.io/v1beta2'),
      expect: drawn('kubeadm.yaml', 'kubeadm.k8s.io/v1beta2', 'kubeadm'),
    },
  },
})
