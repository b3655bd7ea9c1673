/** What to do with a flag that is gone or going. */
export interface Remedy {
  /** `rename` and `gate` have targets; `manual` cannot be done by a tool. */
  readonly kind: 'delete' | 'rename' | 'gate' | 'field' | 'manual'
  /** An imperative, lower case. */
  readonly text: string
  /** What takes its place, as written in a command line or file: `--kubeconfig`, `evictionHard`. */
  readonly targets: readonly string[]
}

const KINDS: Readonly<Record<string, Remedy['kind']>> = {
  d: 'delete',
  r: 'rename',
  g: 'gate',
  f: 'field',
  m: 'manual',
}

/** By the codes of the tables; `use` and unlisted ones are made from the targets. */
const TEXTS: Readonly<Record<string, string>> = {
  remove: 'delete it',
  logs: 'delete it; the component logs to standard error, and journald or kube-log-runner can write that to files',
  'pod-security': 'delete it; Pod Security admission decides about privileged pods',
  acr: 'configure the ACR provider with `--image-credential-provider-config`',
  remote: 'delete it; every runtime is a remote one now, and `containerRuntimeEndpoint` names it',
  dockershim: 'delete it; dockershim was removed, the kubelet speaks to a CRI runtime',
  cadvisor: 'delete it; the kubelet no longer exposes the flags of cAdvisor',
  inert: 'delete it; it changes nothing',
  cni: 'delete it, and set up pod networking in the container runtime (CNI)',
  gone: 'delete it; what it configured was removed',
  profiles: 'write a KubeSchedulerConfiguration with `profiles` and pass it with `--config`',
  'v2-proxy': 'delete it; etcd lost its v2 proxy, `etcd grpc-proxy` is the proxy left',
  'cluster-flags': 'set the `--listen-*`, `--advertise-*` and `--initial-cluster*` flags',
  'insecure-port': 'delete it; there is no unauthenticated port any more',
  'served-securely': 'delete it; health and metrics are served at `--secure-port`',
  port: 'delete it; the port was removed',
  'to-ccm': 'move it to the cloud-controller-manager',
  'by-ccm': 'delete it; the cloud-controller-manager has this task',
  rkt: 'delete it; the rkt runtime is not supported any more',
  'config-file': 'delete it, and write a configuration file and pass it with `--config`',
  field: 'delete it, or set the field of the configuration file',
  'token-webhook': 'authenticate with `--authentication-token-webhook-config-file`',
  konnectivity: 'reach nodes through an egress selector (konnectivity)',
  'client-connection': 'set `clientConnection` in a KubeSchedulerConfiguration',
  false: 'delete it; it is always false',
  'sandbox-image': 'delete it; the container runtime protects its sandbox image itself',
  taints: 'delete it, and keep pods away with `registerWithTaints`',
  certificates: 'authenticate with client certificates or OIDC',
  quorum: 'delete it; all reads go through the quorum',
  tls: 'delete it; kubelets are reached over TLS only',
  'csr-role': 'bind that group to the ClusterRole `system:certificates.k8s.io:certificatesigningrequests:nodeclient`',
  toleration: 'delete it; `--default-not-ready-toleration-seconds` of kube-apiserver sets the delay',
  v2store: 'delete it, after `etcdutl check v2store` found the v2 store empty',
  nodes: 'list node groups with `--nodes`, or discover them with `--node-group-auto-discovery`',
  'scale-down-delay':
    'set `--scale-down-delay-after-add`, `--scale-down-delay-after-delete` and `--scale-down-delay-after-failure`',
  discovery: 'discover members with `--discovery-endpoints`',
}

/** Reads the remedy column of a line: kind, reason, targets. */
export function remedyOf(column: string): Remedy | undefined {
  const [letter = '', reason = '', ...targets] = column.split(' ')
  const kind = KINDS[letter]
  if (kind === undefined) return undefined
  const word = kind === 'delete' ? 'delete it; set' : 'use'
  const joint = kind === 'rename' ? ' and ' : ' or '
  const text = TEXTS[reason] ?? `${word} ${targets.map(target => `\`${target}\``).join(joint)}`
  return { kind, text, targets }
}
