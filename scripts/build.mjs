// npm run bundle [-- --out DIR]: the bundle. CommonJS, because that starts faster than ESM (and V8's code cache can be used).
//
//   klint.cjs           the bin: src/cli/loader.ts, which runs the others with a code cache
//   kubectl-klint.cjs   the second bin: klint as a plugin of kubectl
//   main.cjs            src/cli/bin.ts and what every run needs
//   lazy/<name>.cjs     what a run imports with `await import()`: other commands and reporters, packages, formats that are rare
//   rules/<subject>.cjs the rules of one subject (src/rules/chunks), loaded when the first subject of its kind appears
//   rules/every.cjs     the rules of subjects that every run has, and what several of the others need and main.cjs does not
//   hcl.cjs, *.wasm     web-tree-sitter and the grammar
//   action.cjs          src/action/bin.ts, what `uses:` in a workflow of GitHub runs; takes all it can from main.cjs
//   docs.json           the pages of the rules
//   THIRD-PARTY.txt     licences of what is bundled
//
// The same input gives the same bytes.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { docs } from './build/docs.mjs'
import { lazyImports } from './build/lazy.mjs'
import { thirdParty } from './build/licences.mjs'
import { sharedModules, useShared } from './build/shared.mjs'
import { stampOf } from './build/stamp.mjs'

const root = resolve(import.meta.dirname, '..')
const given = process.argv.indexOf('--out')
const out = resolve(given === -1 ? join(root, 'dist') : (process.argv[given + 1] ?? 'dist'))
const stamp = stampOf(root)

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const banner = `/*! klint ${version} | Apache-2.0 | third-party licences: THIRD-PARTY.txt */`

const WASM = [
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm',
]

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // the ECMAScript build of the package: what is not used is left out, and its functions need not be parsed twice
  alias: { yaml: './node_modules/yaml/browser/dist/index.js', 'node-fetch': './scripts/build/node-fetch.mjs' },
  // node_modules may be a link: the bundle names files as if it were none, and the licences are found by those names
  preserveSymlinks: true,
  minifySyntax: true,
  minifyWhitespace: true,
  charset: 'ascii',
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
  // a reader of import.meta.url must do without it in CommonJS
  logOverride: { 'empty-import-meta': 'silent' },
  // without this, `import()` of a built-in stays, and scripts run by vm.Script have none
  supported: { 'dynamic-import': false },
  banner: { js: banner },
}

// what every run loads; elsewhere packages keep the names of their errors
const short = { minifyIdentifiers: true }

const files = new Map()
const inputs = new Set()

async function bundle(name, options) {
  const { outputFiles, metafile } = await build({ ...common, ...options, outfile: name })
  const [{ text }] = outputFiles
  const strange = /[^\0-\x7f]/.exec(text)
  if (strange !== null) throw new Error(`${name} is not ASCII at offset ${strange.index}`)
  files.set(name, text)
  for (const input of Object.keys(metafile.inputs)) inputs.add(input)
}

const chunkFolder = join(root, 'src/rules/chunks')
const chunkEntries = readdirSync(chunkFolder)
  .sort()
  .map(name => `src/rules/chunks/${name}`)
const EVERY = 'src/rules/chunks/every.ts'
const ACTION = 'src/action/bin.ts'
const shared = await sharedModules(common, root, chunkEntries, EVERY, ACTION)

await bundle('main.cjs', {
  ...short,
  stdin: shared.entry,
  plugins: [shared.plugin, lazyImports(root, new Map(), './')],
})
for (const [name, source] of [...shared.lazy].sort(([a], [b]) => (a < b ? -1 : 1)))
  await bundle(`lazy/${name}.cjs`, {
    entryPoints: [source],
    plugins: [useShared(root, shared.paths, shared.names, '../main.cjs'), lazyImports(root, new Map(), '../')],
  })
const fromMain = useShared(root, shared.paths, shared.names, '../main.cjs')
await bundle('rules/every.cjs', {
  ...short,
  stdin: shared.everyEntry,
  plugins: [shared.everyPlugin, fromMain, lazyImports(root, new Map(), '../')],
})
const fromEvery = useShared(root, shared.ofRules, shared.names, './every.cjs')
for (const source of chunkEntries)
  if (source !== EVERY)
    await bundle(source.replace(/^src\/rules\/chunks\/(.*)\.ts$/, 'rules/$1.cjs'), {
      ...short,
      entryPoints: [source],
      plugins: [fromMain, fromEvery, lazyImports(root, new Map(), '../')],
    })
await bundle('hcl.cjs', { entryPoints: ['node_modules/web-tree-sitter/web-tree-sitter.cjs'] })

const hashes = Object.fromEntries(
  [...files].map(([name, text]) => [name, createHash('sha256').update(text).digest('hex').slice(0, 16)]),
)
await bundle('klint.cjs', {
  entryPoints: ['src/cli/loader.ts'],
  external: ['./main.cjs'],
  define: { KLINT_VERSION: JSON.stringify(version), KLINT_HASHES: JSON.stringify(hashes) },
  banner: { js: `#!/usr/bin/env node\n${banner}` },
})
await bundle('kubectl-klint.cjs', {
  entryPoints: ['src/cli/kubectl.ts'],
  external: ['./klint.cjs'],
  banner: { js: `#!/usr/bin/env node\n${banner}` },
})
// no code cache: a runner starts each job with a fresh folder
await bundle('action.cjs', {
  entryPoints: [ACTION],
  plugins: [useShared(root, shared.paths, shared.names, './main.cjs'), lazyImports(root, new Map(), './')],
})
files.set('docs.json', docs(root))
files.set('THIRD-PARTY.txt', thirdParty(root, inputs, WASM))
if (given === -1) files.set('.cache/stamp', `${stamp}\n`) // it is about this checkout; klint.mjs asks for it

// built aside and moved, so that a run beside this one never sees half a bundle; a folder can only be moved within its file system
const fresh = given === -1 ? join(root, 'node_modules', `.klint-build-${process.pid}`) : `${out}-${process.pid}`
for (const [name, text] of files) {
  mkdirSync(dirname(join(fresh, name)), { recursive: true })
  writeFileSync(join(fresh, name), text)
}
for (const path of WASM) copyFileSync(join(root, path), join(fresh, path.replace(/.*\//, '')))
for (const bin of ['klint.cjs', 'kubectl-klint.cjs']) chmodSync(join(fresh, bin), 0o755)
mkdirSync(dirname(out), { recursive: true })
if (existsSync(out)) renameSync(out, `${fresh}-old`)
renameSync(fresh, out)
rmSync(`${fresh}-old`, { recursive: true, force: true })

const kB = text => `${(text.length / 1000).toFixed(1)} kB`
for (const [name, text] of files) if (name.endsWith('.cjs')) console.log(`${kB(text).padStart(10)}  ${name}`)
const once = new Set(shared.ofRules)
for (const path of shared.twice)
  if (!once.has(path)) console.log(`note: ${path} is in several files, but not in main.cjs`)
