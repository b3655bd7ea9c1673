import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { CIPHER_SUITES, isCipherSuite } from '../../src/facts/tls.js'
import { parseVersion } from '../../src/model/version.js'

const test = suite('names of TLS')
const knows = (version: string, name: string) => isCipherSuite(name, parseVersion(version)!.max)

test('a cipher suite is known from the version that names it', () => {
  assert.is(CIPHER_SUITES.size, 27)
  for (const version of ['1.10', '1.17', '1.22', '1.37'])
    assert.ok(knows(version, 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305'), version)
  assert.not.ok(knows('1.18', 'TLS_AES_128_GCM_SHA256'))
  assert.ok(knows('1.19', 'TLS_AES_128_GCM_SHA256'))
  assert.not.ok(knows('1.22', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'))
  assert.ok(knows('1.23', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'))
})

test('before 1.17 nobody knows, so every name of today will do', () => {
  for (const name of CIPHER_SUITES) assert.ok(knows('1.16', name), name)
  assert.not.ok(knows('1.16', 'TLS_RSA_WITH_DES_CBC_SHA'))
})

test('names count letter for letter', () => {
  assert.not.ok(knows('1.37', 'tls_aes_128_gcm_sha256'))
  assert.not.ok(knows('1.37', 'ECDHE-RSA-AES128-GCM-SHA256'))
})

test.run()
