import { execFile, execFileSync, spawn } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { writeFile, writeReport } from '../../src/cli/write-file.js'
import { UserError } from '../../src/model/user-error.js'
import { klintIn } from '../support/klint.js'
import { kubeletConfig } from '../support/resolved.js'
import { inTree } from '../support/tree.js'

const test = suite('cli: writing files')

test('directories above a file are made, and nothing is left beside it', () =>
  inTree({}, root => {
    writeFile(join(root, 'a/b/report.json'), '{}\n')
    assert.is(readFileSync(join(root, 'a/b/report.json'), 'utf8'), '{}\n')
    assert.equal(readdirSync(join(root, 'a/b')), ['report.json'])
  }))

test('a directory in the place of a file is a mistake of the user', () =>
  inTree({ 'report.json': null }, root => {
    assert.throws(
      () => writeFile(join(root, 'report.json'), '{}'),
      (error: unknown) => error instanceof UserError && /cannot be written/.test(error.what),
    )
    assert.equal(readdirSync(root), ['report.json'])
  }))

test('a report goes into a pipe or a device, and does not replace it', () =>
  inTree({}, async root => {
    const pipe = join(root, 'pipe')
    execFileSync('mkfifo', [pipe])
    const read = new Promise<string>(resolve => {
      execFile('cat', [pipe], (_, out) => resolve(out))
    })
    await new Promise(later => setTimeout(later, 100))
    writeReport(pipe, '{}\n', root)
    assert.is(await read, '{}\n')
    assert.ok(lstatSync(pipe).isFIFO())
    writeReport('/dev/null', '{}\n', root)
    assert.ok(lstatSync('/dev/null').isCharacterDevice())
  }))

test('a report follows a link, but none that leads out of the working directory', () =>
  inTree({ 'in/real.txt': 'old', 'out/kept.txt': 'kept', 'in/sub': { link: '../out' } }, root => {
    const cwd = join(root, 'in')
    symlinkSync('real.txt', join(cwd, 'link.txt'))
    writeReport(join(cwd, 'link.txt'), 'new', cwd)
    assert.is(readFileSync(join(cwd, 'real.txt'), 'utf8'), 'new')
    assert.ok(lstatSync(join(cwd, 'link.txt')).isSymbolicLink())
    symlinkSync('circle.txt', join(cwd, 'circle.txt'))
    symlinkSync('there.txt', join(cwd, 'here.txt'))
    symlinkSync('here.txt', join(cwd, 'there.txt'))
    for (const name of ['circle.txt', 'here.txt'])
      assert.throws(() => writeReport(join(cwd, name), 'x', cwd), /cannot be written \(ELOOP\)/, name)
    symlinkSync('../out/kept.txt', join(cwd, 'away.txt'))
    symlinkSync('../out/not-yet.txt', join(cwd, 'dangling.txt'))
    for (const name of ['away.txt', 'dangling.txt', 'sub/new.txt', 'sub/deep/new.txt'])
      assert.throws(() => writeReport(join(cwd, name), 'x', cwd), /leads out of the working directory/, name)
    assert.equal(readdirSync(join(root, 'out')), ['kept.txt'])
  }))

test('below a file nothing can be written, and that is told', () =>
  inTree({ file: 'x' }, root => {
    for (const path of ['file/x.json', 'file/deep/x.json'])
      assert.throws(() => writeReport(join(root, path), 'x', root), /cannot be written \((?:ENOTDIR|EEXIST)\)/, path)
  }))

test('neither a baseline nor a cache nor a first klint.yaml goes through a link out of the working directory', () =>
  inTree({ 'in/k.yaml': kubeletConfig('evictionHard: {}'), 'in/out': { link: '../away' }, away: null }, async root => {
    for (const argv of [
      ['baseline', '--baseline', 'out/b.json'],
      ['--cache-location', 'out/c'],
      ['init', 'out'],
      ['-f', 'json', '-o', 'out/r.json'],
    ]) {
      const { code, err } = await klintIn(join(root, 'in'), argv, { env: { HOME: root } })
      assert.match(err, 'leads out of the working directory', argv.join(' '))
      assert.is(code, 2)
    }
    assert.equal(readdirSync(join(root, 'away')), [])
  }))

test('whoever is killed while writing leaves the old file or the new one', () =>
  inTree({}, async root => {
    const path = join(root, 'kubelet.yaml')
    const texts = ['a', 'b'].map(letter => `${letter.repeat(4_000_000)}\n`)
    writeFileSync(path, texts[0]!)
    const module = join(import.meta.dirname, '../../src/cli/write-file.ts')
    const script = `import { writeFile } from ${JSON.stringify(module)}
      console.log('ready')
      for (let i = 1; ; i++) writeFile(${JSON.stringify(path)}, (i % 2 ? 'b' : 'a').repeat(4_000_000) + '\\n')`
    for (let times = 0; times < 4; times++) {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await new Promise(ready => child.stdout.once('data', ready))
      await new Promise(later => setTimeout(later, 5 + 17 * times))
      const gone = new Promise(closed => child.once('close', closed))
      child.kill('SIGKILL')
      await gone
      assert.ok(existsSync(path))
      assert.ok(texts.includes(readFileSync(path, 'utf8')), 'neither the old text nor the new one')
    }
  }))

test.run()
