import { HTTP2_CIPHERS } from '../../../src/facts/start-up/kube-apiserver-apart.js'
import rule from '../../../src/rules/apiserver/tls-ciphers-without-http2.js'
import { startUpTest } from '../../support/start-up-test.js'

const STRONG = '--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'

startUpTest(rule, HTTP2_CIPHERS, {
  'tls-http2': {
    bad: [STRONG],
    at: STRONG,
    good: [
      [[`${STRONG},TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256`]],
      [[STRONG, '--tls-min-version=VersionTLS13']],
      [[STRONG, '--disable-http2-serving']],
      [['--tls-cipher-suites=']],
    ],
  },
})
