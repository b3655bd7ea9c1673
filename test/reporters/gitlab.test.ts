import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { gitlab } from '../../src/reporters/gitlab.js'
import { awkward, wholeContext } from '../support/awkward.js'
import { klint } from '../support/klint.js'
import { at, context, document, finding, outcome } from '../support/outcome.js'

const test = suite('gitlab')

test('an array of what Code Quality knows, each with a fingerprint of its own', () => {
  const issues = JSON.parse(gitlab(awkward(), wholeContext()))
  assert.is(issues.length, awkward().findings.length)
  for (const issue of issues) {
    assert.equal(Object.keys(issue), ['description', 'check_name', 'fingerprint', 'severity', 'location'])
    assert.match(issue.severity, /^(?:critical|major|info)$/)
    assert.match(issue.fingerprint, /^[\da-f]{40}$/)
    assert.ok(issue.location.lines.begin >= 1 && issue.location.lines.end >= issue.location.lines.begin)
    assert.not.match(issue.location.path, /^\.\//)
  }
  assert.is(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size, issues.length)
  assert.is(gitlab(outcome([]), context()), '[]\n')
})

const fingerprintsOf = (source: string, identity?: string): string[] => {
  const doc = document('a.yaml', source)
  const more = identity === undefined ? {} : { identity }
  const places = [...source.matchAll(/500/g)].map(({ index }) => ({ doc, start: index, end: index + 3 }))
  return JSON.parse(gitlab(outcome(places.map(place => finding(place, more))), context())).map(
    ({ fingerprint }: { fingerprint: string }) => fingerprint,
  )
}

test('a fingerprint moves with its line, and does not change with its neighbours', () => {
  const before = fingerprintsOf('maxPods: 500\n')
  assert.equal(fingerprintsOf('\n\n# more\n  maxPods: 500\n'), before)
  assert.not.equal(fingerprintsOf('other: 500\n'), before)
})

test('equal findings are counted, and the first keeps its name', () => {
  const [one] = fingerprintsOf('maxPods: 500\n')
  const [first, second] = fingerprintsOf('maxPods: 500\nmaxPods: 500\n')
  assert.is(first, one)
  assert.is.not(second, one)
})

test('where the identity is known nothing else counts', () => {
  assert.equal(
    fingerprintsOf('maxPods: 500\n', 'kubelet/x a.yaml maxPods 1'),
    fingerprintsOf('a: 500\n', 'kubelet/x a.yaml maxPods 1'),
  )
})

test('paths begin at the root of the repository', async () => {
  const files = {
    '.git/HEAD': 'ref: refs/heads/main\n',
    'prod/kubelet.yaml':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nevictionHard:\n  memory.available: 100Mi\n',
  }
  const [first] = JSON.parse((await klint(files, ['-f', 'codeclimate'], { cwd: 'prod' })).out)
  assert.is(first.location.path, 'prod/kubelet.yaml')
})

test('equal lines of two files are two', () => {
  const [a, b] = [document('a.yaml', 'x: 1\n'), document('b.yaml', 'x: 1\n')]
  const issues = JSON.parse(gitlab(outcome([finding(at(a, '1')), finding(at(b, '1'))]), context()))
  assert.is.not(issues[0].fingerprint, issues[1].fingerprint)
})

test.run()
