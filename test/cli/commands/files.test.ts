import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint } from '../../support/klint.js'
import { kubeletConfig } from '../../support/resolved.js'
import type { Files } from '../../support/tree.js'

const test = suite('klint files')

interface Listed {
  readonly path: string
  readonly verdict: string
  readonly formats?: readonly string[]
  readonly parts?: readonly string[]
  readonly why?: string
  readonly by?: { readonly text: string; readonly at: string }
}

async function list(files: Files, ...argv: string[]): Promise<Readonly<Record<string, Listed>>> {
  const { code, out } = await klint(files, ['files', '-f', 'json', ...argv])
  assert.is(code, 0)
  const { files: all }: { files: Listed[] } = JSON.parse(out)
  return Object.fromEntries(all.map(one => [one.path, one]))
}

const CLOUD_CONFIG = `#cloud-config
write_files:
  - path: /etc/systemd/system/kubelet.service
    content: |
      [Service]
      ExecStart=/usr/bin/kubelet --max-pods=110
`

test('what is read: format, also of what is nested, and the components it is part of', async () => {
  const all = await list({
    'kubelet.yaml': kubeletConfig('maxPods: 110'),
    'user-data.yaml': CLOUD_CONFIG,
    'default/other.env': 'FOO=kubelet\n',
    'values.yaml': 'kubelet: { image: x }\n',
  })
  assert.equal(all['kubelet.yaml'], {
    path: 'kubelet.yaml',
    verdict: 'read',
    formats: ['yaml'],
    parts: ['kubelet'],
    kinds: ['a configuration file'],
  })
  assert.equal(all['user-data.yaml']?.formats, ['cloud-init', 'systemd-unit'])
  assert.equal(all['user-data.yaml']?.parts, ['kubelet'])
  assert.equal([all['default/other.env']?.verdict, all['default/other.env']?.parts], ['read', []])
  assert.equal(all['values.yaml'], {
    path: 'values.yaml',
    verdict: 'nothing',
    formats: ['yaml'],
    why: 'nothing in it that klint looks for',
  })
})

test('what is not read, and why: glob and line with their places', async () => {
  const all = await list({
    '.git/HEAD': '',
    '.gitignore': '# logs\n*.log.yaml\n\n!keep.log.yaml\nsecret/\n',
    'deep/.gitignore': 'x.yaml\n',
    'deep/x.yaml': 'kubelet',
    'a.log.yaml': 'kubelet',
    'keep.log.yaml': 'x: 1\n',
    'secret/kubelet.yaml': 'kubelet',
    'gen/a.yaml': 'kubelet',
    'gen/b/c.yaml': 'kubelet',
    'one.gen.yaml': 'kubelet',
    'klint.yaml': 'exclude:\n  - gen/**\n  - "*.gen.yaml"\n',
    'node_modules/x/kubelet.yaml': 'kubelet',
    'main.go': 'kubelet',
    'logo.png': 'kubelet',
    'zero.yaml': 'kubelet\0',
    'dead.yaml': { link: 'nowhere' },
    'same.yaml': { link: 'keep.log.yaml' },
    'out.yaml': { link: '/etc/hostname' },
    'big.yaml': `kubelet: ${'x'.repeat(3 * 1024 * 1024)}`,
  })
  const why = (path: string) => {
    const { verdict, why, by } = all[path] ?? {}
    return [verdict, why, ...(by === undefined ? [] : [`${by.text} ${by.at}`])]
  }
  assert.equal(why('a.log.yaml'), ['left-out', 'ignored', '*.log.yaml .gitignore:2'])
  assert.equal(why('secret/'), ['left-out', 'ignored', 'secret/ .gitignore:5'])
  assert.equal(why('deep/x.yaml'), ['left-out', 'ignored', 'x.yaml deep/.gitignore:1'])
  assert.equal(why('gen/'), ['left-out', 'excluded', 'gen/** klint.yaml:2:5'])
  assert.equal(why('one.gen.yaml'), ['left-out', 'excluded', '*.gen.yaml klint.yaml:3:5'])
  assert.equal(why('node_modules/'), ['left-out', 'never entered: code of others, or state of tools'])
  assert.equal(why('main.go'), ['left-out', 'no format klint reads has such a name'])
  assert.equal(why('logo.png'), ['left-out', 'has the ending of a binary file'])
  assert.equal(why('zero.yaml'), ['left-out', 'holds zero bytes, so it is no text'])
  assert.equal(why('keep.log.yaml'), ['left-out', 'no word in it that klint looks for'])
  assert.equal(why('dead.yaml'), ['left-out', 'a link that leads nowhere'])
  assert.equal(why('same.yaml'), ['left-out', 'a link to what is read by another name'])
  assert.equal(why('out.yaml'), ['left-out', 'a link that leads out of the directory'])
  assert.equal(why('big.yaml'), ['left-out', 'is larger than 2 MiB'])
  assert.equal(why('klint.yaml'), ['left-out', 'the configuration of klint itself'])
})

test('for people: one line each, what is broken below it, counts at the end', async () => {
  const { out } = await klint(
    {
      'a/kubelet.yaml': kubeletConfig('maxPods: 110'),
      'broken.yaml': `${kubeletConfig('maxPods: 1')}x: [\n`,
      'notes.yaml': 'x: 1\n',
      'main.go': '',
    },
    ['files'],
  )
  assert.match(out, /^a\/kubelet\.yaml {2}read as yaml: kubelet$/m)
  assert.match(out, /^broken\.yaml {5}.*\n {4}not analysed: .*\(broken\.yaml:\d+:\d+\)$/m)
  assert.match(out, /^notes\.yaml {6}no word in it that klint looks for$/m)
  assert.match(out, /\n\n\d files? read, \d without anything for klint, 2 left out\n$/)
})

test('names of files and patterns cannot move the cursor', async () => {
  const { out } = await klint({ 'a\u001b[2J.yaml': 'x', 'b\u202e.go': 'x' }, ['files'])
  assert.not.match(out, /[\u001b\u202e]/)
})

test('--no-gitignore reads what .gitignore leaves out', async () => {
  const files = { '.git/HEAD': '', '.gitignore': 'kubelet.yaml\n', 'kubelet.yaml': kubeletConfig('maxPods: 110') }
  assert.is((await list(files))['kubelet.yaml']?.verdict, 'left-out')
  assert.is((await list(files, '--no-gitignore'))['kubelet.yaml']?.verdict, 'read')
})

test.run()
