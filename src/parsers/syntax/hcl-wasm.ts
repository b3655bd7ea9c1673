import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Parser } from 'web-tree-sitter'

/**
 * Where the two wasm files lie. In a checkout they come from node_modules. In a bundle (CommonJS, where `import.meta.url`
 * is undefined) they must lie beside the file that holds this module, under exactly these names:
 * `dist/web-tree-sitter.wasm` (from web-tree-sitter) and
 * `dist/tree-sitter-terraform.wasm` (from @tree-sitter-grammars/tree-sitter-hcl).
 */
export const WASM_FILES = {
  runtime: 'web-tree-sitter/web-tree-sitter.wasm',
  grammar: '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm',
} as const

function locate(file: string): string {
  const url: string | undefined = import.meta.url
  if (url === undefined || url === '') return join(__dirname, file.slice(file.lastIndexOf('/') + 1))
  return createRequire(url).resolve(file)
}

/** Loads runtime and grammar (about 18 ms, ECMAScript and wasm together). Rejects if a wasm file is not where it should be. */
export async function loadParser(): Promise<Parser> {
  const { Language, Parser } = await import('web-tree-sitter')
  await Parser.init({ locateFile: () => locate(WASM_FILES.runtime) })
  const parser = new Parser()
  parser.setLanguage(await Language.load(locate(WASM_FILES.grammar)))
  return parser
}
