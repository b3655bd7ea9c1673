import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { holdsPlaceholder } from '../../src/facts/placeholders.js'

const test = suite('facts/placeholders')

test('words in place of an address', () => {
  for (const text of [
    'NODE_IP',
    'https://MASTER-1:2379',
    '--listen-client-urls=https://CHANGEME:2379',
    '[POD_CIDR,SERVICE_CIDR]',
    '#{ip}',
    '((ip))',
    '[[ .ip ]]',
    '<node-ip>',
    '$HOST_IP',
    '%IP%',
    'x.x.x.x/16',
    'XXX.XXX.XXX.XXX',
    'your-ip',
    'replace.me',
  ])
    assert.ok(holdsPlaceholder(text), text)
})

test('addresses, ranges and names, good and bad ones', () => {
  for (const text of [
    '10.0.0.300',
    'https://etcd-0.example.com:2379',
    'localhost',
    '[FD00::1]:10256',
    'fd00::/64',
    '10.0.0.0/33',
    'node1',
    'N',
    '',
    'bindAddress: 1.2.3',
  ])
    assert.not.ok(holdsPlaceholder(text), text)
})

test.run()
