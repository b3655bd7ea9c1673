// What a run imports with `await import()` lies in files of its own: main.cjs holds what every run needs, flat, so that V8 neither reads nor
// checks the rest. esbuild would keep lazy modules in the same file, each in a wrapper, and what they import as well: all of it is then
// parsed twice.
import { relative } from 'node:path'

/** Of what is imported: `./commands/show.js` -> `show`, `minimatch` -> `minimatch`. */
const nameOf = specifier => specifier.replace(/.*\//, '').replace(/(?:\.generated)?\.js$/, '')

/**
 * For main and for the lazy files: a dynamic import becomes a `require` of another file. `found` collects them, the name of each with its
 * source; `up` leads from the file that is built to the folder of main.cjs.
 */
export function lazyImports(root, found, up) {
  return {
    name: 'lazy-imports',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /./ }, async ({ path, kind, importer, resolveDir }) => {
        if (kind !== 'dynamic-import' || path.startsWith('node:')) return undefined
        if (path === 'web-tree-sitter') return { path: `${up}hcl.cjs`, external: true }
        const chunk = /\/chunks\/([\w-]+)\.js$/.exec(path)?.[1]
        if (chunk !== undefined) return { path: `${up}rules/${chunk}.cjs`, external: true }
        const { path: file, errors } = await resolve(path, { kind: 'import-statement', importer, resolveDir })
        if (errors.length > 0) return { errors }
        const source = relative(root, file).replaceAll('\\', '/')
        const name = nameOf(path)
        if ((found.get(name) ?? source) !== source) return { errors: [{ text: `two lazy files are called ${name}` }] }
        found.set(name, source)
        return { path: `${up}lazy/${name}.cjs`, external: true }
      })
    },
  }
}
