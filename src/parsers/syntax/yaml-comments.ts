import { Lexer } from 'yaml'
import type { Document, Region } from '../../model/document.js'
import type { Remarks } from '../format.js'
import { mask } from './mask.js'
import { readYaml } from './yaml.js'

/** What the lexer says besides pieces of the text (https://eemeli.org/yaml/#lexer): a plain or block scalar follows; others. */
const SCALAR = '\u001F'
const SIGNS: ReadonlySet<string> = new Set(['\u0002', '\u0018', SCALAR])

/**
 * Comments of YAML and JSON: what the lexer takes for one, so that `#` in quotes, in block scalars and in URLs is none, also where
 * the document is broken. In JSON `//` outside of strings as well: no parser of Kubernetes takes it, but people write it.
 */
export function yamlRemarks(doc: Document): Remarks {
  const text = mask(doc, 'structure')
  const comments: Region[] = []
  const solid: Region[] = []
  let [at, scalar, head] = [0, false, -1]
  for (const lexeme of new Lexer().lex(text)) {
    if (!scalar && SIGNS.has(lexeme)) {
      scalar = lexeme === SCALAR
      continue
    }
    const [start, sign] = [at, lexeme[0]]
    at += lexeme.length
    if (!scalar && sign === '#') comments.push({ start, end: start + lexeme.trimEnd().length })
    else if (!scalar && (sign === '|' || sign === '>')) head = start
    else if (scalar || sign === '"' || sign === "'") {
      const end = start + lexeme.trimEnd().length
      const from = scalar && head !== -1 ? head : start
      if (text.slice(from, end).includes('\n')) solid.push({ start: from, end })
      head = -1
    }
    scalar = false
  }
  const slashes = /^(?:\s*\/\/[^\n]*\n)*\s*[{[]/.test(text) ? slashed(text) : []
  return {
    comments: slashes.length === 0 ? comments : [...comments, ...slashes].sort((a, b) => a.start - b.start),
    solid,
    trees: () => readYaml(doc).trees,
  }
}

const STRING_OR_SLASHES = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\r\n]*/g

const slashed = (text: string): Region[] =>
  [...text.matchAll(STRING_OR_SLASHES)].flatMap(({ index, 0: found }) =>
    found.startsWith('//') ? [{ start: index, end: index + found.trimEnd().length }] : [],
  )
