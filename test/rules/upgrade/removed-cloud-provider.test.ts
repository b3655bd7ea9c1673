import rule from '../../../src/rules/upgrade/removed-cloud-provider.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const pod = (component: string, version: string, ...flags: string[]) => ({
  'pod.yaml': staticPod(component, version, ...flags),
})
const manager = (version: string, ...flags: string[]) => pod('kube-controller-manager', version, ...flags)
const apiserver = (version: string, ...flags: string[]) => pod('kube-apiserver', version, ...flags)
const kubelet = (version: string, flag: string) => ({
  'kubelet.service': text`
    [Service]
    ExecStart=/usr/bin/kubelet ${flag}
  `,
  kubernetesVersion: version,
})

const drawn = (flag: string, message: string) => text`
  pod.yaml
            - ${flag}
              ${'~'.repeat(flag.length)} ${message}
`
const inUnit = (flag: string, message: string) => text`
  kubelet.service
    ExecStart=/usr/bin/kubelet ${flag}
                               ${'~'.repeat(flag.length)} ${message}
`

ruleTest(rule, {
  silent: {
    external: manager('v1.34.2', '--cloud-provider=external'),
    empty: manager('v1.34.2', '--cloud-provider='),
    'long before': manager('v1.23.4', '--cloud-provider=aws'),
    'an apiserver that takes any name': apiserver('v1.26.4', '--cloud-provider=openstack'),
    'a build of somebody who kept it': manager(
      'registry.example.com/kube-controller-manager:v1.28.3-eks-1',
      '--cloud-provider=aws',
    ),
    'gone with 1.31, and asked for until then': manager(
      'v1.28.4',
      '--cloud-provider=gce',
      '--feature-gates=DisableCloudProviders=false',
    ),
    'an apiserver without the flag: another rule': apiserver('v1.33.4', '--cloud-provider=aws'),
    'the autoscaler brings its own': {
      'autoscaler.yaml': staticPod('cluster-autoscaler', 'v1.34.4', '--cloud-provider=aws'),
    },
    'a kubelet of long before': kubelet('1.23.4', '--cloud-provider=aws'),
  },
  cannotTell: {
    'from a template': manager('v1.28.4', '--cloud-provider={{ .provider }}'),
  },
  reports: {
    'the controller manager, gone with 1.27': {
      ...manager('v1.28.15', '--cloud-provider=aws'),
      expect: drawn('--cloud-provider=aws', 'stops'),
    },
    'two minors before': {
      ...manager('v1.25.15', '--cloud-provider=aws'),
      expect: drawn('--cloud-provider=aws', 'stops'),
    },
    'built in, and switched off by default': {
      ...manager('v1.29.4', '--cloud-provider=gce'),
      expect: drawn('--cloud-provider=gce', 'stops'),
    },
    'built in yet, with its gates, for two minors more': {
      ...manager(
        'v1.29.4',
        '--cloud-provider=gce',
        '--feature-gates=DisableCloudProviders=false,DisableKubeletCloudCredentialProviders=false',
      ),
      expect: drawn('--cloud-provider=gce', 'stops'),
    },
    'a name nobody built in': {
      ...manager('v1.24.4', '--cloud-provider=hcloud'),
      expect: drawn('--cloud-provider=hcloud', 'stops'),
    },
    'an apiserver that looks at the name': {
      ...apiserver('v1.30.4', '--cloud-provider=aws'),
      expect: drawn('--cloud-provider=aws', 'stops'),
    },
    'the kubelet': {
      ...kubelet('1.33.2', '--cloud-provider=gce'),
      expect: inUnit('--cloud-provider=gce', 'stops'),
    },
    'the kubelet from 1.34 on': {
      ...kubelet('1.34.2', '--cloud-provider=gce'),
      expect: inUnit('--cloud-provider=gce', 'stops'),
    },
  },
})
