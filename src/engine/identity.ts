import { createHash } from 'node:crypto'
import type { Document } from '../model/document.js'
import type { Finding } from '../model/finding.js'
import { type Location, place } from '../model/location.js'
import { isHcl, outlineOf } from '../parsers/outline.js'
import { prepareHcl } from '../parsers/syntax/hcl-syntax.js'
import { isCollection, routeOf, stepAt } from '../parsers/syntax/outline.js'
import { wordRoute } from '../parsers/syntax/word-route.js'
import { maskSecrets } from '../reporters/secrets.js'

/** Longer routes are cut; what was cut is in a hash behind them. */
const LONGEST_ROUTE = 400

/**
 * `rule path route hash`; a secret is no part of the hash, which stands in files that anybody may read; white space of the path is escaped, so that the parts can be told apart again.
 * Call `prepareIdentities` once before.
 */
export function identityOf(finding: Finding): string {
  const { rule, message, at, lacking } = finding
  const { route, value } =
    rule === 'klint/unreadable-document' ? { route: '', value: '' } : routeAndValue(at, lacking !== undefined)
  const path = place(at).doc.uri.replace(/[\s%]/g, encodeURIComponent)
  return [rule, path, cut(route), hashOf(`${message}\0${maskSecrets(value, 'code')}`)].join(' ')
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

function cut(route: string): string {
  const line = route.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST_ROUTE ? line : `${line.slice(0, LONGEST_ROUTE - 20)}…${hashOf(line)}`
}

/** Loads what is needed to read the documents of some findings again. */
export async function prepareIdentities(documents: Iterable<Document>): Promise<void> {
  for (const doc of documents)
    for (const one of nesting(doc))
      if (isHcl(one)) {
        await prepareHcl()
        return
      }
}

function* nesting(doc: Document): Generator<Document> {
  for (let at: Document | undefined = doc; at !== undefined; at = at.parent?.text.pieces[0]?.doc) yield at
}

function routeAndValue({ doc, start, end }: Location, isLacking: boolean): { route: string; value: string } {
  const outline = outlineOf(doc)
  const step = stepAt(outline, start, end)
  const collects = isCollection(outline, step, start, end)
  // the item before may be the flag of this one
  const from = (step?.isEntry === false ? step.outer : step)?.value ?? 0
  const word = collects || start < from ? '' : wordRoute(doc.source, from, start)
  const own = [routeOf(step), word].filter(part => part !== '').join(' ')
  return {
    route: [...around(doc, start, end), own].filter(part => part !== '').join(' > '),
    value: isLacking || collects ? '' : spelledOut(doc.source.slice(start, end)),
  }
}

/** Routes of the documents around one, outermost first. Where one has no structure, a script, the path of what it holds names it. */
function around(doc: Document, start: number, end: number): string[] {
  const { parent } = doc
  if (parent === undefined) return []
  const [outer] = parent.decoded ? parent.text.locate() : parent.text.locate(start, end)
  if (outer === undefined) return []
  const route = routeOf(stepAt(outlineOf(outer.doc), outer.start, outer.end))
  return [...around(outer.doc, outer.start, outer.end), route === '' ? (doc.path ?? '') : route]
}

const FLAGS = /(?:^|\s)(?:--?[A-Za-z]|\$)/

/**
 * What is wrong, as it is spelled, without the quotes, line ends and indentation around it. Of a whole command line only what it
 * starts: its flags are neighbours.
 */
function spelledOut(source: string): string {
  const value = source
    .replace(/["'`\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ [-,](?= )|(?<=\w),(?= )/g, '')
    .trim()
  const first = FLAGS.exec(value)
  if (first === null) return value
  if (first.index > 0) return value.slice(0, first.index)
  return FLAGS.test(value.slice(first[0].length)) ? '' : value
}
