/** A value type as the tables write it: one letter, for maps the letter of the entries and what stands between name and value. */
const LETTERS: Readonly<Record<string, string>> = {
  bool: 'b',
  int: 'i',
  float: 'f',
  duration: 'd',
  'duration|int-nanoseconds': 'd',
  quantity: 'q',
  string: 's',
  ip: 's',
  iP: 's',
  iPNet: 's',
  'ip:port': 's',
  list: 'l',
  int32Slice: 'l',
  map: 'm',
  object: 'o',
  // etcd pkg/flags/ignored.go: accepted without effect, and IsBoolFlag() is true.
  ignored: 'x',
}

/** Entries and syntax of maps whose entries are no plain strings, or whose flag does not write `name=value`. */
const MAPS: Readonly<Record<string, string>> = {
  // component-base/cli/flag LangleSeparatedMapStringString
  'eviction-hard': 'mt<',
  'eviction-soft': 'mt<',
  'eviction-minimum-reclaim': 'mt=',
  'eviction-soft-grace-period': 'md=',
  'kube-reserved': 'mq=',
  'system-reserved': 'mq=',
  'feature-gates': 'mb=',
  // component-base/cli/flag ColonSeparatedMultimapStringString
  'manifest-url-header': 'ms:',
}

const MAP_FIELDS: Readonly<Record<string, string>> = {
  evictionHard: 'eviction-hard',
  evictionSoft: 'eviction-soft',
  evictionMinimumReclaim: 'eviction-minimum-reclaim',
  evictionSoftGracePeriod: 'eviction-soft-grace-period',
  kubeReserved: 'kube-reserved',
  systemReserved: 'system-reserved',
  featureGates: 'feature-gates',
  staticPodURLHeader: 'manifest-url-header',
  manifestURLHeader: 'manifest-url-header',
}

/** Types the extraction sees by their Go type, corrected to what the component makes of the text. */
const READ_AS: Readonly<Record<string, string>> = {
  // VerbosityLevel is a uint32 (component-base/logs/api/v1/types.go)
  'logging.verbosity': 'i',
  // parsed as resource.Quantity (pkg/kubelet/logs/container_log_manager.go; component-base/logs/api/v1/options.go)
  containerLogMaxSize: 'q',
  'container-log-max-size': 'q',
  'log-json-info-buffer-size': 'q',
  'log-text-info-buffer-size': 'q',
  // pkg/flags/selective_string.go: one of a few words
  'v2-deprecation': 's',
  // klog severityValue.Set: a number or a name (`WARNING`)
  stderrthreshold: 's',
  alsologtostderrthreshold: 's',
  // etcd 2 addresses, never read as maps (pkg/flags/ipaddressport.go, ignored.go)
  addr: 's',
  'bind-addr': 's',
  'peer-addr': 's',
  'peer-bind-addr': 's',
  peers: 's',
  'peers-file': 's',
}

export function typeCode(name: string, type: string): string {
  const read = READ_AS[name]
  if (read !== undefined && type !== 'ignored') return read
  const letter = LETTERS[type]
  if (letter === undefined) throw new Error(`${name}: no letter for type ${type}`)
  return letter === 'm' ? (MAPS[MAP_FIELDS[name] ?? name] ?? 'ms=') : letter
}
