import type { Document } from '../../model/document.js'
import type { Edit } from '../../model/finding.js'
import { open } from '../../parsers/embed.js'
import { parse } from '../../parsers/index.js'
import { encodings } from './encodings.js'

/** An edit of a file on disk, and the innermost document as it reads after it. */
interface Outward {
  readonly edit: Edit
  readonly doc: Document
}

/**
 * The edit of the file on disk that has the effect of an edit of a document inside it. Undefined where none is certain: it counts
 * only if reading the mended file again gives exactly the inner text that was intended.
 */
export async function onDisk(edit: Edit): Promise<Edit | undefined> {
  if (edit.at.doc.parent === undefined) return edit
  return (await outward(edit))?.edit
}

async function outward(edit: Edit): Promise<Outward | undefined> {
  const { doc, start, end } = edit.at
  const wanted = doc.source.slice(0, start) + edit.text + doc.source.slice(end)
  if (doc.parent === undefined) return { edit, doc: open(doc.uri, wanted) }
  for (const candidate of await encodings(edit, doc.parent)) {
    const outer = await outward(candidate)
    if (outer === undefined) continue
    const again = await sameChild(candidate.at.doc, doc, outer.doc)
    if (again?.source === wanted) return { edit: outer.edit, doc: again }
  }
  return undefined
}

/** The document that stands in `after` where `child` stands in `before`. */
async function sameChild(before: Document, child: Document, after: Document): Promise<Document | undefined> {
  const among = (await embeddedIn(before)).filter(({ uri }) => uri === child.uri)
  const start = placeOf(child)
  const index = among.findIndex(one => one.source === child.source && placeOf(one) === start)
  const now = (await parse(after)).embedded.filter(({ uri }) => uri === child.uri)
  return now.length === among.length ? now[index] : undefined
}

const placeOf = ({ parent }: Document): number | undefined => parent?.text.at.start

const known = new WeakMap<Document, readonly Document[]>()

/** Many edits ask for the children of one document. */
async function embeddedIn(doc: Document): Promise<readonly Document[]> {
  const found = known.get(doc) ?? (await parse(doc)).embedded
  known.set(doc, found)
  return found
}
