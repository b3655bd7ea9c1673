import { before, type Version } from '../model/version.js'

/*
 * Names of what TLS may be made of, as Kubernetes components and etcd take them on a command line. Both take them from Go: the lists of
 * crypto/tls (CipherSuites, InsecureCipherSuites, CurveID), which have not changed since Go 1.14 but for the curves.
 */

/** Without those of TLS 1.3 and those renamed later: all that Kubernetes 1.17 knows. */
const FIRST_SUITES = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_ECDSA_WITH_RC4_128_SHA',
  'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305',
  'TLS_ECDHE_RSA_WITH_RC4_128_SHA',
  'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_RSA_WITH_RC4_128_SHA',
]
const SUITES_OF_TLS_1_3 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']
/** Standard names of two that Go and Kubernetes first wrote without the hash. */
const RENAMED_SUITES = ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256']

/** Every name Kubernetes knows today, and etcd from 3.5 on (client/pkg/tlsutil/cipher_suites.go, v3.5.0 to v3.7.3). */
export const CIPHER_SUITES: ReadonlySet<string> = new Set([...FIRST_SUITES, ...SUITES_OF_TLS_1_3, ...RENAMED_SUITES])

/**
 * Whether a Kubernetes component knows a cipher suite by this name, letter for letter (k8s.io/component-base/cli/flag/ciphersuites_flag.go, v0.17.0 to v0.37.2).
 * Of versions before 1.17 nothing is known, so each name of today is taken for one.
 */
export function isCipherSuite(name: string, version: Version): boolean {
  if (!CIPHER_SUITES.has(name)) return false
  if (before(version, '1.17')) return true
  if (before(version, '1.19') && SUITES_OF_TLS_1_3.includes(name)) return false
  return !(before(version, '1.23') && RENAMED_SUITES.includes(name))
}

/** What `--tls-min-version` of Kubernetes takes besides the empty text (same file). */
export const TLS_VERSIONS: readonly string[] = ['VersionTLS10', 'VersionTLS11', 'VersionTLS12', 'VersionTLS13']

/** What `--tls-min-version` and `--tls-max-version` of etcd take besides the empty text (client/pkg/tlsutil/versions.go, v3.5.9 to v3.7.3). */
export const ETCD_TLS_VERSIONS: readonly string[] = ['TLS1.2', 'TLS1.3']

/**
 * Numbers of key exchanges `--tls-curve-preferences` takes, and their names in Go: those of Go 1.26, with which every Kubernetes that has the flag is built
 * (k8s.io/component-base/cli/flag/curves_flag.go, v0.36.3 and v0.37.2). Another number is refused, and so is one that stands twice.
 */
export const TLS_CURVES: ReadonlyMap<number, string> = new Map([
  [23, 'CurveP256'],
  [24, 'CurveP384'],
  [25, 'CurveP521'],
  [29, 'X25519'],
  [4587, 'SecP256r1MLKEM768'],
  [4588, 'X25519MLKEM768'],
  [4589, 'SecP384r1MLKEM1024'],
])
