import type { Field } from './case.js'

interface Block extends Map<string, Block | string> {}

/**
 * A configuration file: what it takes to start, the text of a case, and its fields, of which the later count. `text` stands as it is;
 * what it begins with at the margin is left out of the rest.
 */
export function yamlFile(head: string, base: readonly Field[], text: string, fields: readonly Field[]): string {
  const taken = new Set([...text.matchAll(/^["']?([A-Za-z][\w.-]*)["']?\s*:/gm)].map(([, key]) => key))
  const block: Block = new Map()
  for (const { path, yaml } of [...base, ...fields]) if (!taken.has(path[0])) put(block, path, yaml)
  return [head, text === '' || text.endsWith('\n') ? text : `${text}\n`, ...lines(block, '')].join('')
}

function put(block: Block, [key = '', ...rest]: readonly string[], yaml: string): void {
  if (rest.length === 0) {
    block.set(key, yaml)
    return
  }
  const kept = block.get(key)
  const inner: Block = kept instanceof Map ? kept : new Map()
  block.set(key, inner)
  put(inner, rest, yaml)
}

const lines = (block: Block, indent: string): string[] =>
  [...block].flatMap(([key, value]) =>
    typeof value === 'string'
      ? [`${indent}${key}: ${value}\n`]
      : [`${indent}${key}:\n`, ...lines(value, `${indent}  `)],
  )
