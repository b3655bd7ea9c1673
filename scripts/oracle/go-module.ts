import type { Recipe } from './components.js'

/**
 * The go.mod of klint's own module around a component. In the checkout of Kubernetes its staging modules lie beside it; here each is
 * replaced by the release of its own that belongs to `version` (1.37.2 and v0.37.2).
 * @param theirs The go.mod of the component's module at that version.
 */
export function goMod({ module }: Recipe, version: string, theirs: string): string {
  const staged = [...theirs.matchAll(/^\s*(?:replace\s+)?(\S+) => \.\/staging\//gm)].map(([, name = '']) => name)
  const own = version.replace(/^1\./, 'v0.')
  return [
    'module oracle',
    ...directives(theirs),
    `require ${module} v${version}`,
    ...[...new Set(staged)].sort().map(name => `replace ${name} => ${name} ${own}`),
    '',
  ].join('\n')
}

/** The language version and the switches of the runtime are those of the release, or its behaviour is another one. */
function directives(theirs: string): readonly string[] {
  const go = /^go .+$/m.exec(theirs)?.[0]
  const single = [...theirs.matchAll(/^godebug [^(\n]+$/gm)].map(([line]) => line)
  const block = /^godebug \([^)]*\)$/m.exec(theirs)?.[0]
  return [go, ...single, block].filter(line => line !== undefined)
}
