import { existsSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { transformSync } from 'esbuild'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ruleIds } from '../scripts/docs/rules.js'
import { filesBelow, read } from './support/repository.js'

const test = suite('house')

/** What may import what: docs/ARCHITECTURE.md. Every room may import itself. */
const ROOMS: Readonly<Record<string, { readonly rooms: readonly string[]; readonly outside: RegExp }>> = {
  model: { rooms: [], outside: /^$/ },
  facts: { rooms: ['model'], outside: /^$/ },
  sources: { rooms: ['model', 'facts'], outside: /^node:(?:fs|path|buffer|child_process|zlib)$|^ignore$|^minimatch$/ },
  parsers: { rooms: ['model', 'facts'], outside: /^node:zlib$|^yaml$/ },
  resolve: { rooms: ['model', 'facts'], outside: /^$/ },
  rules: { rooms: ['model', 'facts'], outside: /^$/ },
  reporters: { rooms: ['model', 'facts'], outside: /^node:(?:crypto|zlib)$|^diff$/ },
  engine: {
    rooms: ['model', 'facts', 'sources', 'parsers', 'resolve', 'rules', 'reporters'],
    outside: /^node:(?:crypto|path|zlib)$|^minimatch$/,
  },
  cli: {
    rooms: ['model', 'facts', 'sources', 'parsers', 'resolve', 'rules', 'reporters', 'engine'],
    outside: /^node:|^commander$/,
  },
  action: {
    rooms: ['model', 'facts', 'sources', 'parsers', 'resolve', 'rules', 'reporters', 'engine', 'cli'],
    outside: /^node:/,
  },
}

/** Doors of their own, each with its reason. */
const EXCEPTIONS: Readonly<Record<string, RegExp>> = {
  'src/parsers/syntax/hcl-wasm.ts': /^node:(?:module|path)$|^web-tree-sitter$/, // names the two wasm files the grammar is in
  'src/parsers/syntax/hcl-syntax.ts': /^web-tree-sitter$/, // types
  'src/parsers/syntax/hcl-reader.ts': /^web-tree-sitter$/, // types
  'src/sources/cluster/client.ts': /^node:https?$/, // asks the apiserver
  'src/sources/cluster/kubeconfig.ts': /^node:(?:https?|tls)$|^@kubernetes\/client-node\/|^yaml$/, // credentials, and the agent that keeps connections
  'src/sources/cluster/proxy.ts': /^node:net$/, // ranges of NO_PROXY
}

/** Free names a room may not use. */
const PURE = [
  'console',
  'fetch',
  'Date',
  'performance',
  'setTimeout',
  'setInterval',
  'globalThis',
  'eval',
  'Function',
  'WebSocket',
]
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  model: PURE,
  facts: PURE,
  parsers: PURE,
  resolve: PURE,
  rules: PURE,
  reporters: PURE,
  sources: ['console', 'fetch', 'eval', 'Function'],
  engine: ['console', 'fetch', 'eval', 'Function'],
  cli: ['eval', 'Function'],
  action: ['eval', 'Function'],
}

/** Rooms that are a process. */
const PROCESSES: readonly string[] = ['cli', 'action']

/** Built-ins and globals that reach another machine. */
const NETWORK = /^node:(?:https?|http2|net|tls|dgram|dns)(?:\/|$)/
const NETWORKED = ['fetch', 'WebSocket', 'EventSource']

const roomOf = (path: string): string => path.split('/')[1] ?? ''

function importsOf(source: string): string[] {
  const statements = source.matchAll(/^\s*(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|^\s*import\s+'([^']+)'/gm)
  const calls = source.matchAll(/\bimport\('([^']+)'\)/g)
  return [...statements, ...calls].map(([, from, bare]) => from ?? bare ?? '')
}

const sources = filesBelow('src').filter(path => /\.[jt]s$/.test(path))

test('rooms import only what lies below them', () => {
  const wrong: string[] = []
  for (const path of sources) {
    const room = ROOMS[roomOf(path)]
    if (room === undefined) {
      wrong.push(`${path}: there is no such room`)
      continue
    }
    for (const name of importsOf(read(path))) {
      if (name.startsWith('.')) {
        const target = posix.join(posix.dirname(path), name)
        const to = roomOf(target)
        if (target.startsWith('src/') ? to !== roomOf(path) && !room.rooms.includes(to) : name !== '../../package.json')
          wrong.push(`${path} imports ${name}`)
      } else if (!room.outside.test(name) && !EXCEPTIONS[path]?.test(name)) wrong.push(`${path} imports ${name}`)
    }
  }
  assert.equal(wrong, [])
})

test('built-ins are imported with `node:`', () => {
  for (const path of sources)
    for (const name of importsOf(read(path))) assert.not.ok(builtinModules.includes(name), `${path} imports ${name}`)
})

test('no room uses a global it may not use; only cli and action touch process', () => {
  const wrong: string[] = []
  for (const path of sources) {
    const room = roomOf(path)
    const names = [...(FORBIDDEN[room] ?? []), ...(PROCESSES.includes(room) ? [] : ['process'])]
    // esbuild replaces free names only: strings, comments, properties and locals of that name are left alone
    const define = Object.fromEntries(names.map(name => [name, `FREE_${name}`]))
    const { code } = transformSync(read(path), {
      loader: path.endsWith('.ts') ? 'ts' : 'js',
      define,
      logLevel: 'silent',
    })
    for (const name of names) if (code.includes(`FREE_${name}`)) wrong.push(`${path} uses ${name}`)
  }
  assert.equal(wrong, [])
})

test('only the upload of the Action uses the network', () => {
  const define = Object.fromEntries(NETWORKED.map(name => [name, `FREE_${name}`]))
  const networked = sources.filter(path => {
    const source = read(path)
    const { code } = transformSync(source, { loader: path.endsWith('.ts') ? 'ts' : 'js', define, logLevel: 'silent' })
    return importsOf(source).some(name => NETWORK.test(name)) || code.includes('FREE_')
  })
  assert.equal(
    networked.filter(path => !path.startsWith('src/sources/cluster')),
    ['src/action/upload.ts'],
  )
})

test('rules are synchronous and do not know each other', () => {
  for (const id of ruleIds()) {
    const source = read(`src/rules/${id}.ts`)
    assert.not.match(source, /\basync\b|\bawait\b|\bimport\(/, id)
    for (const name of importsOf(source))
      if (name.startsWith('.')) {
        const target = posix.join('src/rules', posix.dirname(id), name).replace(/^src\/rules\/|\.js$/g, '')
        assert.not.ok(ruleIds().includes(target), `${id} imports ${target}`)
      }
  }
})

test('the cluster client is imported by sources/cluster only', () => {
  for (const path of sources)
    if (!path.startsWith('src/sources/cluster'))
      assert.not.ok(
        importsOf(read(path)).some(name => name.startsWith('@kubernetes/client-node')),
        path,
      )
})

test('tests mirror the folders of src', () => {
  const lost = filesBelow('test', '.test.ts')
    .filter(path => /^test\/(?:model|facts|sources|parsers|resolve|rules|reporters|engine|cli|action)\//.test(path))
    .filter(path => !existsSync(posix.dirname(path.replace(/^test/, 'src'))))
  assert.equal(lost, [])
})

test('no file names a place on the machine it was written on', () => {
  const here = process.cwd()
  for (const path of filesBelow('.'))
    if (here.length > 5) assert.not.ok(read(path).includes(here), `${path} contains ${here}`)
})

test('no file cites a document that is not here', () => {
  const cited = /\b(?:DESIGN|STYLE|FORMATS|ECOSYSTEM|PEERS|ORACLES)(?:\.md)? ?\d|\bSTYLE\.md\b|\bDESIGN\.md\b/
  for (const path of filesBelow('.')) {
    const found = cited.exec(read(path))
    assert.is(found, null, `${path} cites ${found?.[0]}: link docs/ARCHITECTURE.md or CONTRIBUTING.md, or drop it`)
  }
})

const markdown = filesBelow('.', '.md').filter(path => !path.startsWith('test/fixtures/'))
const outsideFences = (text: string): string => text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '')

test('paths and links in Markdown lead somewhere', () => {
  const dead: string[] = []
  for (const path of markdown) {
    const text = outsideFences(read(path))
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g))
      if (!/^(?:[a-z]+:|<)/i.test(target) && !existsSync(posix.join(posix.dirname(path), target)))
        dead.push(`${path}: ${target}`)
    for (const [, target = ''] of text.matchAll(/`((?:src|test|scripts|docs|rules-docs|examples|\.ci)\/[\w./-]*)`/g))
      if (!existsSync(target)) dead.push(`${path}: ${target}`)
  }
  assert.equal(dead, [])
})

test('npm scripts in Markdown exist', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
  for (const path of markdown)
    for (const [, name = ''] of read(path).matchAll(/\bnpm run ([\w:-]+)/g))
      assert.ok(name in scripts, `${path}: npm run ${name}`)
})

test('package.json runs nothing when it is installed or packed', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
  const lifecycle = /^(?:pre|post)|^(?:install|prepare|publish|dependencies)$/
  assert.equal(
    Object.keys(scripts).filter(name => lifecycle.test(name)),
    [],
  )
})

/** `/x+$/`, `/[ab]*c$/`: tried at each character of a run, and each try goes on to the end of it. */
const RUN_TO_END =
  /(?<=[=(,:!?[{]\s*|return )\/(?:\[(?:[^\]\\\n]|\\.)+\]|\\[^bB\n]|[^\\/*+?()[\]{}|^$\s])[+*](?:[^/\\\n[|]|\\.|\[(?:[^\]\\\n]|\\.)*\])*\$\/[a-z]*/

test('no regular expression begins with a repetition and ends at the end', () => {
  for (const wrong of ["x.replace(/\\/+$/, '')", '= /[ \\t]+\\\\$/', '(/\\d*a$/)']) assert.match(wrong, RUN_TO_END)
  for (const fine of ['= /^a+$/', '(/(?<!a)a+$/)', '(/a$/)', '(/ab+$/)']) assert.not.match(fine, RUN_TO_END)
  const found = sources.flatMap(path =>
    [...read(path).matchAll(new RegExp(RUN_TO_END, 'g'))].map(([expression]) => `${path}: ${expression}`),
  )
  assert.equal(found, [], 'put `(?<!x)` before `x+`: then a match begins at the beginning of a run only')
})

test('no list is spread into the arguments of a call: a call takes a hundred thousand', () => {
  const spread = /\.(?:push|unshift)\(\s*\.\.\.|\bMath\.(?:max|min)\([^)\n]*\.\.\./
  const found = sources.filter(path => spread.test(read(path)) && !path.endsWith('.generated.js'))
  assert.equal(found, [], 'see src/model/lists.ts')
})

test.run()
