import type { Parser } from 'web-tree-sitter'

/**
 * Where the two wasm files lie. In a checkout they come from node_modules. In a bundle (CommonJS, where `import.meta.url`
 * is undefined) they must lie in the folder above the file that holds this module (dist/lazy), under exactly these names:
 * `dist/web-tree-sitter.wasm` (from web-tree-sitter) and
 * `dist/tree-sitter-terraform.wasm` (from @tree-sitter-grammars/tree-sitter-hcl).
 */
export const WASM_FILES = {
  runtime: 'web-tree-sitter/web-tree-sitter.wasm',
  grammar: '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm',
} as const

/** Both modules cost 2.4 ms at start, so they are loaded with the grammar and not with the formats that may need it. */
async function locate(file: string): Promise<string> {
  const { join } = await import('node:path')
  const url: string | undefined = import.meta.url
  if (url === undefined || url === '') return join(__dirname, '..', file.slice(file.lastIndexOf('/') + 1))
  const { createRequire } = await import('node:module')
  return createRequire(url).resolve(file)
}

/** Loads runtime and grammar (about 18 ms, ECMAScript and wasm together). Rejects if a wasm file is not where it should be. */
export async function loadParser(): Promise<Parser> {
  const { Language, Parser } = await import('web-tree-sitter')
  const [runtime, grammar] = [await locate(WASM_FILES.runtime), await locate(WASM_FILES.grammar)]
  await Parser.init({ locateFile: () => runtime })
  const parser = new Parser()
  parser.setLanguage(await Language.load(grammar))
  return parser
}
