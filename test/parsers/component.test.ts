import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Word } from '../../src/model/fragment.js'
import { Text } from '../../src/model/text.js'
import { findComponent } from '../../src/parsers/component.js'
import { open } from '../../src/parsers/embed.js'
import { execCommands } from '../../src/parsers/syntax/systemd-words.js'
import { wholeText } from '../../src/parsers/syntax/words.js'
import { show } from '../support/words.js'

const test = suite('which component a command line starts')

/** A command line as a unit writes it. */
const unit = (line: string): Word[] => execCommands(wholeText(open('u', line)))[0]!.words
/** Words as a pod's command list has them. */
const list = (...words: string[]): Word[] =>
  words.map(word => ({ parts: [{ text: Text.linear(open('p', word), 0, word.length) }], splits: false }))

const found = (words: readonly Word[]) => {
  const result = findComponent(words)
  return result === undefined ? undefined : `${result.component}: ${show(result.words).join(' ')}`
}

const LINES: Record<string, [string, string | undefined]> = {
  'the program itself': ['/usr/bin/kubelet --a=1', 'kubelet: --a=1'],
  'a path that a variable begins': ['${BIN}/kube-apiserver --a', 'kube-apiserver: --a'],
  'a shell that runs it': ['/bin/sh -c "exec kube-proxy --a=1 1>>/var/log/x.log 2>&1"', 'kube-proxy: --a=1'],
  'bash with other options': [`/bin/bash -o pipefail -euxc 'kubelet --a | tee /log'`, 'kubelet: --a'],
  'options behind -c': ["/bin/bash -c -x 'kubelet --a'", 'kubelet: --a'],
  'the last of several commands': ['/bin/sh -c "mkdir -p /x && cd /y; exec etcd --name=a"', 'etcd: --name=a'],
  'behind a condition': ['/bin/sh -c "if [ -e /m ]; then /m; fi; exec /usr/local/bin/etcd --a"', 'etcd: --a'],
  'variables of systemd go into the shell': ['/bin/bash -c "kubelet --n=${NODE} $X"', 'kubelet: --n=<$NODE> <$X>…'],
  'variables of the string itself are filled in': ['/bin/sh -c "V=3; kubelet --v=$V"', 'kubelet: --v=3'],
  'what a command prints is unknown': ['/bin/bash -c "kubelet --a=http://$(get x):80"', 'kubelet: --a=http://?:80'],
  'a shell script is not looked into': ['/bin/bash /opt/kubelet --a', undefined],
  'hyperkube, old names': ['/hyperkube apiserver --a', 'kube-apiserver: --a'],
  'hyperkube, new names': ['hyperkube kube-controller-manager --a', 'kube-controller-manager: --a'],
  'hyperkube, other servers': ['/hyperkube kubectl get nodes', undefined],
  'go-runner': [
    '/go-runner --log-file=/var/log/x.log --also-stdout=false /usr/local/bin/kube-scheduler --a',
    'kube-scheduler: --a',
  ],
  flock: ['flock -w 10 /var/lock/e /usr/local/bin/etcd --a', 'etcd: --a'],
  'flock with a string': ['/usr/bin/flock -n /var/lock/e -c "etcd --a"', 'etcd: --a'],
  nsenter: ['/usr/bin/nsenter --target 1 --mount -- /usr/bin/kubelet --a', 'kubelet: --a'],
  'systemd-run': ['systemd-run --unit=x -p MemoryMax=1G --slice k.slice kubelet --a', 'kubelet: --a'],
  tini: ['/sbin/tini -s -- kube-apiserver --a', 'kube-apiserver: --a'],
  'nice in ionice': ['nice -n -5 ionice -c 2 -n 0 etcd --a', 'etcd: --a'],
  'env with assignments': ['/usr/bin/env -i A=b C=${D} etcd --a', 'etcd: --a'],
  'docker run': [
    'docker run -d -v /a:/b --name kubelet --net=host -it gcr.io/google_containers/hyperkube-amd64:v1.7.6 /hyperkube kubelet --a',
    'kubelet: --a',
  ],
  'podman with flags for the entry point': [
    '/usr/bin/podman run --rm --net host registry.k8s.io/kube-proxy:v1.34.0 --a',
    'kube-proxy: --a',
  ],
  'docker with an entry point': ['docker run --entrypoint /apiserver --rm hyperkube:v1.9.6 --a', 'kube-apiserver: --a'],
  'docker with another image': ['docker run --rm busybox sleep 1', undefined],
  rkt: [
    '/usr/bin/rkt run --volume a,kind=host,source=/ --mount volume=a,target=/ docker://k8s.gcr.io/hyperkube:v1.9.6 --exec=/kubelet -- --a --b',
    'kubelet: --a --b',
  ],
  'scripts of CoreOS': ['/usr/lib/coreos/kubelet-wrapper --a', 'kubelet: --a'],
  'scripts of CoreOS for etcd': ['/usr/lib/coreos/etcd-wrapper --a', 'etcd: --a'],
  'the wrapper of OpenShift': ['/usr/local/bin/kubenswrapper /usr/bin/kubelet --a', 'kubelet: --a'],
  'etcd-manager is not etcd': ['/etcd-manager --a', undefined],
  'etcdctl is not etcd': ['/usr/bin/etcdctl set x', undefined],
  'asking for the version starts nothing': ['kubelet --version', undefined],
  'the gateway is not the server': ['etcd gateway start --endpoints=x', undefined],
  'a name as an argument': ['/usr/bin/systemctl restart kubelet', undefined],
  'an unknown program': ['$KUBELET --a', undefined],
}
for (const [name, [line, expected]] of Object.entries(LINES)) test(name, () => assert.is(found(unit(line)), expected))

test('a script over several lines in a list', () => {
  const script = 'set -e\nNAME=a\nexec etcd \\\n  --name="$NAME" \\\n  --data-dir=/var/lib/etcd >> /log 2>&1\n'
  assert.is(found(list('/bin/bash', '-ec', script)), 'etcd: --name=a --data-dir=/var/lib/etcd')
})
test('a variable of the pod inside the string', () => {
  const doc = open('p', 'kubelet --ip=$(POD_IP)')
  const parts = [{ text: Text.linear(doc, 0, 13) }, { variable: 'POD_IP', text: Text.linear(doc, 13, 22) }]
  assert.is(found([...list('sh', '-c'), { parts, splits: false }]), 'kubelet: --ip=<$POD_IP>')
})
test('the image is handed on', () => {
  const run = findComponent(unit('docker run quay.io/coreos/etcd:v3.2.7 etcd --a'))
  assert.is(run?.image?.value, 'quay.io/coreos/etcd:v3.2.7')
})
test('shells in shells end', () => {
  let line = 'kubelet --a'
  for (let i = 0; i < 12; i++) line = `sh -c ${JSON.stringify(line)}`
  assert.is(found(list('sh', '-c', line)), undefined)
})
test('a wrapper without a command', () => {
  for (const line of ['nice', 'docker run', 'docker', 'sh -c', 'rkt run', 'flock', 'hyperkube', 'env A=b'])
    assert.is(found(unit(line)), undefined)
})

test.run()
