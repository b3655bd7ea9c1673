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

/**
 * Which files there are besides main.cjs, and which modules they take from it. `chunks` are the entries of chunks of rules: what several
 * of those have and main.cjs does not, the table of feature gates for one, they take from the one which every run loads.
 */
export async function sharedModules(common, root, chunks, every, action) {
  const lazy = new Map()
  const main = new Set(await inputsOf(common, root, BIN, lazy))
  const uses = new Map()
  const count = async (entry, found) => {
    for (const path of await inputsOf(common, root, entry, found))
      if (OWN.test(path)) uses.set(path, (uses.get(path) ?? 0) + 1)
  }
  for (const chunk of chunks) await count(chunk, lazy)
  const ofRules = [...uses].filter(([path, times]) => times > 1 && !main.has(path)).map(([path]) => path)
  await count(action, lazy)
  // the map grows by what lazy files import lazily
  for (const source of lazy.values()) {
    if (main.has(source)) throw new Error(`${source} is imported lazily and in every run`)
    await count(source, lazy)
  }
  const paths = [...uses.keys()].filter(path => main.has(path)).sort()
  const names = await exportsOf(common, root, [...paths, ...ofRules])
  const twice = [...uses].filter(([path, times]) => times > 1 && !main.has(path)).map(([path]) => path)
  const entryOf = (name, more) => ({
    contents: `export { shared } from 'klint:shared'\n${more}`,
    resolveDir: common.absWorkingDir,
    sourcefile: name,
    loader: 'js',
  })
  return {
    lazy,
    paths,
    ofRules,
    twice,
    entry: entryOf('main.js', `export { start } from './${BIN}'\n`),
    names,
    plugin: sharing(common, paths, names),
    everyEntry: entryOf('every.js', `export { rules } from './${every}'\n`),
    everyPlugin: sharing(common, ofRules, names),
  }
}

/** What modules export, types left out. */
async function exportsOf(common, root, paths) {
  const { metafile } = await build({
    absWorkingDir: common.absWorkingDir,
    target: common.target,
    format: 'esm',
    metafile: true,
    write: false,
    entryPoints: paths,
    outdir: 'unused',
    outbase: root,
  })
  return new Map(Object.values(metafile.outputs).map(({ entryPoint, exports }) => [entryPoint, exports]))
}

/**
 * Makes `klint:shared` the object of the modules at these paths. Each is made when somebody asks: a namespace of esbuild defines a getter for
 * every export of every module in every run, which takes longer than all rules.
 */
function sharing(common, paths, names) {
  const imports = paths.map((path, i) => {
    const list = names.get(path).map((name, k) => `${name} as m${i}_${k}`)
    return `import { ${list.join(', ')} } from './${path}'\n`
  })
  const fields = paths.map((path, i) => {
    const list = names.get(path).map((name, k) => `${quoted(name)}: m${i}_${k}`)
    return `get '${path}'() { return { ${list.join(', ')} } }`
  })
  return {
    name: 'shared',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^klint:shared$/ }, ({ path }) => ({ path, namespace: 'shared' }))
      onLoad({ filter: /.*/, namespace: 'shared' }, () => ({
        contents: `${imports.join('')}export const shared = {\n${fields.join(',\n')}\n}\n`,
        resolveDir: common.absWorkingDir,
        loader: 'js',
      }))
    },
  }
}

const quoted = name => (name === 'default' ? `'default'` : name)

/** Modules that another file has are taken from there: `file` is where it lies as seen from the one that is built. */
export function useShared(root, paths, names, file) {
  const has = new Set(paths)
  return {
    name: `use ${file}`,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, kind, resolveDir }) => {
        if (path === file) return { path, external: true }
        if (kind === 'dynamic-import') return undefined
        const module = relative(root, join(resolveDir, path)).replaceAll('\\', '/').replace(/\.js$/, '.ts')
        return has.has(module) ? { path: module, namespace: file } : undefined
      })
      onLoad({ filter: /.*/, namespace: file }, ({ path }) => ({
        contents: taken(names.get(path), `require('${file}').shared['${path}']`),
        loader: 'js',
      }))
    },
  }
}

/** An ECMAScript module, whose exports are plain variables of the bundle. */
const taken = (names, from) =>
  `const all = ${from}\n${names.map((name, i) => `const n${i} = all.${name}\nexport { n${i} as ${name} }\n`).join('')}`
