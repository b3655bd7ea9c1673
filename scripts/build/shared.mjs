// What lazy files and chunks of rules import is often in main.cjs already: they take it from there, so no code and no table is in two files,
// and a class is one class. main.cjs says what it has in `exports.shared`.
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { lazyImports } from './lazy.mjs'

const BIN = 'src/cli/bin.ts'
const OWN = /^src\//

async function inputsOf(common, root, entry, lazy) {
  const { metafile } = await build({
    ...common,
    entryPoints: [entry],
    plugins: [lazyImports(root, lazy, './')],
    outdir: 'unused',
  })
  return Object.keys(metafile.inputs)
}

/** Which files there are besides main.cjs, and which modules they take from it. `chunks` are the entries of chunks of rules, and the Action. */
export async function sharedModules(common, root, chunks) {
  const lazy = new Map()
  const main = new Set(await inputsOf(common, root, BIN, lazy))
  const uses = new Map()
  const count = async (entry, found) => {
    for (const path of await inputsOf(common, root, entry, found))
      if (OWN.test(path)) uses.set(path, (uses.get(path) ?? 0) + 1)
  }
  for (const chunk of chunks) await count(chunk, lazy)
  // the map grows by what lazy files import lazily
  for (const source of lazy.values()) {
    if (main.has(source)) throw new Error(`${source} is imported lazily and in every run`)
    await count(source, lazy)
  }
  const paths = [...uses.keys()].filter(path => main.has(path)).sort()
  const twice = [...uses].filter(([path, times]) => times > 1 && !main.has(path)).map(([path]) => path)
  const imports = paths.map((path, i) => `import * as m${i} from './${path}'\n`)
  const fields = paths.map((path, i) => `get '${path}'() { return m${i} }`)
  return {
    lazy,
    paths,
    twice,
    entry: {
      contents: `export { shared } from 'klint:shared'\nexport { start } from './${BIN}'\n`,
      resolveDir: common.absWorkingDir,
      sourcefile: 'main.js',
      loader: 'js',
    },
    plugin: {
      name: 'shared',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^klint:shared$/ }, ({ path }) => ({ path, namespace: 'shared' }))
        onLoad({ filter: /.*/, namespace: 'shared' }, () => ({
          contents: `${imports.join('')}export const shared = {\n${fields.join(',\n')}\n}\n`,
          resolveDir: common.absWorkingDir,
          loader: 'js',
        }))
      },
    },
  }
}

/** Modules that main has are taken from there; `up` leads from the file that is built to its folder. */
export function useShared(root, paths, up) {
  const has = new Set(paths)
  return {
    name: 'use-shared',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, kind, resolveDir }) => {
        if (kind === 'dynamic-import') return undefined
        const file = relative(root, join(resolveDir, path)).replaceAll('\\', '/').replace(/\.js$/, '.ts')
        return has.has(file) ? { path: file, namespace: 'main' } : undefined
      })
      onResolve({ filter: /^\.\.?\/main\.cjs$/ }, ({ path }) => ({ path, external: true }))
      onLoad({ filter: /.*/, namespace: 'main' }, ({ path }) => ({
        contents: `module.exports = require('${up}main.cjs').shared['${path}']`,
        loader: 'js',
      }))
    },
  }
}
