import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klint, klintIn } from '../../support/klint.js'
import { kubeletConfig } from '../../support/resolved.js'
import { inTree } from '../../support/tree.js'

const test = suite('klint doctor')

const FILES = {
  'repo/.git/HEAD': '',
  'repo/infra/kubelet.yaml': kubeletConfig('maxPods: 110'),
  'repo/infra/klint-baseline.json': '{}',
  'repo/klint.yaml': 'exclude: []\n',
}

async function facts(files = {}, env = {}) {
  const { code, out } = await klint({ ...FILES, ...files }, ['doctor', '-f', 'json'], { cwd: 'repo/infra', env })
  assert.is(code, 0)
  return JSON.parse(out)
}

test('says what it is, where it is, and what it found', async () => {
  const { klint, place, found } = await facts()
  assert.is(klint.node, process.version)
  assert.match(klint.version, /^\d+\.\d+\.\d+$/)
  assert.match(klint['code cache'], 'not used')
  assert.is(place.repository, '..')
  assert.is(place.configuration, '../klint.yaml, without mistakes')
  assert.match(place.baseline, /^klint-baseline\.json:1:1: /)
  assert.is(found.components, '1 kubelet')
  assert.is(found.versions, '1 cluster without a version that is written somewhere')
})

test('a baseline is counted', async () => {
  await inTree({ 'kubelet.yaml': kubeletConfig('maxPods: 110') }, async root => {
    await klintIn(root, ['baseline'])
    const { place } = JSON.parse((await klintIn(root, ['doctor', '-f', 'json'])).out)
    assert.match(place.baseline, /^klint-baseline\.json, \d+ entr(?:y|ies)$/)
  })
})

test('a broken configuration is told, not tripped over', async () => {
  const { place, found } = await facts({ 'repo/klint.yaml': 'rulez: {}\n' })
  assert.match(place.configuration, '../klint.yaml:1:1: unknown key `rulez`, did you mean `rules`?')
  assert.is(found.components, '1 kubelet')
})

test('variables that matter, no others, and no secrets', async () => {
  const { environment } = await facts(
    {},
    {
      KLINT_FORMAT: 'json',
      KLINT_API_TOKEN: 'hunter2-hunter2',
      NO_COLOR: '',
      AWS_SECRET_ACCESS_KEY: 'x',
      HOME: '/home/me',
    },
  )
  assert.equal(environment, { KLINT_API_TOKEN: '********', KLINT_FORMAT: 'json', NO_COLOR: '(empty)' })
})

test('the home directory is not told', async () => {
  const { out } = await klint({}, ['doctor'], {
    env: { HOME: process.cwd(), NODE_OPTIONS: `--require ${process.cwd()}/x` },
  })
  assert.not.match(out, process.cwd())
  assert.match(out, /^ {2}NODE_OPTIONS +--require ~\/x$/m)
})

test.run()
