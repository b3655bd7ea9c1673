import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Files, only, placeOf, pod, resolved, said, unit } from '../support/resolved.js'

const test = suite('resolve: etcd')

const etcd = async (files: Files, at = '3.5.9') => only(await resolved(files), 'etcd', at)
const service = (words: string, more = ''): Files => ({ 'etcd.service': unit(`etcd ${words}`.trim(), more) })

test('a variable sets what no flag sets', async () => {
  const view = await etcd(service('--name=a', 'Environment=ETCD_HEARTBEAT_INTERVAL=300 ETCD_NAME=b'))
  assert.is(said(view.get('heartbeat-interval')), 'set 300 by environment ETCD_HEARTBEAT_INTERVAL=300')
  assert.is(said(view.get('election-timeout')), 'default 1000')
})

test('a flag beats its variable', async () => {
  const view = await etcd(service('--heartbeat-interval=200', 'Environment=ETCD_HEARTBEAT_INTERVAL=300'))
  assert.is(
    said(view.get('heartbeat-interval')),
    'set 200 by flag --heartbeat-interval=200 over ETCD_HEARTBEAT_INTERVAL=300',
  )
})

test('an empty variable counts as unset', async () => {
  const files = { ...service('', 'EnvironmentFile=/etc/etcd.env'), 'etcd.env': 'ETCD_HEARTBEAT_INTERVAL=\n' }
  assert.is(said((await etcd(files)).get('heartbeat-interval')), 'default 100')
})

test('a pod sets variables too', async () => {
  const source = pod('etcd', '3.5.9-0', []).replace(
    '      command:',
    '      env:\n        - name: ETCD_ELECTION_TIMEOUT\n          value: "5000"\n      command:',
  )
  const view = await etcd({ 'etcd.yaml': source })
  assert.is(said(view.get('election-timeout')), 'set 5000 by environment ETCD_ELECTION_TIMEOUT=5000')
})

test('a templated variable is unknown, a templated word makes the rest unknown but not what is written behind it', async () => {
  assert.is(
    said((await etcd(service('', 'Environment=ETCD_HEARTBEAT_INTERVAL={{ h }}'))).get('heartbeat-interval')),
    'unknown: comes from a template',
  )
  const view = await etcd(service('{{ more }} --heartbeat-interval=200'))
  assert.is(said(view.get('heartbeat-interval')), 'set 200 by flag --heartbeat-interval=200')
  assert.is(said(view.get('election-timeout')), 'unknown: a template fills it')
  assert.is(view.configFile, 'unknown')
})

test('a config file silences flags and variables, which are no assignments then', async () => {
  const files = {
    ...service(
      '--config-file=/etc/etcd/etcd.yaml --heartbeat-interval=200',
      'Environment=ETCD_ELECTION_TIMEOUT=5000 ETCD_SNAPSHOT_COUNT=5',
    ),
    'etcd.yaml': 'name: a\ndata-dir: /var/lib/etcd\nelection-timeout: 3000\ninitial-cluster-state: new\n',
  }
  const view = await etcd(files)
  assert.is(view.configFile, 'yes')
  assert.is(said(view.get('election-timeout')), 'set 3000 by file election-timeout: 3000')
  assert.is(said(view.get('heartbeat-interval')), 'default 100')
  assert.is(said(view.get('snapshot-count')), 'default 100000')
  assert.equal(
    view.assignments.map(({ spelling }) => spelling),
    [
      'name: a',
      'data-dir: /var/lib/etcd',
      'election-timeout: 3000',
      'initial-cluster-state: new',
      '--config-file=/etc/etcd/etcd.yaml',
    ],
  )
  assert.equal(
    view.overruled.map(({ spelling }) => spelling),
    ['--heartbeat-interval=200'],
  )
})

test('nothing in a file leaves the default of a list of URLs as it is', async () => {
  const files = {
    ...service('--config-file=/etc/etcd/etcd.conf.yml'),
    'etcd.conf.yml': "data-dir: /var/lib/etcd\ncors: ''\ninitial-cluster-state: ''\nlog-format: ''\n",
  }
  const view = await etcd(files, '3.6.16')
  assert.is(said(view.get('initial-cluster-state')), "default new by file initial-cluster-state: ''")
  assert.is(said(view.get('cors')), "default [*] by file cors: ''")
  assert.is(said(view.get('log-format')), "set  by file log-format: ''")
})

test('a config file that is not in view makes all unknown, also where a variable names it', async () => {
  const flag = await etcd(service('--config-file=/etc/etcd/etcd.yaml --heartbeat-interval=200'))
  assert.is(said(flag.get('heartbeat-interval')), 'unknown: /etc/etcd/etcd.yaml is not in view')
  const variable = await etcd(service('--heartbeat-interval=200', 'Environment=ETCD_CONFIG_FILE=/etc/etcd/etcd.yaml'))
  assert.is(said(variable.get('heartbeat-interval')), 'unknown: /etc/etcd/etcd.yaml is not in view')
})

test('an environment file that is not in view may set anything no flag sets', async () => {
  const view = await etcd(service('--heartbeat-interval=200', 'EnvironmentFile=/etc/etcd.env'))
  assert.is(said(view.get('heartbeat-interval')), 'set 200 by flag --heartbeat-interval=200')
  assert.is(said(view.get('election-timeout')), 'unknown: /etc/etcd.env is not in view')
  assert.is(view.configFile, 'unknown')
})

test('one that may be missing is assumed to be', async () => {
  const view = await etcd(service('--heartbeat-interval=200', 'EnvironmentFile=-/etc/etcd.env'))
  assert.is(said(view.get('election-timeout')), 'default 1000 assuming /etc/etcd.env')
})

test('an environment file alone is an etcd whose flags are not in view', async () => {
  const view = await etcd({ 'etcd.env': 'ETCD_NAME=a\nETCD_ELECTION_TIMEOUT=900\n' })
  assert.is(said(view.get('election-timeout')), 'set 900 by environment ETCD_ELECTION_TIMEOUT=900')
  assert.is(said(view.get('heartbeat-interval')), 'default 100 assuming the command line')
})

test('the place of a variable is that in its file', async () => {
  const files = {
    ...service('', 'EnvironmentFile=/etc/etcd.env'),
    'etcd.env': '# tuned\nETCD_ELECTION_TIMEOUT="900"\n',
  }
  assert.is(placeOf((await etcd(files)).get('election-timeout')), 'etcd.env:2:1')
})

test.run()
