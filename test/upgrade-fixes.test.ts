import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { mend } from '../src/engine/fixing/mend.js'
import type { Rule } from '../src/model/rule.js'
import { parseVersion } from '../src/model/version.js'
import detached from '../src/rules/cluster/flag-value-detached.js'
import plugin from '../src/rules/upgrade/removed-admission-plugin.js'
import gate from '../src/rules/upgrade/removed-feature-gate.js'
import flag from '../src/rules/upgrade/removed-flag.js'
import { text } from './support/text.js'

/*
 * Fixes of what an upgrade breaks, on whole files as people keep them: what else stands in them stays as it is, and a second run changes nothing.
 */

const test = suite('fixes of what an upgrade breaks')

type Files = Readonly<Record<string, string>>

interface Given {
  readonly version: string
  readonly before: Files
  /** What becomes of the files that change. */
  readonly after: Files
  readonly level?: 'safe' | 'unsafe'
}

const RULES: readonly Rule[] = [flag, gate, detached, plugin]

function becomes(name: string, { version, before, after, level = 'safe' }: Given): void {
  const mending = (files: Files) =>
    mend(
      {
        files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
        preset: 'all',
        config: {},
        rules: RULES,
        kubernetesVersion: parseVersion(version)!,
      },
      { level, reported: ({ outcome }) => outcome.findings, untouchable: () => undefined },
    )
  test(name, async () => {
    const { changes, refused } = await mending(before)
    assert.equal(
      refused.map(({ why }) => why),
      [],
    )
    const changed = Object.fromEntries(changes.map(({ uri, after }) => [uri, after]))
    for (const [uri, expected] of Object.entries(after)) assert.fixture(changed[uri] ?? before[uri] ?? '', expected)
    assert.equal(Object.keys(changed).sort(), Object.keys(after).sort())
    const again = await mending({ ...before, ...changed })
    assert.equal(
      again.changes.map(({ uri }) => uri),
      [],
      'a second time changes something',
    )
  })
  if (level === 'unsafe')
    test(`${name}: not among the safe ones`, async () => {
      const { changes } = await mend(
        {
          files: Object.entries(before).map(([uri, source]) => ({ uri, source })),
          preset: 'all',
          config: {},
          rules: RULES,
          kubernetesVersion: parseVersion(version)!,
        },
        { level: 'safe', reported: ({ outcome }) => outcome.findings, untouchable: () => undefined },
      )
      assert.equal(changes, [])
    })
}

becomes('a removed flag of a unit in a cloud-config in a heredoc', {
  version: '1.27',
  before: {
    'node.tf': text`
      resource "aws_launch_template" "node" {
        user_data = base64encode(<<-EOT
          #cloud-config
          write_files:
            - path: /etc/systemd/system/kubelet.service
              content: |
                [Service]
                # the runtime speaks CRI
                ExecStart=/usr/bin/kubelet \\
                  --container-runtime=remote \\
                  --fail-swap-on false \\
                  --v=2
        EOT
        )
      }
    `,
  },
  after: {
    'node.tf': text`
      resource "aws_launch_template" "node" {
        user_data = base64encode(<<-EOT
          #cloud-config
          write_files:
            - path: /etc/systemd/system/kubelet.service
              content: |
                [Service]
                # the runtime speaks CRI
                ExecStart=/usr/bin/kubelet \\
                  --fail-swap-on=false \\
                  --v=2
        EOT
        )
      }
    `,
  },
})

becomes('a flag that is gone goes with the word that stands apart from it', {
  version: '1.36',
  before: {
    'etc/default/kubelet':
      'KUBELET_EXTRA_ARGS="--node-labels=a=b --allow-privileged true --v=2 --keep-terminated-pod-volumes false --max-pods=110"\n',
    'kubelet.service': text`
      [Service]
      EnvironmentFile=-/etc/default/kubelet
      ExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS --fail-swap-on=true --keep-terminated-pod-volumes false
    `,
    'apiserver.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata:
        name: kube-apiserver
        namespace: kube-system
      spec:
        containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.36.1
            command:
              - kube-apiserver
              - --profiling=false
              - --logtostderr
              - "false"
    `,
  },
  after: {
    'etc/default/kubelet': 'KUBELET_EXTRA_ARGS="--node-labels=a=b --v=2 --max-pods=110"\n',
    'kubelet.service': text`
      [Service]
      EnvironmentFile=-/etc/default/kubelet
      ExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS --fail-swap-on=true
    `,
    'apiserver.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata:
        name: kube-apiserver
        namespace: kube-system
      spec:
        containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.36.1
            command:
              - kube-apiserver
              - --profiling=false
    `,
  },
})

becomes('arguments of kubeadm, as a map', {
  version: '1.27',
  before: {
    'kubeadm.yaml': text`
      apiVersion: kubeadm.k8s.io/v1beta3
      kind: ClusterConfiguration
      kubernetesVersion: v1.27.16
      apiServer:
        extraArgs:
          # nobody without TLS
          insecure-port: "0"
          profiling: "false"   # not here
          feature-gates: "EphemeralContainers=true"
    `,
  },
  after: {
    'kubeadm.yaml': text`
      apiVersion: kubeadm.k8s.io/v1beta3
      kind: ClusterConfiguration
      kubernetesVersion: v1.27.16
      apiServer:
        extraArgs:
          # nobody without TLS
          profiling: "false"   # not here
    `,
  },
})

becomes('the insecure port of the scheduler, which is none of the secure one', {
  version: '1.24',
  before: {
    'scheduler.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata: {name: kube-scheduler, namespace: kube-system}
      spec:
        containers:
          - name: kube-scheduler
            image: registry.k8s.io/kube-scheduler:v1.24.17
            command:
              - kube-scheduler
              - --kubeconfig=/etc/kubernetes/scheduler.conf
              - --address=127.0.0.1
              - --port=0
    `,
  },
  after: {
    'scheduler.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata: {name: kube-scheduler, namespace: kube-system}
      spec:
        containers:
          - name: kube-scheduler
            image: registry.k8s.io/kube-scheduler:v1.24.17
            command:
              - kube-scheduler
              - --kubeconfig=/etc/kubernetes/scheduler.conf
    `,
  },
})

becomes('arguments of kubeadm, as a list', {
  version: '1.31',
  before: {
    'kubeadm.yaml': text`
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: ClusterConfiguration
      kubernetesVersion: v1.31.2
      apiServer:
        extraArgs:
          - name: feature-gates
            value: EphemeralContainers=true
          - name: insecure-port
            value: "0"
          - name: profiling
            value: "false"
    `,
  },
  after: {
    'kubeadm.yaml': text`
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: ClusterConfiguration
      kubernetesVersion: v1.31.2
      apiServer:
        extraArgs:
          - name: profiling
            value: "false"
    `,
  },
})

becomes('gates of a KubeletConfiguration in a ConfigMap', {
  version: '1.31',
  before: {
    'config-map.yaml': text`
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: kubelet-config
        namespace: kube-system
      data:
        kubelet: |
          apiVersion: kubelet.config.k8s.io/v1beta1
          kind: KubeletConfiguration
          # on by default by now
          featureGates:
            EphemeralContainers: true
            NodeSwap: true # for batch
    `,
  },
  after: {
    'config-map.yaml': text`
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: kubelet-config
        namespace: kube-system
      data:
        kubelet: |
          apiVersion: kubelet.config.k8s.io/v1beta1
          kind: KubeletConfiguration
          # on by default by now
          featureGates:
            NodeSwap: true # for batch
    `,
  },
})

becomes('the only gate, below the map of another key and a comment', {
  version: '1.31',
  before: {
    'config-map.yaml': text`
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: kube-proxy, namespace: kube-system}
      data:
        config.conf: |
          apiVersion: kubeproxy.config.k8s.io/v1alpha1
          kind: KubeProxyConfiguration
          clientConnection:
            kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
          # on by default by now
          featureGates:
            EndpointSliceProxying: true
    `,
  },
  after: {
    'config-map.yaml': text`
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: kube-proxy, namespace: kube-system}
      data:
        config.conf: |
          apiVersion: kubeproxy.config.k8s.io/v1alpha1
          kind: KubeProxyConfiguration
          clientConnection:
            kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
          # on by default by now
    `,
  },
})

becomes('gates in braces, and in JSON', {
  version: '1.31',
  before: {
    'kubelet.yaml':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates: {EphemeralContainers: true, NodeSwap: true}\n',
    'kubelet.json': text`
      {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "featureGates": {
          "NodeSwap": true,
          "EphemeralContainers": true
        }
      }
    `,
  },
  after: {
    'kubelet.yaml':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates: {NodeSwap: true}\n',
    'kubelet.json': text`
      {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "featureGates": {
          "NodeSwap": true
        }
      }
    `,
  },
})

becomes('a locked gate whose author wants the other value', {
  version: '1.26',
  level: 'unsafe',
  before: {
    'kubelet.service': text`
      [Service]
      ExecStart=/usr/bin/kubelet --feature-gates=NodeSwap=true,EphemeralContainers=false --v=2
    `,
  },
  after: {
    'kubelet.service': text`
      [Service]
      ExecStart=/usr/bin/kubelet --feature-gates=NodeSwap=true --v=2
    `,
  },
})

becomes('etcd: flags, which the release before knows by their new names too', {
  version: '1.34',
  before: {
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
            command:
              - etcd
              - --experimental-corrupt-check-time=240m # twice a day was not enough
              - --experimental-watch-progress-notify-interval=5s
    `,
  },
  after: {
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
            command:
              - etcd
              - --corrupt-check-time=240m # twice a day was not enough
              - --watch-progress-notify-interval=5s
    `,
  },
})

becomes('etcd: a variable of a pod', {
  version: '1.37',
  before: {
    'etcd.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata:
        name: etcd
        namespace: kube-system
      spec:
        containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.7.0-0
            command: [etcd]
            env:
              # often
              - name: ETCD_EXPERIMENTAL_CORRUPT_CHECK_TIME
                value: 240m
    `,
  },
  after: {
    'etcd.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata:
        name: etcd
        namespace: kube-system
      spec:
        containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.7.0-0
            command: [etcd]
            env:
              # often
              - name: ETCD_CORRUPT_CHECK_TIME
                value: 240m
    `,
  },
})

becomes('etcd: keys of its configuration file', {
  version: '1.37',
  before: {
    'etcd.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata:
        name: etcd
        namespace: kube-system
      spec:
        containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.7.0-0
            command: [etcd, --config-file=/etc/etcd/etcd.conf.yml]
            volumeMounts:
              - name: config
                mountPath: /etc/etcd
        volumes:
          - name: config
            hostPath:
              path: /etc/etcd
    `,
    'rootfs/etc/etcd/etcd.conf.yml': text`
      name: a
      data-dir: /var/lib/etcd
      listen-client-urls: https://10.0.0.1:2379
      initial-cluster-token: prod
      # often
      experimental-corrupt-check-time: 240m # really
    `,
  },
  after: {
    'rootfs/etc/etcd/etcd.conf.yml': text`
      name: a
      data-dir: /var/lib/etcd
      listen-client-urls: https://10.0.0.1:2379
      initial-cluster-token: prod
      # often
      corrupt-check-time: 240m # really
    `,
  },
})

becomes('plugins of a flag that stands twice, in brackets', {
  version: '1.31',
  level: 'unsafe',
  before: {
    'apiserver.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata: {name: kube-apiserver, namespace: kube-system}
      spec:
        containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.31.1
            command: [kube-apiserver, --enable-admission-plugins=PodSecurityPolicy, --v=2, "--enable-admission-plugins=NodeRestriction,PodSecurityPolicy"]
    `,
  },
  after: {
    'apiserver.yaml': text`
      apiVersion: v1
      kind: Pod
      metadata: {name: kube-apiserver, namespace: kube-system}
      spec:
        containers:
          - name: kube-apiserver
            image: registry.k8s.io/kube-apiserver:v1.31.1
            command: [kube-apiserver, --v=2, "--enable-admission-plugins=NodeRestriction"]
    `,
  },
})

const UNITY = '[Service]\r\nExecStart=/usr/bin/kubelet  --cert-dir=/a  --container-runtime=remote\r\nRestart=always'

becomes('what ends lines, and the file, stays as it is', {
  version: '1.27',
  before: {
    'kubelet.service': UNITY,
    'pod.yaml':
      'apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: kube-apiserver, namespace: kube-system}\r\nspec:\r\n  containers:\r\n    - name: kube-apiserver\r\n      image: registry.k8s.io/kube-apiserver:v1.27.1\r\n      command:\r\n        - kube-apiserver\r\n        - --v=2\r\n        - --insecure-port=0',
    'configmap.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  kubelet: |\n    apiVersion: kubelet.config.k8s.io/v1beta1\n    kind: KubeletConfiguration\n    maxPods: 110\n    featureGates:\n      EphemeralContainers: true',
  },
  after: {
    'kubelet.service': UNITY.replace('  --container-runtime=remote', ''),
    'pod.yaml':
      'apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: kube-apiserver, namespace: kube-system}\r\nspec:\r\n  containers:\r\n    - name: kube-apiserver\r\n      image: registry.k8s.io/kube-apiserver:v1.27.1\r\n      command:\r\n        - kube-apiserver\r\n        - --v=2',
    'configmap.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  kubelet: |\n    apiVersion: kubelet.config.k8s.io/v1beta1\n    kind: KubeletConfiguration\n    maxPods: 110',
  },
})

const withAliases = (first: string, second: string, rest = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\nspec:\n  containers:\n    - name: kube-apiserver\n      image: registry.k8s.io/kube-apiserver:v1.31.1\n      command: [kube-apiserver]\n      args: ${first}\n    - name: other\n      image: busybox\n      args: ${second}\n${rest}`
const GONE = '\n        - --feature-gates=EphemeralContainers=true\n        - --v=2'
const KUBELET = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'
const ALIASED: Readonly<Record<string, string>> = {
  'an alias elsewhere names the list': withAliases(`&args${GONE}`, '*args'),
  'an alias names the item': withAliases(GONE.replace('- --f', '- &one --f'), '[*one]'),
  'the component has the alias': `x: &args${GONE}\n${withAliases('*args', '*args')}`,
  'a merge brings the map in': `${KUBELET}x: &gates\n  EphemeralContainers: true\n  NodeSwap: true\nfeatureGates:\n  <<: *gates\n`,
  'an alias names the document around': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  kubelet: &all |\n${KUBELET.replace(/^(?=.)/gm, '    ')}    featureGates:\n      EphemeralContainers: true\n      NodeSwap: true\n  copy: *all\n`,
}

for (const [name, source] of Object.entries(ALIASED))
  becomes(`nothing changes where ${name}`, { version: '1.31', before: { 'a.yaml': source }, after: {} })

becomes('an anchor that no alias names is none', {
  version: '1.31',
  before: { 'a.yaml': withAliases(`&args${GONE}`, '["*args", "a & *b"]') },
  after: { 'a.yaml': withAliases('&args\n        - --v=2', '["*args", "a & *b"]') },
})

const MOVED = {
  unit: (flags: string) => text`
    [Service]
    ExecStart=/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml${flags} --v=2
  `,
}

becomes('a flag that is gone moves into the file', {
  version: '1.31',
  level: 'unsafe',
  before: {
    'rootfs/etc/systemd/system/kubelet.service': MOVED.unit(' --iptables-masquerade-bit=15'),
    'rootfs/var/lib/kubelet/config.yaml': text`
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      evictionHard:
        memory.available: 500Mi
      maxPods: 110 # as planned
      # the end
    `,
  },
  after: {
    'rootfs/etc/systemd/system/kubelet.service': MOVED.unit(''),
    'rootfs/var/lib/kubelet/config.yaml': text`
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      evictionHard:
        memory.available: 500Mi
      maxPods: 110 # as planned
      iptablesMasqueradeBit: 15
      # the end
    `,
  },
})

becomes('it moves into JSON in a cloud-config, too', {
  version: '1.31',
  level: 'unsafe',
  before: {
    'user-data.yaml': text`
      #cloud-config
      write_files:
        - path: /etc/systemd/system/kubelet.service
          content: |
            [Service]
            ExecStart=/usr/bin/kubelet --config=/etc/kubelet.json --iptables-drop-bit=14
        - path: /etc/kubelet.json
          content: |
            {
              "apiVersion": "kubelet.config.k8s.io/v1beta1",
              "kind": "KubeletConfiguration"
            }
    `,
  },
  after: {
    'user-data.yaml': text`
      #cloud-config
      write_files:
        - path: /etc/systemd/system/kubelet.service
          content: |
            [Service]
            ExecStart=/usr/bin/kubelet --config=/etc/kubelet.json
        - path: /etc/kubelet.json
          content: |
            {
              "iptablesDropBit": 14,
              "apiVersion": "kubelet.config.k8s.io/v1beta1",
              "kind": "KubeletConfiguration"
            }
    `,
  },
})

const CONFIG = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'
const NOTHING: Readonly<Record<string, Files>> = {
  'a file that is not in view': {
    'rootfs/etc/systemd/system/kubelet.service': MOVED.unit(' --iptables-masquerade-bit=15'),
  },
  'a field that is set': {
    'rootfs/etc/systemd/system/kubelet.service': MOVED.unit(' --iptables-masquerade-bit=15'),
    'rootfs/var/lib/kubelet/config.yaml': `${CONFIG}iptablesMasqueradeBit: 14\n`,
  },
  'a file that two kubelets read': {
    'a/etc/systemd/system/kubelet.service': MOVED.unit(' --iptables-masquerade-bit=15'),
    'b/etc/systemd/system/kubelet.service': MOVED.unit(''),
    'var/lib/kubelet/config.yaml': CONFIG,
  },
  'a drop-in beside it': {
    'rootfs/etc/systemd/system/kubelet.service': MOVED.unit(
      ' --config-dir=/etc/kubelet.conf.d --iptables-masquerade-bit=15',
    ),
    'rootfs/var/lib/kubelet/config.yaml': CONFIG,
    'rootfs/etc/kubelet.conf.d/10-a.conf': CONFIG,
  },
}

for (const [name, before] of Object.entries(NOTHING))
  becomes(`nothing moves into ${name}`, { version: '1.31', level: 'unsafe', before, after: {} })

test.run()
