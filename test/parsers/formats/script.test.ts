import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe, place } from '../../../src/model/location.js'
import { formatVersion } from '../../../src/model/version.js'
import { open } from '../../../src/parsers/embed.js'
import { mimeMultipart } from '../../../src/parsers/formats/mime-multipart.js'
import { script } from '../../../src/parsers/formats/script.js'
import { show } from '../../support/words.js'

const test = suite('scripts')

const read = (source: string) => script.read(open('install.sh', `#!/bin/bash\n${source}`))
const files = (source: string) => read(source).embedded.map(doc => [doc.path, doc.source.replaceAll(/\uFDD0+/g, '?')])
const started = (source: string) =>
  read(source).fragments.flatMap(found =>
    found.kind === 'argv' ? [`${found.component}: ${show(found.words).join(' ')}`] : [],
  )

const WRITES: Record<string, string> = {
  'cat into a file': 'cat > /etc/k <<EOF\na\nEOF',
  'the file behind the heredoc': 'cat <<EOF > /etc/k\na\nEOF',
  appending: "cat >> /etc/k <<'EOF'\na\nEOF",
  tee: 'sudo tee /etc/k > /dev/null <<EOF\na\nEOF',
  'tee behind a pipe': 'cat <<EOF | sudo tee -a /etc/k >/dev/null\na\nEOF',
  'a path from a variable': 'D=/etc\ncat > "$D/k" <<EOF\na\nEOF',
  'a variable without quotes': 'D=/etc/k\ncat << EOF > $D\na\nEOF',
  'a variable local to a function':
    'f() {\nlocal D=/etc/j\nlocal D=/etc/k\nif [ ! -f $D ]; then\ncat << EOF > $D\na\nEOF\nfi\n}',
  'without a command': '> /etc/k cat <<-EOF\n\ta\n\tEOF',
}
for (const [name, source] of Object.entries(WRITES)) test(name, () => assert.equal(files(source), [['/etc/k', 'a\n']]))

test('a path that is not known is no file', () => {
  assert.equal(files('cat > $D/k <<EOF\na\nEOF'), [])
  assert.equal(files('cat > k <<EOF\na\nEOF'), [])
  assert.equal(files('D="/etc/a b"\ncat > $D <<EOF\na\nEOF'), [])
})
test('a heredoc for another program writes nothing', () => assert.equal(files('ssh host > /etc/k <<EOF\na\nEOF'), []))
test('variables of an unquoted heredoc are filled in or holes', () =>
  assert.equal(files('A=1\ncat > /k <<EOF\n$A $B \\$C $(d)\nEOF'), [['/k', '1 ? $C ?\n']]))
test('a hole of the heredoc is a hole of the file', () => {
  const [doc] = read('cat > /k <<EOF\nx=${B}\nEOF').embedded
  assert.is(doc?.holes.find(hole => hole.start === 2)?.kind, 'value')
})
test('a quoted heredoc is the file', () => assert.equal(files("cat > /k <<'EOF'\n${B}\nEOF"), [['/k', '${B}\n']]))
const FIRST = "cat > /k <<'EOF'\na\nEOF\n"
test('what is appended by heredocs belongs to the file', () => {
  assert.equal(files(`${FIRST}cat >> /k <<'EOF'\nb\nEOF`), [['/k', 'a\nb\n']])
  assert.equal(files(`${FIRST}B=1\ncat <<EOF | sudo tee -a /k >/dev/null\nb=$B\nEOF`), [['/k', 'a\nb=1\n']])
  assert.equal(files("f() {\ncat > /k <<'EOF'\na\nEOF\ncat >> /k <<'EOF'\nb\nEOF\n}"), [['/k', 'a\nb\n']])
  const [doc] = read(`${FIRST}cat >> /k <<'EOF'\nb=1\nEOF`).embedded
  assert.is(describe({ doc: doc!, start: 4, end: 5 }), 'install.sh:6:3')
})
test('each alternative gets what is appended to the file', () =>
  assert.equal(files('if x; then\ncat > /k <<E\na\nE\nelse\ncat > /k <<E\nb\nE\nfi\ncat >> /k <<E\nc\nE'), [
    ['/k', 'a\nc\n'],
    ['/k', 'b\nc\n'],
  ]))
test('a file that is truncated begins with what is appended', () =>
  assert.equal(files(': > /k\ncat >> /k <<E\na\nE'), [['/k', 'a\n']]))

const CHANGES: Record<string, string> = {
  echo: 'echo b >> /k',
  'echo that replaces': 'echo b > /k',
  tee: 'echo b | sudo tee -a /k',
  sed: "sudo sed -i 's/a/b/' /k",
  'sed with a suffix and a variable': 'F=/k\nsed -i.bak -e s/a/b/ "$F"',
  yq: "yq -i '.a = 1' /k",
  'older yq': "yq eval --inplace '.a = 1' /k",
  jq: 'jq .a /k > /k.tmp && mv /k.tmp /k',
  'a copy into the folder': 'cp /tmp/k /',
  perl: "perl -pi -e 's/a/b/' /k",
  'a condition': "if x; then\ncat >> /k <<'EOF'\nb\nEOF\nfi",
  'a shell in the shell': "sudo bash -c 'echo b >> /k'",
  'a function': 'f() {\nsed -i s/a/b/ /k\n}\nf',
}
for (const [name, change] of Object.entries(CHANGES))
  test(`a file that is changed is not in view: ${name}`, () => assert.equal(files(`${FIRST}${change}\n`), []))
test('a function that changes the file stands before it', () =>
  assert.equal(files(`f() {\nsed -i s/a/b/ /k\n}\n${FIRST}f\n`), []))
test('a file that is read, or written anew, stays in view', () => {
  assert.equal(files(`${FIRST}sed s/a/b/ /k\nchmod 600 /k\ncp /k /k.bak\nsed -i s/a/b/ /j\n`), [['/k', 'a\n']])
  assert.equal(files(`${FIRST}sed -i s/a/b/ /k\ncat > /k <<E\nb\nE`), [['/k', 'b\n']])
})
test('what is added to unknown text is not the file', () => assert.equal(files('echo a > /k\ncat >> /k <<E\nb\nE'), []))

test('files of one script share a host', () => {
  const [a, b] = read('cat > /a <<E\n1\nE\ncat > /b <<E\n2\nE').embedded
  assert.ok(a?.host)
  assert.is(a?.host?.id, b?.host?.id)
})
test('a character of the file stands where it points', () => {
  const [doc] = read('cat > /k <<-E\n\t--a\n\t--e=100Mi\n\tE').embedded
  const start = doc!.source.indexOf('100Mi')
  assert.is(describe({ doc: doc!, start, end: start + 5 }), 'install.sh:4:6')
})

const STARTS: Record<string, [string, string[]]> = {
  'a component with flags': ['/usr/bin/kubelet --a=1 \\\n --b', ['kubelet: --a=1 --b']],
  'in the background': ['nohup kube-apiserver --a > /log 2>&1 &', ['kube-apiserver: --a']],
  exec: ['exec etcd --name x', ['etcd: --name x']],
  'known variables': ['V=3\nkubelet --v=$V', ['kubelet: --v=3']],
  'unknown ones are unknown': ['kubelet --v=$V $ARGS', ['kubelet: --v=? ?…']],
  'docker run': ['docker run --net=host quay.io/coreos/etcd:v3.2.7 etcd --a', ['etcd: --a']],
  'a name without flags is no start': ['which kubelet\nkubelet\nkubelet help', []],
  'the version': ['kubelet --version', []],
  'words inside a heredoc are no commands': ['cat > /x <<E\nkubelet --a\nE', []],
}
for (const [name, [source, expected]] of Object.entries(STARTS))
  test(name, () => assert.equal(started(source), expected))

test('the environment of etcd', () => {
  const [etcd] = read('export ETCD_A=1\nETCD_B=2 etcd --name x').fragments
  assert.ok(etcd?.kind === 'argv')
  assert.equal(
    etcd.environment.variables.map(({ name, text }) => [name, text.value]),
    [
      ['ETCD_A', '1'],
      ['ETCD_B', '2'],
    ],
  )
  assert.is(etcd.environment.open, false)
})
test('a sourced file may add to it', () => {
  const [etcd] = read('. /etc/etcd.env\netcd --name x').fragments
  assert.ok(etcd?.kind === 'argv' && etcd.environment.open)
})
test('versions of downloads and variables', () => {
  const source = 'V=v1.34.1\ncurl -LO https://dl.k8s.io/release/${V}/bin/linux/amd64/kubelet\nETCD_VER=v3.5.9\n'
  const stated = read(source).fragments.find(found => found.kind === 'version')
  assert.equal(
    stated?.versions?.map(({ of, range }) => `${of} ${formatVersion(range.min)}`),
    ['kubelet 1.34.1', 'etcd 3.5.9'],
  )
})
test('which files are scripts', () => {
  assert.ok(script.detect(open('user-data', '#!/usr/bin/env bash\nkubelet --a')))
  assert.ok(script.detect(open('a.sh.tpl', 'kubelet --a')))
  assert.not(script.detect(open('a.sh', 'echo hello')))
  assert.not(script.detect(open('a.py', '#!/usr/bin/python\nkubelet')))
})

const MIME = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="==B=="

--==B==
Content-Type: text/cloud-config; charset="us-ascii"

#cloud-config
a: 1
--==B==
Content-Type: text/x-shellscript

#!/bin/bash
kubelet --a
--==B==
Content-Type: application/node.eks.aws

kind: NodeConfig
--==B==
Content-Type: text/x-shellscript
Content-Transfer-Encoding: base64

IyEvYmluL3NoCmt1YmVsZXQgLS1i
--==B==--
`
test('parts of MIME user data', () => {
  const doc = open('user-data', MIME)
  assert.ok(mimeMultipart.detect(doc))
  const parts = mimeMultipart.read(doc).embedded
  assert.equal(
    parts.map(part => part.hint?.format),
    ['cloud-init', 'script', undefined, 'script'],
  )
  assert.equal(
    parts.map(part => part.source.trimEnd().split('\n').at(-1)),
    ['a: 1', 'kubelet --a', 'kind: NodeConfig', 'kubelet --b'],
  )
  assert.is(new Set(parts.map(part => part.host?.id)).size, 1)
  assert.is(describe({ doc: parts[1]!, start: 12, end: 19 }), 'user-data:13:1')
  assert.is(place({ doc: parts[3]!, start: 10, end: 17 }).decoded?.start, 10)
})
test('MIME with CRLF', () => {
  const parts = mimeMultipart.read(open('user-data', MIME.replaceAll('\n', '\r\n'))).embedded
  assert.is(parts.length, 4)
  assert.is(parts[3]?.source, '#!/bin/sh\nkubelet --b')
})
test('other mail is none', () =>
  assert.not(mimeMultipart.detect(open('x', 'Subject: x\nContent-Type: text/plain\n\n'))))

test.run()
