import rule from '../../../src/rules/cluster/flag-drift.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const ETCD = '--etcd-servers=https://10.0.0.1:2379,https://10.0.0.2:2379,https://10.0.0.3:2379'

/** The apiserver of host n, behind which the lines of the drawing are the same for all. */
const apiserver = (n: number, ...args: readonly string[]): string =>
  staticPod('kube-apiserver', 'v1.34.2', `--advertise-address=10.0.0.${n}`, ETCD, ...args)
const manager = (...args: readonly string[]): string => staticPod('kube-controller-manager', 'v1.34.2', ...args)
const scheduler = (...args: readonly string[]): string => staticPod('kube-scheduler', 'v1.34.2', ...args)

const MEMBERS = 'm1=https://10.0.0.1:2380,m2=https://10.0.0.2:2380,m3=https://10.0.0.3:2380'
const member = (n: number, more: string): string =>
  `[Service]\nExecStart=/usr/bin/etcd --name=m${n} --initial-cluster=${MEMBERS} ${more}\n`

const kops = (modes: string): string => text`
  apiVersion: kops.k8s.io/v1alpha2
  kind: Cluster
  metadata: {name: minimal.example.com}
  spec: {kubernetesVersion: 1.34.2, kubeAPIServer: {authorizationMode: "${modes}"}}
`

ruleTest(rule, {
  silent: {
    'all agree': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--authorization-mode=Node,RBAC', '--request-timeout=90s'),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--authorization-mode=Node,RBAC', '--request-timeout=1m30s'),
    },
    'one apiserver': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--authorization-mode=Node,RBAC'),
    },
    'one Deployment': {
      'kube-apiserver.yaml': text`
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: kube-apiserver}
        spec:
          replicas: 3
          template:
            spec:
              containers:
              - name: kube-apiserver
                image: registry.k8s.io/kube-apiserver:v1.34.2
                command: [kube-apiserver, --authorization-mode=RBAC]
      `,
    },
    'what each host has for itself': {
      'cp-1/kube-apiserver.yaml': apiserver(
        1,
        '--bind-address=10.0.0.1',
        '--tls-cert-file=/etc/kubernetes/pki/cp-1.crt',
        '--etcd-certfile=/etc/ssl/etcd/node-cp-1.pem',
        '--client-ca-file=/etc/kubernetes/pki/cp-1/ca.crt',
        '--v=2',
      ),
      'cp-2/kube-apiserver.yaml': apiserver(
        2,
        '--bind-address=10.0.0.2',
        '--tls-cert-file=/etc/kubernetes/pki/cp-2.crt',
        '--etcd-certfile=/etc/ssl/etcd/node-cp-2.pem',
        '--client-ca-file=/etc/kubernetes/pki/cp-2/ca.crt',
        '--v=6',
      ),
    },
    'lists in another order': {
      'cp-1/kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--advertise-address=10.0.0.1',
        '--etcd-servers=https://etcd-1:2379,https://etcd-2:2379',
        '--enable-admission-plugins=NodeRestriction,AlwaysPullImages',
      ),
      'cp-2/kube-apiserver.yaml': staticPod(
        'kube-apiserver',
        'v1.34.2',
        '--advertise-address=10.0.0.2',
        '--etcd-servers=https://etcd-2:2379,https://etcd-1:2379',
        '--enable-admission-plugins=AlwaysPullImages,NodeRestriction',
      ),
      except: { opacity: 'without the advertised addresses nothing joins the two' },
    },
    'what is the default anyway': {
      'cp-1/kube-apiserver.yaml': apiserver(
        1,
        '--etcd-prefix=/registry',
        '--feature-gates=GracefulNodeShutdown=true',
        '--runtime-config=apps/v1=true',
        '--enable-admission-plugins=NodeRestriction,ResourceQuota',
      ),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--enable-admission-plugins=NodeRestriction'),
    },
    'a gate nobody knows': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--feature-gates=OurOwnGate=true'),
      'cp-2/kube-apiserver.yaml': apiserver(2),
    },
    'all alpha gates on one decide about the ones not named': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--feature-gates=AllAlpha=true,CoordinatedLeaderElection=true'),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--feature-gates=AllAlpha=true'),
    },
    'an upgrade is under way, and the new version is told more': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--enable-priority-and-fairness=false').replace('v1.34.2', 'v1.33.6'),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--goaway-chance=0.001'),
    },
    'an old and a new file of one host': {
      'old/kube-apiserver.yaml': apiserver(1, '--authorization-mode=RBAC'),
      'new/kube-apiserver.yaml': apiserver(1, '--authorization-mode=Node,RBAC'),
    },
    'apiservers of two clusters': {
      'blue/kube-apiserver.yaml': apiserver(1, '--authorization-mode=RBAC'),
      'green/kube-apiserver.yaml': apiserver(2, '--authorization-mode=Node,RBAC').replaceAll('10.0.0.', '10.1.0.'),
    },
    'two documents of a platform are two states of one cluster, or two clusters of one name': {
      'a/cluster.yaml': kops('Node,RBAC'),
      'b/cluster.yaml': kops('RBAC'),
    },
    'controller managers of before and after an upgrade': {
      'cp/etc/kubernetes/manifests/kube-controller-manager.yaml': manager('--node-monitor-grace-period=40s'),
      'cp/etc/kubernetes/tmp/backup/kube-controller-manager.yaml': manager('--node-monitor-grace-period=20s'),
    },
    'a second scheduler for other pods': {
      'cp-1/kube-apiserver.yaml': apiserver(1),
      'cp-1/kube-scheduler.yaml': scheduler('--leader-elect=true'),
      'cp-2/kube-apiserver.yaml': apiserver(2),
      'cp-2/kube-scheduler.yaml': scheduler('--leader-elect=false', '--config=/etc/kubernetes/batch.yaml'),
    },
    'members with names, addresses and disks of their own': {
      'm1/etcd.service': member(
        1,
        '--data-dir=/mnt/a --listen-peer-urls=https://10.0.0.1:2380 --advertise-client-urls=https://10.0.0.1:2379 --initial-cluster-state=new --cert-file=/etc/etcd/m1.crt',
      ),
      'm2/etcd.service': member(
        2,
        '--data-dir=/mnt/b --listen-peer-urls=https://10.0.0.2:2380 --advertise-client-urls=https://10.0.0.2:2379 --initial-cluster-state=existing --cert-file=/etc/etcd/m2.crt',
      ),
    },
    'timers are the matter of another rule': {
      'm1/etcd.service': member(1, '--heartbeat-interval=500 --election-timeout=5000'),
      'm2/etcd.service': member(2, '--heartbeat-interval=100 --election-timeout=1000'),
    },
    'etcd for events beside the main one': {
      'etcd/main.yaml': staticPod(
        'etcd',
        '3.5.24-0',
        '--name=main',
        '--initial-cluster-token=main',
        '--snapshot-count=9000',
      ),
      'etcd/events.yaml': staticPod('etcd', '3.5.24-0', '--name=events', '--initial-cluster-token=events'),
    },
  },
  cannotTell: {
    'a value comes from a template': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--authorization-mode={{ modes }}'),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--authorization-mode=RBAC'),
    },
    'a file with further flags is not in view': {
      'm1/etcd.service': member(1, '--quota-backend-bytes=8589934592'),
      'm2/etcd.service': `${member(2, '')}EnvironmentFile=/etc/etcd.env\n`,
    },
  },
  reports: {
    'one of three is stricter': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--authorization-mode=Node,RBAC'),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--authorization-mode=RBAC'),
      'cp-3/kube-apiserver.yaml': apiserver(3, '--authorization-mode=Node,RBAC'),
      except: { opacity: 'without a majority the same disagreement is told from another host' },
      expect: text`
        cp-2/kube-apiserver.yaml
                  - --authorization-mode=RBAC
                    ~~~~~~~~~~~~~~~~~~~~~~~~~ requests (error)
      `,
    },
    'what one lacks is told where it is written': {
      'cp-1/kube-apiserver.yaml': apiserver(
        1,
        '--audit-log-path=/var/log/audit.log',
        '--encryption-provider-config=/etc/kubernetes/enc.yaml',
      ),
      'cp-2/kube-apiserver.yaml': apiserver(2),
      expect: text`
        cp-1/kube-apiserver.yaml
                  - --audit-log-path=/var/log/audit.log
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ requests (warning)
                  - --encryption-provider-config=/etc/kubernetes/enc.yaml
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ requests (error)
      `,
    },
    'gates one by one': {
      'cp-1/kube-apiserver.yaml': apiserver(
        1,
        '--feature-gates=GracefulNodeShutdown=true,CoordinatedLeaderElection=true',
      ),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--feature-gates=APIServerTracing=true,ComponentSLIs=true'),
      expect: text`
        cp-1/kube-apiserver.yaml
                  - --feature-gates=GracefulNodeShutdown=true,CoordinatedLeaderElection=true
                                                              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ requests (error)
      `,
    },
    'an API that one serves, and a certificate that one lacks': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--runtime-config=resource.k8s.io/v1beta1=true'),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--kubelet-client-key=/etc/kubernetes/pki/kubelet.key'),
      expect: text`
        cp-1/kube-apiserver.yaml
                  - --runtime-config=resource.k8s.io/v1beta1=true
                                     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~ requests (error)
        cp-2/kube-apiserver.yaml
                  - --kubelet-client-key=/etc/kubernetes/pki/kubelet.key
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ requests (warning)
      `,
    },
    'an issuer for each': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--service-account-issuer=https://10.0.0.1:6443'),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--service-account-issuer=https://10.0.0.2:6443'),
      expect: text`
        cp-2/kube-apiserver.yaml
                  - --service-account-issuer=https://10.0.0.2:6443
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ requests (error)
      `,
    },
    'two files may say the same': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--service-account-key-file=/etc/kubernetes/pki/sa.pub'),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--service-account-key-file=/etc/kubernetes/ssl/sa.pub'),
      expect: text`
        cp-2/kube-apiserver.yaml
                  - --service-account-key-file=/etc/kubernetes/ssl/sa.pub
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ requests (warning)
      `,
    },
    'another prefix is another store': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--etcd-prefix=/registry'),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--etcd-prefix=/kubernetes'),
      expect: text`
        cp-2/kube-apiserver.yaml
                  - --etcd-prefix=/kubernetes
                    ~~~~~~~~~~~~~~~~~~~~~~~~~ requests (error)
      `,
    },
    'an upgrade is under way, and both write it': {
      'cp-1/kube-apiserver.yaml': apiserver(1, '--authorization-mode=Node,RBAC').replace('v1.34.2', 'v1.33.6'),
      'cp-2/kube-apiserver.yaml': apiserver(2, '--authorization-mode=RBAC'),
      expect: text`
        cp-2/kube-apiserver.yaml
                  - --authorization-mode=RBAC
                    ~~~~~~~~~~~~~~~~~~~~~~~~~ requests (warning)
      `,
    },
    'controller managers beside their apiservers': {
      'cp-1/kube-apiserver.yaml': apiserver(1),
      'cp-1/kube-controller-manager.yaml': manager('--node-monitor-grace-period=40s', '--kubeconfig=/etc/a.conf'),
      'cp-2/kube-apiserver.yaml': apiserver(2),
      'cp-2/kube-controller-manager.yaml': manager('--node-monitor-grace-period=20s', '--kubeconfig=/etc/b.conf'),
      expect: text`
        cp-2/kube-controller-manager.yaml
                  - --node-monitor-grace-period=20s
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ leader (warning)
      `,
    },
    'one file holds all replicas': {
      'etcd.yaml': text`
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.5.24-0
            command: [etcd, --name=a, --initial-cluster-token=prod, --quota-backend-bytes=8589934592]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: etcd, namespace: kube-system}
        spec:
          containers:
          - name: etcd
            image: registry.k8s.io/etcd:3.5.24-0
            command: [etcd, --name=b, --initial-cluster-token=prod, --quota-backend-bytes=2147483648]
      `,
      expect: text`
        etcd.yaml
              command: [etcd, --name=b, --initial-cluster-token=prod, --quota-backend-bytes=2147483648]
                                                                      ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ member
      `,
    },
    'a flag, a variable and a file': {
      'm1/etcd.service': text`
        [Service]
        ExecStart=/usr/bin/etcd --name=m1 --initial-cluster=m1=http://a:2380,m2=http://b:2380,m3=http://c:2380 --snapshot-count=50000
      `,
      'm2/etcd.service': text`
        [Service]
        Environment=ETCD_SNAPSHOT_COUNT=50000
        Environment=ETCD_AUTO_COMPACTION_RETENTION=8
        ExecStart=/usr/bin/etcd --name=m2 --initial-cluster=m1=http://a:2380,m2=http://b:2380,m3=http://c:2380
      `,
      'm3/etcd.service': text`
        [Service]
        ExecStart=/usr/bin/etcd --config-file=/etc/etcd/etcd.yaml
      `,
      'm3/etcd.yaml': text`
        name: m3
        listen-client-urls: http://c:2379
        initial-cluster: m1=http://a:2380,m2=http://b:2380,m3=http://c:2380
        snapshot-count: 10000
        data-dir: /var/lib/etcd
        client-transport-security: {client-cert-auth: true}
      `,
      except: { opacity: 'a member that is told less is told from another one' },
      expect: text`
        m2/etcd.service
          Environment=ETCD_AUTO_COMPACTION_RETENTION=8
                      ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ member
        m3/etcd.yaml
          snapshot-count: 10000
          ~~~~~~~~~~~~~~~~~~~~~ member
          client-transport-security: {client-cert-auth: true}
                                      ~~~~~~~~~~~~~~~~~~~~~~ member
      `,
    },
  },
})
