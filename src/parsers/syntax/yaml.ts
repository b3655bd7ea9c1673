import { Composer, isScalar, Lexer, Parser, type YAMLError, type Document as YamlDocument } from 'yaml'
import type { Document } from '../../model/document.js'
import type { Problem } from '../../model/fragment.js'
import { append } from '../../model/lists.js'
import type { Location } from '../../model/location.js'
import type { Tree } from '../../model/tree.js'
import { maskWith } from './mask.js'
import { openingsOf, regionsOf } from './yaml-places.js'
import { DEEPEST, type Part, treeOf } from './yaml-tree.js'
import { inWords } from './yaml-words.js'

export interface YamlReading {
  readonly trees: readonly Tree[]
  readonly problems: readonly Problem[]
  /** Nodes that an alias names: what stands there stands in another place too. */
  readonly aliased: readonly Location[]
}

/**
 * Values stay the strings that are written: what `yes` or `0644` means is for whoever knows the field. Duplicate keys
 * are kept (and the parser's own check for them is quadratic); anchors and merges are this reader's.
 */
const OPTIONS = {
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  strict: false,
  keepSourceTokens: true,
} as const

/**
 * Reads YAML and JSON, holes masked. Documents are cut at `---` without parsing: one that `wanted` does not want
 * costs nothing, one that cannot be read is a problem and does not lose the others. Merge keys are merged, aliases share
 * their tree. Bounded in depth and in what aliases stand for; never throws.
 */
export function readYaml(doc: Document, wanted: (part: string) => boolean = () => true): YamlReading {
  const { text, openings } = maskWith(doc, 'structure')
  const trees: Tree[] = []
  const problems: Problem[] = []
  const aliased = new Set<Location>()
  const regions = regionsOf(doc.regions)
  for (const { start, end } of documents(text)) {
    if (!wanted(doc.source.slice(start, end))) continue
    const part = { doc, text, start, end, openings: openingsOf(openings), regions, aliased }
    const read = readPart(part)
    if (read === undefined) continue
    if ('because' in read) problems.push(read)
    else trees.push(read)
  }
  return { trees, problems, aliased: [...aliased] }
}

/** JSON texts one after another, as jq, kubectl and policy files of the apiserver have them. */
const NEXT_JSON = /\}[ \t]*\r?\n(?=\{\s*")/g

const SEPARATOR = /(?:^|\n)(?:---|\.\.\.)(?=[ \t\r\n]|$)/g

/** Documents of a stream. `---` at column 0 ends one wherever it stands, also in a scalar (YAML 1.2.2, 9.1.2). */
function documents(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  let start = 0
  if (/^\s*\{/.test(text)) {
    for (const { index, 0: sign } of text.matchAll(NEXT_JSON)) {
      found.push({ start, end: index + sign.length })
      start = index + sign.length
    }
    if (found.length > 0) return [...found, { start, end: text.length }]
  }
  for (const { index, 0: sign } of text.matchAll(SEPARATOR)) {
    const at = index + sign.length - 3
    const ends = sign.endsWith('...')
    // `%YAML` and `%TAG` belong to the document below.
    if (at === start || (!ends && isPrelude(text, start, at))) continue
    found.push({ start, end: at })
    start = ends ? at + 3 : at
  }
  if (start < text.length) found.push({ start, end: text.length })
  return found
}

function isPrelude(text: string, start: number, end: number): boolean {
  let directive = false
  for (let at = start; at < end; ) {
    const newline = text.indexOf('\n', at)
    const sign = text[at]
    if (sign === '%') directive = true
    else if (sign !== '#' && sign !== '\r' && sign !== '\n') return false
    at = newline === -1 ? end : newline + 1
  }
  return directive
}

function readPart(part: Part): Tree | Problem | undefined {
  const { doc, start, end } = part
  // The parser makes an Error for each thing it dislikes; stacks of half a million commas take half a minute.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    const parsed = parse(part.text.slice(start, end))
    if (parsed === undefined) return problem(part, start, `is nested more than ${DEEPEST} levels deep`, 'limit')
    const [error] = parsed.errors
    if (error !== undefined)
      return problem(part, start + error.pos[0], `is not valid YAML: ${inWords(error)}`, 'broken')
    const root = parsed.root
    if (root === null || root === undefined || (isScalar(root) && root.source === '' && root.type === 'PLAIN'))
      return undefined
    const tree = treeOf(part, root)
    return 'failure' in tree ? problem(part, tree.at, tree.failure, tree.because) : tree
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return problem({ ...part, doc }, start, 'cannot be parsed', 'limit')
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function problem({ doc, start, end, text }: Part, at: number, what: string, because: Problem['because']): Problem {
  const place = Math.min(Math.max(at, start), end)
  const stop = Math.min(end, place + 1)
  const location = { doc, start: place, end: text[place] === '\n' ? place : stop }
  // Nobody calls a file broken that has not been filled in yet.
  const templated = doc.holes.some(hole => hole.kind !== 'variable' && hole.start < end && hole.end > start)
  return because === 'broken' && templated
    ? { at: location, what: 'is a template and could not be read', because: 'template' }
    : { at: location, what, because }
}

type Parsed = { readonly root: YamlDocument.Parsed['contents'] | undefined; readonly errors: readonly YAMLError[] }

/** The parser's stages one by one, to stop before the recursive one meets a depth it cannot bear; undefined then. */
function parse(source: string): Parsed | undefined {
  const lexer = new Lexer()
  const parser = new Parser()
  const composer = new Composer(OPTIONS)
  const found: YamlDocument.Parsed[] = []
  for (const lexeme of lexer.lex(source)) {
    for (const token of parser.next(lexeme)) append(found, composer.next(token))
    if (parser.stack.length > 2 * DEEPEST) return undefined
  }
  for (const token of parser.end()) append(found, composer.next(token))
  append(found, composer.end(false, source.length))
  return {
    root: found[0]?.contents,
    errors: found.length === 0 ? composer.streamInfo().errors : found.flatMap(({ errors }) => errors),
  }
}
