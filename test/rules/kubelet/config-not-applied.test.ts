import rule from '../../../src/rules/kubelet/config-not-applied.js'
import { ruleTest, text } from '../../support/rule-test.js'

/** What kubeadm keeps for nodes that join, and what two groups of nodes run with. */
const cluster = (kept: string, workers: string, batch = workers): string =>
  [
    'kind: ClusterRecording',
    'objects:',
    '- kind: ConfigMap',
    '  namespace: kube-system',
    '  name: kubelet-config',
    '  body:',
    '    kind: ConfigMap',
    '    metadata: { name: kubelet-config, namespace: kube-system }',
    '    data:',
    '      kubelet: |',
    '        apiVersion: kubelet.config.k8s.io/v1beta1',
    '        kind: KubeletConfiguration',
    ...kept.split('\n').map(line => `        ${line}`),
    ...['workers', 'batch'].flatMap((name, i) => [
      '- kind: Node',
      `  name: ${name}`,
      `  group: ${name}`,
      '  count: 3',
      '  body:',
      '    kind: Node',
      `    metadata: { name: ${name} }`,
      '    status: { nodeInfo: { kubeletVersion: v1.34.2 } }',
      '- kind: Node',
      `  name: ${name}`,
      '  part: configz',
      `  group: ${name}`,
      '  count: 3',
      `  body: ${i === 0 ? workers : batch}`,
    ]),
  ].join('\n')

ruleTest(rule, {
  silent: {
    'the kubelets run with it': {
      'cluster.yaml': cluster(
        text`
          kubeReserved: { memory: 1Gi, cpu: 100m }
          evictionPressureTransitionPeriod: 300s
          shutdownGracePeriod: 2m
          enforceNodeAllocatable: [pods, kube-reserved]
        `,
        '{ kubeReserved: { cpu: 100m, memory: 1024Mi }, evictionPressureTransitionPeriod: 5m0s, shutdownGracePeriod: 2m0s, enforceNodeAllocatable: [kube-reserved, pods] }',
      ),
    },
    'a zero is what kubeadm writes for the default': {
      'cluster.yaml': cluster(
        'nodeStatusUpdateFrequency: 0s\ncontainerRuntimeEndpoint: ""\ncpuManagerReconcilePeriod: 0s',
        '{ nodeStatusUpdateFrequency: 10s, containerRuntimeEndpoint: unix:///run/crio/crio.sock, cpuManagerReconcilePeriod: 10s }',
      ),
    },
    'what is left out of an answer is Go’s zero': {
      'cluster.yaml': cluster('seccompDefault: false\nserverTLSBootstrap: false', '{ kubeReserved: { memory: 1Gi } }'),
    },
    'neither does it print an empty list': {
      'cluster.yaml': cluster(
        'enforceNodeAllocatable: []\nallowedUnsafeSysctls: []',
        '{ kubeReserved: { memory: 1Gi } }',
      ),
    },
    'any limit of processes below zero is none': {
      'cluster.yaml': cluster('podPidsLimit: -5', '{ podPidsLimit: -1 }'),
    },
    'whole CPUs take the place of shares': {
      'cluster.yaml': cluster(
        'reservedSystemCPUs: 0-1\nkubeReserved: { cpu: 100m, memory: 1Gi }\nsystemReserved: { cpu: 200m, memory: 1Gi }',
        '{ reservedSystemCPUs: 0-1, kubeReserved: { memory: 1Gi }, systemReserved: { cpu: "2", memory: 1Gi } }',
      ),
    },
    'what differs from node to node': {
      'cluster.yaml': cluster(
        'resolvConf: /run/systemd/resolve/resolv.conf\nclusterDNS: [10.96.0.10]\nmaxPods: 110\nhealthzBindAddress: 127.0.0.1\nlogging: { verbosity: 2 }',
        '{ resolvConf: /etc/resolv.conf, clusterDNS: [169.254.20.10], maxPods: 58, logging: { verbosity: 4 } }',
      ),
    },
    'a field that is set for some nodes on purpose': {
      'cluster.yaml': cluster('kubeReserved: { memory: 1Gi }', '{ kubeReserved: { memory: 2Gi } }'),
      options: { ignoreFields: ['kubeReserved'] },
    },
    'more than the ConfigMap says': {
      'cluster.yaml': cluster(
        'kubeReserved: { memory: 1Gi }',
        '{ kubeReserved: { memory: 1Gi, cpu: 100m }, maxPods: 250 }',
      ),
    },
    'files are what will run, not what runs': {
      'kubelet.yaml': text`
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: 250
      `,
    },
  },
  reports: {
    'an edit that reached no node': {
      'cluster.yaml': cluster(
        'evictionHard: { memory.available: 500Mi }',
        '{ evictionHard: { memory.available: 100Mi } }',
      ),
      expect: text`
        prod/node/workers/configz
              "memory.available": "100Mi"
               ~~~~~~~~~~~~~~~~~~~~~~~~~~ differs (warning)
      `,
    },
    'an entry and a list that the kubelet has not': {
      'cluster.yaml': cluster(
        'enforceNodeAllocatable: [pods, kube-reserved]\nkubeReserved: { memory: 1Gi }\nfeatureGates: { NodeSwap: false }\nkubeAPIQPS: 100\nserializeImagePulls: false',
        '{ enforceNodeAllocatable: [pods], featureGates: { NodeSwap: true }, kubeAPIQPS: 50, serializeImagePulls: true }',
        '{ enforceNodeAllocatable: [pods, kube-reserved], kubeReserved: { memory: 1Gi }, featureGates: { NodeSwap: false }, kubeAPIQPS: 100, serializeImagePulls: false }',
      ),
      expect: text`
        prod/node/workers/configz
            "enforceNodeAllocatable": [
             ~~~~~~~~~~~~~~~~~~~~~~ differs (info)
      `,
    },
    'something that no node says anything of': {
      'cluster.yaml': cluster('systemReserved: { memory: 1Gi }', '{ maxPods: 110 }'),
      expect: text`
        prod/node/workers/configz
          {
          ^ differs (warning)
      `,
    },
  },
})
