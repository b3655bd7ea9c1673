import rule from '../../../src/rules/upgrade/removed-feature-gate.js'
import { autoscaler } from '../../support/autoscaler.js'
import { recordedApiserver, recordedKubelet } from '../../support/recorded-pod.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'

/** What is no file of the kubelet, or no unit, without what a template prints says nothing. */
const OPAQUE = { except: { opacity: 'a file of which the kind is not known is none of a kubelet' } }

/** A kubelet with its file, two drop-ins and a flag. */
const patched = (kubernetesVersion: string, config: string, first: string, second: string, flag = '') => ({
  'rootfs/etc/systemd/system/kubelet.service': `[Service]\nExecStart=/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml --config-dir=/etc/kubelet.d ${flag}\n`,
  'rootfs/var/lib/kubelet/config.yaml': `${HEAD}${config}\n`,
  'rootfs/etc/kubelet.d/10-a.conf': `${HEAD}${first}\n`,
  'rootfs/etc/kubelet.d/20-b.conf': `${HEAD}${second}\n`,
  kubernetesVersion,
})

ruleTest(rule, {
  silent: {
    'what runs knows its gates, whatever is written of its release': {
      'cluster.yaml': recordedApiserver('v1.34.2', '--feature-gates=Accelerators=true,NoSuchGate=true', true),
      except: { opacity: 'a container of which nothing is known may be one that crashes' },
    },
    'a kubelet that shows what it runs with': {
      'cluster.yaml': recordedKubelet(
        'v1.34.2',
        '{ featureGates: { Accelerators: true, NoSuchGate: true, AppArmor: false } }',
      ),
    },
    'null in a drop-in removes a gate': patched('1.34', '', 'featureGates: {HPAContainerMetrics: null}', ''),
    'a later drop-in removes a gate of an earlier one': {
      ...patched('1.34', '', 'featureGates: {HPAContainerMetrics: true}', 'featureGates: {HPAContainerMetrics: ~}'),
      ...OPAQUE,
    },
    'a later drop-in removes all gates of an earlier one': {
      ...patched('1.34', '', 'featureGates: {HPAContainerMetrics: true}', 'featureGates: null'),
      ...OPAQUE,
    },
    'a later drop-in has a locked gate right': {
      ...patched('1.34', '', 'featureGates: {KubeletTracing: false}', 'featureGates: {KubeletTracing: true}'),
      ...OPAQUE,
    },
    'before 1.32 a flag has a locked gate right': {
      ...patched('1.30', 'featureGates: {CPUManager: false}', '', '', '--feature-gates=CPUManager=true'),
      ...OPAQUE,
    },
    'the last flag has a locked gate right': patched(
      '1.34',
      '',
      '',
      '',
      '--feature-gates=KubeletTracing=false --feature-gates=KubeletTracing=true',
    ),
    'a gate this version has': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.26.1', '--feature-gates=GracefulNodeShutdown=true'),
    },
    'a locked gate, set to what it is locked to': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.25.1', '--feature-gates=EphemeralContainers=true'),
    },
    'all of a stage': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--feature-gates=AllAlpha=false,AllBeta=true'),
    },
    'all of a stage in etcd, which has gates from 3.6 on': {
      'etcd.yaml': staticPod(
        'etcd',
        'registry.k8s.io/etcd:3.6.16-0',
        '--feature-gates=AllAlpha=true,AllBeta=false,CompactHashCheck=true',
      ),
    },
    'beside its file kube-proxy does not ask whether its gates exist': {
      'kube-proxy.yaml': staticPod('kube-proxy', 'v1.37.2', '--config=/etc/p.conf', '--feature-gates=NoSuchGate=true'),
    },
    'which gates the autoscaler has is not recorded': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--feature-gates=DynamicKubeletConfig=true'),
    },
    'a map flag of another meaning': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--runtime-config=DynamicKubeletConfig=true'),
    },
    'a build whose vendor decides what is in it': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'registry.example.com/kube-apiserver:v1.28.3-eks-1',
        '--feature-gates=DynamicKubeletConfig=true',
      ),
    },
    'a gate of nobody in a build of OpenShift': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'registry.example.com/hyperkube:latest',
        '--openshift-config=/etc/config.yaml',
        '--feature-gates=SomethingOfTheirs=true',
      ),
    },
    'gates of kubeadm are its own': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: ClusterConfiguration
        kubernetesVersion: v1.30.2
        featureGates:
          IPv6DualStack: true
      `,
    },
    'the name of a gate comes from a template': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '"--feature-gates={{ .gate }}=true"'),
    },
    'the value of a locked gate comes from a template': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.25.1', '"--feature-gates=EphemeralContainers={{ .on }}"'),
    },
  },
  cannotTell: {
    'who built the image is not known': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        '"{{ .registry }}/kube-apiserver:v1.34.2"',
        '--feature-gates=SomethingOfTheirs=true',
      ),
    },
    'the version is not known': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        featureGates:
          DynamicKubeletConfig: true
      `,
    },
  },
  reports: {
    'a pod that is there and never gets ready': {
      'cluster.yaml': recordedApiserver('v1.34.2', '--feature-gates=Accelerators=true', false),
      expect: text`
        prod/pod/kube-system/kube-apiserver-a
                    "--feature-gates=Accelerators=true"
                                     ~~~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'a kubelet that runs now and will not after the next upgrade': {
      'cluster.yaml': recordedKubelet('v1.34.2', '{ featureGates: { LoadBalancerIPMode: true } }'),
      expect: text`
        prod/node/worker-1/configz
              "LoadBalancerIPMode": true
               ~~~~~~~~~~~~~~~~~~~~~~~~~ removed (warning)
      `,
    },
    'a gate of a configuration file': {
      'kubeadm.yaml': text`
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: ClusterConfiguration
        kubernetesVersion: v1.26.15
        ---
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        featureGates:
          DynamicKubeletConfig: true
          GracefulNodeShutdown: true
      `,
      expect: text`
        kubeadm.yaml
            DynamicKubeletConfig: true
            ~~~~~~~~~~~~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'null in the file of the kubelet is false, and stands whatever patches say': {
      ...patched('1.34', 'featureGates: {KubeletTracing: null}', 'featureGates: {KubeletTracing: true}', ''),
      expect: text`
        rootfs/var/lib/kubelet/config.yaml
          featureGates: {KubeletTracing: null}
                         ~~~~~~~~~~~~~~~~~~~~ locked (error)
      `,
    },
    'a locked gate in a word of YAML': {
      ...patched('1.34', '', 'featureGates: {KubeletTracing: off}', '', '--feature-gates=KubeletTracing=true'),
      expect: text`
        rootfs/etc/kubelet.d/10-a.conf
          featureGates: {KubeletTracing: off}
                         ~~~~~~~~~~~~~~~~~~~ locked (error)
      `,
    },
    'a removed gate of the file, which is checked before its patches': {
      ...patched('1.34', 'featureGates: {HPAContainerMetrics: true}', 'featureGates: null', ''),
      expect: text`
        rootfs/var/lib/kubelet/config.yaml
          featureGates: {HPAContainerMetrics: true}
                         ~~~~~~~~~~~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'one of three gates of a flag': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.30.2',
        '--feature-gates=AllAlpha=false,EphemeralContainers=true,NodeSwap=true',
      ),
      expect: text`
        apiserver.yaml
                  - --feature-gates=AllAlpha=false,EphemeralContainers=true,NodeSwap=true
                                                   ~~~~~~~~~~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'the first gate of two': {
      'kubelet.service': text`
        [Service]
        ExecStart=/usr/bin/kubelet --feature-gates=CSIMigration=true,NodeSwap=true
      `,
      kubernetesVersion: '1.30',
      expect: text`
        kubelet.service
          ExecStart=/usr/bin/kubelet --feature-gates=CSIMigration=true,NodeSwap=true
                                                     ~~~~~~~~~~~~~~~~~ removed (error)
      `,
    },
    'locked to the other value': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.26.1', '--feature-gates=EphemeralContainers=false'),
      expect: text`
        apiserver.yaml
                  - --feature-gates=EphemeralContainers=false
                                    ~~~~~~~~~~~~~~~~~~~~~~~~~ locked (error)
      `,
    },
    'a name nobody ever had': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--feature-gates=NodeSwapp=true'),
      expect: text`
        apiserver.yaml
                  - --feature-gates=NodeSwapp=true
                                    ~~~~~~~~~~~~~~ unknown (error)
      `,
    },
    'a name nobody ever had, on a host where anybody may have built the binary': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        featureGates: { NodeSwapp: true }
      `,
      kubernetesVersion: '1.34',
      expect: text`
        kubelet.yaml
          featureGates: { NodeSwapp: true }
                          ~~~~~~~~~~~~~~~ unknown (warning)
      `,
    },
    'a gate of a later version': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.26.1', '--feature-gates=ImageVolume=true'),
      expect: text`
        apiserver.yaml
                  - --feature-gates=ImageVolume=true
                                    ~~~~~~~~~~~~~~~~ tooNew (error)
      `,
    },
    'a gate of etcd, which the apiserver does not have': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.34.2', '--feature-gates=CompactHashCheck=true'),
      expect: text`
        apiserver.yaml
                  - --feature-gates=CompactHashCheck=true
                                    ~~~~~~~~~~~~~~~~~~~~~ unknown
      `,
    },
    'etcd parses its gates beside its file, too': {
      'etcd.yaml': staticPod(
        'etcd',
        'registry.k8s.io/etcd:3.6.16-0',
        '--config-file=/etc/etcd/etcd.conf.yml',
        '--feature-gates=NoSuchGate=true,AllBeta=true',
      ),
      expect: text`
        etcd.yaml
                  - --feature-gates=NoSuchGate=true,AllBeta=true
                                    ~~~~~~~~~~~~~~~ unknown
      `,
    },
    'nothing in a file is false': {
      'proxy.yaml': text`
        apiVersion: kubeproxy.config.k8s.io/v1alpha1
        kind: KubeProxyConfiguration
        featureGates: { ProbeHostPodSecurityStandards: null }
      `,
      kubernetesVersion: '1.34',
      expect: text`
        proxy.yaml
          featureGates: { ProbeHostPodSecurityStandards: null }
                          ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ locked
      `,
    },
    'the next minor loses it': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.26.1',
        '--feature-gates=EphemeralContainers=true,NodeSwap=true',
      ),
      expect: text`
        apiserver.yaml
                  - --feature-gates=EphemeralContainers=true,NodeSwap=true
                                    ~~~~~~~~~~~~~~~~~~~~~~~~ removed (warning)
      `,
    },
    'a planned version loses it': {
      'apiserver.yaml': staticPod('kube-apiserver', 'v1.25.1', '--feature-gates=EphemeralContainers=true'),
      options: { targetVersion: '1.28' },
      expect: text`
        apiserver.yaml
                  - --feature-gates=EphemeralContainers=true
                                    ~~~~~~~~~~~~~~~~~~~~~~~~ removed (warning)
      `,
    },
  },
})
