import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { klintIn } from '../support/klint.js'
import { kubeletConfig } from '../support/resolved.js'
import { inTree } from '../support/tree.js'

const test = suite('cli: where reports go')

const FILES = { 'kubelet.yaml': kubeletConfig('evictionHard: {}') }

test('a report takes no name of the configuration, no input and no other report', () =>
  inTree(FILES, async root => {
    const refused = async (...argv: string[]): Promise<string> => {
      const { code, err } = await klintIn(root, argv)
      assert.is(code, 2, argv.join(' '))
      return err
    }
    assert.match(await refused('-f', 'json', '-o', 'klint.json'), 'the next run would read it as klint')
    assert.match(await refused('-o', 'kubelet.yaml'), 'was read as configuration of a cluster')
    assert.match(await refused('-o', 'a.txt', '--output', 'json=./a.txt'), 'two reports would go to')
    assert.not.ok(existsSync(join(root, 'klint.json')) || existsSync(join(root, 'a.txt')))
    assert.is(readFileSync(join(root, 'kubelet.yaml'), 'utf8'), FILES['kubelet.yaml'])
  }))

test('`-` is standard output, and a diff goes where `-o` says', () =>
  inTree(FILES, async root => {
    const both = await klintIn(root, ['-o', 'report.txt', '--output', 'compact=-'])
    assert.match(both.out, /^kubelet\.yaml:\d/)
    const { out, code } = await klintIn(root, ['--diff', '--unsafe-fixes', '-o', 'd.patch'])
    assert.equal([out, code], ['', 1])
    assert.match(readFileSync(join(root, 'd.patch'), 'utf8'), /^--- a\/kubelet\.yaml\n/)
  }))

test.run()
