/**
 * What kubeadm writes. `{…}` stands for keys of the user: certificates directory, service and pod subnet, DNS domain, name of the
 * cluster, advertise address and port of the apiserver, data directory of etcd.
 * Paths below are those of kubernetes/kubernetes.
 */
import { defaultArgs, NEWEST } from './rows.js'

/**
 * cmd/kubeadm/app/phases/controlplane/manifests.go (getAPIServerCommand): v1.7.0, v1.9.8, v1.10.0, v1.12.0, v1.17.0,
 * v1.21.0, v1.36.0. Up to 1.10 the etcd arguments and up to 1.11 the authorization mode follow the user's arguments.
 */
export const APISERVER = defaultArgs(`
* advertise-address {advertise}
-1.21 insecure-port 0
1.7-1.9 admission-control Initializers,NamespaceLifecycle,LimitRanger,ServiceAccount,PersistentVolumeLabel,DefaultStorageClass,DefaultTolerationSeconds,NodeRestriction,ResourceQuota
1.10 admission-control NamespaceLifecycle,LimitRanger,ServiceAccount,DefaultStorageClass,DefaultTolerationSeconds,NodeRestriction,MutatingAdmissionWebhook,ValidatingAdmissionWebhook,ResourceQuota
1.11- enable-admission-plugins NodeRestriction
* service-cluster-ip-range {services}
* service-account-key-file {certs}/sa.pub
1.20- service-account-signing-key-file {certs}/sa.key
1.20- service-account-issuer https://kubernetes.default.svc.{domain}
* client-ca-file {certs}/ca.crt
* tls-cert-file {certs}/apiserver.crt
* tls-private-key-file {certs}/apiserver.key
* kubelet-client-certificate {certs}/apiserver-kubelet-client.crt
* kubelet-client-key {certs}/apiserver-kubelet-client.key
1.8- enable-bootstrap-token-auth true
-1.7 experimental-bootstrap-token-auth true
* secure-port {port}
* allow-privileged true
* kubelet-preferred-address-types InternalIP,ExternalIP,Hostname
* requestheader-username-headers X-Remote-User
* requestheader-group-headers X-Remote-Group
* requestheader-extra-headers-prefix X-Remote-Extra-
* requestheader-client-ca-file {certs}/front-proxy-ca.crt
* requestheader-allowed-names front-proxy-client
* proxy-client-cert-file {certs}/front-proxy-client.crt
* proxy-client-key-file {certs}/front-proxy-client.key
-1.11! authorization-mode Node,RBAC
1.12- authorization-mode Node,RBAC
`)

/** The same function, where etcd runs as a static pod beside the apiserver. */
export const APISERVER_LOCAL_ETCD = defaultArgs(`
-1.9! etcd-servers http://127.0.0.1:2379
1.10! etcd-servers https://127.0.0.1:2379
1.11- etcd-servers https://127.0.0.1:2379
1.10- etcd-cafile {certs}/etcd/ca.crt
1.10- etcd-certfile {certs}/apiserver-etcd-client.crt
1.10- etcd-keyfile {certs}/apiserver-etcd-client.key
`)

/** getControllerManagerCommand of the same file: also v1.14.10, v1.16.15, v1.17.17, v1.18.20, v1.34.4. */
export const CONTROLLER_MANAGER = defaultArgs(`
-1.12 address 127.0.0.1
1.13- bind-address 127.0.0.1
* leader-elect true
* kubeconfig /etc/kubernetes/controller-manager.conf
1.13- authentication-kubeconfig /etc/kubernetes/controller-manager.conf
1.13- authorization-kubeconfig /etc/kubernetes/controller-manager.conf
1.13- client-ca-file {certs}/ca.crt
1.13- requestheader-client-ca-file {certs}/front-proxy-ca.crt
* root-ca-file {certs}/ca.crt
* service-account-private-key-file {certs}/sa.key
* cluster-signing-cert-file {certs}/ca.crt
* cluster-signing-key-file {certs}/ca.key
* use-service-account-credentials true
* controllers *,bootstrapsigner,tokencleaner
1.18- cluster-name {cluster}
`)

/** The same function, where `networking.podSubnet` is set. */
export const CONTROLLER_MANAGER_PODS = defaultArgs(`
* allocate-node-cidrs true
* cluster-cidr {pods}
1.16- service-cluster-ip-range {services}
`)

/** getSchedulerCommand of the same file. */
export const SCHEDULER = defaultArgs(`
-1.12 address 127.0.0.1
1.13- bind-address 127.0.0.1
* leader-elect true
* kubeconfig /etc/kubernetes/scheduler.conf
1.13- authentication-kubeconfig /etc/kubernetes/scheduler.conf
1.13- authorization-kubeconfig /etc/kubernetes/scheduler.conf
`)

/**
 * cmd/kubeadm/app/phases/etcd/local.go (getEtcdCommand): v1.9.8, v1.10.0, v1.13.0, v1.24.0, v1.34.0. One member without
 * TLS up to 1.9, with it from 1.10, a member of a stacked cluster from 1.12.
 */
export const ETCD = defaultArgs(`
-1.9 listen-client-urls http://127.0.0.1:2379
-1.9 advertise-client-urls http://127.0.0.1:2379
1.10-1.11 listen-client-urls https://127.0.0.1:2379
1.10-1.11 advertise-client-urls https://127.0.0.1:2379
1.12- name {node}
1.12- listen-client-urls https://127.0.0.1:2379,https://{host}:2379
1.12- advertise-client-urls https://{host}:2379
1.12- listen-peer-urls https://{host}:2380
1.12- initial-advertise-peer-urls https://{host}:2380
1.12- initial-cluster {node}=https://{host}:2380
* data-dir {data}
1.10- cert-file {certs}/etcd/server.crt
1.10- key-file {certs}/etcd/server.key
1.10- trusted-ca-file {certs}/etcd/ca.crt
1.10- client-cert-auth true
1.10- peer-cert-file {certs}/etcd/peer.crt
1.10- peer-key-file {certs}/etcd/peer.key
1.10- peer-trusted-ca-file {certs}/etcd/ca.crt
1.10- peer-client-cert-auth true
1.12- snapshot-count 10000
1.16- listen-metrics-urls http://127.0.0.1:2381
`)

/** The same function where it depends on etcd's own minor: v1.24.0 (kubernetes/kubeadm#2676), v1.34.0. */
export const ETCD_BY_ITS_VERSION = defaultArgs(`
3.5 experimental-initial-corrupt-check true
3.6- feature-gates InitialCorruptCheck=true
3.6- watch-progress-notify-interval 5s
`)

/** The Kubernetes minor from which on an etcd 3.5 is started with ETCD_BY_ITS_VERSION. */
export const ETCD_CORRUPT_CHECK_SINCE = 124

/** Values for `{…}` where the user says nothing: cmd/kubeadm/app/apis/kubeadm/v1beta4/defaults.go, v1.34.0. Undefined: known only on the node. */
export const PLACEHOLDERS: Readonly<Record<string, string | undefined>> = {
  certs: '/etc/kubernetes/pki',
  services: '10.96.0.0/12',
  cluster: 'kubernetes',
  domain: 'cluster.local',
  port: '6443',
  data: '/var/lib/etcd',
  advertise: undefined,
  host: undefined,
  node: undefined,
  pods: undefined,
}

export const KUBELET_CONFIG_PATH = '/var/lib/kubelet/config.yaml'
export const KUBELET_ENV_PATH = '/var/lib/kubelet/kubeadm-flags.env'
/** Both files exist from this minor on: cmd/kubeadm/app/phases/kubelet/{config,flags}.go, v1.11.0. */
export const KUBELET_FILES_SINCE = 111

/** cmd/kubeadm/app/phases/kubelet/flags.go (buildKubeletArgMap), v1.11.0 - v1.33.0; 1.34 moved the socket into the configuration (NodeLocalCRISocket). */
export const KUBELET_WITH_DOCKER = defaultArgs(`
1.11-1.21 cgroup-driver {driver}
1.11-1.23 network-plugin cni
`)
export const KUBELET_WITH_OTHER_RUNTIME = defaultArgs(`
1.11-1.23 container-runtime remote
1.11-1.33 container-runtime-endpoint {socket}
`)
/** cmd/kubeadm/app/constants/constants_unix.go: docker was the default up to 1.23. */
export const DOCKER_SOCKET = '/var/run/dockershim.sock'
export const CONTAINERD_SOCKET = 'unix:///var/run/containerd/containerd.sock'
export const DOCKER_UNTIL = 123

/**
 * What kubeadm fills into a KubeletConfiguration: cmd/kubeadm/app/componentconfigs/kubelet.go (Default), v1.19.0 and
 * v1.22.0 (the cgroup driver); for 1.11 - 1.18 cmd/kubeadm/app/apis/kubeadm/v1beta1/defaults.go. `{…}` as above, `{dns}` is the tenth
 * address of the service subnet. `!` beats what the user wrote: kubeadm cannot tell `false` from nothing there.
 */
export const KUBELET_CONFIG = defaultArgs(`
* authentication.anonymous.enabled false
* authentication.webhook.enabled true
* authentication.x509.clientCAFile {certs}/ca.crt
* authorization.mode Webhook
1.22- cgroupDriver systemd
* clusterDNS [{dns}]
* clusterDomain {domain}
* healthzBindAddress 127.0.0.1
* healthzPort 10248
1.15- resolvConf {resolv}
*! rotateCertificates true
* staticPodPath /etc/kubernetes/manifests
`)

/** kubernetes/release cmd/kubepkg/templates/latest/deb/kubelet/kubelet.service (v0.4.0). */
export const KUBELET_UNIT = `[Unit]
Description=kubelet: The Kubernetes Node Agent
Documentation=https://kubernetes.io/docs/home/

[Service]
ExecStart=/usr/bin/kubelet
Restart=always
StartLimitInterval=0
RestartSec=10

[Install]
WantedBy=multi-user.target
`

/** Drop-ins of the packages: kubernetes/release cmd/kubepkg/templates/latest/deb/kubeadm/10-kubeadm.conf (v0.4.0) and its rpm twin. */
export const DROP_IN = '10-kubeadm.conf'
export const DROP_INS: readonly { readonly since: number; readonly until: number; readonly text: string }[] = [
  {
    // build/debs/10-kubeadm.conf at v1.7.0
    since: 0,
    until: 107,
    text: `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--kubeconfig=/etc/kubernetes/kubelet.conf --require-kubeconfig=true"
Environment="KUBELET_SYSTEM_PODS_ARGS=--pod-manifest-path=/etc/kubernetes/manifests --allow-privileged=true"
Environment="KUBELET_NETWORK_ARGS=--network-plugin=cni --cni-conf-dir=/etc/cni/net.d --cni-bin-dir=/opt/cni/bin"
Environment="KUBELET_DNS_ARGS=--cluster-dns=10.96.0.10 --cluster-domain=cluster.local"
Environment="KUBELET_AUTHZ_ARGS=--authorization-mode=Webhook --client-ca-file=/etc/kubernetes/pki/ca.crt"
Environment="KUBELET_CADVISOR_ARGS=--cadvisor-port=0"
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_SYSTEM_PODS_ARGS $KUBELET_NETWORK_ARGS $KUBELET_DNS_ARGS $KUBELET_AUTHZ_ARGS $KUBELET_CADVISOR_ARGS $KUBELET_EXTRA_ARGS
`,
  },
  {
    // build/{debs,rpms}/10-kubeadm.conf at v1.9.8: the two differ in the cgroup driver, so it is `?`, not known
    since: 108,
    until: 110,
    text: `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_SYSTEM_PODS_ARGS=--pod-manifest-path=/etc/kubernetes/manifests --allow-privileged=true"
Environment="KUBELET_NETWORK_ARGS=--network-plugin=cni --cni-conf-dir=/etc/cni/net.d --cni-bin-dir=/opt/cni/bin"
Environment="KUBELET_DNS_ARGS=--cluster-dns=10.96.0.10 --cluster-domain=cluster.local"
Environment="KUBELET_AUTHZ_ARGS=--authorization-mode=Webhook --client-ca-file=/etc/kubernetes/pki/ca.crt"
Environment="KUBELET_CGROUP_ARGS=--cgroup-driver=?"
Environment="KUBELET_CADVISOR_ARGS=--cadvisor-port=0"
Environment="KUBELET_CERTIFICATE_ARGS=--rotate-certificates=true"
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_SYSTEM_PODS_ARGS $KUBELET_NETWORK_ARGS $KUBELET_DNS_ARGS $KUBELET_AUTHZ_ARGS $KUBELET_CGROUP_ARGS $KUBELET_CADVISOR_ARGS $KUBELET_CERTIFICATE_ARGS $KUBELET_EXTRA_ARGS
`,
  },
  {
    // The deb reads /etc/default/kubelet, the rpm /etc/sysconfig/kubelet; either may be missing.
    since: 111,
    until: NEWEST,
    text: `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
EnvironmentFile=-/etc/sysconfig/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`,
  },
]

/** KubeletConfiguration that kind writes: kubernetes-sigs/kind pkg/cluster/internal/kubeadm/config.go (ConfigTemplateBetaV3), v0.23.0. */
export const KIND_KUBELET_CONFIG = defaultArgs(`
1.24- cgroupDriver systemd
-1.23 cgroupDriver cgroupfs
* cgroupRoot /kubelet
* failSwapOn false
* imageGCHighThresholdPercent 100
* evictionHard.nodefs\\.available 0%
* evictionHard.nodefs\\.inodesFree 0%
* evictionHard.imagefs\\.available 0%
`)
