import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { OWN_RULES } from '../../src/engine/own.js'
import { readConfiguration } from '../../src/engine/read-configuration.js'
import { readYaml } from '../../src/parsers/syntax/yaml.js'
import { CATALOG } from '../../src/rules/catalog.js'
import { type Given, klint } from '../support/klint.js'
import { text } from '../support/text.js'

const test = suite('klint print-config')

const CONFIG = text`
  extends: [recommended, talk]
  rules:
    autoscaler/bulk-delete-uncapped: { options: { max: 30 } }
    etcd/disk-shared-or-slow: off
  overrides:
    - files: [prod]
      rules:
        etcd/timers-differ: info
        kubelet/kube-reserved-missing: { severity: error, options: { formula: eks } }
        klint/unreadable-document: warning
    - files: [prod/old.yaml]
      rules: { etcd/timers-differ: off }
  ignores:
    - rule: kubelet/eviction-hard-missing
      paths: [prod/**]
      where: { pool: batch }
      reason: "one pod: per node"
      expires: 2027-06-30
    - { rule: etcd/timers-differ, paths: [dev], reason: a single member }
  exclude: [gen, "*.tmp.yaml"]
  clusters:
    prod: { files: [prod], kubernetesVersion: 1.34 }
`
const FILES = {
  '.git/HEAD': '',
  '.gitignore': 'out/\n',
  'klint.yaml': CONFIG,
  'prod/kubelet.yaml': 'x',
  'prod/old.yaml': 'x',
  'prod/.gitignore': 'secret.yaml\n',
  'prod/secret.yaml': 'x',
  'gen/a/kubelet.yaml': 'x',
  'x.tmp.yaml': 'x',
  'out/a.yaml': 'x',
  'vendor/a.yaml': 'x',
  'a.go': 'x',
  'link.yaml': { link: 'prod/old.yaml' },
}

async function printed(argv: readonly string[] = [], given: Given = {}): Promise<string> {
  const { code, out, err } = await klint(FILES, ['print-config', ...argv], given)
  assert.is(code, 0, err)
  return out
}

/** The line of a key with its comment, spaces folded. */
const line = (out: string, key: string): string | undefined =>
  out
    .split('\n')
    .find(one => one.trimStart().startsWith(key))
    ?.trim()
    .replace(/ +/g, ' ')

test('each part with who decided it', async () => {
  const out = await printed()
  const lines: [string, string][] = [
    ['# klint', '# klint 0.1.0 with klint.yaml (found)'],
    ['extends', 'extends: [recommended, talk] # klint.yaml:1:11'],
    ['requireReason', 'requireReason: false # default'],
    ['max:', 'max: 30 # klint.yaml:3:54'],
    ['maxShare', 'maxShare: 0.5 # default'],
    ['# rttMs', '# rttMs: not set # default'],
    ['etcd/disk-shared-or-slow', 'etcd/disk-shared-or-slow: off # klint.yaml:4:29'],
    ['etcd/timers-differ', 'etcd/timers-differ: warning # preset recommended, talk'],
    ['kubelet/kube-reserved-cgroup-unset', 'kubelet/kube-reserved-cgroup-unset: warning # preset talk'],
    ['klint/unreadable-document', 'klint/unreadable-document: error # default'],
    ['expires', 'expires: "2027-06-30" # klint.yaml:18:14'],
    ['- gen', '- gen # klint.yaml:20:11'],
    ['kubernetesVersion', 'kubernetesVersion: "1.34" # klint.yaml:22:45'],
  ]
  for (const [key, expected] of lines) assert.is(line(out, key), expected)
  assert.match(out, '\noverrides:\n')
})

test('what is printed is a configuration again', async () => {
  const known = { ...CATALOG, ...Object.fromEntries(Object.keys(OWN_RULES).map(id => [id, {}])) }
  for (const argv of [[], ['prod/kubelet.yaml'], ['--no-config'], ['--preset', 'cis'], ['--only', 'etcd']]) {
    const source = await printed(argv)
    const config = await readConfiguration({ uri: 'klint.yaml', source }, known, doc => readYaml(doc))
    assert.is(Object.keys(config.rules ?? {}).length, Object.keys(known).length)
  }
})

test('for one file: overrides are part of its rules, other entries are left out', async () => {
  const out = await printed(['prod/kubelet.yaml'])
  assert.match(
    out,
    '# prod/kubelet.yaml\n#   read\n#   belongs to cluster prod - klint.yaml:22:19\n#   has override 1 - klint.yaml:6:5\n',
  )
  assert.is(line(out, 'etcd/timers-differ'), 'etcd/timers-differ: info # klint.yaml:8:27')
  assert.is(line(out, 'formula'), 'formula: eks # klint.yaml:9:77')
  assert.is(line(out, 'acceptSystemReservedOnly'), 'acceptSystemReservedOnly: true # default')
  assert.is(line(out, 'klint/unreadable-document'), 'klint/unreadable-document: warning # klint.yaml:10:34')
  assert.not.match(out, '\noverrides:')
  assert.not.match(out, 'a single member')
  assert.match(out, 'one pod: per node')
  assert.is(line(await printed(['prod/old.yaml']), 'etcd/timers-differ'), 'etcd/timers-differ: off # klint.yaml:12:34')
  const below = await printed(['old.yaml'], { cwd: 'prod' })
  assert.is(line(below, 'etcd/timers-differ'), 'etcd/timers-differ: off # ../klint.yaml:12:34')
})

test('whether a run reads it, and what says no', async () => {
  const fate = async (path: string, ...argv: string[]) => (await printed([path, ...argv])).split('\n')[2]?.slice(4)
  assert.is(await fate('prod/old.yaml'), 'read')
  assert.is(await fate('gen/a/kubelet.yaml'), 'read only where it is named: `exclude` has `gen` - klint.yaml:20:11')
  assert.is(await fate('x.tmp.yaml'), 'read only where it is named: `exclude` has `*.tmp.yaml` - klint.yaml:20:16')
  assert.is(await fate('out/a.yaml'), 'read only where it is named: .gitignore leaves it out')
  assert.is(await fate('prod/secret.yaml'), 'read only where it is named: prod/.gitignore leaves it out')
  assert.is(await fate('out/a.yaml', '--no-gitignore'), 'read')
  assert.is(await fate('vendor/a.yaml'), 'read only where it is named: klint never enters `vendor`')
  assert.is(await fate('a.go'), 'read only where it is named: its name is none that klint reads')
  assert.is(await fate('link.yaml'), 'behind a link: read under its own name, if that lies in the working directory')
  assert.is(await fate('klint.yaml'), "not checked: it is a configuration of klint's own")
  assert.is(await fate('x.tmp.yaml', '--no-config'), 'read')
})

test('what is no file, and a configuration that is broken', async () => {
  assert.match((await klint(FILES, ['print-config', 'no.yaml'])).err, '`no.yaml` does not exist')
  assert.match((await klint(FILES, ['print-config', 'prod'])).err, '`prod` is a directory')
  const { code, err } = await klint({ 'klint.yaml': 'extends: tlak\n' }, ['print-config'])
  assert.is(code, 2)
  assert.match(err, 'klint.yaml:1:10: unknown preset `tlak`, did you mean `talk`?')
})

test('where the file comes from, and what the command line makes of it', async () => {
  const first = async (argv: readonly string[], given: Given = {}) => (await printed(argv, given)).split('\n')[0]
  assert.is(await first(['--config', 'klint.yaml']), '# klint 0.1.0 with klint.yaml (--config)')
  assert.is(await first([], { env: { KLINT_CONFIG: 'klint.yaml' } }), '# klint 0.1.0 with klint.yaml (KLINT_CONFIG)')
  assert.is(await first(['--no-config']), '# klint 0.1.0 without a configuration file')
  const out = await printed(['--preset', 'strict', '--ignore', 'autoscaler', '--select', 'etcd/disk-shared-or-slow'])
  assert.is(line(out, 'extends'), 'extends: strict # --preset strict')
  assert.is(line(out, 'autoscaler/alerts-missing'), 'autoscaler/alerts-missing: off # --ignore autoscaler')
  assert.is(
    line(out, 'etcd/disk-shared-or-slow'),
    'etcd/disk-shared-or-slow: warning # --select etcd/disk-shared-or-slow',
  )
  const only = await printed(['--only', 'etcd'])
  assert.is(line(only, 'loadbalancer/classic-elb'), 'loadbalancer/classic-elb: off # --only etcd')
  assert.is(
    line(await printed(['--no-config']), 'kubelet/kube-reserved-cgroup-unset'),
    'kubelet/kube-reserved-cgroup-unset: off # not in preset recommended',
  )
})

test('for machines', async () => {
  const { version, file, asked, configuration } = JSON.parse(await printed(['prod/kubelet.yaml', '-f', 'json']))
  assert.is(version, 1)
  assert.equal(file, { path: 'klint.yaml', because: 'found' })
  assert.is(asked.path, 'prod/kubelet.yaml')
  const { value, from } = configuration.rules['etcd/timers-differ']
  assert.is(value, 'info')
  assert.is(from.by, 'file')
  assert.equal([from.location.path, from.location.start.line], ['klint.yaml', 8])
  assert.equal(configuration.rules['etcd/election-ratio-too-low'], {
    value: 'error',
    from: { by: 'preset', words: 'preset recommended, talk' },
  })
  assert.is(configuration.ignores.length, 1)
})

test('names and words of a configuration stay inert', async () => {
  const config = text`
    ignores: [{ rule: etcd/timers-differ, paths: ["::error::x\\e[2J"], reason: "a\\e[2J\\u202e ##[x] password=hunter2secret" }]
  `
  const { out } = await klint({ 'klint.yaml': config }, ['print-config'])
  assert.not.match(out, /\u001b|\u202e|##\[|hunter2/)
})

test.run()
