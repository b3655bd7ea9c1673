import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { all, type Files, only, resolved, said, unit } from '../support/resolved.js'

const test = suite('resolve: units')

const dropIn = (...lines: readonly string[]): string => `[Service]\n${lines.join('\n')}\n`
const kubelets = async (files: Files) => all(await resolved(files), 'kubelet', '1.30')
const pods = async (files: Files) => (await kubelets(files)).map(view => said(view.get('maxPods')))

test('a drop-in resets ExecStart= and sets its own', async () => {
  const files = {
    'kubelet.service': unit('kubelet --max-pods=1'),
    'kubelet.service.d/10.conf': dropIn('ExecStart=', 'ExecStart=/usr/bin/kubelet --max-pods=2'),
  }
  assert.equal(await pods(files), ['set 2 by flag --max-pods=2'])
})

test('drop-ins merge in the order of their names', async () => {
  const files = {
    'kubelet.service': unit('kubelet --max-pods=${PODS}', 'Environment=PODS=1'),
    'kubelet.service.d/20.conf': dropIn('Environment=PODS=20'),
    'kubelet.service.d/10.conf': dropIn('Environment=PODS=10'),
  }
  assert.equal(await pods(files), ['set 20 by flag --max-pods=20'])
})

test('an empty Environment= forgets what was set before it', async () => {
  const files = {
    'kubelet.service': unit('kubelet --max-pods=${PODS} --pods-per-core=2', 'Environment=PODS=1'),
    'kubelet.service.d/10.conf': dropIn('Environment=', 'Environment=OTHER=1'),
  }
  assert.equal(await pods(files), ['unknown: comes from a template'])
})

test('an empty EnvironmentFile= forgets the files before it', async () => {
  const files = {
    'kubelet.service': unit('kubelet --max-pods=${PODS}', 'Environment=PODS=1\nEnvironmentFile=/etc/kubelet.env'),
    'kubelet.env': 'PODS=5\n',
    'kubelet.service.d/10.conf': dropIn('EnvironmentFile='),
  }
  assert.equal(await pods(files), ['set 1 by flag --max-pods=1'])
})

test('a file beats Environment= whatever their order, and a later file an earlier one', async () => {
  const files = (a: string, b: string): Files => ({
    'kubelet.service': unit(
      'kubelet --max-pods=${PODS}',
      'EnvironmentFile=/etc/kubelet.env\nEnvironmentFile=/etc/default/kubelet\nEnvironment=PODS=1',
    ),
    'kubelet.env': a,
    'default/kubelet': b,
  })
  assert.equal(await pods(files('PODS=5\n', 'X=1\n')), ['set 5 by flag --max-pods=5'])
  assert.equal(await pods(files('PODS=5\n', 'PODS=6\n')), ['set 6 by flag --max-pods=6'])
})

test('a later file that may be missing leaves what is written as it stands, one that is missing does not', async () => {
  const files = (dash: string): Files => ({
    'kubelet.service': unit(
      'kubelet $ARGS',
      `EnvironmentFile=/etc/kubelet.env\nEnvironmentFile=${dash}/etc/default/kubelet`,
    ),
    'kubelet.env': 'ARGS=--max-pods=5\n',
  })
  assert.equal(await pods(files('-')), ['set 5 by flag --max-pods=5'])
  assert.equal(await pods(files('')), ['unknown: /etc/default/kubelet is not in view'])
})

test('a variable of several words, quotes respected', async () => {
  const files = {
    'kubelet.service': unit('kubelet $ARGS', 'EnvironmentFile=/etc/kubelet.env'),
    'kubelet.env': 'ARGS="--max-pods=5 --node-labels=\'a=b\' --pods-per-core=2"\n',
  }
  const [view] = await kubelets(files)
  assert.is(said(view?.get('maxPods')), 'set 5 by flag --max-pods=5')
  assert.is(said(view?.get('podsPerCore')), 'set 2 by flag --pods-per-core=2')
})

test('a base with drop-ins of several folders: each folder is a machine of its own', async () => {
  const files = {
    'kubelet.service': unit('kubelet --max-pods=${PODS}', 'Environment=PODS=1'),
    'a/kubelet.service.d/10.conf': dropIn('Environment=PODS=10'),
    'b/kubelet.service.d/10.conf': dropIn('Environment=PODS=20'),
  }
  assert.equal(await pods(files), ['set 10 by flag --max-pods=10', 'set 20 by flag --max-pods=20'])
})

test('a base unit lies within two steps', async () => {
  const files = {
    'kubelet.service': unit('kubelet --max-pods=${PODS}', 'Environment=PODS=1'),
    'a/b/c/kubelet.service.d/10.conf': dropIn('Environment=PODS=10'),
  }
  assert.equal(await pods(files), ['set 1 by flag --max-pods=1'])
})

test('two bases equally near are nobody’s', async () => {
  const files = {
    'x/a/kubelet.service': unit('kubelet --max-pods=1'),
    'x/b/kubelet.service': unit('kubelet --max-pods=2'),
    'x/kubelet.service.d/10.conf': dropIn('ExecStart=', 'ExecStart=/usr/bin/kubelet --max-pods=3'),
  }
  assert.equal((await pods(files)).sort(), [
    'set 1 by flag --max-pods=1',
    'set 2 by flag --max-pods=2',
    'set 3 by flag --max-pods=3',
  ])
})

test('a drop-in beside a unit may be that of another machine: neither is taken for the other, and absence is unknown', async () => {
  const files = {
    'a/kubelet.service': unit('kubelet --max-pods=1 --pods-per-core=2 $ARGS'),
    'b/kubelet.service.d/10.conf': dropIn('Environment=ARGS=--max-pods=9'),
  }
  const [view, ...others] = await kubelets(files)
  assert.equal(others, [])
  assert.is(said(view?.get('maxPods')), 'unknown: a drop-in that may belong to it fills it')
  assert.is(said(view?.get('registryBurst')), 'unknown: a drop-in that may belong to it fills it')
})

test('a drop-in that starts its own is no doubt for the unit beside it', async () => {
  const files = {
    'a/kubelet.service': unit('kubelet --max-pods=1'),
    'b/kubelet.service.d/10.conf': dropIn('ExecStart=', 'ExecStart=/usr/bin/kubelet --max-pods=2'),
  }
  assert.equal((await pods(files)).sort(), ['set 1 by flag --max-pods=1', 'set 2 by flag --max-pods=2'])
})

test('the folders of systemd in one root file system are one', async () => {
  const files = {
    'root/usr/lib/systemd/system/kubelet.service': unit('kubelet --max-pods=${PODS}', 'Environment=PODS=1'),
    'root/usr/lib/systemd/system/kubelet.service.d/10.conf': dropIn('Environment=PODS=10'),
    'root/etc/systemd/system/kubelet.service.d/20.conf': dropIn('Environment=PODS=20'),
  }
  assert.equal(await pods(files), ['set 20 by flag --max-pods=20'])
})

test('in /etc a drop-in of the same name masks that of the package', async () => {
  const files = {
    'root/usr/lib/systemd/system/kubelet.service': unit('kubelet --max-pods=${PODS} --v=$X', 'Environment=PODS=1'),
    'root/usr/lib/systemd/system/kubelet.service.d/10.conf': dropIn('Environment=PODS=10 MORE=--pods-per-core=3'),
    'root/etc/systemd/system/kubelet.service.d/10.conf': dropIn('Environment=Y=1'),
  }
  assert.equal(await pods(files), ['set 1 by flag --max-pods=1'])
})

test('a drop-in alone runs what it starts', async () => {
  const files = { 'kubelet.service.d/10.conf': dropIn('ExecStart=', 'ExecStart=/usr/bin/kubelet --max-pods=2') }
  assert.equal(await pods(files), ['set 2 by flag --max-pods=2'])
})

test('a drop-in of another unit is not merged', async () => {
  const files = {
    'kubelet.service': unit('kubelet --max-pods=${PODS}', 'Environment=PODS=1'),
    'docker.service.d/10.conf': dropIn('Environment=PODS=10'),
  }
  assert.equal(await pods(files), ['set 1 by flag --max-pods=1'])
})

test('a hole where directives may stand makes every variable unknown', async () => {
  const files = {
    'kubelet.service': unit('kubelet --max-pods=${PODS} --pods-per-core=2', 'Environment=PODS=1\n{{ more }}'),
  }
  assert.equal(await pods(files), ['unknown: a template fills it'])
})

test('the directives of a unit are fields of what runs it', async () => {
  const { clusters } = await resolved({
    'kubelet.service': unit('kubelet --max-pods=2'),
    'kubelet.service.d/10.conf': dropIn('Restart=no'),
  })
  const [subject] = clusters[0]?.components ?? []
  const component = subject?.at(subject.points[0]!)
  assert.is(said(component?.runsIn?.get('Service.Restart')).split(' by ')[0], 'set no')
  assert.is(said(component?.runsIn?.get('Service.RestartSec')), 'default nothing')
})

test('a unit that starts nothing klint knows is no component', async () => {
  assert.equal(await pods({ 'app.service': '[Service]\nExecStart=/usr/bin/app --max-pods=2\n' }), [])
  assert.throws(() =>
    only(
      {
        notes: [],
        outcome: { findings: [], silenced: [], notChecked: [], versions: [], files: 0 },
        clusters: [],
        trace: { references: [], documents: [] },
        all: [],
        ran: () => true,
        wide: new Set(),
        unread: new Set(),
      },
      'kubelet',
    ),
  )
})

const etcd = async (exec: string, ...lines: readonly string[]): Promise<string> => {
  const view = only(await resolved({ 'etcd.service': unit(exec, lines.join('\n')) }), 'etcd', '3.5')
  return said(view.get('election-timeout')).split(', assuming')[0]!
}
const ELECTION = 'ETCD_ELECTION_TIMEOUT=5000'
const SET = `set 5000 by environment ${ELECTION}`

test('what a wrapper sets counts like the environment of the unit, and beats it', async () => {
  const old = 'Environment=ETCD_ELECTION_TIMEOUT=1'
  assert.is(await etcd(`/usr/bin/env ${ELECTION} /usr/bin/etcd`, old), SET)
  assert.is(await etcd(`/bin/bash -c 'export ${ELECTION}; exec /usr/bin/etcd'`, old), SET)
  assert.match(
    await etcd(`/bin/bash -c '. /etc/etcd.env; exec /usr/bin/etcd'`, old),
    'unknown: the rest of its environment',
  )
  assert.match(
    await etcd(`/bin/bash -c 'if x; then export ${ELECTION}; fi; etcd'`, old),
    'unknown: comes from a template',
  )
})

test('a container gets what its options say, and nothing of the unit', async () => {
  const outside = `Environment=${ELECTION}`
  assert.is(await etcd('/usr/bin/docker run img /usr/local/bin/etcd --a', outside), 'default 1000')
  assert.is(await etcd(`/usr/bin/docker run -e ${ELECTION} img /usr/local/bin/etcd --a`), SET)
  assert.match(await etcd('/usr/bin/docker run --env-file /etc/foo img etcd --a', outside), 'unknown: the rest')
  assert.match(await etcd('/usr/bin/podman run -e ETCD_ELECTION_TIMEOUT img etcd --a', outside), 'unknown: comes')
  assert.is(await etcd('/usr/bin/podman run --env-host img etcd --a', outside), SET)
  assert.match(
    await etcd('/usr/bin/docker run --env-file /x img etcd --election-timeout=${MS}', 'Environment=MS=7000'),
    /^set 7000 by flag/,
  )
})

test('a variable in a string that sources a script may be anything', async () => {
  const sourced = await etcd(`/bin/sh -c '. /x; etcd --election-timeout=$MS'`, 'Environment=MS=7000')
  assert.match(sourced, 'unknown')
})

test('PassEnvironment= is weaker than Environment=, UnsetEnvironment= comes last', async () => {
  const [set, name] = [`Environment=${ELECTION}`, 'ETCD_ELECTION_TIMEOUT']
  assert.match(await etcd('/usr/bin/etcd', `PassEnvironment=OTHER ${name}`), 'unknown: comes')
  assert.is(await etcd('/usr/bin/etcd', set, `PassEnvironment=${name}`), SET)
  assert.match(await etcd('/usr/bin/etcd', set, `UnsetEnvironment=${name}`), 'unknown: comes')
  assert.match(await etcd('/usr/bin/etcd', set, `UnsetEnvironment=${ELECTION}`), 'unknown: comes')
  assert.is(await etcd('/usr/bin/etcd', set, `UnsetEnvironment=${name}`, 'UnsetEnvironment='), SET)
  assert.is(await etcd('/usr/bin/etcd', `UnsetEnvironment=${name}`), 'default 1000')
})

test('an escape in the name of a flag is the character it stands for', async () => {
  assert.is(await etcd('/usr/bin/etcd "--election\\x2dtimeout=5000"'), 'set 5000 by flag --election\\x2dtimeout=5000')
})

test('a unit loads drop-ins and files whose names and words say nothing', async () => {
  const files = {
    'node.service':
      '[Service]\nEnvironmentFile=/etc/node.env\nExecStart=/usr/bin/kubelet --max-pods=${PODS} --pods-per-core=${CORE}\n',
    'node.service.d/10.conf': dropIn('Environment=PODS=20'),
    'node.env': 'CORE=3\n',
  }
  const [view] = await kubelets(files)
  assert.is(said(view?.get('maxPods')), 'set 20 by flag --max-pods=20')
  assert.is(said(view?.get('podsPerCore')), 'set 3 by flag --pods-per-core=3')
})

test('without a unit they are nothing, and their directory holds nothing to check', async () => {
  const result = await resolved({
    'a/.env': 'ETCD_ELECTION_TIMEOUT=5000\nKUBELET_EXTRA_ARGS=--max-pods=2\n',
    'docker.service.d/proxy.conf': dropIn('Environment=HTTP_PROXY=http://a'),
  })
  assert.equal([result.clusters, result.outcome.files], [[], 0])
  const named = await resolved({ 'a/etcd-1.env': 'ETCD_ELECTION_TIMEOUT=5000\n' })
  assert.is(said(only(named, 'etcd', '3.5').get('election-timeout')).split(' by')[0], 'set 5000')
  assert.is(named.outcome.files, 1)
})

test.run()
