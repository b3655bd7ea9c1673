import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readdressing } from '../../../src/sources/cluster/addresses.js'

const test = suite('sources: other addresses')

const octet = fc.integer({ min: 0, max: 255 })
const address = fc
  .tuple(fc.constantFrom('10', '172.16', '172.31', '192.168', '100.64', '8', '203.0', '52'), octet, octet, octet)
  .map(([prefix, ...octets]) => [...prefix.split('.'), ...octets].slice(0, 4).join('.'))

const number = (text: string): number => text.split('.').reduce((sum, one) => sum * 256 + Number(one), 0)
const common = (a: string, b: string): number => Math.clz32((number(a) ^ number(b)) >>> 0)

/** As far as klint tells them apart. */
const kindOf = (text: string): string => {
  const [a = 0, b = 0] = text.split('.').map(Number)
  if (a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)) return 'private'
  if (a === 100 && b >= 64 && b < 128) return 'carrier'
  return a === 127 || a === 0 || (a === 169 && b === 254) ? 'special' : 'public'
}

test('equal ones stay equal, others stay others, none stays what it was, and each stays of its kind', () => {
  fc.assert(
    fc.property(fc.array(address, { minLength: 2, maxLength: 12 }), all => {
      const other = readdressing()
      const found = all.map(one => other(one) ?? '')
      for (const [i, one] of all.entries()) {
        assert.not.equal(found[i], one)
        assert.is(kindOf(found[i] ?? ''), kindOf(one), `${one} -> ${found[i]}`)
        for (const [j, two] of all.entries()) assert.is(found[i] === found[j], one === two, `${one} ${two}`)
      }
    }),
  )
})

test('what shares a prefix goes on sharing one of the same length', () => {
  fc.assert(
    fc.property(fc.constantFrom('10', '192.168', '52'), octet, octet, octet, octet, (prefix, ...octets) => {
      const [a, b] = [octets.slice(0, 2), octets.slice(2)].map(tail =>
        [...prefix.split('.'), ...tail, '7'].slice(0, 4).join('.'),
      )
      const other = readdressing()
      assert.is(common(other(a ?? '') ?? '', other(b ?? '') ?? ''), common(a ?? '', b ?? ''))
    }),
  )
})

test('an address of a range is in the range, and the range is as long', () => {
  fc.assert(
    fc.property(fc.integer({ min: 9, max: 30 }), octet, octet, octet, (length, b, c, d) => {
      const inside = `10.${b}.${c}.${d}`
      const start = (number(inside) & ~(2 ** (32 - length) - 1)) >>> 0
      const range = `${[24, 16, 8, 0].map(shift => (start >>> shift) & 255).join('.')}/${length}`
      const other = readdressing()
      const [network = '', slash] = (other(range) ?? '').split('/')
      assert.is(Number(slash), length)
      assert.ok(common(network, other(inside) ?? '') >= length, `${range} ${inside}`)
      assert.is(number(network) % 2 ** (32 - length), 0)
    }),
  )
})

test('what is special stays what it is', () => {
  const other = readdressing()
  for (const one of [
    '127.0.0.1',
    '0.0.0.0',
    '0.0.0.0/0',
    '169.254.169.254',
    '169.254.20.10',
    '224.0.0.251',
    '255.255.255.255',
    '::1',
    '::',
    '::/0',
    'ff02::1',
    '10.0.0.0/8',
    '192.168.0.0/16',
  ])
    assert.is(other(one), one)
})

test('no address', () => {
  const other = readdressing()
  for (const one of [
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.1/33',
    '07:00:00',
    'a:b',
    '1:::2',
    '10.0.0.1/',
    '1.2.3.4.5',
    'fe80::1::2',
  ])
    assert.is(other(one), undefined, one)
})

/** All eight. */
function groups(text: string): string[] {
  const [head = '', tail = ''] = text.replace(/\/\d+$/, '').split('::')
  const [before, after] = [head, tail].map(half => (half === '' ? [] : half.split(':')))
  const missing = 8 - (before?.length ?? 0) - (after?.length ?? 0)
  return [...(before ?? []), ...Array.from({ length: missing }, () => '0'), ...(after ?? [])]
}

test('IPv6: private, link-local and public stay so, and ranges hold what they held', () => {
  const other = readdressing()
  assert.match(other('fd12:3456::1') ?? '', /^fd/)
  assert.match(other('fe80::a00:27ff:fe4e:66a1') ?? '', /^fe[89ab]/)
  const [range, inside, outside] = ['2001:db9:0:1::/64', '2001:db9:0:1::42', '2001:db9:0:2::42'].map(one =>
    groups(other(one) ?? ''),
  )
  assert.is(range?.[0], '3fff')
  assert.equal(inside?.slice(0, 4), range?.slice(0, 4))
  assert.not.equal(outside?.slice(0, 4), range?.slice(0, 4))
  assert.equal(outside?.slice(0, 3), range?.slice(0, 3))
  assert.match(other('::ffff:10.1.2.3') ?? '', /^::ffff:10\./)
  assert.equal(groups(other('2001:0DB9:0:1:0:0:0:42') ?? ''), inside)
})

test('more public networks than there are numbers for are still all different', () => {
  const other = readdressing()
  const all = Array.from({ length: 90 }, (_, i) => `${i + 11}.1.2.3`).filter(one => one !== '100.1.2.3')
  assert.is(new Set(all.map(one => other(one))).size, all.length)
})

test.run()
