import { createHash } from 'node:crypto'
import type { Document } from '../model/document.js'
import type { Finding } from '../model/finding.js'
import { type Location, place } from '../model/location.js'
import { isHcl } from '../parsers/outline.js'
import { prepareHcl } from '../parsers/syntax/hcl-syntax.js'
import { maskSecrets } from '../reporters/secrets.js'
import { liveIdentity } from './live-identity.js'
import { nesting, routed } from './routes.js'

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
  const { doc } = place(at)
  const path = (liveIdentity(doc) ?? doc.uri).replace(/[\s%]/g, encodeURIComponent)
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

function routeAndValue(at: Location, isLacking: boolean): { route: string; value: string } {
  const { route, isCollection } = routed(at)
  const { doc, start, end } = at
  return { route, value: isLacking || isCollection ? '' : spelledOut(doc.source.slice(start, end)) }
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
