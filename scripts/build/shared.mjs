// What rules import from model/ and facts/ is in main.cjs already: chunks of rules take it from there, so no code and no table is in two
// files, and a class is one class. main.cjs says what it has in `exports.shared`.
import { join, relative } from 'node:path'
import { build } from 'esbuild'

const SHARABLE = /^src\/(?:model|facts)\//
const BIN = 'src/cli/bin.ts'

/** Modules that run when main starts: reachable from the bin by static imports. */
function eager(inputs) {
  const reached = new Set()
  const next = [BIN]
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    for (const found of inputs[path]?.imports ?? [])
      if (found.kind === 'import-statement' && !found.external) next.push(found.path)
  }
  return reached
}

async function inputsOf(common, entryPoints, plugins) {
  const { metafile } = await build({ ...common, entryPoints, plugins, outdir: 'unused' })
  return metafile
}

export async function sharedModules(common, split, chunks) {
  const { inputs: main } = await inputsOf(common, [BIN], [split])
  const uses = new Map()
  for (const chunk of chunks) {
    const { inputs } = await inputsOf(common, [chunk], [])
    for (const path of Object.keys(inputs)) if (SHARABLE.test(path)) uses.set(path, (uses.get(path) ?? 0) + 1)
  }
  const paths = [...uses.keys()].filter(path => main[path] !== undefined).sort()
  const twice = [...uses].filter(([path, times]) => times > 1 && main[path] === undefined).map(([path]) => path)
  const now = eager(main)
  const imports = paths.map((path, i) => (now.has(path) ? `import * as m${i} from './${path}'` : ''))
  // a module main loads lazily stays lazy
  const fields = paths.map(
    (path, i) => `get '${path}'() { return ${now.has(path) ? `m${i}` : `require('./${path}')`} }`,
  )
  const registry = `${imports.filter(line => line !== '').join('\n')}\nexport const shared = {\n${fields.join(',\n')}\n}\n`
  return {
    paths,
    twice,
    entry: {
      contents: `export { shared } from 'klint:shared'\nimport './${BIN}'\n`,
      resolveDir: common.absWorkingDir,
      sourcefile: 'main.js',
      loader: 'js',
    },
    plugin: {
      name: 'shared',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^klint:shared$/ }, ({ path }) => ({ path, namespace: 'shared' }))
        onLoad({ filter: /.*/, namespace: 'shared' }, () => ({
          contents: registry,
          resolveDir: common.absWorkingDir,
          loader: 'js',
        }))
      },
    },
  }
}

/** For a chunk: modules that main has are taken from there. */
export function useShared(root, paths) {
  const has = new Set(paths)
  return {
    name: 'use-shared',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const file = relative(root, join(resolveDir, path)).replaceAll('\\', '/').replace(/\.js$/, '.ts')
        return has.has(file) ? { path: file, namespace: 'main' } : undefined
      })
      onResolve({ filter: /^\.\.\/main\.cjs$/ }, ({ path }) => ({ path, external: true }))
      onLoad({ filter: /.*/, namespace: 'main' }, ({ path }) => ({
        contents: `module.exports = require('../main.cjs').shared['${path}']`,
        loader: 'js',
      }))
    },
  }
}
