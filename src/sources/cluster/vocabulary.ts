import { fieldPaths } from '../../facts/fields.js'
import { flagNames } from '../../facts/flags.js'
import { COMPONENTS } from '../../model/fragment.js'

/** Words of Kubernetes and of what runs beside it. They name nobody; all others in the place of a name may. */
const WORDS = new Set(
  `
a an and any as at be been by can cannot could did do does failed find for from get in into is it its no none not of off on only or
out request requested resource resources server server's that the there this to too type unable unknown user verb was when while with
within answer answered answers asked asks because could due error errors exceeded expired forbidden found group groups here invalid
list many most object objects others refused scope so status than time timeout todo unauthorized unavailable under watch create update
patch delete deletecollection impersonate proxy bind escalate larger reads run one row nodes respond nor data redirect follows json
kubeletconfig holds end limit were
dial tcp udp io i/o connect connection reset peer route host network unreachable tls x509 certificate certificates signed authority
handshake deadline context canceled cancelled eof socket hang up lookup such broken pipe gateway bad internal service must provide
credentials logged client econnrefused econnreset enotfound etimedout epipe eai again cluster namespace level api apis v1
true false yes null empty auto always never ifnotpresent default defaults disabled enabled enable disable new existing strict
permissive running active inactive healthy unhealthy ready unready stale initializing noactivity nocandidates candidatespresent
inprogress notneeded needed backoff registered unregistered total started registration noscaleup scale up down health
kube kubernetes kubelet kubeadm kubectl apiserver controller manager scheduler etcd proxy coredns dns autoscaler autoscaling autodiscovery
hyperkube cloud aggregator bootstrap metrics konnectivity agent flannel calico cilium canal weave antrea ovn multus tigera typha
nodelocaldns nodelocal local cache problem detector descheduler karpenter addon addons admin pause sandbox pod pods container containers
containerd docker dockershim crio cri o runc systemd cgroupfs cgroup cgroups slice scope system public lease leases node nodes control
plane master masters worker workers critical priority expander least waste mostpods price random grpc info config configuration conf
cluster configmap configmaps secret secrets endpoint endpoints endpointslice endpointslices slices deployment deployments daemonset
daemonsets statefulset statefulsets replicaset service services namespaces serviceaccount serviceaccounts accounts account token tokens
events event rbac authenticated unauthenticated masters probe probes liveness readiness startup livez readyz healthz metrics flagz
statusz configz version configz openapi app apps component components tier name names instance part managed controller-revision-hash
template hash revision k8s io addonmanager mode reconcile ensureexists zone region topology hostname os arch linux windows amd64 arm64 arm
ppc64le s390x instance-type instancegroup nodegroup nodepool nodepools agentpool machine deployment pool role roles exclude balancers
load balancer external
hosts last updated seen source mirror hash file url http https http2 unix grpcs ws wss
internalip externalip internaldns externaldns legacy
clusterip nodeport loadbalancer externalname clusterfirst clusterfirstwithhostnet onfailure recreate rollingupdate ondelete
ipv4 ipv6 singlestack preferdualstack requiredualstack dual stack ip ips ipvs iptables nftables userspace
noschedule noexecute prefernoschedule notin exists doesnotexist equal operator key effect
fail ignore exact equivalent sideeffects noneondryrun some ifneeded namespaced connect
limited exempt queue reject bynamespace byuser workload high low catch all global leader election
priorityclass preemption preemptlowerpriority fallbacktologsonerror
directory directoryorcreate fileorcreate hostpath bidirectional hosttocontainer memory medium
cpu storage ephemeral hugepages 1gi 2mi pids pid available inodesfree inodes free nodefs imagefs containerfs allocatablememory
oidc aws gcp gce azure openstack vsphere asg vmss mig tag tags owned shared provider eks gke aks openshift k3s rke2 rke kops capi kind
minikube microk8s rancher coreos google amazon amazonaws redhat suse alpine debian ubuntu bottlerocket flatcar cos talos distroless
library bitnami poseidon registry images image containers k8s-artifacts-prod google-containers google_containers etcd-development
amazon-k8s-cni oss
kernel release core generic lts server enterprise stream photon red hat suse tainer optimized
front x remote extra groups uid forwarded authorization origin
cert certs ca crt csr pem pki sa pub kubeconfig client keys json yaml yml cfg log logs sock socket d static manifests audit policy webhook
text kubernetes-admin users current contexts clusters apiversion server certificate-authority-data
corefile errors lameduck prometheus forward loop reload loadbalance in-addr arpa ip6 addr insecure fallthrough ttl template rewrite import
autopath verified max concurrent resolv etc upstream transfer success denial kubernetes.default svc localhost metadata identity webhooks check defaults runtime unconfined args arg withheld redacted count root sub simple jwt email preferred username usernames postgres mysql
exec tee sh bash bin set export if then fi else echo sleep cat nohup eval trap done while ssl arn session tenant subscription vm use uninitialized reader extension addons ulimit chmod mkdir usr local var lib tmp opt dev mnt data disk disks ssd nvme srv home media wal snap member members volume volumes plugins plugin sys proc net
first issuer keep save ended request-timeout timeouts tunnel
v1alpha1 v1alpha2 v1alpha3 v1alpha4 v1beta1 v1beta2 v1beta3 v1beta4 v2 v2beta1 v2beta2 v3 v4
batch admissionregistration apiregistration apiextensions authentication coordination discovery flowcontrol networking node storage
scheduling certificates events x crd validating mutating admission webhooks path port ports protocol target
uptime start binary emulation minimum compatibility go gc paths rev
best effort guaranteed burstable restricted distribute numa single full pcpus across lifo parallel
operation updates finalizers initial allowed extensions tcp4 tcp6 latest stable edge rc beta alpha final
failurethreshold cloudprovider aws-node vpc cni csi driver ebs efs snapshot operator daemon exporter state
`
    .trim()
    .split(/\s+/),
)

/** Domains in which Kubernetes, its providers and what is widely installed name labels, API groups and images. */
const DOMAINS =
  /(?:^|\.)(?:kubernetes\.io|k8s\.io|x-k8s\.io|k8s\.gcr\.io|gcr\.io|quay\.io|docker\.io|ghcr\.io|pkg\.dev|public\.ecr\.aws|mcr\.microsoft\.com|registry\.redhat\.io|cattle\.io|rancher\.io|k3s\.io|rke2\.io|karpenter\.sh|karpenter\.k8s\.aws|eks\.amazonaws\.com|k8s\.amazonaws\.com|k8s\.aws|eksctl\.io|cloud\.google\.com|azure\.com|coreos\.com|openshift\.io|okd\.io|projectcalico\.org|tigera\.io|cilium\.io|gardener\.cloud|digitalocean\.com|minikube\.k8s\.io|helm\.sh|cert-manager\.io|nvidia\.com|prometheus\.io|linkerd\.io|istio\.io|containerd\.io|metallb\.io|argoproj\.io|fluxcd\.io|localhost)$/

/** Registries and names that every cluster may speak of in a URL. */
const PUBLIC_HOSTS =
  /^(?:registry\.k8s\.io|k8s\.gcr\.io|(?:[a-z]+\.)?gcr\.io|quay\.io|(?:index\.|registry-1\.)?docker\.io|ghcr\.io|public\.ecr\.aws|mcr\.microsoft\.com|registry\.redhat\.io|localhost|kubernetes(?:\.default(?:\.svc(?:\.cluster\.local)?)?)?|metadata\.google\.internal)$/

/** Of countries, and the others that names of machines have; `net.core.somaxconn` is none. */
const TOP =
  /\.(?:[a-z]{2}|com|net|org|info|biz|edu|gov|mil|int|internal|local|localdomain|corp|lan|intra|intranet|home|private|cloud|dev|app|tech|systems|network|site|online|zone|example|test|invalid|aws)$/i

/** Endings of files, units and fields: what has one is no host. */
const NO_HOST =
  /\.(?:conf|cfg|config|ya?ml|json|toml|crt|cert|key|pem|csr|pub|sock|socket|log|service|slice|scope|target|mount|timer|txt|sh|py|d|env|db|bin|so|kubeconfig|manifest|wal|snap|pid|lock|gz|tar|csv|jsonl|profile|template|tmpl|default|name|namespace|labels|uid|available|cluster\.local)$/

const isPart = (part: string): boolean => {
  const lower = part.toLowerCase()
  if (WORDS.has(lower) || /^\d{1,5}$/.test(part)) return true
  // `NoSchedule`, `inodesFree`
  const humps = part.split(/(?<=[a-z0-9])(?=[A-Z])/)
  return humps.length > 1 && humps.every(hump => WORDS.has(hump.toLowerCase()))
}

/** Whether a word says nothing about whose cluster it is. Numbers alone do not either. */
export function isOrdinary(word: string): boolean {
  if (word.length > 80) return false
  const known = asked.get(word)
  if (known !== undefined) return known
  const found = isMadeOfWords(word)
  if (asked.size > MOST_ASKED) asked.clear()
  asked.set(word, found)
  return found
}

const asked = new Map<string, boolean>()
const MOST_ASKED = 20_000

function isMadeOfWords(word: string): boolean {
  if (WORDS.has(word.toLowerCase())) return true
  return (
    HARMLESS.test(word) ||
    isFlag(word) ||
    word.split(/[._-]/).every(part => part === '' || (isPart(part) && !/^\d+$/.test(part)))
  )
}

export { isPart as isOrdinaryPart }

/** Numbers, quantities, durations, versions of Go, types of machines. */
const HARMLESS =
  /^(?:\d{1,5}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?(?:Ei|Pi|Ti|Gi|Mi|Ki|[EPTGMKkmnu%]|ns|us|ms|s|h|d)|(?:\d{1,6}(?:\.\d{1,9})?(?:h|ms|m|s|d))+|go\d[\d.]{0,10}|v\d{1,3}(?:(?:alpha|beta)\d{1,2})?)$/

export const isPublicDomain = (name: string): boolean => DOMAINS.test(name.toLowerCase())
export const isPublicHost = (name: string): boolean => PUBLIC_HOSTS.test(name.toLowerCase())

/** A name with dots that is one of a machine or a domain, as far as that can be told by its form. */
export const isHost = (word: string): boolean =>
  word.length <= 253 &&
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,24}$/i.test(word) &&
  (word === word.toLowerCase() || word === word.toUpperCase()) &&
  TOP.test(word) &&
  !NO_HOST.test(word) &&
  !isOrdinary(word)

let flags: ReadonlySet<string> | undefined

/** Whether some component has a flag of that name, without dashes. */
export function isFlag(name: string): boolean {
  flags ??= new Set(COMPONENTS.flatMap(kind => [...flagNames(kind)]))
  return flags.has(name)
}

let settings: ReadonlySet<string> | undefined

/** Whether some component has a flag or, at whatever depth, a field of that name. */
export function isSetting(name: string): boolean {
  settings ??= new Set(
    COMPONENTS.flatMap(kind => [...fieldPaths(kind)].map(path => path.slice(path.lastIndexOf('.') + 1))),
  )
  return settings.has(name) || isFlag(name)
}

/** What components and runtimes read of their environment. */
const VARIABLE = /^(?:ETCD_|KUBE|HTTP2_|GO(?:DEBUG|GC|MAXPROCS|MEMLIMIT)$)/

/** Whether a variable of the environment has a name of somebody's own. */
export const isOwnVariable = (name: string): boolean => !VARIABLE.test(name) && !isOrdinary(name)

/** Flags and fields whose values are names, or hold some: in lower case, with hyphens. */
const IDENTITY =
  /(?:^|-)(?:names?|ids?|issuer|audiences?|hostname|hosts?|domains?|labels?|taints?|tags?|project|tenant|claims?|users?|username|groups?|namespaces?|accounts?|nodes|discovery|selector|cluster|token|region|zones?|vpc|subnets?|prefix|overrides?|endpoints?|address(?:es)?|servers?|urls?|sans?|context|organi[sz]ations?|member|role|profile|description|messages?|reason|contact|owner|team|values?|expression|master|srv|key)(?:-|$)/

/** Whatever else is in the name of a setting, one that ends so has a value out of a list, or a number. */
const PLAIN =
  /-(?:types?|modes?|state|policy|policies|format|level|kind|strategy|algorithm|method|manager|lock|driver|count|version|size|interval|period|time|timeout|duration|delay|age|ttl|limit|burst|qps|threshold|ratio|rate|enabled|files?|path|dir|directory|headers|suites|port|ports)$/

/** Whether what a flag (`cluster-name`) or a field (`clusterName`, `certSANs`) holds is a name of somebody's. */
export function holdsNames(key: string): boolean {
  const hyphened = key
    .replace(/SANs/g, 'Sans')
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-')
    .toLowerCase()
  return IDENTITY.test(hyphened) && !PLAIN.test(hyphened)
}
