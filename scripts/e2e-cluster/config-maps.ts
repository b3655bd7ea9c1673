import { stringify } from 'yaml'
import { KUBEADM } from './kubelet-configuration.js'
import type { Objects } from './objects.js'
import type { Plan } from './plan.js'
import { SECRETS } from './secrets.js'

/** Those of kubeadm and of the autoscaler. */
export function configMaps({ version, kubeletConfig, autoscaler }: Plan): Objects {
  const configMap = (namespace: string, name: string, data: Readonly<Record<string, string>>) => ({
    path: `/api/v1/namespaces/${namespace}/configmaps`,
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data },
  })
  const server = 'https://api.prod.example.org:6443'
  const { health, registered, ready, candidates } = autoscaler.status
  const now = new Date().toISOString()
  const since = { lastProbeTime: now, lastTransitionTime: now }
  return [
    configMap('kube-system', 'kubeadm-config', {
      ClusterConfiguration: stringify({
        apiServer: {},
        apiVersion: 'kubeadm.k8s.io/v1beta4',
        caCertificateValidityPeriod: '87600h0m0s',
        certificateValidityPeriod: '8760h0m0s',
        certificatesDir: '/etc/kubernetes/pki',
        clusterName: 'kubernetes',
        controlPlaneEndpoint: server.replace('https://', ''),
        controllerManager: {},
        dns: {},
        encryptionAlgorithm: 'RSA-2048',
        etcd: { local: { dataDir: '/var/lib/etcd' } },
        imageRepository: 'registry.k8s.io',
        kind: 'ClusterConfiguration',
        kubernetesVersion: `v${version}`,
        networking: { dnsDomain: 'cluster.local', podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/16' },
        proxy: {},
        scheduler: {},
      }),
    }),
    configMap('kube-system', 'kubelet-config', { kubelet: stringify({ ...KUBEADM, ...kubeletConfig }) }),
    configMap('kube-system', 'kube-proxy', {
      'config.conf': stringify({
        apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
        bindAddress: '0.0.0.0',
        bindAddressHardFail: false,
        clientConnection: {
          acceptContentTypes: '',
          burst: 0,
          contentType: '',
          kubeconfig: '/var/lib/kube-proxy/kubeconfig.conf',
          qps: 0,
        },
        clusterCIDR: '10.244.0.0/16',
        configSyncPeriod: '0s',
        conntrack: { maxPerCore: null, min: null, tcpCloseWaitTimeout: null, tcpEstablishedTimeout: null },
        enableProfiling: false,
        healthzBindAddress: '',
        hostnameOverride: '',
        iptables: { masqueradeAll: false, masqueradeBit: null, minSyncPeriod: '0s', syncPeriod: '0s' },
        kind: 'KubeProxyConfiguration',
        metricsBindAddress: '',
        mode: '',
        nodePortAddresses: null,
        oomScoreAdj: null,
        portRange: '',
      }),
      'kubeconfig.conf': stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name: 'default',
            cluster: { 'certificate-authority': '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt', server },
          },
        ],
        contexts: [{ name: 'default', context: { cluster: 'default', namespace: 'default', user: 'default' } }],
        'current-context': 'default',
        // kubeadm has a `tokenFile` there, older installers a token
        users: [{ name: 'default', user: { token: SECRETS.kubeconfig } }],
      }),
    }),
    configMap('kube-system', 'coredns', {
      Corefile: `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`,
    }),
    configMap('kube-public', 'cluster-info', {
      'jws-kubeconfig-abcdef': `${SECRETS.signature}..cGF5bG9hZA`,
      kubeconfig: stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: '', cluster: { 'certificate-authority-data': 'LS0tLS1CRUdJTg==', server } }],
        contexts: [],
        'current-context': '',
        users: [],
      }),
    }),
    configMap('kube-system', 'cluster-autoscaler-status', {
      status: stringify({
        // as Go prints it
        time: `${now.replace('T', ' ').replace('Z', '000000')} +0000 UTC`,
        autoscalerStatus: 'Running',
        clusterWide: {
          health: {
            status: health,
            nodeCounts: {
              registered: {
                total: registered,
                ready,
                notStarted: 0,
                unready: { total: registered - ready, resourceUnready: 0 },
              },
              longUnregistered: 0,
              unregistered: 0,
            },
            ...since,
          },
          scaleUp: { status: 'NoActivity', ...since },
          scaleDown:
            candidates > 0
              ? { status: 'CandidatesPresent', candidates, ...since }
              : { status: 'NoCandidates', ...since },
        },
      }),
    }),
  ]
}
