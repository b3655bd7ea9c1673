import type { InputFlag } from './inputs.js'

/*
 * Flags and fields of etcd that a patch release brought to a minor that began without them. The facts are those of the last patch of each
 * minor, so without this an early one would have what it does not know. From the tags of etcd-io/etcd: etcdmain/config.go and
 * embed/config.go up to v3.4, server/etcdmain/config.go and server/embed/config.go from v3.5 on; read up to v3.4.45, v3.5.35, v3.6.16 and
 * v3.7.3. Minors from 3.6 on brought none.
 */
const BOTH: Readonly<Record<string, readonly string[]>> = {
  'auth-token-ttl': ['3.3.23', '3.4.10'],
  'cipher-suites': ['3.2.22', '3.3.7'],
  'experimental-compact-hash-check-enabled': ['3.5.5'],
  'experimental-compact-hash-check-time': ['3.5.5'],
  'experimental-compaction-sleep-interval': ['3.5.16'],
  'experimental-distributed-tracing-sampling-rate': ['3.5.11'],
  'experimental-enable-lease-checkpoint-persist': ['3.4.20', '3.5.2'],
  'experimental-peer-skip-client-san-verification': ['3.2.28', '3.3.16'],
  'experimental-snapshot-catchup-entries': ['3.5.14'],
  'experimental-stop-grpc-service-on-defrag': ['3.5.14'],
  'experimental-warning-apply-duration': ['3.4.16'],
  'experimental-watch-progress-notify-interval': ['3.4.11'],
  'grpc-keepalive-interval': ['3.2.10'],
  'grpc-keepalive-min-time': ['3.2.10'],
  'grpc-keepalive-timeout': ['3.2.10'],
  'initial-election-tick-advance': ['3.1.14', '3.2.19', '3.3.4'],
  'listen-client-http-urls': ['3.4.25', '3.5.8'],
  'max-concurrent-streams': ['3.4.20', '3.5.5'],
  'max-request-bytes': ['3.2.10'],
  'next-cluster-version-compatible': ['3.4.31'],
  'tls-max-version': ['3.4.25', '3.5.8'],
  'tls-min-version': ['3.4.25', '3.5.8'],
  'unsafe-no-fsync': ['3.4.10'],
}

/** Only the key of the file came later. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'enable-pprof': ['3.2.6'],
  'self-signed-cert-validity': ['3.5.1'],
}

export const flagPatches = (name: string): readonly string[] | undefined => BOTH[name]
export const fieldPatches = (name: string): readonly string[] | undefined => BOTH[name] ?? FIELDS[name]

interface EtcdField {
  readonly path?: string | undefined
  readonly introduced?: string | undefined
  readonly removed?: string | undefined
}

/** Where the tags of the structures (`json:"…"` in embed/config.go and etcdmain/config.go) are not what the name of the flag suggests. */
const FIELD_OF: Readonly<Record<string, EtcdField>> = {
  // transport.TLSInfo has no tags, and securityConfig lacks it
  'client-crl-file': {},
  // configProxy is gone, the flag is not
  'discovery-fallback': { path: 'discovery-fallback', introduced: '3.0', removed: '3.6' },
  'experimental-snapshot-catchup-entries': {
    path: 'experimental-snapshot-catch-up-entries',
    introduced: '3.5',
    removed: '3.7',
  },
}

/** The key of etcd's file that says the same as a flag: it goes when the flag goes. */
export const etcdField = ({ name, configField, configFieldSince, removed }: InputFlag): EtcdField =>
  FIELD_OF[name] ?? { path: configField, introduced: configFieldSince, removed }
