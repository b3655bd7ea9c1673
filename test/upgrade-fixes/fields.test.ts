import { suite } from 'uvu'
import { text } from '../support/text.js'
import { type Files, fixesOf } from '../support/upgrade-fixes.js'

const test = suite('fixes of what an upgrade breaks: fields, and flags that move into them')
const becomes = fixesOf(test)

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

const unit = (flags: string): string => text`
  [Service]
  ExecStart=/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml${flags} --v=2
`

becomes('a flag that is gone moves into the file', {
  version: '1.31',
  level: 'unsafe',
  before: {
    'rootfs/etc/systemd/system/kubelet.service': unit(' --iptables-masquerade-bit=15'),
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
    'rootfs/etc/systemd/system/kubelet.service': unit(''),
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
    'rootfs/etc/systemd/system/kubelet.service': unit(' --iptables-masquerade-bit=15'),
  },
  'a field that is set': {
    'rootfs/etc/systemd/system/kubelet.service': unit(' --iptables-masquerade-bit=15'),
    'rootfs/var/lib/kubelet/config.yaml': `${CONFIG}iptablesMasqueradeBit: 14\n`,
  },
  'a file that two kubelets read': {
    'a/etc/systemd/system/kubelet.service': unit(' --iptables-masquerade-bit=15'),
    'b/etc/systemd/system/kubelet.service': unit(''),
    'var/lib/kubelet/config.yaml': CONFIG,
  },
  'a drop-in beside it': {
    'rootfs/etc/systemd/system/kubelet.service': unit(' --config-dir=/etc/kubelet.conf.d --iptables-masquerade-bit=15'),
    'rootfs/var/lib/kubelet/config.yaml': CONFIG,
    'rootfs/etc/kubelet.conf.d/10-a.conf': CONFIG,
  },
}

for (const [name, before] of Object.entries(NOTHING))
  becomes(`nothing moves into ${name}`, { version: '1.31', level: 'unsafe', before, after: {} })

test.run()
