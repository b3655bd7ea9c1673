import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { misread, pairSyntax } from '../../src/facts/flag-values.js'
import { flag } from '../../src/facts/flags.js'
import type { ComponentKind } from '../../src/model/fragment.js'

const test = suite('facts/flag-values')

const reads = (component: ComponentKind, name: string, text: string, minor = 137): boolean => {
  const fact = flag(component, name)
  assert.ok(fact !== undefined, name)
  return misread(fact, text, minor) === undefined
}

// Each of these was given to a component of 1.34.4 and 1.37.2, or to etcd 3.6.16.
const CASES: readonly (readonly [ComponentKind, string, readonly string[], readonly string[]])[] = [
  ['kube-scheduler', 'leader-elect', ['true', 'T', '1', 'FALSE', 'f'], ['', 'yes', 'tRue', ' true', 'on']],
  [
    'kube-scheduler',
    'kube-api-burst',
    ['0', '+5', '-1', '0x10', '0b1', '0o17', '017', '1_000'],
    ['', '1__0', '_1', '1.0', '5k', '4294967296'],
  ],
  ['kube-scheduler', 'secure-port', ['4294967296'], ['9999999999999999999', '10259/tcp']],
  [
    'kube-scheduler',
    'kube-api-qps',
    ['50', '.5', '5.', '1e3', 'Inf', '-inf', 'NaN', '0x1p-2'],
    ['', '50qps', '1e400', '1,5'],
  ],
  [
    'kube-scheduler',
    'leader-elect-lease-duration',
    ['0', '15s', '1.s', '.5h', '1h2m3s4ms5us6ns', '-1s'],
    ['', '15', '1d', '15 s', '1m30'],
  ],
  ['kube-scheduler', 'v', ['2', '10', '2147483647'], ['', '0x2', 'debug', '2.5', '+5', '-1', '2147483648']],
  [
    'kube-scheduler',
    'bind-address',
    ['', '::', '::1', 'fe80::', '0.0.0.0', ' 10.0.0.1 ', '::ffff:10.0.0.1'],
    [
      'localhost',
      ':10259',
      '10:20',
      ':1::',
      '1::2:',
      '::12345',
      '10.0.0.1:80',
      '10.0.0.0/8',
      '10.0.0.256',
      '10.0.0',
      '[::1]',
    ],
  ],
  ['kube-scheduler', 'log-text-info-buffer-size', ['0', '64Ki', '1e3', '1.5M'], ['', '64KB', '1GB', '5 Mi']],
  ['etcd', 'heartbeat-interval', ['100', '0x64'], ['', '-1', '+1', '100ms']],
  ['etcd', 'quota-backend-bytes', ['-1', '8589934592'], ['8GB', '8Gi']],
  // accepted whatever it says (pkg/flags/ignored.go)
  ['etcd', 'snapshot', ['whatever'], []],
]

for (const [component, name, good, bad] of CASES)
  test(`${component} --${name}`, () => {
    for (const text of good) assert.ok(reads(component, name, text), `\`${text}\` is read`)
    for (const text of bad) assert.not.ok(reads(component, name, text), `\`${text}\` is not read`)
  })

test('what nobody is certain of counts as read', () => {
  assert.ok(reads('kubelet', 'max-pods', '4294967296', 122), 'its width before 1.34')
  assert.ok(reads('kubelet', 'v', '-1', 123), 'a verbosity with a sign')
  assert.ok(reads('kubelet', 'container-log-max-size', '10 potatoes'), 'a string for the flag library')
  assert.ok(reads('kubelet', 'version', 'raw'))
})

test('entries of maps that need a sign, and those that do not', () => {
  const sign = (component: ComponentKind, name: string, minor = 137) => {
    const fact = flag(component, name)
    return fact && pairSyntax(fact, minor)?.sign
  }
  assert.is(sign('kubelet', 'eviction-hard'), '<')
  assert.is(sign('kubelet', 'eviction-minimum-reclaim'), '=')
  assert.is(sign('kubelet', 'manifest-url-header'), ':')
  assert.is(sign('kubelet', 'node-labels'), undefined)
  assert.is(sign('kube-apiserver', 'runtime-config'), undefined)
  assert.is(sign('kubelet', 'kube-reserved', 106), undefined)
})

test.run()
