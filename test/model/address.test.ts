import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { hostBits, isLinkLocal, isLoopback, isUnspecified, parseAddress, parseRange } from '../../src/model/address.js'
import { parseUrl } from '../../src/model/url.js'

const test = suite('model/address')

test('addresses', () => {
  assert.equal(parseAddress('10.0.0.1'), { family: 4, bytes: [10, 0, 0, 1] })
  assert.equal(parseAddress('010.000.00.1')?.bytes, [10, 0, 0, 1])
  assert.equal(parseAddress('::ffff:10.0.0.1'), { family: 4, bytes: [10, 0, 0, 1] })
  assert.is(parseAddress('fd00:10:96::1')?.bytes.length, 16)
  assert.is(parseAddress('1:2:3:4:5:6:7:8')?.family, 6)
  for (const text of [
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.1.2',
    ':',
    '1::2::3',
    '1:2:3:4:5:6:7',
    'fe80::1%eth0',
    'g::1',
  ])
    assert.is(parseAddress(text), undefined, text)
})

test('kinds of addresses', () => {
  const of = (check: (address: NonNullable<ReturnType<typeof parseAddress>>) => boolean, text: string) =>
    check(parseAddress(text)!)
  for (const text of ['127.0.0.1', '127.1.2.3', '::1']) assert.ok(of(isLoopback, text), text)
  for (const text of ['128.0.0.1', '::2', '::']) assert.not.ok(of(isLoopback, text), text)
  for (const text of ['0.0.0.0', '::']) assert.ok(of(isUnspecified, text), text)
  for (const text of ['169.254.1.1', '224.0.0.9', 'fe80::1', 'febf::1', 'ff02::1'])
    assert.ok(of(isLinkLocal, text), text)
  for (const text of ['169.255.1.1', '224.0.1.1', 'fec0::1', 'ff05::1']) assert.not.ok(of(isLinkLocal, text), text)
})

test('ranges', () => {
  assert.is(hostBits(parseRange('10.96.0.0/12')!), 20)
  assert.is(hostBits(parseRange('fd00::/112')!), 16)
  for (const text of ['10.96.0.0', '10.96.0.0/33', '10.96.0.0/', 'fd00::/129', '/12', '10.96.0.0/-1'])
    assert.is(parseRange(text), undefined, text)
})

test('URLs, as Go reads them', () => {
  assert.is(parseUrl('HTTPS://example.com/a?b#c')?.scheme, 'https')
  assert.is(parseUrl('unix:///run/kms.sock')?.scheme, 'unix')
  assert.is(parseUrl('kubernetes/serviceaccount')?.scheme, '')
  assert.is(parseUrl('api:example')?.scheme, 'api')
  assert.equal(parseUrl('https://user@[::1]:6443/a?b#c'), {
    scheme: 'https',
    authority: 'user@[::1]:6443',
    query: 'b',
    fragment: 'c',
  })
  for (const text of [':a', '1a:b', 'https://a:port', 'https://[::1', 'https://a b', 'https://a/%zz', 'a\u0000'])
    assert.is(parseUrl(text), undefined, text)
})

test.run()
