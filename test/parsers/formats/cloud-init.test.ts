import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../../src/model/document.js'
import { describe, place } from '../../../src/model/location.js'
import type { Text } from '../../../src/model/text.js'
import { prepareDecode } from '../../../src/parsers/decode.js'
import { open } from '../../../src/parsers/embed.js'
import { cloudInit } from '../../../src/parsers/formats/cloud-init.js'
import { coreosCloudConfig } from '../../../src/parsers/formats/coreos-cloud-config.js'
import { script } from '../../../src/parsers/formats/script.js'
import { systemdUnit } from '../../../src/parsers/formats/systemd-unit.js'
import { readUnit } from '../../../src/parsers/syntax/systemd.js'

const test = suite('first boot')
test.before(prepareDecode)

const read = (lines: string) => cloudInit.read(open('user-data.yaml', `#cloud-config\n${lines}`))
const file = (lines: string) => read(`write_files:\n- path: /etc/a\n${lines}`).embedded
const sources = (lines: string) => read(lines).embedded.map(doc => [doc.path, doc.source])

const TEXT = 'A=1\nKUBELET_EXTRA_ARGS=--b\n'
const base64 = Buffer.from(TEXT).toString('base64')
const gzipped = gzipSync(TEXT).toString('base64')
const ENCODINGS: Record<string, string> = {
  b64: base64,
  base64,
  gz: gzipped,
  gzip: gzipped,
  'gz+base64': gzipped,
  'gzip+base64': gzipped,
  'gz+b64': gzipped,
  'gzip+b64': gzipped,
}
for (const [encoding, content] of Object.entries(ENCODINGS))
  test(`encoding ${encoding}`, () => {
    const [doc] = file(`  encoding: ${encoding}\n  content: ${content}\n`)
    assert.is(doc?.source, TEXT)
    assert.is(doc?.parent?.decoded, true)
    const at = place({ doc: doc!, start: 4, end: 8 })
    assert.is(at.doc.source.slice(at.start, at.end), content)
    assert.is(at.decoded?.start, 4)
  })
test('base64 that was gzipped as well', () =>
  assert.is(file(`  encoding: b64\n  content: ${gzipped}\n`)[0]?.source, TEXT))
test('base64 over several lines', () => {
  const half = base64.length >> 1
  assert.is(
    file(`  encoding: b64\n  content: |\n    ${base64.slice(0, half)}\n    ${base64.slice(half)}\n`)[0]?.source,
    TEXT,
  )
})
for (const encoding of ['text/plain', 'rot13'])
  test(`encoding ${encoding} is plain text`, () =>
    assert.is(file(`  encoding: ${encoding}\n  content: 'A=1'\n`)[0]?.source, 'A=1'))
test('what does not decode is no file', () => {
  for (const content of ['"%%%"', Buffer.from([0, 1, 2]).toString('base64'), '"{{ x }}"'])
    assert.equal(file(`  encoding: b64\n  content: ${content}\n`), [], content)
  assert.equal(file('  encoding: gz+b64\n  content: QQ==\n'), [])
})
test('a bomb is not inflated', () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'a')).toString('base64')
  assert.equal(file(`  encoding: gz+b64\n  content: ${bomb}\n`), [])
})

test('of two writes to one path the later wins', () =>
  assert.equal(
    sources("write_files:\n- {path: /a, content: '1'}\n- {path: /b, content: '2'}\n- {path: /a, content: '3'}\n"),
    [
      ['/a', '3'],
      ['/b', '2'],
    ],
  ))
test('append adds', () =>
  assert.equal(sources("write_files:\n- {path: /a, content: '1'}\n- {path: /a, content: '3', append: true}\n"), [
    ['/a', '13'],
  ]))
test('alternatives of a template are both there, later writes for certain replace them', () => {
  const alternatives =
    "write_files:\n{% if x %}\n- {path: /a, content: '1'}\n{% else %}\n- {path: /a, content: '2'}\n{% endif %}\n"
  assert.equal(sources(`${alternatives}- {path: /b, content: '3'}\n`), [
    ['/a', '1'],
    ['/a', '2'],
    ['/b', '3'],
  ])
  assert.equal(sources(`${alternatives}- {path: /a, content: '3'}\n`), [['/a', '3']])
})
test('files share a host', () => {
  const hosts = read(
    "write_files:\n- {path: /a, content: '1'}\n- {path: /b, content: '2'}\nruncmd: [x]\n",
  ).embedded.map(doc => doc.host?.id)
  assert.equal(new Set(hosts).size, 1)
  assert.ok(hosts[0])
})
test('template headers', () => {
  assert.ok(cloudInit.detect(open('a', '## template: jinja\n#cloud-config\na: 1\n')))
  assert.ok(cloudInit.detect(open('a', '\n#cloud-config\n')))
  assert.not(cloudInit.detect(open('a', 'a: 1\n#cloud-config\n')))
})

test('runcmd is one script', () => {
  const [doc] = read('runcmd:\n- V=3\n- [kubelet, --v=2, "it\'s $X"]\n- kubelet --v=$V\n').embedded
  assert.is(doc?.hint?.format, 'script')
  const argv = script.read(doc!).fragments.flatMap(found => (found.kind === 'argv' ? [found] : []))
  const values = argv.map(({ words }) =>
    words.map(word => ('variable' in word.parts[0]! ? '' : word.parts[0]!.text.value)),
  )
  assert.equal(values[1], ['--v=3'])
  assert.is(values[0]?.[0], '--v=2')
  assert.is(describe(argv[1]!.at), 'user-data.yaml:5:3')
})

const UNIT = String.raw`#cloud-config
write_files:
- path: /etc/systemd/system/kubelet.service
  content: "[Service]\nExecStart=/usr/bin/kubelet \\\n  --v=2 \\\n  # no \\\n  \
    --eviction-hard=memory.available<100Mi \\\n  --x=\"a\tb\"\n"
`
test('a value in a unit in a double-quoted content stands at its own column', () => {
  const [doc] = cloudInit.read(open('user-data.yaml', UNIT)).embedded
  assert.ok(systemdUnit.detect(doc!))
  const [unit] = systemdUnit.read(doc!).fragments
  assert.ok(unit?.kind === 'unit')
  const { runs } = unit.directives[0]!
  assert.is(runs?.component, 'kubelet')
  const text = runs!.words[1]!.parts[0]!.text
  assert.is(text.value, '--eviction-hard=memory.available<100Mi')
  assert.is(describe(text.slice(text.value.indexOf('100Mi')).at), 'user-data.yaml:5:38')
  assert.is(runs!.words[2]!.parts[0]!.text.value, '--x=a\tb')
})

/** Follows every character outwards: where it is linear all the way, it must be itself on disk. */
function assertOnDisk(text: Text): void {
  for (let i = 0; i < text.length; i++) {
    const at = text.locate(i, i + 1)[0]!
    if (at.end - at.start !== 1) continue
    const disk = place(at)
    const there = disk.doc.source.slice(disk.start, disk.end)
    if (there.length === 1) assert.is(there, text.value[i], JSON.stringify(text.value))
  }
}
const styles: Record<string, (content: string) => string> = {
  literal: content => `|2\n${content.replace(/^/gm, '    ')}`,
  'double quoted': content => JSON.stringify(content),
  'single quoted': content => `'${content.replaceAll("'", "''").replaceAll('\n', '\n\n    ')}'`,
}
for (const [style, write] of Object.entries(styles))
  test(`every character of every word of a unit, ${style}, stands at itself on disk`, () => {
    const arg = fc.stringMatching(/^--[a-z-]{1,12}=[a-zA-Z0-9<%,.'"]{0,20}$/)
    fc.assert(
      fc.property(fc.array(arg, { minLength: 1, maxLength: 6 }), args => {
        const unit = `[Service]\nExecStart=/usr/bin/kubelet \\\n${args.join(' \\\n')}\nRestart=always`
        const doc = open(
          'u.yaml',
          `#cloud-config\nwrite_files:\n- path: /etc/systemd/system/kubelet.service\n  content: ${write(unit)}\n`,
        )
        const [child] = cloudInit.read(doc).embedded
        assert.is(child?.source.trimEnd(), unit)
        for (const { words = [], text } of readUnit(child!).directives)
          for (const found of [text, ...words.flatMap(({ parts }) => parts.map(part => part.text))]) assertOnDisk(found)
      }),
      { numRuns: 150 },
    )
  })

const COREOS = `#cloud-config
coreos:
  etcd2:
    name: a
    heartbeat-interval: 100
    election_timeout: 1000
    initial-cluster: "a=http://$private_ipv4:2380"
    data-dir: /var/%H
  units:
  - name: etcd2.service
    command: start
  - name: kubelet.service
    content: |
      [Service]
      ExecStart=/usr/bin/kubelet --ip=$private_ipv4 --v=2
    drop-ins:
    - name: 10-a.conf
      content: |
        [Service]
        Environment=A=1
  - name: docker.service
write-files:
- path: /etc/kubernetes/kubelet.env
  content: A=1
`
const coreos = (source: string) => {
  const doc: Document = open('user_data.yml', source)
  assert.ok(coreosCloudConfig.detect(doc))
  return coreosCloudConfig.read(doc)
}
test('units, drop-ins and files of CoreOS', () => {
  const { embedded } = coreos(COREOS)
  assert.equal(
    embedded.map(doc => doc.path),
    [
      '/etc/kubernetes/kubelet.env',
      '/etc/systemd/system/kubelet.service',
      '/etc/systemd/system/kubelet.service.d/10-a.conf',
    ],
  )
  assert.equal(
    embedded.map(doc => doc.hint?.dropIn),
    [undefined, undefined, '10-a.conf'],
  )
  assert.equal(new Set(embedded.map(doc => doc.host?.id)).size, 1)
})
test('addresses that are filled in at boot are holes', () => {
  const unit = coreos(COREOS).embedded[1]!
  const word = readUnit(unit).directives[0]!.words![1]!.parts[0]!.text
  assert.is(word.known, false)
  assert.is(describe(word.at), 'user_data.yml:15:34')
})
test('coreos.etcd2 is a drop-in for the unit of the image', () => {
  const units = coreos(COREOS).fragments.flatMap(found => (found.kind === 'unit' ? [found] : []))
  assert.equal(
    units.map(({ name, dropIn }) => [name, dropIn]),
    [
      ['etcd2.service', undefined],
      ['etcd2.service', '20-cloudinit.conf'],
    ],
  )
  assert.is(units[0]?.directives[0]?.runs?.component, 'etcd')
  const variables = units[1]!.directives.flatMap(({ variables = [] }) => variables)
  assert.equal(
    variables.map(({ name, text }) => [name, text.known ? text.value : '?']),
    [
      ['ETCD_NAME', 'a'],
      ['ETCD_HEARTBEAT_INTERVAL', '100'],
      ['ETCD_ELECTION_TIMEOUT', '1000'],
      ['ETCD_INITIAL_CLUSTER', '?'],
      ['ETCD_DATA_DIR', '?'],
    ],
  )
  assert.is(describe(variables[1]!.text.at), 'user_data.yml:5:25')
})
test('a unit of its own replaces the one of the image', () => {
  const source = COREOS.replace('command: start', 'content: "[Service]\\nExecStart=/usr/bin/etcd2 --x"')
  assert.equal(
    coreos(source).fragments.map(found => (found.kind === 'unit' ? found.dropIn : found.kind)),
    ['20-cloudinit.conf'],
  )
})
test('input of installers without the first line', () => {
  assert.ok(coreosCloudConfig.detect(open('a.yml', 'coreos:\n  units:\n  - name: a.service\n')))
  assert.not(coreosCloudConfig.detect(open('a.yml', 'coreos: true\n')))
  const written = 'cat > a.yml <<EOF\n#cloud-config\ncoreos:\n  units:\n  - name: a.service\nEOF\n'
  assert.not(coreosCloudConfig.detect(open('a', `#!/bin/bash\n${written}`)))
})
test('a document that is no map', () => {
  assert.equal(read('- a\n').embedded, [])
  assert.equal(read('write_files: nothing\nruncmd: {}\n').embedded, [])
})

test('a file that a command adds to or changes later is not in view', () => {
  const written = 'write_files:\n- path: /etc/k\n  content: a\n- path: /etc/j\n  content: b\n'
  const paths = (lines: string) => sources(written + lines).flatMap(([path]) => (path === undefined ? [] : [path]))
  assert.equal(paths("runcmd:\n- sed -i 's/a/b/' /etc/k\n"), ['/etc/j'])
  assert.equal(paths('runcmd:\n- [sed, -i, s/a/b/, /etc/k]\n'), ['/etc/j'])
  assert.equal(paths('runcmd:\n- [sh, -c, "echo b >> /etc/k"]\n'), ['/etc/j'])
  assert.equal(paths('runcmd:\n- cat /etc/k\n- cp /etc/k /root/k\n'), ['/etc/k', '/etc/j'])
  // Files are written behind bootcmd.
  assert.equal(paths('bootcmd:\n- echo b >> /etc/k\n'), ['/etc/k', '/etc/j'])
  assert.equal(
    sources(`${written}- path: /run.sh\n  content: |\n    #!/bin/bash\n    yq -i .a=1 /etc/k\n`).map(([path]) => path),
    ['/etc/j', '/run.sh'],
  )
})

test.run()
