import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'

interface Bundle {
  readonly folder: string
  readonly beside: string
  readonly home: string
}

const test = suite<Bundle>('loader')

const MAIN = `
exports.shared = { word: 'main' }
exports.start = () => {
  const chunk = process.argv.includes('--idle') ? undefined : require('./rules/kubelet.cjs')
  require('node:fs').writeSync(1, chunk === undefined ? 'idle' : chunk.rules(process.argv[2]))
  process.exitCode = 7
}
`
const CHUNK = `
const { shared } = require('../main.cjs')
exports.rules = word => 'rules of ' + shared.word + ' for ' + word + (__dirname.endsWith('rules') ? '' : ' elsewhere')
`
const HASHES = { 'main.cjs': 'aaaa', 'rules/kubelet.cjs': 'bbbb' }

test.before.each(bundle => {
  const folder = mkdtempSync(join(tmpdir(), 'klint-loader-'))
  mkdirSync(join(folder, 'dist/rules'), { recursive: true })
  writeFileSync(join(folder, 'dist/main.cjs'), MAIN)
  writeFileSync(join(folder, 'dist/rules/kubelet.cjs'), CHUNK)
  buildSync({
    entryPoints: ['src/cli/loader.ts'],
    outfile: join(folder, 'dist/klint.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['./main.cjs'],
    define: { KLINT_VERSION: '"1.2.3"', KLINT_HASHES: JSON.stringify(HASHES) },
    logLevel: 'error',
  })
  Object.assign(bundle, { folder, beside: join(folder, 'dist/.cache'), home: join(folder, 'cache') })
})
test.after.each(({ folder }) => rmSync(folder, { recursive: true }))

function start({ folder, home }: Bundle, args: readonly string[] = ['me'], env: Record<string, string> = {}) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'dist/klint.cjs'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', XDG_CACHE_HOME: home, ...env },
  })
  return { stdout, stderr, status }
}

const list = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : [])
const RAN = { stdout: 'rules of main for me', stderr: '', status: 7 }

test('runs main and its chunks, and leaves a cache beside them', bundle => {
  assert.equal(start(bundle), RAN)
  const names = list(bundle.beside)
  assert.is(names.length, 2, names.join())
  assert.ok(names[0]?.startsWith('main.cjs-v') && names[0].endsWith('-aaaa'), names[0])
  assert.is(list(bundle.home).length, 0)
  const before = readFileSync(join(bundle.beside, names[0] ?? ''))
  assert.equal(start(bundle), RAN)
  assert.equal(readFileSync(join(bundle.beside, names[0] ?? '')), before, 'an accepted cache is written again')
})

test('a cache V8 refuses is replaced', bundle => {
  start(bundle)
  const [name = ''] = list(bundle.beside)
  writeFileSync(join(bundle.beside, name), 'no cache')
  assert.equal(start(bundle), RAN)
  assert.ok(statSync(join(bundle.beside, name)).size > 100)
})

test('KLINT_NO_CODE_CACHE=1 neither reads nor writes one', bundle => {
  assert.equal(start(bundle, ['me'], { KLINT_NO_CODE_CACHE: '1' }), RAN)
  assert.equal([...list(bundle.beside), ...list(bundle.home)], [])
})

test('where the bundle cannot be written to, the cache is in a folder of the user alone', bundle => {
  writeFileSync(bundle.beside, 'a file is in the way')
  assert.equal(start(bundle), RAN)
  const own = join(bundle.home, 'klint')
  assert.is(list(own).length, 2)
  assert.is(statSync(own).mode & 0o777, 0o700)
  assert.equal(start(bundle), RAN)
})

test('a folder others can enter is not trusted', bundle => {
  writeFileSync(bundle.beside, 'a file is in the way')
  const own = join(bundle.home, 'klint')
  mkdirSync(own, { recursive: true })
  chmodSync(own, 0o755)
  assert.equal(start(bundle), RAN)
  assert.equal(list(own), [])
})

test('without any place for a cache it runs all the same', bundle => {
  writeFileSync(bundle.beside, 'a file is in the way')
  writeFileSync(bundle.home, 'another one')
  assert.equal(start(bundle), RAN)
  assert.equal(start(bundle, ['me'], { XDG_CACHE_HOME: 'relative' }), RAN)
})

test('a run that loads no rules leaves no cache: it compiled too little', bundle => {
  assert.is(start(bundle, ['--idle']).stdout, 'idle')
  assert.equal(list(bundle.beside), [])
})

test('--version is answered without the bundle', bundle => {
  rmSync(join(bundle.folder, 'dist/main.cjs'))
  assert.equal(start(bundle, ['--version']), { stdout: '1.2.3\n', stderr: '', status: 0 })
})

test.run()
