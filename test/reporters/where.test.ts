import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { FORMATS } from '../../src/cli/options.js'
import { printed, where } from '../../src/reporters/where.js'
import { klint } from '../support/klint.js'
import { at, document, LIVE } from '../support/outcome.js'

const test = suite('where')

const path = (uri: string, pathPrefix: string, more = {}): string =>
  where(at(document(uri, 'a: 1', more), '1'), { pathPrefix }).path

test('a prefix stands before each path, and what leads back out of it is dropped', () => {
  assert.is(path('a.yaml', ''), 'a.yaml')
  assert.is(path('../a.yaml', ''), '../a.yaml')
  assert.is(path('a.yaml', 'infra/'), 'infra/a.yaml')
  assert.is(path('a.yaml', 'infra-'), 'infra-a.yaml')
  assert.is(path('../b/a.yaml', 'infra/prod/'), 'infra/b/a.yaml')
  assert.is(path('../../../a.yaml', 'infra/prod/'), '../a.yaml')
  assert.is(path('../a.yaml', '/srv/infra/'), '/srv/a.yaml')
  assert.is(path('../a..yaml', 'x/..y/'), 'x/a..yaml')
  assert.is(path('/abs/a.yaml', 'infra/'), '/abs/a.yaml')
  assert.is(path('cluster/prod/pod/a', 'infra/', { live: LIVE }), 'cluster/prod/pod/a')
})

test('the place inside keeps its own name', () =>
  assert.is(printed(where(at(document('a.yaml', 'a: 1'), '1'), { pathPrefix: 'x/' })), 'x/a.yaml:1:4'))

const files = {
  'kubelet.yaml':
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard:\n  memory.available: 100Mi\n',
}

for (const format of FORMATS.filter(format => format !== 'html'))
  test(`--path-prefix in ${format}`, async () => {
    const { out } = await klint(files, ['-f', format, '--path-prefix', 'infra/prod/'])
    assert.match(out, 'infra/prod/kubelet.yaml')
    // the pages of rules have examples with names of their own; an identity is the same whatever stands before its path
    const rest = out
      .replace(/"markdown": .*/g, '')
      .replace(/"(?:identity|klint\/v1)": ?"(?:[^"\\]|\\.)*"/g, '')
      .replaceAll('infra/prod/kubelet.yaml', '')
    assert.not.match(rest, /(?<![\w/-])kubelet\.yaml/)
  })

test('--path-prefix in show', async () =>
  assert.match((await klint(files, ['show', '--path-prefix', 'infra/'])).out, '--> infra/kubelet.yaml:'))

test.run()
